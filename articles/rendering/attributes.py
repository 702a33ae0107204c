"""What a tag says beside its name, brought into the shape the allow-list wants."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape, unescape

from articles.rendering.links import is_foreign, prefixed, safe_link, safe_resource
from articles.rendering.policy import (
    ATTRIBUTES,
    CLASSES,
    EVERYWHERE,
    LANGUAGE_CLASS,
    LINK_TYPES,
)

Attributes = dict[str, str]
SHORT = 300
"""Characters of a value, or of a tag, that is worth remembering."""

PAIR = re.compile(r' ([^\s="<>/]+)="([^"]*)"')
DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;:]+)", re.IGNORECASE)
LANGUAGE = re.compile(LANGUAGE_CLASS)
NUMBER = re.compile(r"\s*([0-9]{1,5})(?:\.[0-9]+)?\s*(?:px)?\s*", re.IGNORECASE)
INTEGER = re.compile(r"-?[0-9]{1,6}")
POSITIVE = re.compile(r"[1-9][0-9]{0,2}")
TYPE = re.compile(r"(?:audio|video)/[a-z0-9.+-]+|image/(?:avif|webp|jpeg|png)")
# Files of the site itself in several widths, as its own pictures have them.
SRCSET = re.compile(r"(?:^|, )/(?!/)[A-Za-z0-9/._-]{1,300} [1-9][0-9]{0,4}w(?=, |$)")
SIZES = re.compile(r"[a-z0-9 ().,:%+*-]{1,200}")
MOMENT = re.compile(
    r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?"
)
LANGUAGES = frozenset(
    [
        "ar",
        "bg",
        "bn",
        "bo",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "es",
        "et",
        "fa",
        "fi",
        "fr",
        "ga",
        "gu",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "is",
        "it",
        "ja",
        "ka",
        "kk",
        "km",
        "ko",
        "ky",
        "la",
        "lo",
        "lt",
        "lv",
        "mn",
        "mr",
        "ms",
        "my",
        "nb",
        "ne",
        "nl",
        "no",
        "pa",
        "pl",
        "ps",
        "pt",
        "ro",
        "ru",
        "sa",
        "si",
        "sk",
        "sl",
        "sq",
        "sr",
        "sv",
        "sw",
        "ta",
        "te",
        "th",
        "ti",
        "tr",
        "ug",
        "uk",
        "ur",
        "uz",
        "vi",
        "zh",
    ]
)
SUBTAGS = re.compile(
    r"(?:-(?:Hans|Hant|Latn|Cyrl))?(?:-(?:CN|TW|HK|MO|SG|US|GB|JP|KR))?"
)

# Declarations that carry meaning; an alignment of a picture floats it.
STYLED = {
    ("text-align", "center"): "text-center",
    ("text-align", "-webkit-center"): "text-center",
    ("text-align", "right"): "text-right",
    ("text-align", "end"): "text-right",
    ("float", "left"): "float-left",
    ("float", "right"): "float-right",
    ("font-weight", "bold"): "bold",
    ("font-weight", "bolder"): "bold",
    ("font-weight", "600"): "bold",
    ("font-weight", "700"): "bold",
    ("font-weight", "800"): "bold",
    ("font-weight", "900"): "bold",
    ("font-style", "italic"): "italic",
    ("font-style", "oblique"): "italic",
    ("text-decoration", "underline"): "underline",
    ("text-decoration", "line-through"): "line-through",
    ("text-decoration-line", "underline"): "underline",
    ("text-decoration-line", "line-through"): "line-through",
}
ALIGNED = {"center": "text-center", "middle": "text-center", "right": "text-right"}
FLOATED = {"left": "float-left", "right": "float-right"}
# Bold inside a bold heading, underlined inside a link: nothing to say.
WEIGHTLESS = {
    tag: name
    for name, tags in {
        "bold": "h1 h2 h3 h4 h5 h6 th b strong",
        "italic": "i em cite dfn var",
        "underline": "u ins a",
        "line-through": "s del",
    }.items()
    for tag in tags.split()
}


def read(tag: str, text: str) -> Attributes:
    """Read and tidy the attributes of a tag that a serialiser wrote."""
    return dict(_read(tag, text)) if len(text) < SHORT else tidy(tag, parse(text))


@lru_cache(maxsize=4096)
def _read(tag: str, text: str) -> Attributes:
    return tidy(tag, parse(text))


def parse(text: str) -> Attributes:
    """Read the attributes of a tag that a serialiser wrote, values unescaped."""
    return {name: unescape(value) for name, value in PAIR.findall(text)}


def serialise(attributes: Attributes) -> str:
    """Write attributes as a serialiser would, in one order whatever came in."""
    pairs = sorted(attributes.items()) if len(attributes) > 1 else attributes.items()
    return "".join(f' {name}="{escape(value)}"' for name, value in pairs)


def tidy(tag: str, given: Attributes) -> Attributes:
    """Keep what is allowed, validly spelled; styles become classes, names ids."""
    kept: Attributes = {}
    own = ATTRIBUTES.get(tag, set())
    for name, value in given.items():
        if name in own or (name in EVERYWHERE and name not in ("id", "class")):
            checked = allowed_value(tag, name, value)
            if checked is not None:
                kept[name] = checked
    identifier = given.get("id") or (given.get("name") if tag == "a" else None)
    if identifier and identifier.strip():
        kept["id"] = prefixed(identifier)
    classes = _classes(tag, given)
    if classes:
        kept["class"] = " ".join(classes)
    return _completed(tag, kept)


def allowed_value(tag: str, name: str, value: str) -> str | None:
    """Return the value an attribute may have in safe HTML, or None to drop it."""
    return (
        _checked(tag, name, value) if len(value) < SHORT else _check(tag, name, value)
    )


def _check(tag: str, name: str, value: str) -> str | None:
    check = CHECKS.get(name)
    return check(tag, value) if check else value


# The same classes, links and sizes come again and again, in one text and in the next.
_checked = lru_cache(maxsize=4096)(_check)


def _classes(tag: str, given: Attributes) -> list[str]:
    found = given.get("class", "").split(None, 50)[:50]
    for name, value in DECLARATION.findall(given.get("style", "")[:2000]):
        said = value.lower().replace("!important", "").strip()
        found.append(STYLED.get((name.lower(), said), ""))
    align = given.get("align", "").strip().lower()
    found.append((FLOATED if tag in ("img", "table") else ALIGNED).get(align, ""))
    return list(allowed_classes(tag, found))


def allowed_classes(tag: str, classes: Iterable[str]) -> Iterable[str]:
    """Keep each class that the site's style sheet knows, once, in order."""
    weightless = WEIGHTLESS.get(tag)
    for name in dict.fromkeys(classes):
        if (name in CLASSES and name != weightless) or (
            tag == "code" and LANGUAGE.fullmatch(name)
        ):
            yield name


