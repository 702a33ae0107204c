"""A list's newest articles, whole, for people and machines that subscribe."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.feedgenerator import SyndicationFeed
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from articles.conf import conf
from articles.models.reader import Label, Listing, PublishedArticle
from articles.models.reader.labels import Kind
from articles.models.reader.pages import label_keys_of
from articles.models.reader.site import KEY
from articles.public.feeds.channels import Channel, address_of, of_label
from articles.public.feeds.formats import AtomFeed, JsonFeed, RssFeed
from articles.public.feeds.items import fill
from articles.public.pages import answer_a_miss, redirect
from articles.public.scripts import in_script, label_in_script
from articles.public.stories import Story, by_key, stories
from newsroom.delivery.addresses import interface_language
from newsroom.delivery.headers import announce

FEED_VERSION = 2
"""Raise it when the same articles would make another feed: subscribers fetch anew."""

FORMATS: dict[str, type[SyndicationFeed]] = {
    "rss": RssFeed,
    "atom": AtomFeed,
    "json": JsonFeed,
}
FOR_A_PERSON = "application/xml; charset=utf-8"
"""What a browser's own window is told: by a feed's type it would show bare source."""
BEFORE_ANYTHING = datetime(1970, 1, 1, tzinfo=UTC)


@require_safe
def feed(
    request: HttpRequest,
    kind: str = "",
    slugs: str = "",
    form: str = "rss",
    number: int | None = None,
) -> HttpResponseBase:
    """Answer a list's feed, or 304 where the subscriber has it already."""
    path = f"/{kind}/{slugs}/" if kind else "/"
    if number == 1:
        return redirect(request, address_of(path, form))
    number = number or 1
    try:
        label = _label(path)
        _check(label, number)
    except Http404:
        return answer_a_miss(request)
    channel = of_label(label_in_script(label), form, number=number)

    def read() -> tuple[list[Story], set[str]]:
        articles = _articles(label, number)
        keys = label_keys_of(articles)
        names = by_key(Label.objects.filter(key__in=keys))
        return in_script(stories(articles, names)), _keys(label, articles)

    return respond(request, form, channel, read, version=_version(label))


def respond(
    request: HttpRequest,
    form: str,
    channel: Channel,
    read: Callable[[], tuple[Sequence[Story], Iterable[str]]],
    *,
    version: object,
) -> HttpResponse:
    """Answer a feed, or 304; ``read`` gives its stories and the keys of what it shows.

    ``version`` is whatever changes when the stories do; with what the channel says it
    decides the ETag, so that a subscriber who has it all costs nothing more.
    """
    etag = _etag(form, channel, version)
    changed = int(channel.changed_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        found, keys = read()
        filled = fill(FORMATS[form], channel, found)
        response = HttpResponse(content_type=filled.content_type)  # type: ignore[attr-defined] # the stub forgets it
        filled.write(response, "utf-8")
        if form != "json" and request.headers.get("Sec-Fetch-Dest") == "document":
            response.headers["Content-Type"] = FOR_A_PERSON
        announce(response, keys)
    else:
        # No keys: a cache that asked keeps those that came with the whole feed.
        announce(response, ())
    patch_vary_headers(response, ["Sec-Fetch-Dest"])
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Link"] = _links(channel)
    return response


def _links(channel: Channel) -> str:
    """Name the feed itself and who tells of its changes, as WebSub asks for."""
    links = [f'<{hub}>; rel="hub"' for hub in conf().websub_hubs]
    return ", ".join([f'<{channel.address}>; rel="self"', *links])


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


def _check(label: Label, number: int) -> None:
    """Refuse a part that there is not; the first is the feed itself."""
    if number > 1 and (number - 1) * conf().feed_size >= label.articles:
        raise Http404


def _articles(label: Label, number: int) -> list[PublishedArticle]:
    """Read a list's newest articles, or an older part of them, at the same cost."""
    size = conf().feed_size
    if not label.pk:
        return []
    if number == 1:
        return Listing.objects.newest(label.pk, size)
    return Listing.objects.part(label.pk, (number - 1) * size, size)


def _version(label: Label) -> object:
    return (label.key, label.path, label.version, label.name, label.description)


def _etag(form: str, channel: Channel, version: object) -> str:
    """Sum up what decides a feed's bytes; a digest, since versions count changes."""
    ours = conf()
    parts = (
        FEED_VERSION,
        form,
        interface_language(),
        version,
        channel,
        (ours.site_url, ours.feed_size, ours.websub_hubs),
    )
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _keys(label: Label, articles: Sequence[PublishedArticle]) -> set[str]:
    """Name what the feed shows, as the door's purges do."""
    named = {label.key, *label_keys_of(articles)}
    shown = {article.owner for article in articles}
    return {KEY, f"list:{label.key}", *shown, *(f"name:{key}" for key in named)}
