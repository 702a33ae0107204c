"""The only importer that saves: records in, articles out, twice the same as once.

A batch is one transaction, so a run may stop anywhere: what is there is whole, and the
next run goes on. Where a record makes a batch fail, the batch is undone and made again
without it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction
from django.db.utils import InterfaceError, OperationalError, ProgrammingError

from articles.importers import addresses
from articles.importers.batch import Undo, Work, begin, change, make, move
from articles.importers.lookups import Lookups
from articles.importers.redirects import Redirects
from articles.importers.report import Item, Report, Result
from articles.models.desk import Image
from articles.records import ArticleRecord, Refusal

BATCH = 200

As = Literal["source", "draft"]
Entry = ArticleRecord | Refusal

# The database is gone, locked, full or not migrated: no record's fault.
NOT_A_RECORDS_FAULT = (InterfaceError, OperationalError, ProgrammingError)

logger = logging.getLogger(__name__)


def _silent(count: int) -> None:
    """Tell nobody how far the work is."""


@dataclass(slots=True)
class Writer:
    """Saves records, and reports on each."""

    report: Report
    at: datetime
    publish_as: As = "source"
    dry_run: bool = False
    redirects: Redirects = field(default_factory=Redirects)
    found: Lookups = field(default_factory=Lookups)
    pictures: set[str] = field(default_factory=set)

    def write(
        self, entries: Iterable[Entry], *, advance: Callable[[int], None] = _silent
    ) -> None:
        """Save what can be saved; `advance` hears how many entries were dealt with."""
        for entry_batch in _batches(entries, BATCH):
            records = [one for one in entry_batch if isinstance(one, ArticleRecord)]
            done = {item.source_key: item for item in self._save(records)}
            for one in entry_batch:
                if isinstance(one, Refusal):
                    line = Item(one.source_key, Result.REFUSED, reason=one.reason)
                else:
                    line = done[one.source_key]
                self.report.items.append(line)
            advance(len(entry_batch))
        self._count_pictures()

    def _save(
        self, records: Sequence[ArticleRecord], *, retry: bool = True
    ) -> list[Item]:
        """Save records in one transaction; where one spoils it, without that one."""
        if not records:
            return []
        mark = self.found.mark()
        try:
            with transaction.atomic():
                works, redirects = self._transact(records)
        except Undo as undo:
            refused = undo.refused
        except NOT_A_RECORDS_FAULT:
            raise
        except Exception as problem:  # noqa: BLE001 - one bad file never stops the rest
            if retry and isinstance(problem, IntegrityError):
                # Somebody made the same name or imported the same file meanwhile.
                self.found.back_to(mark)
                return self._save(records, retry=False)
            refused = _blame(records, problem)
        else:
            self._count(works, redirects)
            return [work.item for work in works]
        self.found.back_to(mark)
        items = [
            Item(key, Result.REFUSED, reason=f"{key}: {reason}")
            for key, reason in refused.items()
        ]
        rest = [one for one in records if one.source_key not in refused]
        if refused:
            return items + self._save(rest)
        middle = len(rest) // 2
        return self._save(rest[:middle]) + self._save(rest[middle:])

    def _transact(self, records: Sequence[ArticleRecord]) -> tuple[list[Work], int]:
        works = begin(records, at=self.at)
        fresh = [one for one in works if one.item.outcome == Result.CREATED]
        changed = [one for one in works if one.item.outcome == Result.UPDATED]
        for work in (*fresh, *changed):
            _remark(work, as_draft=self.publish_as == "draft")
        if (fresh or changed) and not self.dry_run:
            self.found.ensure((one.record for one in (*fresh, *changed)), at=self.at)
            make(fresh, self.found, at=self.at)
            change(changed, self.found, at=self.at)
            if self.publish_as == "source":
                move([*fresh, *changed], at=self.at)
        addresses.locate(works)
        if self.dry_run and self.publish_as == "source":
            addresses.foretell(works, at=self.at)
        redirects = addresses.redirect(
            works, self.redirects, at=self.at, dry_run=self.dry_run
        )
        return works, redirects

    def _count(self, works: Sequence[Work], redirects: int) -> None:
        self.report.redirects += redirects
        for work in works:
            if work.item.outcome in (Result.CREATED, Result.UPDATED):
                named = self.found.pictures_of(work.record)
                self.pictures.update(one.url for one in named)

    def _count_pictures(self) -> None:
        self.report.pictures = len(self.pictures)
        if self.pictures:
            ready = Image.objects.filter(status=Image.Status.READY).exclude(origin="")
            here = set(ready.values_list("origin", flat=True).iterator())
            self.report.pictures_missing = len(self.pictures - here)


def _blame(records: Sequence[ArticleRecord], problem: Exception) -> dict[str, str]:
    """Name the record at fault, if there is only one it can be."""
    if len(records) > 1:
        return {}
    key = records[0].source_key
    logger.warning("%s could not be saved", key, exc_info=problem)
    text = " ".join(str(problem).split())[:300]
    return {key: f"could not be saved ({type(problem).__name__}: {text})"}


def _remark(work: Work, *, as_draft: bool) -> None:
    record, item = work.record, work.item
    for note in record.notes:
        item.note(note)
    if as_draft or work.public:
        return
    why = "not published at the source" if not record.published else record.date_problem
    item.note(f"{item.outcome} as draft: {why}")


def _batches(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    batch: list[Entry] = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
