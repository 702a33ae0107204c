"""Front matter that YAML refuses though any reader sees what was meant."""

import re
from collections.abc import Collection

from articles.importers import yaml_core
from articles.importers.yaml_core import Mapping, YamlProblem

MAX_MENDS = 12

_TABS = re.compile(r"(?m)^\t+")
# Breaks to YAML 1.1, ordinary characters to YAML 1.2 and to everybody else.
_ODD_BREAKS = re.compile(r"[\x85\u2028\u2029]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)
# The colon of a Chinese keyboard, or no space after the colon (`http:/` is no key).
_COLON = re.compile(
    r"(?m)^( {0,3}[A-Za-z_][\w.-]{0,40})(?:[ \t]*：[ \t]*|:(?=[^\s:/]))"
)
_QUOTES = ("'", '"')
_ENTRY = re.compile(r"((?:[^\s'\"#\[\]{}][^:\n]{0,80}?:|\s*-)[ \t]+)(\S.*)")
_NEXT = re.compile(r"[A-Za-z_][\w.-]*[ \t]*:(?:\s|$)|\s*-\s|---|\.\.\.")


def load(
    text: str, literal: Collection[str], line: int, notes: list[str]
) -> Mapping | None:
    """Read front matter, requoting entries YAML trips over; note each in ``notes``.

    ``line`` is the file's line where the text begins. Raises the first problem where
    mending does not help.
    """
    text = _normal(text)
    try:
        mapping = yaml_core.load(text, literal=literal)
    except YamlProblem as problem:
        if problem.final:
            raise
    else:
        if mapping is not None or not _COLON.search(text):
            return mapping
    lines = _respelled(text).split("\n")
    mended: dict[int, None] = {}
    mapping = _load_mending(lines, literal, mended)
    notes.extend(
        f"line {line + number}: read as plain text; YAML would refuse it"
        for number in mended
    )
    return mapping


def _load_mending(
    lines: list[str], literal: Collection[str], mended: dict[int, None]
) -> Mapping | None:
    first: YamlProblem | None = None
    while True:
        try:
            return yaml_core.load("\n".join(lines), literal=literal)
        except YamlProblem as problem:
            first = first or problem
            hopeless = problem.final or len(mended) >= MAX_MENDS
            number = None if hopeless else _mend(lines, problem, mended)
            if number is None:
                raise first from None
            mended[number] = None


def _normal(text: str) -> str:
    if "\t" in text:
        # Hexo's own rule: a leading tab is two spaces.
        text = _TABS.sub(lambda tabs: "  " * len(tabs[0]), text)
    return _UNREADABLE.sub("", _ODD_BREAKS.sub(" ", text))


def _respelled(text: str) -> str:
    text = _COLON.sub(r"\1: ", text)
    return _SURROGATES.sub(
        lambda pair: bytes.fromhex(pair[1] + pair[2]).decode("utf-16-be"), text
    )


def _mend(
    lines: list[str], problem: YamlProblem, mended: dict[int, None]
) -> int | None:
    """Requote the entry at fault; give its line, or None where there is none."""
    for fault in (problem.start, problem.line, problem.line - 1):
        number = _entry_at(lines, fault)
        if number is None or number in mended:
            continue
        match = _ENTRY.fullmatch(lines[number])
        if match is None:
            continue
        last = _end_of(lines, number, open_ended=match[2][0] in _QUOTES)
        value = " ".join([match[2], *(one.strip() for one in lines[number + 1 : last])])
        lines[number] = match[1] + quoted(bare(value.strip()))
        # Blank lines keep the count of lines, so later notes name the right one.
        lines[number + 1 : last] = [""] * (last - number - 1)
        return number
    return None


def _end_of(lines: list[str], number: int, *, open_ended: bool) -> int:
    """Give the line after an entry; only what is quoted goes on at column 0."""
    last = number + 1
    while last < len(lines) and lines[last].strip() and not _NEXT.match(lines[last]):
        if not open_ended and not lines[last][0].isspace():
            break
        last += 1
    return last


def _entry_at(lines: list[str], fault: int) -> int | None:
    for number in range(min(fault, len(lines) - 1), -1, -1):
        if _ENTRY.fullmatch(lines[number]):
            return number
    return None


def quoted(text: str) -> str:
    """Write text as a single-quoted YAML scalar."""
    return "'" + text.replace("'", "''") + "'"


def bare(text: str) -> str:
    """Take off quotes that were put round quotes, layer by layer."""
    while len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES:
        inner, quote = text[1:-1].strip(), text[0]
        if inner[:1] in _QUOTES and inner[-1:] in _QUOTES:
            text = inner
        else:
            return inner if _wraps(inner, quote) else text
    return text


def _wraps(inner: str, quote: str) -> bool:
    """Tell whether the outer quotes are a pair, not two names quoted in a row."""
    first = inner.find(quote)
    return (
        first < 1
        or inner.endswith(quote)
        or inner[first - 1].isspace()
        or inner.count(quote) % 2 == 1
    )
