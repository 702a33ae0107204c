"""Three versions of an article into one: what was opened, what I wrote, what they did.

Pure: takes and gives snapshots as `models.desk.revisions.snapshot` makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.models.desk.revisions import PLAIN_FIELDS
from articles.models.json import canonical
from articles.workflow import paragraphs

Content = dict[str, Any]

LISTS = {"bylines": "author", "tags": "tag", "categories": "category"}
LINKS = {"source": "source", "thumbnail": "image", "lead_picture": "image"}
FIELDS = (*PLAIN_FIELDS, *LISTS, *LINKS)
ORDERED = ("bylines", "categories")
"""Where the order says something to readers, two new orders are a conflict."""


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A field that both changed, each differently.

    ``with_mine`` and ``with_theirs`` are what to take: for a body they hold the other
    side's changes too, wherever the two do not meet.
    """

    field: str
    base: Any
    mine: Any
    theirs: Any
    with_mine: Any
    with_theirs: Any


@dataclass(frozen=True, kw_only=True)
class Merge:
    """One snapshot out of two, mine where they conflict, and who changed what."""

    content: Content
    conflicts: tuple[Conflict, ...]
    from_mine: tuple[str, ...]
    from_theirs: tuple[str, ...]


def merge(base: Content | None, mine: Content, theirs: Content) -> Merge:
    """Bring two snapshots together, field by field.

    Without a base every difference is a conflict, since nobody can say who made it.
    """
    content: Content = dict(theirs)
    conflicts = []
    for name in FIELDS:
        versions = (
            base.get(name) if base is not None else UNKNOWN,
            mine.get(name),
            theirs.get(name),
        )
        merged, conflict = _merge_field(name, *versions)
        content[name] = merged
        if conflict:
            conflicts.append(conflict)
    _keep_together(base, mine, theirs, content, conflicts)
    opened: Content = base or {}
    return Merge(
        content=content,
        conflicts=tuple(conflicts),
        from_mine=_changed(opened, mine),
        from_theirs=_changed(opened, theirs),
    )


def same(name: str, one: Any, other: Any) -> bool:
    """Say whether two values of a field are the same to readers and editors."""
    return bool(_identity(name, one) == _identity(name, other))


UNKNOWN = object()
"""Stands for what the base said where there is no base."""


def _changed(base: Content, side: Content) -> tuple[str, ...]:
    return tuple(
        name for name in FIELDS if not same(name, base.get(name), side.get(name))
    )


def _identity(name: str, value: Any) -> Any:
    """Give what makes a value what it is: keys without the names as they stood."""
    if value is UNKNOWN:
        return value
    if name in LINKS:
        return value[LINKS[name]] if value else None
    if name in LISTS:
        return [(_key(name, one), _role(one)) for one in value or []]
    return canonical(value)


def _key(name: str, item: Any) -> str:
    """Name an item of a list; what has no key yet goes by its name."""
    named = item[-1] if name == "categories" else item
    return str(named[LISTS[name]] or f"new {named['name']}")


def _role(item: Any) -> str:
    """Give a byline's role; other items have none."""
    return item.get("role", "") if isinstance(item, dict) else ""


def _merge_field(
    name: str, base: Any, mine: Any, theirs: Any
) -> tuple[Any, Conflict | None]:
    if same(name, mine, theirs) or same(name, base, mine):
        return theirs, None
    if same(name, base, theirs):
        return mine, None
    if base is not UNKNOWN:
        merged = _finer(name, base, mine, theirs)
        if merged is not None:
            with_mine, with_theirs = merged
            if with_theirs is None:
                return with_mine, None
            return with_mine, _conflict(name, base, mine, theirs, merged)
    return mine, _conflict(name, base, mine, theirs, (mine, theirs))


def _conflict(
    name: str, base: Any, mine: Any, theirs: Any, take: tuple[Any, Any]
) -> Conflict:
    return Conflict(
        field=name,
        base=None if base is UNKNOWN else base,
        mine=mine,
        theirs=theirs,
        with_mine=take[0],
        with_theirs=take[1],
    )


