"""People and desks that sign; they are deactivated, never deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.base import counted
from articles.admin.subjects import SubjectAdmin
from articles.models.desk import Author
from articles.workflow import policy


@admin.register(Author)
class AuthorAdmin(SubjectAdmin):
    """Whoever may stand under a headline."""

    fieldsets = (
        (None, {"fields": ("name", "author_kind", "slug", "description")}),
        (_("At the desk"), {"fields": ("user", "active")}),
    )
    list_display = ("name", "author_kind", "signed", "user", "active")
    list_filter = ("author_kind", "active")
    list_select_related = ("user",)
    search_fields = ("name", "slug")
    autocomplete_fields = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whose log-in a name is decides who sees its articles: that is for those
        who look after accounts.
        """
        if policy.holds(request.user, "auth.change_user"):
            return super().get_readonly_fields(request, obj)
        return (*super().get_readonly_fields(request, obj), "user")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Author]":
        """Count what each has signed."""
        signed = counted(request, "bylines", "article")
        rows = super().get_queryset(request).annotate(signed_count=signed)
        return rows.order_by("name", "id")

    @admin.display(description=_("Articles"), ordering="signed_count")
    def signed(self, author: Author) -> int:
        """Say how many articles carry the name."""
        return author.signed_count  # type: ignore[attr-defined] # annotated

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Author]", search_term: str
    ) -> tuple["QuerySet[Author]", bool]:
        """Offer only who is still active where a byline is typed."""
        found, doubles = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            found = found.filter(active=True)
        return found, doubles
