"""The text that a reader of safe HTML sees."""

import re
from html import unescape

from articles.rendering.policy import BLOCKS, CHILDREN

BLOCK_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted((BLOCKS | CHILDREN.keys() | {'br'}) - {'source'}))})\b[^<>]*>"
)
TAG = re.compile(r"<[^<>]*>")


def visible_text(html: str) -> str:
    """Return the text of well-formed HTML, one line per block, white space folded."""
    text = unescape(TAG.sub("", BLOCK_TAG.sub("\n", html)))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
