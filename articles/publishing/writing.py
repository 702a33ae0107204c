"""Inside the door's transaction: claim, write, log, and note what to purge."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, F, Value, When

from articles.models.desk import Article, Ending, Stage, Standing
from articles.models.reader import (
    Label,
    Listing,
    Publication,
    PublishedArticle,
    PublishedCorrection,
    Purge,
)
from articles.models.reader.labels import Kind
from articles.models.reader.log import pack
from articles.publishing import (
    announcing,
    comments,
    dependents,
    front,
    hubs,
    labels,
    ledger,
    links,
    lists,
    pictures,
    related,
    uses,
)
from articles.publishing.compose import article_path
from articles.publishing.directory import Directory
from articles.publishing.orders import Doing, Order, Outcome, Overtaken
from articles.search import published

Action = Publication.Action


@dataclass(slots=True)
class Composed:
    """An order with the row composed for it, and the row it replaces."""

    order: Order
    after: PublishedArticle | None
    before: PublishedArticle | None = None
    listings: list[Listing] = field(default_factory=list)
    wish: str = ""

    def __post_init__(self) -> None:
        if self.after is not None:
            self.wish = self.after.slug

    def again(self) -> "Composed":
        """Give the order as it was before an attempt that wrote nothing."""
        if self.after is not None:
            self.after.pk, self.after.slug = None, self.wish
        return Composed(self.order, self.after)

    @property
    def article(self) -> Article:
        """Give the working copy."""
        return self.order.article


def write(batch: list[Composed], directory: Directory, doing: Doing) -> list[Outcome]:
    """Do all of a batch or nothing; raises Overtaken where a claim was lost."""
    for one in batch:
        _take_move(one.order, doing)
    _claim(batch, doing)
    _load_before(batch)
    touched = _beside(batch)
    found = labels.ensure(
        {key for one in batch if one.after for key in one.after.label_keys()},
        directory.facts,
        at=doing.at,
    )
    _address(batch, doing)
    _save_rows(batch, doing)
    change = lists.Change()
    for one in batch:
        if one.after is None:
            change.delist(one.listings)
        else:
            change.enlist(one.after, one.listings, found)
    if lists.apply(change, at=doing.at):
        touched.add("sections")
    touched |= _beside(batch)
    _use_pictures_and_links(batch, directory)
    _list_corrections(batch)
    comments.bring_back(
        [one.after for one in batch if one.after and not one.before], at=doing.at
    )
    _drop_rows(batch)
    touched |= related.relate(
        [
            one.after
            for one in batch
            if one.after
            and (doing.action == Action.REFRESHED or _speaks_otherwise(one))
        ],
        found,
    )
    front.follow([one.article for one in batch if _came_or_went(one)], at=doing.at)
    for one in batch:
        touched |= dependents.keys(one.before, one.after)
    Purge.objects.create(at=doing.at, keys=sorted(touched))
    if doing.action != Action.REFRESHED:
        hubs.tell_later(key for one in batch for key in _listed(one))
    return _log(batch, doing)


def _listed(one: Composed) -> Iterable[str]:
    """Name the lists in which readers saw the article, or see it now."""
    return {key for row in (one.before, one.after) if row for key in row.label_keys()}


def _take_move(order: Order, doing: Doing) -> None:
    """Take the scheduled move this order fulfils; only one process gets it."""
    move = order.move
    if move is None:
        return
    if not type(move).objects.settle(move.pk, move.State.DONE, at=doing.at):
        raise Overtaken


def _claim(batch: list[Composed], doing: Doing) -> None:
    """Claim every article by one conditional UPDATE for each kind of claim."""
    groups: dict[tuple[Any, ...], list[Article]] = {}
    for one in batch:
        number = one.order.revision.number if one.order.revision else None
        frozen: tuple[datetime, date] | None = None
        if one.after is not None and one.article.day is None:
            frozen = (one.after.published_at, one.after.day)
        held = doing.at if one.order.ending == Ending.HOLD and number is None else None
        claim = (number, one.order.expected, one.article.standing, frozen, held)
        groups.setdefault(claim, []).append(one.article)
    for (number, expected, standing, frozen, held), articles in groups.items():
        _claim_alike(articles, number, expected, standing, frozen, held)


def _claim_alike(
    articles: list[Article],
    number: int | None,
    expected: int,
    standing: str,
    frozen: tuple[datetime, date] | None,
    held: datetime | None,
) -> None:
    to = Standing.WITHDRAWN if number is None else Standing.LIVE
    values: dict[str, Any] = {
        "standing": to,
        "live_number": number,
        "edition": expected + 1,
        "held_since": held,
    }
    if number is not None:
        # Readers having the newest revision is as good as an approval of it.
        values["stage"] = Case(
            When(latest_number=number, then=Value(Stage.APPROVED)), default=F("stage")
        )
        values["approved_number"] = Case(
            When(latest_number=number, then=F("latest_number")),
            default=F("approved_number"),
        )
    if frozen is not None:
        values["published_at"], values["day"] = frozen
    claimed = Article.objects.filter(
        pk__in=[article.pk for article in articles],
        edition=expected,
        standing=standing,
        held_since=None,
    ).update(**values)
    if claimed != len(articles):
        raise Overtaken


def mirror(one: Composed, *, at: datetime) -> None:
    """Bring the working copy at hand in line with what was written for it."""
    article, row = one.article, one.after
    article.edition = one.order.expected + 1
    article.standing = Standing.WITHDRAWN if row is None else Standing.LIVE
    article.live_number = None if row is None else row.revision_number
    if row is None and one.order.ending == Ending.HOLD:
        article.held_since = at
    if row is not None:
        article.published_at, article.day = row.published_at, row.day
        if article.latest_number == row.revision_number:
            article.stage = Stage.APPROVED
            article.approved_number = row.revision_number


def _load_before(batch: list[Composed]) -> None:
    live = {
        one.article.uuid: one for one in batch if one.article.standing == Standing.LIVE
    }
    if not live:
        return
    for row in PublishedArticle.objects.filter(uuid__in=live):
        live[row.uuid].before = row
    by_pk = {one.before.pk: one for one in live.values() if one.before}
    for listing in Listing.objects.filter(article__in=by_pk):
        by_pk[listing.article_id].listings.append(listing)


def _beside(batch: list[Composed]) -> set[str]:
    """Name the article pages whose previous and next links the batch changes.

    Asked before and after the lists change: what left had neighbours, what came has.
    """
    rows = {
        row.pk: row
        for one in batch
        if _shows_elsewhere(one)
        for row in (one.before, one.after)
        if row is not None and row.pk
    }
    sections = {
        key
        for row in rows.values()
        for key in row.label_keys()
        if dependents.kind_of(key) in (Kind.CATEGORY, Kind.FRONT)
    }
    return dependents.of_neighbours(_neighbours(rows, sections))


def _neighbours(
    rows: dict[int, PublishedArticle], sections: set[str]
) -> Iterable[PublishedArticle]:
    by_pk = dict(Label.objects.filter(key__in=sections).values_list("pk", "key"))
    pairs = Listing.objects.beside_each(list(rows), list(by_pk))
    others = PublishedArticle.objects.only("uuid", "refs").in_bulk(
        {article for _, article in pairs} - rows.keys()
    )
    return [
        others[article]
        for label, article in pairs
        if article in others and others[article].home_key == by_pk[label]
    ]


def _came_or_went(one: Composed) -> bool:
    return one.before is None or one.after is None


def _speaks_otherwise(one: Composed) -> bool:
    """Tell whether other articles may go with this one than before."""
    if one.before is None or one.after is None:
        return True
    compared = ("title", "deck", "excerpt", "language", "refs")
    return any(getattr(one.before, n) != getattr(one.after, n) for n in compared)


def _shows_elsewhere(one: Composed) -> bool:
    """Tell whether other articles' pages show anything of this change."""
    if one.before is None or one.after is None:
        return True
    shown = ("title", "path", "language", "refs")
    return any(getattr(one.before, n) != getattr(one.after, n) for n in shown)