def _completed(tag: str, kept: Attributes) -> Attributes:
    """Add what readers, browsers and the standard want beside what was written."""
    if tag == "img":
        kept.setdefault("alt", "")
        kept.update(loading="lazy", decoding="async")
    elif tag in ("audio", "video"):
        kept.update(controls="", preload="none")
    elif tag == "a" and is_foreign(kept.get("href", "")):
        types = kept.get("rel", "").split()
        kept["rel"] = " ".join(dict.fromkeys([*types, "noopener"]))
    elif tag == "a":
        kept.pop("rel", None)
    return kept


def _class(tag: str, value: str) -> str | None:
    return " ".join(allowed_classes(tag, value.split(None, 50)[:50])) or None


def _id(tag: str, value: str) -> str | None:
    return prefixed(value) if value.strip() else None


def _link_types(tag: str, value: str) -> str | None:
    found = dict.fromkeys(value.lower().split(None, 10)[:10])
    return " ".join(name for name in found if name in LINK_TYPES) or None


def _language(tag: str, value: str) -> str | None:
    primary, _, _ = value.partition("-")
    known = primary in LANGUAGES and SUBTAGS.fullmatch(value[len(primary) :])
    return value if known else None


def _one_of(*values: str) -> Callable[[str, str], str | None]:
    return lambda tag, value: value.lower() if value.lower() in values else None


def _matching(pattern: re.Pattern[str]) -> Callable[[str, str], str | None]:
    return lambda tag, value: value if pattern.fullmatch(value) else None


def _pixels(tag: str, value: str) -> str | None:
    found = NUMBER.fullmatch(value)
    return str(int(found[1])) if found and int(found[1]) else None


def _span(tag: str, value: str) -> str | None:
    return value if POSITIVE.fullmatch(value) and value != "1" else None


def _text(tag: str, value: str) -> str | None:
    return value.strip() or None


def _srcset(tag: str, value: str) -> str | None:
    rest = SRCSET.sub("", value)
    return None if rest or not value else value


def _type(tag: str, value: str) -> str | None:
    allowed = value in "1aAiI" if tag == "ol" else TYPE.fullmatch(value)
    return value if value and allowed else None


CHECKS: dict[str, Callable[[str, str], str | None]] = {
    "class": _class,
    "id": _id,
    "href": lambda tag, value: safe_link(value),
    "cite": lambda tag, value: safe_resource(value),
    "src": lambda tag, value: safe_resource(value),
    "poster": lambda tag, value: safe_resource(value),
    "rel": _link_types,
    "lang": _language,
    "dir": _one_of("ltr", "rtl", "auto"),
    "title": _text,
    "width": _pixels,
    "height": _pixels,
    "colspan": _span,
    "rowspan": _span,
    "start": _matching(INTEGER),
    "value": _matching(INTEGER),
    "type": _type,
    "scope": _one_of("row", "col", "rowgroup", "colgroup"),
    "datetime": _matching(MOMENT),
    "loading": _one_of("lazy"),
    "decoding": _one_of("async"),
    "preload": _one_of("none"),
    "srcset": _srcset,
    "sizes": _matching(SIZES),
    "tabindex": _one_of("0"),
    "controls": lambda tag, value: "",
    "open": lambda tag, value: "",
    "reversed": lambda tag, value: "",
}
