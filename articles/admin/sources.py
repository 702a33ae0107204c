"""Outlets whose articles are republished."""

from django.contrib import admin
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import counted
from articles.admin.subjects import SubjectAdmin
from articles.models.desk import Source


@admin.register(Source)
class SourceAdmin(SubjectAdmin):
    """Where articles come from."""

    fieldsets = ((None, {"fields": ("name", "slug", "url", "description")}),)
    list_display = ("name", "url", "used")
    search_fields = ("name", "slug")

    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Source]":
        """Count what came from each."""
        rows = (
            super()
            .get_queryset(request)
            .annotate(used_count=counted(request, "articles", "pk"))
        )
        return rows.order_by("name", "id")

    @admin.display(description=_("Articles"), ordering="used_count")
    def used(self, source: Source) -> int:
        """Say how many articles came from it."""
        return source.used_count  # type: ignore[attr-defined] # annotated
