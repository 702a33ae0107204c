"""Where a picture is used, said to the person who asks; and whether it may go."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import media
from articles.models.desk import Article, Image, Page
from articles.models.reader import PublishedArticle
from articles.workflow import policy

NAMED = 20
"""Uses that are named; the others are counted."""
IN_A_SENTENCE = 3


@dataclass(frozen=True, slots=True)
class Use:
    """An article or page that shows the picture, at the desk and for readers."""

    title: str
    desk: str
    live: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """Everything that shows a picture, as far as a person may see it."""

    live: list[Use]
    drafts: list[Use]
    hidden: int
    history: int

    @property
    def none(self) -> bool:
        """Say whether nothing shows it now."""
        return not (self.live or self.drafts or self.hidden)


def of(image: Image, request: HttpRequest) -> Uses:
    """Find what shows a picture; texts that are not this person's are counted."""
    live = {row.uuid: row for row in media.live_pages(image)}
    articles = media.drafts(image) | Article.objects.filter(uuid__in=live)
    visible = policy.visible(request.user, articles.distinct())
    known = {one.uuid: one for one in visible}
    pages, logo = _pages(image, request), _as_logo(image, request)
    of_articles = [_live(row, known.get(row.uuid)) for row in live.values()]
    drafts = [_draft(one) for key, one in known.items() if key not in live]
    return Uses(
        live=(logo.live + pages.live + of_articles)[:NAMED],
        drafts=(logo.drafts + pages.drafts + drafts)[:NAMED],
        hidden=logo.hidden
        + pages.hidden
        + articles.distinct().exclude(uuid__in=[*known, *live]).count(),
        history=media.history(image).values("article").distinct().count(),
    )


def _pages(image: Image, request: HttpRequest) -> Uses:
    """Find the pages beside the news that show a picture, live or not."""
    live = list(media.live_standing(image))
    drafts = media.drafted_standing(image).exclude(uuid__in=[one.uuid for one in live])
    if not policy.holds(request.user, "articles.view_page"):
        return Uses(
            live=[Use(row.title, "", row.path) for row in live],
            drafts=[],
            hidden=drafts.count(),
            history=0,
        )
    known = Page.objects.filter(uuid__in=[one.uuid for one in live])
    desk = {one.uuid: _change_page(one) for one in known}
    return Uses(
        live=[Use(row.title, desk.get(row.uuid, ""), row.path) for row in live],
        drafts=[Use(one.title, _change_page(one)) for one in drafts],
        hidden=0,
        history=0,
    )


def _as_logo(image: Image, request: HttpRequest) -> Uses:
    """Find whether the site has a picture as its logo, for readers or at the desk."""
    live, drafted = media.is_live_logo(image), media.is_drafted_logo(image)
    seen = policy.holds(request.user, "articles.view_sitesettings")
    desk = reverse("admin:articles_sitesettings_changelist") if seen else ""
    use = Use(_("Logo of the site"), desk, "/" if live else "")
    drafts = [use] if drafted and not live and seen else []
    hidden = drafted and not live and not seen
    return Uses(
        live=[use] if live else [], drafts=drafts, hidden=int(hidden), history=0
    )


def why_it_stays(image: Image, request: HttpRequest) -> str:
    """Say where a picture is needed; empty where it may be deleted."""
    uses = of(image, request)
    if uses.live:
        return ngettext(
            "%(count)s live page shows this picture (%(where)s). Take it out there, or "
            "give the picture another file instead.",
            "%(count)s live pages show this picture (%(where)s). Take it out there, or "
            "give the picture another file instead.",
            len(uses.live),
        ) % {"count": len(uses.live), "where": _some(uses.live)}
    if uses.drafts or uses.hidden:
        count = len(uses.drafts) + uses.hidden
        return ngettext(
            "%(count)s draft shows this picture (%(where)s). Take it out there first.",
            "%(count)s drafts show this picture (%(where)s). Take it out there first.",
            count,
        ) % {"count": count, "where": _some(uses.drafts) or _("somebody else’s")}
    if uses.history:
        return ngettext(
            "An earlier version of %(count)s article shows this picture; what readers "
            "and editors had is kept.",
            "Earlier versions of %(count)s articles show this picture; what readers and "
            "editors had is kept.",
            uses.history,
        ) % {"count": uses.history}
    return ""


def twins(image: Image) -> "QuerySet[Image]":
    """Give the other pictures with the same file."""
    if not image.content_hash:
        return Image.objects.none()
    alike = Image.objects.filter(content_hash=image.content_hash)
    return alike.exclude(pk=image.pk)


def _live(row: PublishedArticle, article: Article | None) -> Use:
    return Use(row.title, _change(article) if article else "", row.path)


def _draft(article: Article) -> Use:
    return Use(article.title, _change(article))


def _change(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def _change_page(page: Page) -> str:
    return reverse("admin:articles_page_change", args=[page.pk])


def _some(uses: list[Use]) -> str:
    titles = [f"“{use.title}”" for use in uses[:IN_A_SENTENCE]]
    return ", ".join(titles) + (" …" if len(uses) > IN_A_SENTENCE else "")
