"""The library as a list: its views, what it counts, what the search line finds."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.filters import Lookups, SelectFilter
from articles.media import unused
from articles.models.desk import Article, Image
from articles.models.reader import PagePictureUse, PictureUse
from articles.workflow import policy

SOON = timedelta(days=30)
"""How near the end of a licence is worth a word."""

# Above the grid: name, and what the address says.
VIEWS = (
    (_("All"), ""),
    (_("Without alternative text"), "undescribed"),
    (_("Without credit"), "uncredited"),
    (_("Licence ends"), "licence"),
    (_("Shown nowhere"), "unused"),
    (_("Twice here"), "twice"),
    (_("To be fetched"), "pending"),
    (_("Could not be fetched"), "failed"),
)

Images = QuerySet[Image]


class ViewFilter(SelectFilter):
    """By what is asked most of a library."""

    title, parameter_name = _("which"), "view"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the views."""
        return [(key, name) for name, key in VIEWS if key]

    def queryset(self, request: HttpRequest, queryset: Images) -> Images:
        """Keep what the view is about."""
        return seen(queryset, self.value() or "", timezone.localdate())


def seen(images: Images, view: str, today: date) -> Images:
    """Keep the pictures of a view; all of them where there is no such view."""
    simple = {
        "undescribed": Q(alt=""),
        "uncredited": Q(credit=""),
        "licence": Q(licence_expires__lte=today + SOON),
        "pending": Q(status=Image.Status.PENDING),
        "failed": Q(status=Image.Status.FAILED),
    }
    if view in simple:
        return images.filter(simple[view])
    if view == "unused":
        return unused(images)
    if view == "twice":
        return images.filter(content_hash__in=_repeated()).order_by("content_hash")
    return images


def counted(images: Images) -> Images:
    """Load with each picture how many live pages show it and how often it is here."""
    uses, of_pages = (
        model.objects.order_by().filter(image=OuterRef("uuid")).values("image")
        for model in (PictureUse, PagePictureUse)
    )
    alike = Image.objects.order_by().filter(content_hash=OuterRef("content_hash"))
    return images.annotate(
        live=Coalesce(Subquery(uses.annotate(n=Count("pk")).values("n")), 0)
        + Coalesce(Subquery(of_pages.annotate(n=Count("pk")).values("n")), 0),
        alike=Coalesce(
            Subquery(
                alike.exclude(content_hash="")
                .values("content_hash")
                .annotate(n=Count("pk"))
                .values("n")
            ),
            0,
        ),
    )


def shown_in(words: str, request: HttpRequest) -> "QuerySet[Image, int]":
    """Give the pictures of articles this person may see whose headline holds words."""
    titled = Article.objects.order_by().filter(title__icontains=words)
    articles = policy.visible(request.user, titled)
    return Image.objects.filter(
        Q(pk__in=articles.values("lead_picture"))
        | Q(pk__in=articles.values("thumbnail"))
    ).values_list("pk", flat=True)


def _repeated() -> "QuerySet[Image, str]":
    return (
        Image.objects.order_by()
        .exclude(content_hash="")
        .values("content_hash")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values_list(F("content_hash"), flat=True)
    )
