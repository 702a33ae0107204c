"""The text that a reader of safe HTML sees."""

import re
from html import unescape

from articles.rendering.policy import BLOCKS, CHILDREN

BLOCK_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted((BLOCKS | CHILDREN.keys() | {'br'}) - {'source'}))})\b[^<>]*>"
)
TAG = re.compile(r"<[^<>]*>")
# What a summary leaves out: figures of footnotes, pictures, code, headings.
ASIDE = re.compile(
    r"<sup[^<>]*>\s*<a [^<>]*href=\"#[^<>]*>[^<>]*</a>\s*</sup>"
    r"|<figure\b.*?</figure>|<figcaption\b.*?</figcaption>|<pre\b.*?</pre>"
    r"|<h([1-6])\b.*?</h\1>|<p class=\"admonition-title\">.*?</p>"
    r"|<div class=\"footnote\">.*",
    re.DOTALL,
)


def visible_text(html: str) -> str:
    """Return the text of well-formed HTML, one line per block, white space folded."""
    if "<" in html:
        html = TAG.sub("", BLOCK_TAG.sub("\n", html))
    text = unescape(html)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def running_text(html: str) -> str:
    """Return what well-formed HTML tells in sentences, for an excerpt."""
    return visible_text(ASIDE.sub("", html))
