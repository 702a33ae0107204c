"""The further pages of an article's comments; the first is the article's own."""

from typing import Any

from django.http import Http404
from django.utils.translation import pgettext

from articles.models.reader import Label, PublishedArticle
from articles.public import discussion
from articles.public.frame import Frame
from articles.public.pages import Elsewhere, Page, PublicView
from articles.public.stories import Story, by_key


class CommentsPage(PublicView):
    """A page of what readers say below an article."""

    template_name = "paper/comments.html"

    def read(self, path: str, **parts: Any) -> Page:
        """Read a numbered page; the first and those that are not there lead back."""
        number = parts["number"]
        base = path.removesuffix(f"comments/page/{number}/")
        if number == 1:
            raise Elsewhere(base)
        article = PublishedArticle.objects.cards().filter(path=base).first()
        talk = discussion.read(article, number) if article else None
        if article is None or talk is None or not talk.comments:
            raise Http404
        names = by_key(Label.objects.around("/", keys=article.label_keys()))
        story = Story(article, names)
        frame = Frame(
            path=talk.paging.here,
            labels=names.values(),
            title=f"{pgettext('paper', 'Comments')} · {article.title}",
            description=story.summary,
            section=story.breadcrumb[0].key if story.breadcrumb else "",
            newer=talk.paging.newer,
            older=talk.paging.older,
        )
        keys = {*discussion.keys(article), *story.keys}
        return Page(frame, {"story": story, "talk": talk}, keys)
