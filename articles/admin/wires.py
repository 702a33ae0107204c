"""Wires: which feeds bring drafts, where to, how often, and what came last."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet, URLField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.base import DeskAdmin, person
from articles.admin.checklist import CategoryChoice
from articles.models.desk import Category, Wire
from articles.workflow import audit, policy


@admin.register(Wire)
class WireAdmin(DeskAdmin):
    """Feeds that are asked in turn; whoever sets them up works in all sections."""

    fieldsets = (
        (
            None,
            {"fields": ("name", "address", "category", "source", "every", "active")},
        ),
        (_("Last time"), {"fields": ("asked_at", "brought", "trouble")}),
    )
    readonly_fields = ("asked_at", "brought", "trouble")
    list_display = (
        "name",
        "category",
        "pace",
        "active",
        "asked_at",
        "brought",
        "trouble",
    )
    list_select_related = ("category",)
    search_fields = ("name", "address")
    actions = ("ask_now",)
    formfield_overrides = {URLField: {"assume_scheme": "https"}}

    def holds(self, request: HttpRequest, action: str) -> bool:
        """Ask the policy; a limit by section leaves no wires, which file anywhere."""
        everywhere = policy.reach(request.user) is None
        return everywhere and super().holds(request, action)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a wire brought stays without it: who changes, deletes."""
        return self.has_change_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the categories as the tree they are."""
        if db_field.name == "category":
            kwargs["form_class"] = CategoryChoice
            kwargs["queryset"] = Category.objects.with_tree_fields()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out what came last where nothing can have come yet."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:1]

    @admin.display(description=_("Every"), ordering="every")
    def pace(self, wire: Wire) -> str:
        """Say how often it is asked."""
        return _t("%d min") % wire.every

    @admin.display(description=_("Brought"))
    def brought(self, wire: Wire) -> str:
        """Say what came with the last feed that was new."""
        if not wire.counts:
            return "–"
        return _t("%(created)d new, %(updated)d changed, %(unchanged)d as before") % {
            name: wire.counts.get(name, 0)
            for name in ("created", "updated", "unchanged")
        }

    @admin.display(description=_("To look at"))
    def trouble(self, wire: Wire) -> str:
        """Say what went wrong the last time."""
        return wire.problem or "–"

    @admin.action(description=_("Ask now"), permissions=["change"])
    def ask_now(self, request: HttpRequest, wires: "QuerySet[Wire]") -> None:
        """Let the worker ask these at its next look."""
        count = wires.filter(active=True).update(due_at=None)
        said = ngettext(
            "The worker asks %(count)d wire within seconds; new drafts are then in the"
            " list of articles.",
            "The worker asks %(count)d wires within seconds; new drafts are then in the"
            " list of articles.",
            count,
        )
        messages.info(request, said % {"count": count})

    def save_model(
        self,
        request: HttpRequest,
        obj: Wire,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store the wire, to be asked at once, and say in the log what it is now."""
        if "address" in form.changed_data:
            obj.etag = obj.modified = ""
        obj.due_at = None
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            self._log(request, obj, "changed" if change else "added")

    def delete_model(self, request: HttpRequest, obj: Wire) -> None:
        """Forget the wire; what it brought stays."""
        with transaction.atomic():
            self._log(request, obj, "deleted")
            super().delete_model(request, obj)

    def _log(self, request: HttpRequest, wire: Wire, what: str) -> None:
        state = "" if wire.active else " (off)"
        audit.record(
            audit.Kind.SETTING,
            f"wire_{what}",
            actor=person(request),
            at=timezone.now(),
            subject=wire.name,
            detail=f"{wire.address}, {wire.category or '–'}, {wire.every} min{state}",
        )
