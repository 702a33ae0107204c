"""A list's newest articles, whole, for people and machines that subscribe."""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import SyndicationFeed
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.conf import conf
from articles.models.reader import Label, Listing, PublishedArticle
from articles.models.reader.labels import Kind
from articles.models.reader.pages import label_keys_of
from articles.models.reader.site import KEY
from articles.public.feeds.formats import AtomFeed, JsonFeed, RssFeed
from articles.public.feeds.items import fill
from articles.public.pages import answer_a_miss
from articles.public.scripts import in_script, label_in_script
from articles.public.stories import by_key, stories
from newsroom.delivery.addresses import interface_language
from newsroom.delivery.headers import announce

FEED_VERSION = 1
"""Raise it when the same articles would make another feed: subscribers fetch anew."""

FORMATS: dict[str, type[SyndicationFeed]] = {
    "rss": RssFeed,
    "atom": AtomFeed,
    "json": JsonFeed,
}
BEFORE_ANYTHING = datetime(1970, 1, 1, tzinfo=UTC)


@require_safe
def feed(
    request: HttpRequest, kind: str = "", slugs: str = "", form: str = "rss"
) -> HttpResponseBase:
    """Answer a list's feed, or 304 where the subscriber has it already."""
    try:
        label = _label(f"/{kind}/{slugs}/" if kind else "/")
    except Http404:
        return answer_a_miss(request)
    etag = _etag(label, form)
    changed = int(label.changed_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = _whole(label, form)
    else:
        # No keys: a cache that asked keeps those that came with the whole feed.
        announce(response, ())
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    return response


def _label(path: str) -> Label:
    """Find the label of a path; only the front may be without articles."""
    label = Label.objects.filter(path=path).first()
    if label is None and path == "/":
        return Label(
            key=Kind.FRONT, kind=Kind.FRONT, path="/", changed_at=BEFORE_ANYTHING
        )
    if label is None or not (label.articles or label.kind == Kind.FRONT):
        raise Http404
    return label


def _etag(label: Label, form: str) -> str:
    """Sum up what decides a feed's bytes; a digest, since versions count changes."""
    ours = conf()
    parts = (
        FEED_VERSION,
        form,
        interface_language(),
        (label.key, label.path, label.version, label.changed_at),
        (label.name, label.description),
        (ours.site_url, ours.name, ours.tagline, ours.feed_size),
    )
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _whole(label: Label, form: str) -> HttpResponse:
    """Write a list's feed out, with the keys of what it shows."""
    articles = Listing.objects.newest(label.pk, conf().feed_size) if label.pk else []
    keys = label_keys_of(articles)
    names = by_key(Label.objects.filter(key__in=keys))
    address = f"{label.path}feed/" + ("" if form == "rss" else f"{form}/")
    shown = stories(articles, names)
    filled = fill(FORMATS[form], address, label_in_script(label), in_script(shown))
    response = HttpResponse(content_type=filled.content_type)  # type: ignore[attr-defined] # the stub forgets it
    filled.write(response, "utf-8")
    announce(response, _keys(label, articles))
    return response


def _keys(label: Label, articles: Sequence[PublishedArticle]) -> set[str]:
    """Name what the feed shows, as the door's purges do."""
    named = {label.key, *label_keys_of(articles)}
    shown = {article.owner for article in articles}
    return {KEY, f"list:{label.key}", *shown, *(f"name:{key}" for key in named)}
