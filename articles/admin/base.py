"""What every page of the desk shares: it asks the policy, and deletes nothing."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.auth.models import User
from django.db.models import Count, Model, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.text import capfirst

from articles.models.desk import Article
from articles.workflow import policy


def person(request: HttpRequest) -> User:
    """Answer who is at the desk; its pages let nobody in without a log-in."""
    return cast(User, request.user)


def counted(request: HttpRequest, relation: str, article: str) -> Count:
    """Count rows that belong to articles, as far as this person may see these.

    A number that counts hidden drafts would tell of them.
    """
    if policy.sees_all(request.user):
        return Count(relation)
    seen = policy.visible(request.user, Article.objects.order_by()).values("pk")
    return Count(relation, filter=Q(**{f"{relation}__{article}__in": seen}))


class Headed(admin.ModelAdmin):
    """Heads a list with what it lists, not with what one might do to it."""

    list_title: str | Promise = ""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Head the list with what it lists."""
        title = capfirst(str(self.list_title or self.opts.verbose_name_plural))
        context = {"title": title, **(extra_context or {})}
        try:
            return super().changelist_view(request, context)
        except OverflowError:  # SQLite, asked for a number that no column holds
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")


class DeskAdmin(Headed):
    """A model's pages; whether one may is the policy's to say."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Let in whoever may look at the model, or change it."""
        return self.holds(request, "view") or self.holds(request, "change")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Ask the policy."""
        return self.holds(request, "add")

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Ask the policy."""
        return self.holds(request, "change")

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Ask the policy."""
        return self.holds(request, "delete")

    def holds(self, request: HttpRequest, action: str) -> bool:
        """Say whether the person holds Django's permission for this model."""
        permission = f"{self.opts.app_label}.{action}_{self.opts.model_name}"
        return policy.holds(request.user, permission)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out Django's bulk deletion: what readers saw is never deleted."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class ReadOnly:
    """A mixin for what only the system writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds by hand."""
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Nobody alters it."""
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Nobody deletes it."""
        return False


class Kept:
    """A mixin for what is never deleted, only changed."""

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Nobody deletes it."""
        return False
