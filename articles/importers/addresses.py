"""Where a batch's articles are for readers, and which old addresses lead there."""

from collections.abc import Iterable, Sequence
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
    wishes: list[_Wish] = []
    for work in works:
        record = work.record
        old = listed.of(record.source_key, *record.old_addresses)
        if work.item.url:
            owner = f"article:{work.uuid}"
            wishes += [_Wish(one, owner, work) for one in old if one != work.item.url]
        elif old and work.item.outcome != Result.CONFLICT:
            work.item.note("old addresses wait until it is live; import again then")
    return _redirect(wishes, at=at, dry_run=dry_run) if wishes else 0


def _redirect(wishes: Sequence[_Wish], *, at: datetime, dry_run: bool) -> int:
    rows = Address.objects.filter(path__in={one.path for one in wishes})
    owners = dict(rows.values_list("path", "owner"))
    fresh: dict[str, str] = {}
    for one in wishes:
        if one.path not in owners:
            fresh.setdefault(one.path, one.owner)
    owners |= fresh
    if fresh and not dry_run:
        owners |= publishing.redirect(fresh, at=at)
    for one in wishes:
        if owners[one.path] != one.owner:
            one.work.item.note(f"the old address {one.path} belongs to another page")
    return sum(owners[path] == owner for path, owner in fresh.items())
