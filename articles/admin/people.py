"""Users and groups, as Django has them, without a way up for those who may edit them."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as UnusedTag

from articles.admin.base import Headed

BY_THEMSELVES = ("last_login", "date_joined")

admin.site.unregister([User, Group, UnusedTag])


@admin.register(User)
class DeskUserAdmin(Headed, UserAdmin):
    """Accounts; they are deactivated, never deleted, for the log names them."""

    list_display = ("username", "last_name", "first_name", "roles", "is_active",
                    "last_login")  # fmt: skip
    list_filter = ("groups", "is_active", "is_superuser")
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the groups along."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Roles"))
    def roles(self, user: User) -> str:
        """Name the account's groups."""
        return ", ".join(group.name for group in user.groups.all()) or "–"

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Only a superuser alters a superuser."""
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Accounts are deactivated."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a superuser makes superusers, or hands out single permissions."""
        fields = (*super().get_readonly_fields(request, obj), *BY_THEMSELVES)
        if request.user.is_superuser:
            return fields
        return (*fields, "is_superuser", "user_permissions")


@admin.register(Group)
class DeskGroupAdmin(Headed, GroupAdmin):
    """Groups; `sync_roles` puts the four roles right again."""

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Only a superuser alters what a group may do: it would be a way up."""
        return request.user.is_superuser

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only a superuser makes groups."""
        return request.user.is_superuser

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Only a superuser deletes groups."""
        return request.user.is_superuser
