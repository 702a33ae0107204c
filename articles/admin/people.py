"""Users and groups, as Django has them, without a way up for those who may edit them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    SetUnusablePasswordMixin,
)
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from taggit.models import Tag as UnusedTag

from articles.admin.accounts import facts_of, facts_of_group, record
from articles.admin.base import Headed, person
from articles.admin.widgets import tree
from articles.models.desk import SectionLimit
from articles.workflow import audit, policy

BY_THEMSELVES = ("last_login", "date_joined")

admin.site.unregister([User, Group, UnusedTag])


VERBS = {
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "delete"),
    "view": pgettext_lazy("permission", "view"),
}
"""What Django's own four permissions of a table are about."""


def worded(permission: Permission) -> str:
    """Say a permission in the desk's language."""
    verb, _sep, table = permission.codename.partition("_")
    model = permission.content_type.model_class()
    if model is None or verb not in VERBS or table != model._meta.model_name:
        return _t(permission.name)
    return f"{model._meta.verbose_name_plural} · {VERBS[verb]}"


def boxes(field: Any, label: Callable[[Any], str]) -> Any:
    """Let a choice of rows be made by ticking boxes, each labelled as people say it."""
    field.widget = forms.CheckboxSelectMultiple(attrs={"class": "boxes"})
    field.widget.choices = field.choices
    field.label_from_instance = label
    field.help_text = ""
    return field


class RoleFilter(admin.RelatedFieldListFilter):
    """By role, in the desk's language."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        """Offer the groups."""
        return [(str(one.pk), _t(one.name)) for one in Group.objects.order_by("name")]


class PasswordForm(AdminPasswordChangeForm):
    """A new password; what turning it off means is said in the desk's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "usable_password" in self.fields:
            # Django's own sentence is put together as the server starts.
            self.fields["usable_password"].help_text = format_html(
                '{} <ul id="id_unusable_warning" class="messagelist">'
                '<li class="warning">{}</li></ul>',
                SetUnusablePasswordMixin.usable_password_help_text,
                _t("If disabled, the password of this account will be lost."),
            )


class LimitFormSet(forms.BaseInlineFormSet):
    """The sections of one account; every box says what it is for."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Name the boxes, which stand in a table without labels."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Take off")


class LimitInline(admin.TabularInline):
    """The sections an account works in; without any, it works in all."""

    model = SectionLimit
    formset = LimitFormSet
    fields = ("category",)
    extra = 0
    verbose_name_plural = _("Limited to sections (none: works in all of them)")

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the tree, indented; nothing here leads away from the account."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and db_field.name == "category":
            field.choices = [
                ("", "–"),
                *(
                    (node["pk"], "\u2003" * node["depth"] + str(node["name"]))
                    for node in tree()
                ),
            ]
            field.widget.attrs["aria-label"] = field.label
        return field

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Ask the policy."""
        return policy.holds(request.user, "articles.view_sectionlimit")

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Ask the policy."""
        return policy.holds(request.user, "articles.change_sectionlimit")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Ask the policy."""
        return policy.holds(request.user, "articles.add_sectionlimit")

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Lifting a limit is a change to the account."""
        return self.has_change_permission(request, obj)


@admin.register(User)
class DeskUserAdmin(Headed, UserAdmin):
    """Accounts; they are deactivated, never deleted, for the log names them."""

    list_display = ("username", "last_name", "first_name", "roles", "is_active",
                    "last_login")  # fmt: skip
    list_filter = (("groups", RoleFilter), "is_active", "is_superuser")
    show_facets = admin.ShowFacets.NEVER
    change_password_form = PasswordForm
    inlines = (LimitInline,)

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer roles and single permissions as boxes to tick."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        is_role = db_field.name == "groups"
        return boxes(field, (lambda group: _t(group.name)) if is_role else worded)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Limit an account once it is there."""
        return super().get_inlines(request, obj) if obj else ()

    def save_model(
        self,
        request: HttpRequest,
        obj: User,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Look at the account before it changes."""
        form.desk_before = facts_of(obj) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Log what the account may do now and could not before, or the reverse."""
        super().save_related(request, form, formsets, change)
        user: User = form.instance
        record(
            "account_changed" if change else "account_made",
            user.get_username(),
            form.desk_before,
            facts_of(user),
            actor=person(request),
            at=timezone.now(),
        )

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's signature
        form_url: str = "",
    ) -> HttpResponse:
        """Log that somebody set somebody's password; never what it is."""
        with transaction.atomic():
            user = self.get_object(request, unquote(id))
            response = super().user_change_password(request, id, form_url)
            now = User.objects.filter(pk=user.pk).first() if user else None
            if user and now and now.password != user.password:
                audit.record(
                    audit.Kind.PEOPLE, "password_set", actor=person(request),
                    at=timezone.now(), subject=user.get_username(),
                )  # fmt: skip
        return response

    def get_queryset(self, request: HttpRequest) -> Any:
        """Bring the groups along."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Roles"))
    def roles(self, user: User) -> str:
        """Name the account's groups."""
        return ", ".join(_t(group.name) for group in user.groups.all()) or "–"

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

    list_display = ("role",)
    filter_horizontal = ()

    @admin.display(description=_("Roles"), ordering="name")
    def role(self, group: Group) -> str:
        """Name it in the desk's language."""
        return _t(group.name)

    def formfield_for_manytomany(  # type: ignore[override] # as Django calls it
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the permissions as boxes to tick."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        return boxes(field, worded)

    def save_model(
        self,
        request: HttpRequest,
        obj: Group,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Look at the group before it changes."""
        form.desk_before = facts_of_group(obj) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(
        self,
        request: HttpRequest,
        form: Any,
        formsets: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Log what the group gives now and did not before, or the reverse."""
        super().save_related(request, form, formsets, change)
        group: Group = form.instance
        record(
            "group_changed" if change else "group_made",
            group.name,
            form.desk_before,
            facts_of_group(group),
            actor=person(request),
            at=timezone.now(),
        )

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
