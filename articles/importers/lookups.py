"""Categories, tags, people, sources and pictures by name, found or made in bulk.

A `Lookups` lives as long as a run. What it learned in a transaction that is rolled
back it must forget, since those rows may not exist.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

from articles.models.desk import Author, Category, Image, Source, Tag
from articles.models.desk.images import uuid_of
from articles.models.desk.subjects import uid_of
from articles.records import ArticleRecord, PictureRecord
from articles.text.pictures import elsewhere
from articles.text.slugs import is_reserved, label_slug

Path = tuple[str, ...]
Named = TypeVar("Named", Author, Source, Tag)


class _Remembered:
    """Rows by what names them, in the order they were learned, so they can be unlearned."""

    known: dict[Any, Any]

    def forget_after(self, mark: int) -> None:
        """Forget what was learned since there were so many."""
        for key in list(self.known)[mark:]:
            del self.known[key]


class Names(_Remembered, Generic[Named]):
    """Authors, sources or tags by name."""

    def __init__(self, model: type[Named]) -> None:
        self.model: type[Named] = model
        self.known: dict[str, Named] = {}

    def __getitem__(self, name: str) -> Named:
        return self.known[name]

    def ensure(self, names: Iterable[str], **fields: str) -> None:
        """Find everything named, or make it with the fields given."""
        missing = set(names) - self.known.keys()
        if not missing:
            return
        # Where two authors share a name, the older one is meant.
        for one in self.model.objects.filter(name__in=missing).order_by("-pk"):
            self.known[one.name] = one
        fresh = {
            name: self.model(name=name, **fields)
            for name in sorted(missing - self.known.keys())
        }
        _create(self.model, fresh)
        self.known |= fresh


class Categories(_Remembered):
    """Categories by their path of names; each knows its parents without a query."""

    def __init__(self) -> None:
        self.known: dict[Path, Category] = {}
        self.loaded = False

    def __getitem__(self, path: Path) -> Category:
        return self.known[path]

    def ensure(self, paths: Iterable[Path]) -> None:
        """Find or make every path, the outermost level first."""
        wanted = {path[:end] for path in paths for end in range(1, len(path) + 1)}
        if wanted and not self.loaded:
            self._load()
        missing = wanted - self.known.keys()
        for depth in sorted({len(path) for path in missing}):
            level = sorted(path for path in missing if len(path) == depth)
            made = {
                path: Category(name=path[-1], parent=self.known.get(path[:-1]))
                for path in level
            }
            _create(Category, {"/".join(path): one for path, one in made.items()})
            self.known |= made

    def forget_after(self, mark: int) -> None:
        """Forget, and read all categories anew when next asked."""
        super().forget_after(mark)
        self.loaded = False

    def _load(self) -> None:
        rows = {row.pk: row for row in Category.objects.all()}
        for row in rows.values():
            row.parent = rows.get(row.parent_id)
        for row in rows.values():
            self.known[tuple(one.name for one in row.trail())] = row
        self.loaded = True


def _create(model: Any, fresh: dict[str, Any]) -> None:
    """Make subjects in bulk, by identity; those whose slug is taken one by one.

    Numbering a slug asks the database; it is left to the model, which knows how.
    """
    if not fresh:
        return
    for identity, one in fresh.items():
        one.uid, one.slug = uid_of(model.kind, identity), label_slug(one.name)
    rows = model.objects
    uids = set(
        rows.filter(uid__in=[one.uid for one in fresh.values()]).values_list(
            "uid", flat=True
        )
    )
    beside = ("parent_id", "slug") if model is Category else ("slug",)
    slugs = set(
        rows.filter(slug__in={one.slug for one in fresh.values()}).values_list(*beside)
    )
    plain, awkward = [], []
    for one in fresh.values():
        place = tuple(getattr(one, name) for name in beside)
        if one.uid in uids or place in slugs or not one.slug or is_reserved(one.slug):
            one.uid = one.slug = ""
            awkward.append(one)
        else:
            slugs.add(place)
            plain.append(one)
    rows.bulk_create(plain)
    for one in awkward:
        one.save()


class Pictures(_Remembered):
    """Images by the address they come from; unknown ones are made, to be fetched."""

    def __init__(self) -> None:
        self.known: dict[str, Image] = {}
        self.stored: dict[str, int] | None = None

    def __getitem__(self, url: str) -> Image:
        return self.known[url]

    def ensure(self, records: Iterable[PictureRecord], *, at: datetime) -> None:
        """Find or make the pictures at these addresses."""
        missing = {one.url: one for one in records if one.url not in self.known}
        if not missing:
            return
        if self.stored is None:
            # No index covers addresses; reading them once beats asking each time.
            rows = Image.objects.exclude(origin="").order_by("-pk")
            self.stored = dict(rows.values_list("origin", "pk").iterator())
        pks = [self.stored[url] for url in missing if url in self.stored]
        for image in Image.objects.in_bulk(pks).values() if pks else ():
            self.known[image.origin] = image
        fresh = [
            Image(
                # Derived, so that fixtures and installations agree on its name.
                uuid=uuid_of(url),
                origin=url,
                alt=one.alt,
                caption=one.caption,
                credit=one.credit,
                created_at=at,
            )
            for url, one in missing.items()
            if url not in self.known
        ]
        Image.objects.bulk_create(fresh)
        self.known |= {image.origin: image for image in fresh}


class Lookups:
    """Everything records name, as rows.

    ``of_bodies`` where the pictures that texts show are to be fetched as well.
    """

    def __init__(self) -> None:
        self.of_bodies = False
        self.authors = Names(Author)
        self.sources = Names(Source)
        self.tags = Names(Tag)
        self.categories = Categories()
        self.pictures = Pictures()
        self._all: tuple[_Remembered, ...] = (
            self.authors, self.sources, self.tags, self.categories, self.pictures,
        )  # fmt: skip

    def mark(self) -> tuple[int, ...]:
        """Note how much is known now, for `back_to`."""
        return tuple(len(one.known) for one in self._all)

    def back_to(self, mark: tuple[int, ...]) -> None:
        """Forget what was learned since the mark."""
        for one, size in zip(self._all, mark, strict=True):
            one.forget_after(size)

    def ensure(self, records: Iterable[ArticleRecord], *, at: datetime) -> None:
        """Find or make all that these records name, in a fixed number of queries."""
        records = list(records)
        desks = {
            byline.name
            for one in records
            for byline in one.bylines
            if byline.kind == "desk"
        }
        people = {byline.name for one in records for byline in one.bylines} - desks
        self.authors.ensure(people)
        self.authors.ensure(desks, author_kind=Author.Kind.DESK)
        self.sources.ensure({one.source_name for one in records if one.source_name})
        self.tags.ensure({tag for one in records for tag in one.tags})
        self.categories.ensure({path for one in records for path in one.categories})
        self.pictures.ensure(
            [picture for one in records for picture in self.pictures_of(one)],
            at=at,
        )

    def pictures_of(self, record: ArticleRecord) -> list[PictureRecord]:
        """Name the pictures a record brings along: its own, and its text's if wanted."""
        own = [one for one in (record.thumbnail, record.lead_picture) if one]
        if self.of_bodies:
            own += [PictureRecord(url=url) for url in elsewhere(record.body)]
        return own
