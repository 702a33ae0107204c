"""A post's front matter and its body, by Hexo's rules and a little kinder.

Hexo reads three dialects: fenced YAML, fenced `;;;` JSON, and YAML without an opener.
What Hexo would throw out though any reader sees what was meant (a title that starts
with `@`, quotes put round quotes) is mended, and the record says so.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from articles.importers import mending, yaml_core
from articles.importers.yaml_core import YamlProblem

# Keys whose unquoted words are text to whoever writes them: 1.10 is not 1.1.
LITERAL = frozenset(
    [
        "title",
        "tags",
        "tag",
        "categories",
        "category",
        "author",
        "authors",
        "date",
        "updated",
        "excerpt",
        "description",
        "permalink",
        "lang",
        "language",
        "thumbnail",
        "headimg",
        "cover",
        "banner",
        "subtitle",
    ]
)

_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")
_OPENER = re.compile(r"(-{3,}|;{3,})([ \t]*)\n")
_CLOSER = re.compile(r"\n(-{3,}|;{3,})\n?")
_DOTS = re.compile(r"\n\.\.\.[ \t]*(?:\n|$)")
_KEY_LINE = re.compile(r"(?m)^ {0,3}[A-Za-z_][\w.-]*[ \t]*[:：]")
_DECODED = {"&#123;": "{", "&#125;": "}"}


class FrontMatterProblem(ValueError):
    """Front matter nobody can read, with the line in the file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Post:
    """What a file says: values by key, the line of each, the body, and oddities."""

    values: dict[str, Any]
    body: str
    lines: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Split:
    """Where front matter may be: its text, its first line in the file, the body."""

    data: str
    body: str
    line: int
    json: bool = False
    note: str = ""
    # Hexo takes text before a rule as front matter even where nothing opened it.
    opened: bool = True


def parse(text: str) -> Post:
    """Split a file into front matter and body; all is body where there is none."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for split in _splits(text):
        if not split.opened and not _KEY_LINE.match(split.data):
            continue
        post = _read(split)
        if post is not None:
            return post
    return Post({}, text)


def _splits(text: str) -> Iterator[_Split]:
    """Give the ways to split a text, the likeliest first."""
    blank = _BLANK_LINES.match(text)
    start = blank.end() if blank else 0
    dropped = text.count("\n", 0, start)
    opener = _OPENER.match(text, start)
    if opener:
        yield from _fenced(text, opener, dropped + 2)
    elif text.startswith("+++\n", start):
        raise FrontMatterProblem(
            dropped + 1, "TOML front matter (+++), which cannot be read yet"
        )
    elif not text.startswith(("---", ";;;"), start):
        yield from _unfenced(text, start, dropped + 1)


def _fenced(text: str, opener: re.Match[str], line: int) -> Iterator[_Split]:
    separator, begin = opener[1], opener.end()
    is_json = separator[0] == ";"
    note = "blanks after the opening rule" if opener[2] else ""
    # At least one character lies between the rules; an empty block is body.
    end = text.find("\n" + separator, begin + 1)
    if end >= 0:
        after = end + 1 + len(separator)
        body = text[after + 1 :] if text[after : after + 1] == "\n" else text[after:]
        yield _Split(text[begin:end], body, line, is_json, note)
    elif not is_json and (dots := _DOTS.search(text, begin)):
        note = "the front matter ends with “...”"
        yield _Split(text[begin : dots.start()], text[dots.end() :], line, note=note)


def _unfenced(text: str, start: int, line: int) -> Iterator[_Split]:
    limit = start + yaml_core.MAX_LENGTH
    closer = _CLOSER.search(text, start + 1, limit)
    if closer:
        is_json = closer[1][0] == ";"
        body = text[closer.end() :]
        data = text[start : closer.start()]
        yield _Split(data, body, line, is_json, opened=False)


def _read(split: _Split) -> Post | None:
    notes = [split.note] if split.note else []
    try:
        if split.json:
            mapping = _json(split.data, notes)
        else:
            mapping = mending.load(split.data, LITERAL, split.line, notes)
    except YamlProblem as problem:
        if not _KEY_LINE.search(split.data) and not split.json:
            return None
        raise FrontMatterProblem(split.line + problem.start, problem.reason) from None
    if mapping is None:
        return None
    lines = {key: split.line + line for key, line in mapping.lines.items()}
    notes += [
        f"line {split.line + line}: “{key}” stands twice; the last one counts"
        for key, line in mapping.duplicates
    ]
    values = decode(mapping.values) if "&#12" in split.data else mapping.values
    return Post(values, split.body, lines, tuple(notes))


def _json(data: str, notes: list[str]) -> yaml_core.Mapping | None:
    """Read `;;;` front matter: the inside of a JSON object."""
    if len(data) > yaml_core.MAX_LENGTH:
        raise YamlProblem("front matter is never that long", line=0)
    found = yaml_core.Mapping()

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # The outermost object is collected last, so its duplicates remain.
        found.duplicates[:] = []
        values: dict[str, Any] = {}
        for key, value in pairs:
            if key in values:
                found.duplicates.append((key, _line_of(data, key)))
            values[key] = value
        return values

    try:
        found.values = json.loads(
            "{" + data + "}",
            object_pairs_hook=collect,
            parse_int=yaml_core.plain,
            parse_float=yaml_core.plain,
            parse_constant=str,
            strict=False,
        )
    except (json.JSONDecodeError, RecursionError) as error:
        return _lenient_json(data, error, notes)
    found.lines = {key: _line_of(data, key) for key in found.values}
    return found


def _lenient_json(
    data: str, error: Exception, notes: list[str]
) -> yaml_core.Mapping | None:
    """Read JSON with a trailing comma or bare words as what it nearly is: flow YAML."""
    try:
        mapping = yaml_core.load("{" + data + "\n}", literal=LITERAL)
    except YamlProblem:
        line = error.lineno - 1 if isinstance(error, json.JSONDecodeError) else 0
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "too deep"
        raise YamlProblem(f"not JSON ({reason})", line=line) from None
    notes.append("the JSON has a slip (a comma too many, or quotes missing)")
    return mapping


def _line_of(data: str, key: str) -> int:
    return data.count("\n", 0, max(data.rfind(f'"{key}"'), 0))


def decode(value: Any) -> Any:
    """Undo the `&#123;` and `&#125;` that protect braces from Hexo's templates."""
    if isinstance(value, str):
        for entity, brace in _DECODED.items():
            value = value.replace(entity, brace)
        return value
    if isinstance(value, list):
        return [decode(one) for one in value]
    if isinstance(value, dict):
        return {decode(key): decode(one) for key, one in value.items()}
    return value