def _address(batch: list[Composed], doing: Doing) -> None:
    """Let the ledger give each article its address, and close those withdrawn."""
    live = {one.after.owner: one for one in batch if one.after}
    fresh = {owner for owner, one in live.items() if not one.order.expected}
    wanted = {
        owner: (f"/{one.after.day:%Y/%m/%d}/", one.wish)
        for owner, one in live.items()
        if one.after
    }
    slugs = ledger.claim(wanted, fresh=fresh, at=doing.at)
    for owner, slug in slugs.items():
        row = live[owner].after
        if row is not None:
            row.slug, row.path = slug, article_path(row.day, slug)
    ledger.settle(
        {owner: one.after.path for owner, one in live.items()
         if one.after and owner not in fresh},
        at=doing.at,
    )  # fmt: skip
    for one in batch:
        if one.after is None:
            owner = f"article:{one.article.uuid}"
            order = one.order
            ledger.close(
                [owner], at=doing.at, reason=order.reason, ending=order.ending,
                leads_to=order.leads_to if order.ending == Ending.REDIRECT else "",
            )  # fmt: skip


def _save_rows(batch: list[Composed], doing: Doing) -> None:
    for one in batch:
        if one.after is None or one.before is None:
            continue
        one.after.pk = one.before.pk
        if doing.action == Action.REFRESHED:
            one.after.updated_at = one.before.updated_at
        one.after.save(force_update=True)
    PublishedArticle.objects.bulk_create(
        [one.after for one in batch if one.after and not one.before]
    )
    published.write(
        one.after
        for one in batch
        if one.after is not None and published.reads_otherwise(one.before, one.after)
    )


