"""Labels: made when first needed, changed when the desk renames or moves."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from articles.models.reader import Label
from articles.models.reader.labels import Kind
from articles.publishing import ledger
from articles.publishing.directory import LabelFact


def ensure(
    keys: Iterable[str], facts: Mapping[str, LabelFact], *, at: datetime
) -> dict[str, Label]:
    """Give the labels of these keys, made where missing; the front among them."""
    wanted = set(keys)
    found = {label.key: label for label in Label.objects.filter(key__in=wanted)}
    missing = _parents_first(wanted - found.keys(), facts)
    if not missing:
        return found
    for level in missing:
        _create(level, found, at=at)
    return found


def _parents_first(
    keys: set[str], facts: Mapping[str, LabelFact]
) -> list[list[LabelFact]]:
    """Sort new labels into levels of the tree; each level goes in at once."""
    levels: list[list[LabelFact]] = []
    rest = {key: facts[key] for key in sorted(keys)}
    while rest:
        level = [fact for fact in rest.values() if fact.parent not in rest]
        levels.append(level)
        for fact in level:
            del rest[fact.key]
    return levels


def _create(level: list[LabelFact], found: dict[str, Label], *, at: datetime) -> None:
    above = {fact.key: parent_path(fact, found) for fact in level}
    wanted = {
        fact.key: (above[fact.key], fact.slug)
        for fact in level
        if fact.kind != Kind.FRONT
    }
    slugs = ledger.claim(wanted, fresh=wanted, at=at)
    paths = {key: f"{above[key]}{slug}/" for key, slug in slugs.items()}
    Label.objects.bulk_create(
        [
            Label(
                key=fact.key,
                kind=fact.kind,
                slug=slugs.get(fact.key, ""),
                path=paths.get(fact.key, "/"),
                name=fact.name,
                description=fact.description,
                parent=found.get(fact.parent) if fact.parent else None,
                position=fact.position,
                collective=fact.collective,
                changed_at=at,
            )
            for fact in level
        ],
        ignore_conflicts=True,
    )
    # Read back: another process may have made the same label first.
    keys = [fact.key for fact in level]
    found |= {label.key: label for label in Label.objects.filter(key__in=keys)}


def parent_path(fact: LabelFact, labels: Mapping[str, Label]) -> str:
    """Give the path a label's slug is put behind."""
    if fact.kind == Kind.FRONT:
        return "/"
    return labels[fact.parent].path if fact.parent else f"/{fact.kind}/"
