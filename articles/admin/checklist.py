"""The checklist in the panel, and the rules an administrator makes for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin import columns
from articles.admin.base import DeskAdmin, person
from articles.models.desk import Article, Category, ChecklistRule
from articles.workflow import audit, policy
from articles.workflow.checklist import Item, look_at
from articles.workflow.checks import DEFAULTS


@dataclass(frozen=True)
class Line:
    """One line of the checklist as the panel shows it."""

    item: Item
    other: Article | None = None

    @property
    def state(self) -> str:
        """Name the shape in front of the line."""
        if self.item.passed:
            return "passed"
        if self.item.let_pass:
            return "let-pass"
        return "blocks" if self.item.blocks else "warns"

    @property
    def word(self) -> str:
        """Say how grave it is."""
        words = {
            "passed": _t("All right"),
            "let-pass": _t("Let pass"),
            "blocks": _t("Blocks"),
            "warns": _t("Warns"),
        }
        return words[self.state]

    @property
    def address(self) -> str:
        """Lead to the other article, where the person may see it."""
        if self.other is None:
            return ""
        return reverse("admin:articles_article_change", args=[self.other.pk])

    @property
    def passed_by(self) -> str:
        """Name who let it pass."""
        return columns.person(self.item.let_pass.made_by) if self.item.let_pass else ""


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give the panel's lines: what is wrong first, then how many are all right."""
    items = look_at(article, at=at)
    others = _others(items, user)
    lines = [Line(item, others.get(item.other or 0)) for item in items]
    order = ("blocks", "warns", "let-pass")
    wrong = sorted(
        (line for line in lines if line.state != "passed"),
        key=lambda line: order.index(line.state),
    )
    return {
        "wrong": wrong,
        "right": [line for line in lines if line.state == "passed"],
        "blocked": any(line.state == "blocks" for line in lines),
    }


def _others(items: list[Item], user: User) -> dict[int, Article]:
    """Load the articles that are named, as far as this person may see them."""
    wanted = [item.other for item in items if item.other is not None]
    if not wanted:
        return {}
    seen = policy.visible(user, Article.objects.only("title"))
    return seen.in_bulk(wanted)


class CategoryChoice(forms.ModelChoiceField):
    """Names a category with its depth, as an outline does."""

    def label_from_instance(self, obj: Any) -> str:
        """Indent the name."""
        return "　" * obj.tree_depth + str(obj)


@admin.register(ChecklistRule)
class ChecklistRuleAdmin(DeskAdmin):
    """How strict each check is, everywhere or in a category."""

    list_display = ("check_name", "place", "level", "least", "most")
    list_filter = ("check_name", "level")
    list_select_related = ("category",)
    fields = ("check_name", "category", "level", ("least", "most"))

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer the categories as the tree they are."""
        if db_field.name == "category":
            kwargs["form_class"] = CategoryChoice
            kwargs["queryset"] = Category.objects.with_tree_fields()
            kwargs["empty_label"] = _t("everywhere")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("where"), ordering="category")
    def place(self, rule: ChecklistRule) -> str:
        """Name the category."""
        return str(rule.category or _t("everywhere"))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Show below the rules what holds without any."""
        labels = dict(ChecklistRule.Check.choices)
        levels = dict(ChecklistRule.Level.choices)
        usual = [
            (labels[name], levels[rule.level], rule.least, rule.most)
            for name, rule in DEFAULTS.items()
        ]
        return super().changelist_view(
            request, {"usual": usual, **(extra_context or {})}
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule that is deleted leaves no trace on any article: who changes, deletes."""
        return self.has_change_permission(request, obj)

    def save_model(
        self,
        request: HttpRequest,
        obj: ChecklistRule,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Store the rule, and say in the log what it is now."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            self._log(request, obj, "changed" if change else "added")

    def delete_model(self, request: HttpRequest, obj: ChecklistRule) -> None:
        """Delete the rule, and say in the log what it was."""
        with transaction.atomic():
            self._log(request, obj, "deleted")
            super().delete_model(request, obj)

    def _log(self, request: HttpRequest, rule: ChecklistRule, what: str) -> None:
        numbers = [
            f"{name} {number}"
            for name, number in (("least", rule.least), ("most", rule.most))
            if number is not None
        ]
        audit.record(
            audit.Kind.SETTING,
            f"checklist_{what}",
            actor=person(request),
            at=timezone.now(),
            subject=str(rule.category or _t("everywhere")),
            detail=", ".join([str(rule), *numbers]),
        )
