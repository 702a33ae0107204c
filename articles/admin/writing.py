"""What the writing surface asks while one writes: pieces rendered, articles to link to."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from articles import rendering
from articles.admin import typed
from articles.admin.reach import article_for
from articles.models.desk import Article, Image, Revision
from articles.models.desk.articles import BodyFormat
from articles.models.desk.revisions import snapshot
from articles.rendering import RenderRefused, render
from articles.text import counts
from articles.text.pictures import from_library
from articles.workflow import policy

Wrap = Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]

OFFERED = 12
MOST_PIECES = 200


def pages(wrap: Wrap) -> list[URLPattern]:
    """Give the addresses below the list of articles."""
    return [
        path("offer/", wrap(offer), name="articles_article_offer"),
        path("render/", wrap(pieces), name="articles_article_render"),
    ]


@require_GET
def offer(request: HttpRequest) -> HttpResponse:
    """Answer the articles that this person sees and whose title holds what was typed."""
    if not policy.may_write(request.user).allowed:
        raise PermissionDenied
    articles = policy.visible(request.user, Article.objects.order_by("-changed_at"))
    for word in request.GET.get("q", "").replace("\0", "").split()[:8]:
        articles = articles.filter(title__icontains=word)
    return JsonResponse({"articles": [_told(one) for one in articles[:OFFERED]]})


def _told(article: Article) -> dict[str, str]:
    when = article.published_at or article.changed_at
    return {
        "address": f"article:{article.uuid}",
        "title": article.title,
        "said": f"{article.get_standing_display()} · {localtime(when):%Y-%m-%d}",
        "change": reverse("admin:articles_article_change", args=[article.pk]),
    }


@require_POST
def pieces(request: HttpRequest) -> HttpResponse:
    """Render pieces of a text as readers would get them, pictures from the library."""
    if not policy.may_write(request.user).allowed:
        raise PermissionDenied
    body_format = request.POST.get("format", "")
    texts = request.POST.getlist("text")[:MOST_PIECES]
    if body_format not in BodyFormat.values:
        raise PermissionDenied
    find = _pictures(texts)
    answers = []
    for text in texts:
        try:
            made = render(text, format=body_format, find_picture=find)  # type: ignore[arg-type] # checked above
        except RenderRefused as refusal:
            answers.append({"refused": str(refusal)})
            continue
        length = counts.tally(made.text)
        answers.append({"html": str(made.html), **length._asdict()})
    return JsonResponse({"pieces": answers})


def _pictures(texts: list[str]) -> Callable[[str], rendering.Picture | None]:
    """Look the library's pictures in some texts up, once for all of them."""
    named = set().union(*(from_library(text) for text in texts)) if texts else set()
    known = {str(one.uuid): one for one in Image.objects.filter(uuid__in=named)}

    def find(address: str) -> rendering.Picture | None:
        image = known.get(address.removeprefix("image:"))
        if image is None:
            return None
        return rendering.Picture(
            url=reverse("admin:articles_image_shown", args=[image.uuid]),
            width=image.width,
            height=image.height,
            alt=image.alt,
            caption=image.caption,
            credit=image.credit,
        )

    return find


def drafted(request: HttpRequest, pk: int | None) -> Revision:
    """Give the revision that a posted form would make; nothing of it is stored."""
    if pk is None:
        if not policy.may_write(request.user).allowed:
            raise PermissionDenied
        article = Article()
        opened = {name: getattr(article, name) for name in typed.CHOICES}
    else:
        article = article_for(request, pk, to_edit=True)
        opened = snapshot(article)
    content: dict[str, Any] = typed.as_snapshot(request.POST, opened)
    content["title"] = content["title"] or _("Untitled")
    number = article.latest_number + 1
    return Revision(article=article, number=number, content=content)
