"""Code in colours: a few classes that the style sheet knows, never a declaration."""

import re
from functools import lru_cache
from html import escape, unescape

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, String, Token
from pygments.util import ClassNotFound

CODE = re.compile(
    r"(<pre(?: [^<>]*)?><code class=\"[^\"<>]*\blanguage-([A-Za-z0-9_+#-]{1,30})\b[^<>]*>)"
    r"([^<>]+)(?=</code></pre>)"
)
# Lexers whose patterns are simple and whose cost is a straight line; others stay plain.
LANGUAGES = {
    "bash": "bash sh shell zsh console",
    "css": "css",
    "diff": "diff patch",
    "go": "go golang",
    "html": "html",
    "ini": "ini cfg conf",
    "javascript": "javascript js jsx node",
    "json": "json",
    "kotlin": "kotlin kt",
    "lua": "lua",
    "nginx": "nginx",
    "php": "php",
    "powershell": "powershell ps1",
    "python": "python py python3",
    "r": "r",
    "ruby": "ruby rb",
    "rust": "rust rs",
    "scss": "scss sass less",
    "sql": "sql mysql postgresql sqlite",
    "swift": "swift",
    "toml": "toml",
    "typescript": "typescript ts tsx",
    "xml": "xml svg rss",
    "yaml": "yaml yml",
}
ALIASES = {
    alias: name for name, aliases in LANGUAGES.items() for alias in aliases.split()
}
# A token has the class of the nearest kind above it.
CLASSES = {
    Comment: "hl-c",
    Comment.Preproc: "hl-k",
    Keyword: "hl-k",
    Keyword.Type: "hl-t",
    Name.Attribute: "hl-a",
    Name.Builtin: "hl-t",
    Name.Class: "hl-f",
    Name.Decorator: "hl-a",
    Name.Exception: "hl-t",
    Name.Function: "hl-f",
    Name.Tag: "hl-k",
    Number: "hl-n",
    String: "hl-s",
    Generic.Deleted: "hl-d",
    Generic.Heading: "hl-k",
    Generic.Inserted: "hl-i",
    Generic.Subheading: "hl-k",
}
MAX_BLOCK = 2_500
MAX_TEXT = 7_500
"""Characters of code that are coloured in one block and in one text; more stays plain."""


def coloured(html: str) -> str:
    """Put classes on the code of well-formed HTML where its language is known."""
    if '="language-' not in html:
        return html
    left = MAX_TEXT

    def colour(block: re.Match[str]) -> str:
        nonlocal left
        lexer = _lexer(block[2].lower())
        size = len(block[3])
        if lexer is None or size > min(MAX_BLOCK, left):
            return block[0]
        left -= size
        return block[1] + _spans(lexer, unescape(block[3]))

    return CODE.sub(colour, html)


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer | None:
    name = ALIASES.get(language)
    if name is None:
        return None
    try:
        lexer: Lexer = get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return None
    return lexer


@lru_cache(maxsize=512)
def _class(token: object) -> str:
    while token is not Token and token is not None:
        if token in CLASSES:
            return CLASSES[token]
        token = getattr(token, "parent", None)
    return ""


@lru_cache(maxsize=256)
def _spans(lexer: Lexer, code: str) -> str:
    """Write code with a span around each run of one class.

    Remembered: a preview renders the same code every few seconds.
    """
    out: list[str] = []
    run, held = "", ""
    for token, text in lexer.get_tokens(code):
        name = _class(token)
        if name != run and text.strip():
            out.append(_span(run, held))
            run, held = name, ""
        held += text
    out.append(_span(run, held))
    # The lexer ends the last line; the source need not have.
    before, _, end = "".join(out).rpartition("\n")
    return before + end if not code.endswith("\n") else before + "\n" + end


def _span(name: str, text: str) -> str:
    written = escape(text, quote=False)
    return f'<span class="{name}">{written}</span>' if name and text else written