def _finer(name: str, base: Any, mine: Any, theirs: Any) -> tuple[Any, Any] | None:
    """Merge within a field: (merged, None), (mine, theirs) to take, or None: cannot."""
    if name == "body":
        text = paragraphs.merge(base, mine, theirs)
        return (text.with_mine, text.with_theirs if text.meets else None)
    if name in LISTS:
        merged = _merge_lists(name, base or [], mine or [], theirs or [])
        return None if merged is None else (merged, None)
    return None


def _merge_lists(
    name: str, base: list[Any], mine: list[Any], theirs: list[Any]
) -> list[Any] | None:
    """Merge as sets, in the order of whoever changed it; None where both did."""
    rows = [{_key(name, one): one for one in side} for side in (base, mine, theirs)]
    opened, my_rows, their_rows = rows
    keep = {
        key
        for key in {*my_rows, *their_rows}
        if (key in my_rows and key in their_rows) or key not in opened
    }
    leader, follower = my_rows, their_rows
    if _order(my_rows, opened) == _order(opened, my_rows):
        leader, follower = their_rows, my_rows
    elif (
        name in ORDERED
        and _order(their_rows, opened) != _order(opened, their_rows)
        and _order(their_rows, my_rows) != _order(my_rows, their_rows)
    ):
        return None
    if name in ORDERED and _heads_differ(rows):
        return None
    keys = _woven([key for key in leader if key in keep], list(follower), keep)
    return _with_roles(keys, opened, my_rows, their_rows)


def _heads_differ(rows: Sequence[dict[str, Any]]) -> bool:
    """The first one counts most: two different new ones are a conflict."""
    base, mine, theirs = (next(iter(side), "") for side in rows)
    return base not in (mine, theirs) and mine != theirs


def _order(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Give, in one side's order, what both have."""
    return [key for key in one if key in other]


def _woven(keys: list[str], follower: list[str], keep: set[str]) -> list[str]:
    """Set what only the follower has behind what it stands behind there."""
    woven = list(keys)
    before = ""
    for key in follower:
        if key not in keep:
            continue
        if key not in woven:
            woven.insert(woven.index(before) + 1 if before else 0, key)
        before = key
    return woven


def _with_roles(
    keys: list[str],
    base: dict[str, Any],
    mine: dict[str, Any],
    theirs: dict[str, Any],
) -> list[Any] | None:
    """Give the items; None where both changed one's role, each differently."""
    items = []
    for key in keys:
        item = theirs.get(key) or mine[key]
        if key in mine and key in theirs:
            roles = [_role(side.get(key) or {}) for side in (base, mine, theirs)]
            opened, my_role, their_role = roles
            if len({*roles}) == len(roles) or (
                key not in base and my_role != their_role
            ):
                return None
            if my_role != opened and isinstance(item, dict):
                item = {**item, "role": my_role}
        items.append(item)
    return items


def _keep_together(
    base: Content | None,
    mine: Content,
    theirs: Content,
    content: Content,
    conflicts: list[Conflict],
) -> None:
    """A body is only right in its own format: one side's format, other's text clash."""
    in_conflict = {one.field for one in conflicts}
    if same("body_format", mine.get("body_format"), theirs.get("body_format")):
        return
    if same("body", mine.get("body"), theirs.get("body")):
        return
    opened: Content = base or {}
    touched = [
        {"body", "body_format"} & {*_changed(opened, side)} for side in (mine, theirs)
    ]
    if not all(touched):
        return
    conflicts[:] = [one for one in conflicts if one.field != "body"]
    for name in ("body", "body_format"):
        if name == "body" or name not in in_conflict:
            sides = (mine.get(name), theirs.get(name))
            conflicts.append(_conflict(name, opened.get(name), *sides, sides))
        content[name] = mine.get(name)