def _drop_rows(batch: list[Composed]) -> None:
    gone = [one.before.pk for one in batch if one.before and not one.after]
    if gone:
        PublishedArticle.objects.filter(pk__in=gone).delete()


def _use_pictures_and_links(batch: list[Composed], directory: Directory) -> None:
    """Note which pictures are shown and which articles linked to; files follow."""
    shown = [
        (one.after, one.order.revision)
        for one in batch
        if one.after is not None and one.order.revision is not None
    ]
    before = [one.before for one in batch if one.before is not None]
    pictures.use(
        uses.PICTURES,
        [(row, pictures.named(revision)) for row, revision in shown],
        before,
        directory.images,
    )
    links.use(
        uses.LINKS, [(row, links.named(revision)) for row, revision in shown], before
    )


def _list_corrections(batch: list[Composed]) -> None:
    """Let the list of corrections say what the rows say; hardly any has one."""
    changed = [
        one.after
        for one in batch
        if one.after is not None
        and one.after.corrections != (one.before.corrections if one.before else None)
    ]
    if not changed:
        return
    PublishedCorrection.objects.filter(article__in=changed).delete()
    PublishedCorrection.objects.bulk_create(
        PublishedCorrection(
            article=row,
            kind=said["kind"],
            text=said["text"],
            at=datetime.fromisoformat(said["at"]),
        )
        for row in changed
        for said in row.corrections or ()
    )


def _log(batch: list[Composed], doing: Doing) -> list[Outcome]:
    entries = [
        Publication(
            article=one.article.uuid,
            number=one.order.expected + 1,
            action=doing.action or _action(one),
            revision_number=one.after.revision_number if one.after else None,
            at=doing.at,
            actor_id=doing.actor.pk if doing.actor else None,
            actor_name=doing.actor_name,
            reason=one.order.reason,
            packed=pack(as_data(one.after)) if one.after else b"",
        )
        for one in batch
    ]
    Publication.objects.bulk_create(entries)
    announcing.announce(batch, entries, doing)
    return [
        Outcome(one.order, publication=entry)
        for one, entry in zip(batch, entries, strict=True)
    ]


def _action(one: Composed) -> Action:
    if one.after is None:
        return Action.WITHDRAWN
    if one.before is not None:
        return Action.UPDATED
    return Action.RESTORED if one.order.expected else Action.PUBLISHED


NOT_LOGGED = {"id"}


def as_data(row: PublishedArticle) -> dict[str, Any]:
    """Write a reader row down as plain data, for the log."""
    data = {}
    for column in row._meta.concrete_fields:
        if column.name in NOT_LOGGED:
            continue
        value = getattr(row, column.attname)
        plain = value is None or isinstance(value, str | int | bool | dict | list)
        data[column.name] = value if plain else str(value)
    return data
