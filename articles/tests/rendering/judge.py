"""Judges rendered HTML by what a parser of another make sees in it."""

import re

import html5lib

from articles.rendering import policy, render

INVISIBLE = {"script", "style", "title", "iframe", "noembed", "noframes", "template"}
ADDRESSES = {"href", "src", "cite", "poster"}


def parse(html):
    """Parse a fragment as a browser would."""
    return html5lib.parseFragment(
        html, treebuilder="etree", namespaceHTMLElements=False
    )


def faults(html):
    """Name everything in this HTML that the allow-list does not allow."""
    found = ["comment"] if "<!--" in html else []
    for element in parse(html).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        if element.tag not in policy.TAGS:
            found.append(f"<{element.tag}>")
        allowed = policy.EVERYWHERE | policy.ATTRIBUTES.get(element.tag, set())
        for name, value in element.attrib.items():
            if name not in allowed or not allowed_value(name, value):
                found.append(f"<{element.tag} {name}={value}>")
    return found


def allowed_value(name, value):
    """Tell whether an attribute that is allowed says something that is."""
    if name in ADDRESSES:
        return safe_address(value)
    if name == "id":
        return value.startswith(policy.ID_PREFIX)
    if name == "class":
        return all(
            word in policy.CLASSES or re.fullmatch(policy.LANGUAGE_CLASS, word)
            for word in value.split()
        )
    return True


def safe_address(value):
    """Tell whether no browser would see a scheme here that runs or shows anything."""
    bare = re.sub(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2060\ufeff]", "", value)
    scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", bare)
    return not scheme or scheme[1].lower() in {"http", "https", "mailto", "tel"}


def verdict(source, body_format):
    """Render a source and name all that is wrong with what comes out."""
    html = str(render(source, format=body_format).html)
    found = faults(html)
    again = html5lib.serialize(
        html5lib.parseFragment(html),
        tree="etree",
        quote_attr_values="always",
        omit_optional_tags=False,
    )
    found += [f"after parsing again: {fault}" for fault in faults(again)]
    if str(render(html, format=body_format).html) != html:
        found.append("rendering again changes it")
    return found


def text_of(html):
    """Return the text that a reader would see, white space folded."""
    pieces = []
    _collect(parse(html), pieces)
    return " ".join("".join(pieces).split())


def _collect(element, pieces):
    if isinstance(element.tag, str) and element.tag not in INVISIBLE:
        pieces.append(element.text or "")
        for child in element:
            _collect(child, pieces)
            pieces.append(child.tail or "")
