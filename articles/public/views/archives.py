"""The past by its dates: years, months, days, and the calendar of all of them."""

from typing import Any

from django.http import Http404
from django.utils.translation import pgettext

from articles.conf import conf
from articles.models.reader import Counter, Label
from articles.public.frame import Frame
from articles.public.heat import calendar
from articles.public.pages import Elsewhere, Page, PublicView
from articles.public.paging import Paging
from articles.public.periods import DAY, MONTH, YEAR, Period
from articles.public.stories import keys_of
from articles.public.views.lists import read_cards

COUNTED_BY = {YEAR: MONTH, MONTH: MONTH, DAY: DAY}
"""Which counters add up to a period; each names its own by length."""
PARTS = {YEAR: MONTH, MONTH: DAY, DAY: 0}


class ArchiveIndex(PublicView):
    """Years and months with how much appeared in each."""

    template_name = "paper/archive.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read the front's month counters; they count every article once."""
        years = calendar(Counter.objects.months().filter(label__path="/"))
        labels = list(Label.objects.around("/"))
        frame = Frame(path=path, labels=labels, title=pgettext("paper", "Archive"))
        total = sum(year.count for year in years)
        return Page(frame, {"years": years, "total": total}, {"archive"})


class PeriodPage(PublicView):
    """What appeared in a year, in a month or on a day of the newsroom's calendar.

    There are no links to the periods right beside it: they would come and go with
    articles that this page does not show.
    """

    template_name = "paper/period.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a numbered page of a period, and its parts with their counts."""
        number = parts.pop("number", None)
        if number == 1:
            raise Elsewhere(path.removesuffix("page/1/"))
        period = Period.of(**parts)
        counters = Counter.objects.within(period.key).filter(label__path="/")
        if period.size == YEAR:
            counters = counters.filter(is_day=False)
        rows: dict[int, list[Counter]] = {size: [] for size in (MONTH, DAY)}
        for row in counters:
            rows[len(row.period)].append(row)
        total = sum(row.count for row in rows[COUNTED_BY[period.size]])
        if not total:
            raise Http404
        base = path.removesuffix(f"page/{number}/") if number else path
        paging = Paging(base, number or 1, conf().page_size, total).checked()
        shown, names = read_cards("/", list(counters), paging, since=period.first)
        frame = Frame(
            path=paging.here,
            labels=names.values(),
            title=period.title,
            newer=paging.newer,
            older=paging.older,
        )
        context = {
            "period": period,
            "parts": [
                (Period.named(row.period), row.count)
                for row in reversed(rows.get(PARTS[period.size], []))
            ],
            "stories": shown,
            "paging": paging,
        }
        return Page(frame, context, {f"list:{period.key}"} | keys_of(shown))
