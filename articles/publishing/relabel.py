"""After the desk renames, re-slugs or moves a subject: its label follows."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from articles.models.desk.subjects import Subject
from articles.models.reader import Label, Listing, Purge
from articles.models.reader.labels import Kind
from articles.publishing import dependents, hubs, labels, ledger
from articles.publishing.actions import refresh
from articles.publishing.directory import Directory, LabelFact


@transaction.atomic
def refresh_label(
    subject: Subject, *, at: datetime, actor: User | None = None
) -> Label | None:
    """Bring a subject's label in line with the desk; None where it never had one.

    A changed address answers 301 from the old one, for the label and everything
    under it. Articles of a category that moved are listed anew under its new
    parents. Names need no article to be touched: pages join them when read.
    """
    label = Label.objects.select_for_update().filter(key=subject.label_key).first()
    if label is None:
        return None
    fact, parent = _wanted(subject, at=at)
    moved = label.parent_id != (parent and parent.pk)
    before = _said(label)
    label.name, label.description = fact.name, fact.description
    label.position, label.parent = fact.position, parent
    label.collective = fact.collective
    touched = _readdress(label, fact.slug, at=at)
    label.save()
    if moved or before != _said(label):
        _touch_lists(label, at=at)
        if label.kind == Kind.CATEGORY and (moved or parent is None):
            touched.add("sections")
        touched |= dependents.of_label(label.key)
        Purge.objects.create(at=at, keys=sorted(touched))
        hubs.tell_later([label.key])
    if moved:
        listed = Listing.objects.filter(label=label).order_by()
        refresh(listed.values_list("article__uuid", flat=True), at=at, actor=actor)
    return label


def _said(label: Label) -> tuple[object, ...]:
    """Give what pages show of a label."""
    facts = (label.name, label.description, label.position)
    return (*facts, label.path, label.collective)


def _wanted(subject: Subject, *, at: datetime) -> tuple[LabelFact, Label | None]:
    """Give what the label should say, and its parent's label, made where missing."""
    directory = Directory()
    directory.add(subject.trail())
    fact = directory.facts[subject.label_key]
    if fact.parent is None:
        return fact, None
    above = directory.trail(fact.parent)
    return fact, labels.ensure(above, directory.facts, at=at)[fact.parent]


def _readdress(label: Label, slug: str, *, at: datetime) -> set[str]:
    """Give a label, and all below it, the address its place and slug ask for."""
    parent = label.parent.path if label.parent else f"/{label.kind}/"
    given = ledger.claim({label.key: (parent, slug)}, at=at)[label.key]
    path = f"{parent}{given}/"
    if path == label.path:
        return set()
    ledger.settle({label.key: path}, at=at)
    touched = dependents.of_label(label.key, (label.path, path))
    label.slug, label.path = given, path
    label.save()
    for child in label.children.all():
        child.parent = label
        touched |= _readdress(child, child.slug, at=at)
    return touched


def _touch_lists(label: Label, *, at: datetime) -> None:
    """Move the version of every list that shows this label's name."""
    articles = Listing.objects.filter(label=label).values("article")
    lists = Listing.objects.filter(article__in=articles).values("label")
    Label.objects.filter(pk__in=lists).update(version=F("version") + 1, changed_at=at)
