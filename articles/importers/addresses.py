"""Where a batch's articles are for readers, and which old addresses lead there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from articles import publishing
from articles.importers.batch import Work
from articles.importers.redirects import Redirects
from articles.importers.report import Result
from articles.models.reader import Address, PublishedArticle
from articles.publishing.compose import article_path, local_day


@dataclass(frozen=True, slots=True)
class _Wish:
    """An old path and the work whose article it should lead to."""

    path: str
    owner: str
    work: Work


def locate(works: Iterable[Work]) -> None:
    """Put readers' addresses into the report."""
    by_uuid = {work.uuid: work for work in works}
    live = PublishedArticle.objects.filter(uuid__in=by_uuid)
    for uuid, path, slug in live.values_list("uuid", "path", "slug"):
        work = by_uuid[uuid]
        work.item.url = path
        wanted = work.record.slug
        if work.item.outcome == Result.CREATED and wanted and slug != wanted:
            work.item.note(f"the address was taken; published as {slug}")


def foretell(works: Iterable[Work], *, at: datetime) -> None:
    """Say where new articles would be, were they published now."""
    for work in works:
        moment = work.record.published_at
        if work.item.outcome != Result.CREATED or not work.public or moment is None:
            continue
        if moment <= at and work.record.slug:
            work.item.url = article_path(local_day(moment), work.record.slug)


def redirect(
    works: Iterable[Work], listed: Redirects, *, at: datetime, dry_run: bool
) -> int:
    """Let old addresses lead to live articles; count those that did not before."""
    wishes: dict[str, _Wish] = {}
    for work in works:
        record = work.record
        old = listed.of(record.source_key, *record.old_addresses)
        if work.item.url:
            owner = f"article:{work.uuid}"
            for path in old:
                wishes.setdefault(path, _Wish(path, owner, work))
        elif old and work.item.outcome != Result.CONFLICT:
            work.item.note("old addresses wait until it is live; import again then")
    wishes = {path: one for path, one in wishes.items() if path != one.work.item.url}
    return _redirect(wishes, at=at, dry_run=dry_run) if wishes else 0


def _redirect(wishes: Mapping[str, _Wish], *, at: datetime, dry_run: bool) -> int:
    rows = Address.objects.filter(path__in=wishes).values_list("path", "owner")
    owners = dict(rows)
    fresh = {path: one.owner for path, one in wishes.items() if path not in owners}
    if fresh and not dry_run:
        owners |= publishing.redirect(fresh, at=at)
    made = 0
    for path, one in wishes.items():
        if owners.get(path, one.owner) != one.owner:
            one.work.item.note(f"the old address {path} belongs to another page")
        elif path in fresh:
            made += 1
    return made
