"""The article page."""

from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator

from articles.models.reader import Label, Listing, PublishedArticle, Related
from articles.models.reader.pages import label_keys_of
from articles.public import discussion, sharing
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView
from articles.public.single import surroundings
from articles.public.stories import Story, by_key, keys_of, stories
from newsroom.delivery import tally

RELATED = 4
"""Related articles on a page."""
# Imported texts show pictures and recordings where their source has them; whatever
# else a page needs is the site's own.
ELSEWHERE = {"img-src": ["http:", "https:"], "media-src": ["http:", "https:"]}
# The players that `paper/embeds.js` may put in the place of a card, after a click.
ELSEWHERE["frame-src"] = [
    "https://www.youtube-nocookie.com",
    "https://player.bilibili.com",
    "https://player.vimeo.com",
]


@method_decorator(csp_update(ELSEWHERE), name="get")
class ArticlePage(PublicView):
    """One article: its row, the labels it names, its neighbours in the section."""

    template_name = "paper/article.html"
    shown = ""
    """The article that was answered, as caches know it."""

    def read(self, path: str, **parts: Any) -> Page:
        """Read a live article by its path."""
        article = PublishedArticle.objects.filter(path=path).first()
        if article is None:
            raise Http404
        near = Related.objects.cards(article, RELATED)
        keys_shown = label_keys_of([article, *near])
        names = by_key(Label.objects.around("/", keys=keys_shown))
        story = Story(article, names)
        self.shown = article.owner
        beside = names[article.home_key]
        older, newer = Listing.objects.beside(beside.pk, article)
        frame = Frame(
            **surroundings(story, names),
            label=story.section,
            translations=PublishedArticle.objects.in_other_languages(article),
        )
        talk = discussion.read(article)
        keys = {
            *discussion.keys(article),
            f"beside:{article.uuid}",
            f"related:{article.uuid}",
            f"translations:{article.group}",
            *(f"name:{key}" for key in names),
        }
        related = stories(near, names)
        context = {
            "story": story,
            "older": older,
            "newer": newer,
            "beside": beside,
            "related": related,
            "share": sharing.links(article.title, frame.canonical),
            "talk": talk,
        }
        return Page(frame, context, keys | story.keys | keys_of(related))

    def get(self, request: HttpRequest, **parts: Any) -> HttpResponseBase:
        """Answer the page, and count that it was read; nothing of the reader is kept."""
        response = super().get(request, **parts)
        if self.shown and response.status_code in (200, 304):
            tally.note(request, self.shown)
        return response
