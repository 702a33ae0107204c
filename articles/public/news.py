"""The news sitemap: what appeared in the last two days, and nothing older.

The one list whose contents depend on the clock, as its readers ask for it: an article
leaves it by age. Nobody is told then, and whoever has a copy asks again anyway.
"""

from collections.abc import Iterable
from datetime import timedelta
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from articles.models.reader import Listing, PublishedArticle
from articles.models.reader.labels import Kind
from articles.models.reader.listings import NEWEST_FIRST
from articles.models.reader.site import KEY
from articles.public.addresses import absolute
from articles.public.alternates import home_of
from articles.public.site import site
from articles.public.sitemaps import NAMESPACE
from articles.text.clean import strip_controls
from newsroom.delivery.headers import deliver

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
FRESH = timedelta(hours=48)
LIMIT = 1000
"""Addresses that a news sitemap may hold."""
LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}
"""The protocol wants ISO 639 codes, and these two for Chinese."""


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    """Answer the articles of the last 48 hours; a quiet time gives an empty list."""
    since = timezone.now() - FRESH
    rows = (
        Listing.objects.filter(
            label__kind=Kind.FRONT,
            # The day narrows the index; it may lie one off, as it is local.
            day__gte=since.date() - timedelta(days=1),
            published_at__gte=since,
        )
        .order_by(*NEWEST_FIRST)
        .select_related("article")
        .defer("article__body_html")
    )
    found = [row.article for row in rows[:LIMIT]]
    response = HttpResponse(written(found), content_type="application/xml")
    return deliver(request, response, keys={KEY, "sitemap", "list:front"})


def written(articles: Iterable[PublishedArticle]) -> str:
    """Write articles as a sitemap with the news elements."""
    text = StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": NAMESPACE, "xmlns:news": NEWS}))
    name = strip_controls(site().name)
    for article in articles:
        _entry(xml, article, name)
    xml.endElement("urlset")
    return text.getvalue()


def _entry(xml: SimplerXMLGenerator, article: PublishedArticle, name: str) -> None:
    none: Any = AttributesImpl({})
    xml.startElement("url", none)
    address = absolute(article.path, home_of(article))
    xml.addQuickElement("loc", address)
    at = article.updated_at.isoformat(timespec="seconds")
    xml.addQuickElement("lastmod", at)
    xml.startElement("news:news", none)
    xml.startElement("news:publication", none)
    xml.addQuickElement("news:name", name)
    xml.addQuickElement("news:language", _language(article.language))
    xml.endElement("news:publication")
    at = article.published_at.isoformat(timespec="seconds")
    xml.addQuickElement("news:publication_date", at)
    xml.addQuickElement("news:title", strip_controls(article.title).strip() or address)
    xml.endElement("news:news")
    xml.endElement("url")


def _language(code: str) -> str:
    code = code.lower()
    primary = code.partition("-")[0]
    if primary != "zh":
        return primary
    return LANGUAGES.get(code, "zh-tw" if code in {"zh-tw", "zh-hk"} else "zh-cn")
