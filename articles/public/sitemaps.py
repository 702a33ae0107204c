"""Sitemaps: an index, parts for the lists and the pages beside the news, and for each
month of articles.

The index reads counters, never articles; a part holds at most PART addresses.
"""

from collections.abc import Iterable
from datetime import date, datetime
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.conf import conf
from articles.models.reader import Counter, Label, Listing, PublishedPage
from articles.models.reader.labels import Kind
from articles.models.reader.listings import NEWEST_FIRST
from articles.models.reader.site import PAGES
from articles.public.addresses import absolute
from newsroom.delivery.addresses import own_language
from newsroom.delivery.headers import deliver

PART = 10_000
"""Addresses in a part. 50,000 are allowed, but only 50 MB, and ours can be long."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SHOWN = Q(articles__gt=0) | Q(kind=Kind.FRONT)
Entry = tuple[str, datetime | None]


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Answer the index: lists, pages, then the months of articles, newest first."""
    lists = Label.objects.filter(SHOWN).aggregate(
        number=Count("pk"), at=Max("changed_at")
    )
    entries: list[Entry] = [
        (_address("lists", part), lists["at"]) for part in _parts(lists["number"] or 1)
    ]
    if at := PublishedPage.objects.aggregate(at=Max("updated_at"))["at"]:
        entries.append((_address("pages", 1), at))
    months = Counter.objects.months().filter(label__kind=Kind.FRONT)
    entries += [
        (_address(period, part), at)
        for period, count, at in months.values_list("period", "count", "changed_at")
        for part in _parts(count)
    ]
    return _answer(request, ("sitemapindex", "sitemap"), entries, "sitemap", PAGES)


@require_safe
def lists(request: HttpRequest, part: int = 1) -> HttpResponseBase:
    """Answer a part with the front page and the lists that readers can open."""
    rows = Label.objects.filter(SHOWN).order_by("pk").values_list("path", "changed_at")
    entries: list[Entry] = [(absolute(path), at) for path, at in rows[_slice(part)]]
    if not entries and part == 1:
        entries = [(absolute("/"), None)]
    return _answer(request, ("urlset", "url"), entries, "sitemap")


@require_safe
def pages(request: HttpRequest) -> HttpResponseBase:
    """Answer the part with the pages beside the news, each in its own language."""
    rows = PublishedPage.objects.values_list("path", "language", "updated_at")
    entries: list[Entry] = [
        (absolute(path, own_language(language)), at)
        for path, language, at in rows[:PART]
    ]
    return _answer(request, ("urlset", "url"), entries, PAGES)


@require_safe
def month(
    request: HttpRequest, year: int, month: int, part: int = 1
) -> HttpResponseBase:
    """Answer a part with a month's articles, each at its own language's address."""
    period = f"{year:04d}-{month:02d}"
    # Only months that exist have a counter, so the dates below cannot be out of range.
    get_object_or_404(Counter.objects.months(), label__kind=Kind.FRONT, period=period)
    rows = (
        Listing.objects.filter(
            label__kind=Kind.FRONT,
            day__gte=date(year, month, 1),
            day__lt=date(year + month // 12, month % 12 + 1, 1),
        )
        .order_by(*NEWEST_FIRST)
        .values_list("article__path", "article__updated_at", "article__language")
    )
    entries: list[Entry] = [
        (absolute(path, own_language(language)), at)
        for path, at, language in rows[_slice(part)]
    ]
    return _answer(request, ("urlset", "url"), entries, f"sitemap:{period}")


def _address(name: str, part: int) -> str:
    suffix = "" if part == 1 else f"-part{part}"
    return f"{conf().site_url}/sitemap-{name}{suffix}.xml"


def _parts(addresses: int) -> range:
    return range(1, (addresses + PART - 1) // PART + 1)


def _slice(part: int) -> slice:
    return slice((part - 1) * PART, part * PART)


def _answer(
    request: HttpRequest, names: tuple[str, str], entries: Iterable[Entry], *keys: str
) -> HttpResponseBase:
    """Write entries in the one shape that index and parts share; none are no page."""
    if not entries:
        raise Http404
    root, element = names
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": NAMESPACE}))
    for address, at in entries:
        xml.startElement(element, AttributesImpl({}))
        xml.addQuickElement("loc", address)
        if at is not None:
            xml.addQuickElement("lastmod", at.isoformat(timespec="seconds"))
        xml.endElement(element)
    xml.endElement(root)
    response = HttpResponse(text.getvalue(), content_type="application/xml")
    return deliver(request, response, keys=keys)
