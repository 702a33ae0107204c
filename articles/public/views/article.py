"""The article page."""

from typing import Any

from csp.decorators import csp_update
from django.http import Http404
from django.utils.decorators import method_decorator

from articles.models.reader import Label, Listing, PublishedArticle
from articles.public.frame import Frame
from articles.public.pages import Page, PublicView
from articles.public.single import surroundings
from articles.public.stories import Story, by_key

# Imported texts show pictures and recordings where their source has them; whatever
# else a page needs is the site's own.
ELSEWHERE = {"img-src": ["http:", "https:"], "media-src": ["http:", "https:"]}


@method_decorator(csp_update(ELSEWHERE), name="get")
class ArticlePage(PublicView):
    """One article: its row, the labels it names, its neighbours in the section."""

    template_name = "paper/article.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a live article by its path."""
        article = PublishedArticle.objects.filter(path=path).first()
        if article is None:
            raise Http404
        names = by_key(Label.objects.around("/", keys=article.label_keys()))
        story = Story(article, names)
        beside = names[article.home_key]
        older, newer = Listing.objects.beside(beside.pk, article)
        frame = Frame(
            **surroundings(story, names),
            label=story.section,
            translations=PublishedArticle.objects.in_other_languages(article),
        )
        keys = {
            f"beside:{article.uuid}",
            f"translations:{article.group}",
            *(f"name:{key}" for key in names),
        }
        context = {"story": story, "older": older, "newer": newer, "beside": beside}
        return Page(frame, context, keys | story.keys)
