"""YAML 1.2 core at libyaml's speed, within limits; knows no Django.

PyYAML reads YAML 1.1, where `no` is False, `010` is 8 and `12:30` is 750. Here the
composer is libyaml's and everything after it our own: plain words resolve by the
1.2 core schema, no tag makes an object, and neither depth nor aliases can outgrow
the limits.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined] # stubs leave it out

MAX_LENGTH = 64 * 1024
MAX_DEPTH = 24
MAX_NODES = 5_000
# Shorter than this, a text cannot nest deep enough to exhaust libyaml's composer,
# which recurses in C; longer ones have their depth counted from events first.
SAFE_LENGTH = 800

Core = str | int | float | bool | None | list[Any] | dict[str, Any]

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INT = re.compile(r"[-+]?[0-9]{1,18}|0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_CORE = "tag:yaml.org,2002:"


class YamlProblem(ValueError):
    """Text that is not YAML, or more of it than front matter ever is."""

    def __init__(
        self, reason: str, *, line: int, start: int | None = None, final: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.start = line if start is None else start
        # What no requoting may get round: a forbidden tag, a broken limit.
        self.final = final


@dataclass(slots=True)
class Mapping:
    """The top-level mapping of a document: its values, and what was odd about it."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    duplicates: list[tuple[str, int]] = field(default_factory=list)


class _Composer(CParser):
    """libyaml's composer with tag resolution switched off."""

    def resolve(self, kind: type, value: Any, implicit: Any) -> str:
        """Leave resolving to the builder, which knows whether text was quoted."""
        return ""

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Do nothing; there are no path resolvers."""

    def ascend_resolver(self) -> None:
        """Do nothing; there are no path resolvers."""


def load(text: str, *, literal: Collection[str] = ()) -> Mapping | None:
    """Read a mapping from YAML; None where the document is something else.

    Under the keys in ``literal`` plain words stay the text they are in the source
    (`1.10`, `007`), except null. Lines count from 0.
    """
    if len(text) > MAX_LENGTH:
        raise YamlProblem(
            f"longer than {MAX_LENGTH:,} characters; front matter is never that long",
            line=0,
            final=True,
        )
    try:
        if len(text) > SAFE_LENGTH:
            _check_depth(text)
        root = _compose(text)
    except yaml.YAMLError as error:
        raise _problem(error) from None
    if not isinstance(root, yaml.MappingNode):
        return None
    return _Builder(text, literal).mapping(root)


def _compose(text: str) -> yaml.Node | None:
    parser = _Composer(text)
    try:
        return parser.get_single_node()
    finally:
        parser.dispose()


def _check_depth(text: str) -> None:
    depth = 0
    parser = _Composer(text)
    try:
        while (event := parser.get_event()) is not None:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    raise _too_deep(event.start_mark.line if event.start_mark else 0)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    finally:
        parser.dispose()


def _too_deep(line: int) -> YamlProblem:
    return YamlProblem(
        f"lists nested deeper than {MAX_DEPTH} levels", line=line, final=True
    )


def _problem(error: yaml.YAMLError) -> YamlProblem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line if mark else 0
    start = line
    # What was being scanned began where the fault is; what was being parsed is the
    # whole block, and says nothing.
    if (getattr(error, "context", None) or "").startswith("while scanning"):
        start = error.context_mark.line  # type: ignore[attr-defined] # a MarkedYAMLError
    reason = getattr(error, "problem", None) or "a character YAML does not allow"
    return YamlProblem(reason, line=line, start=start)


class _Builder:
    """Turns composed nodes into plain values, counting as it goes."""

    def __init__(self, text: str, literal: Collection[str]) -> None:
        self.text = text
        self.literal = literal
        self.nodes = 0

    def mapping(self, root: yaml.MappingNode) -> Mapping:
        """Build the top level, where keys have names and lines."""
        found = Mapping()
        for key_node, value_node in root.value:
            key, line = self.key(key_node), key_node.start_mark.line
            if key in found.values:
                found.duplicates.append((key, line))
            literal = key in self.literal
            found.values[key] = self.value(value_node, 1, literal=literal)
            found.lines[key] = line
        return found

    def key(self, node: yaml.Node) -> str:
        """Give a key as text; a list or mapping cannot be one."""
        if not isinstance(node, yaml.ScalarNode):
            raise YamlProblem(
                "a list or mapping stands where a key belongs",
                line=node.start_mark.line,
            )
        return str(node.value)

    def value(self, node: yaml.Node, depth: int, *, literal: bool) -> Core:
        """Give a node's value; aliases count each time they are used."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise YamlProblem(
                f"more than {MAX_NODES:,} values (aliases count each time)",
                line=node.start_mark.line,
                final=True,
            )
        if depth > MAX_DEPTH:
            raise _too_deep(node.start_mark.line)
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node, literal=literal)
        if isinstance(node, yaml.SequenceNode):
            _refuse_tag(node, "seq")
            return [self.value(one, depth + 1, literal=literal) for one in node.value]
        _refuse_tag(node, "map")
        return {
            self.key(key): self.value(value, depth + 1, literal=literal)
            for key, value in node.value
        }


def _scalar(node: yaml.ScalarNode, *, literal: bool) -> Core:
    text: str = node.value
    if node.tag:
        kind = node.tag.removeprefix(_CORE)
        if kind not in _TAGGED:
            raise _unknown_tag(node)
        return _TAGGED[kind](text)
    # libyaml names no style for plain text.
    if node.style:
        return text
    if literal:
        return None if text in _NULL else text
    return plain(text)


def _unknown_tag(node: yaml.Node) -> YamlProblem:
    name = node.tag.replace(_CORE, "!!")
    return YamlProblem(
        f"the tag {name} is not allowed; write the value as text",
        line=node.start_mark.line,
        # `!注意` at the start of a title is text; `!!python/name` never is.
        final=node.tag.startswith("tag:"),
    )


def _refuse_tag(node: yaml.Node, kind: str) -> None:
    if node.tag and node.tag != _CORE + kind:
        raise _unknown_tag(node)


def plain(text: str) -> str | int | float | bool | None:
    """Resolve an unquoted word by the core schema; what would overflow stays text."""
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text[0] in "+-.0123456789":
        return _number(text)
    return text


def _number(text: str) -> str | int | float:
    if _INT.fullmatch(text):
        # `010` is 10 in YAML 1.2; only 0o and 0x change the base.
        return int(text, 0 if text[:2] in ("0o", "0x") else 10)
    if _FLOAT.fullmatch(text):
        number = float(text)
        return text if number in (float("inf"), float("-inf")) else number
    return text


def _word(text: str) -> str:
    return text


_TAGGED: dict[str, Callable[[str], Core]] = {
    "str": _word,
    "int": plain,
    "float": plain,
    "bool": plain,
    "null": plain,
    "timestamp": _word,
    # A lone "!" means: take it as text.
    "!": _word,
}
