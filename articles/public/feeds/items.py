"""From reader rows to what a feed says, absolute and free of control characters."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.templatetags.static import static
from django.utils.feedgenerator import Enclosure, Stylesheet, SyndicationFeed
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from articles.conf import conf
from articles.models.reader import PublishedArticle
from articles.public.addresses import absolute, elsewhere
from articles.public.alternates import language_tag
from articles.public.feeds.channels import Channel
from articles.public.scripts import said
from articles.public.stories import Said, Story
from articles.rendering import absolute_urls
from articles.text.clean import strip_controls
from newsroom.delivery.addresses import interface_language


def fill(
    kind: type[SyndicationFeed], channel: Channel, stories: Sequence[Story]
) -> SyndicationFeed:
    """Make a feed of stories."""
    feed = kind(
        title=channel.title,
        link=channel.page,
        description=channel.description,
        language=_language_of(story.article for story in stories),
        author_name=channel.site,
        author_link=absolute("/"),
        feed_url=channel.address,
        feed_guid=channel.identity,
        changed_at=channel.changed_at,
        pages=channel.pages,
        hubs=conf().websub_hubs,
        stylesheets=[Stylesheet(static("paper/feed.css"), "text/css", media="all")],
        explanation=_explanation(channel),
    )
    for story in stories:
        feed.add_item(**_item(story))
    return feed


def _explanation(channel: Channel) -> dict[str, Any]:
    """Say what this is to a person who opened it in a browser."""
    return {
        "text": said(
            _(
                "This is a feed: copy this page’s address into a feed reader, and new"
                " articles come to you by themselves."
            )
        ),
        "links": [
            (said(_("What feeds are, and which there are")), absolute("/feeds/")),
            (said(_("The same as a page")), channel.page),
        ],
    }


def _language_of(articles: Iterable[PublishedArticle]) -> str:
    """Name the language all articles share, else the interface's."""
    languages = {article.language for article in articles}
    shared = languages.pop() if len(languages) == 1 else interface_language()
    return language_tag(shared)


def _item(story: Story) -> dict[str, Any]:
    article = story.article
    address = absolute(article.path)
    notices = story.said_of_it
    newest = f"{notices[-1].name}: {notices[-1].text} — " if notices else ""
    summary = strip_controls(newest + story.summary)
    return {
        # Readers need something to click on, even where only controls were typed.
        "title": strip_controls(article.title).strip() or address,
        "link": address,
        "unique_id": article.uuid.urn,
        "unique_id_is_permalink": False,
        # RSS and Atom read this as HTML, JSON Feed its `summary` as plain text.
        "description": str(escape(summary)),
        "summary": summary,
        "content": _notices(notices)
        + strip_controls(absolute_urls(article.body_html, address)),
        "pubdate": article.published_at,
        "updateddate": article.updated_at,
        "people": _people(story),
        "categories": _subjects(story),
        "language": language_tag(article.language),
        "enclosures": _enclosures(article),
        "picture": article.lead_picture,
        "external_url": elsewhere(article.source_url),
    }


def _notices(notices: Iterable[Said]) -> str:
    """Write what was put right above the text; a reader's copy may hold the error."""
    return "".join(
        format_html("<p><strong>{}</strong> {}</p>", one.name, strip_controls(one.text))
        for one in notices
    )


def _people(story: Story) -> list[tuple[str, str]]:
    """Give names and addresses of the byline, or of the source where there is none."""
    labels = [byline.label for byline in story.bylines]
    if not labels and story.source is not None:
        labels = [story.source]
    named = [(strip_controls(label.name), absolute(label.path)) for label in labels]
    return [(name, address) for name, address in named if name.strip()]


def _subjects(story: Story) -> list[str]:
    """Name the categories, outermost first, then the tags; each once."""
    paths = story.article.refs["categories"]
    keys = [key for path in paths for key in path if key in story.names]
    labels = [*(story.names[key] for key in keys), *story.tags]
    names = dict.fromkeys(strip_controls(label.name).strip() for label in labels)
    return [name for name in names if name]


def _enclosures(article: PublishedArticle) -> list[Enclosure]:
    picture = (article.lead_picture or {}).get("enclosure")
    if not picture:
        return []
    # Pictures have one address in all languages.
    url = conf().site_url + picture["url"]
    return [Enclosure(url, str(picture["bytes"]), picture["type"])]
