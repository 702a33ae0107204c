"""Tags: renamed, merged, suggested."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.base import counted, person
from articles.admin.merge import merge
from articles.admin.subjects import SubjectAdmin
from articles.models.desk import Article, Standing, Tag, TaggedArticle
from articles.workflow import policy

SUGGESTIONS = 20


class MergeForm(ActionForm):
    """The line above the list: into which tag the chosen ones go."""

    into = forms.CharField(
        required=False,
        label="",
        widget=forms.TextInput(
            attrs={
                "placeholder": _("Merge into the tag…"),
                "aria-label": _("Merge into the tag…"),
            }
        ),
    )


def uses(request: HttpRequest) -> Count:
    """Count the articles that carry a tag, as far as this person may see them."""
    return counted(request, "tagged_articles", "content_object")


def known(request: HttpRequest) -> "QuerySet[Tag]":
    """Give the tags that a person may know of: a hidden draft's own would tell of it."""
    if policy.sees_all(request.user):
        return Tag.objects.all()
    seen = policy.visible(request.user, Article.objects.order_by())
    uses = TaggedArticle.objects.filter(tag=OuterRef("pk"))
    shown = uses.filter(
        Q(content_object__standing=Standing.LIVE)
        | Q(content_object__in=seen.values("pk"))
    )
    return Tag.objects.filter(Exists(shown) | ~Exists(uses))


@admin.register(Tag)
class TagAdmin(SubjectAdmin):
    """The words that articles share."""

    fieldsets = ((None, {"fields": ("name", "slug", "description")}),)
    list_display = ("name", "slug", "used")
    search_fields = ("name", "slug")
    actions = ("merge_tags",)
    action_form = MergeForm

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Tag]":
        """Count the articles of each."""
        tags = known(request).annotate(used_count=uses(request))
        return tags.order_by("-used_count", "name")

    @admin.display(description=_("Articles"), ordering="used_count")
    def used(self, tag: Tag) -> int:
        """Say how many articles carry it."""
        return tag.used_count

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Merging changes readers' pages in all sections: it takes leave to publish."""
        everywhere = policy.reach(request.user) is None
        return everywhere and policy.holds(request.user, "articles.publish_article")

    @admin.action(description=_("Merge"), permissions=["merge"])
    def merge_tags(self, request: HttpRequest, tags: "QuerySet[Tag]") -> None:
        """Move the articles of the chosen tags to another one."""
        name = " ".join(request.POST.get("into", "").split())
        into = Tag.objects.filter(name__iexact=name).first()
        if into is None:
            said = _t("There is no tag “%s”. Type the name of the tag to keep.")
            messages.error(request, said % name)
            return
        for tag in tags.exclude(pk=into.pk):
            report = merge(tag, into, actor=person(request), at=timezone.now())
            self._tell(request, tag, into, report)

    def _tell(self, request: HttpRequest, tag: Tag, into: Tag, report: Any) -> None:
        said = ngettext(
            "“%(old)s” went into “%(new)s”: %(count)s article.",
            "“%(old)s” went into “%(new)s”: %(count)s articles.",
            report.articles,
        ) % {"old": tag.name, "new": into.name, "count": report.articles}
        messages.success(request, said)
        if report.behind:
            said = ngettext(
                "%(count)s live article has a newer draft: its page follows with its "
                "next update.",
                "%(count)s live articles have newer drafts: their pages follow with "
                "their next updates.",
                report.behind,
            )
            messages.warning(request, said % {"count": report.behind})
        for refusal in report.refusals:
            messages.warning(request, refusal)

    def get_urls(self) -> list[URLPattern]:
        """Add the address that completes what is typed."""
        suggest = path(
            "suggest/",
            self.admin_site.admin_view(self.suggest_view),
            name="articles_tag_suggest",
        )
        return [suggest, *super().get_urls()]

    def suggest_view(self, request: HttpRequest) -> HttpResponse:
        """Give tags in use that hold what is typed, the most used first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = request.GET.get("term", "").strip()
        used = known(request).filter(name__icontains=typed)
        used = used.annotate(used_count=Count("tagged_articles"))
        names = used.filter(used_count__gt=0).order_by("-used_count", "name")
        found = [
            {"id": name, "text": name}
            for name in names.values_list("name", flat=True)[:SUGGESTIONS]
        ]
        return JsonResponse({"results": found})
