"""Categories as a tree: renamed, moved, put in order."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.subjects import SubjectAdmin, SubjectForm, follow, page_of
from articles.admin.widgets import tree
from articles.models.desk import Category
from articles.models.reader import Label
from articles.workflow import policy, sections

STEPS = {"up": -1, "down": 1}


class CategoryForm(SubjectForm):
    """A category; its parent is chosen from the tree."""

    parent = forms.ModelChoiceField(
        Category.objects.all(),
        label=_("Lies under"),
        required=False,
        empty_label=_("– top level –"),
    )

    reach: sections.Reach = None
    """The categories that the person at the form is limited to."""

    class Meta:
        model = Category
        fields = ("name", "parent", "slug", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            indented = [
                (node["pk"], "\u2003" * node["depth"] + str(node["name"]))
                for node in tree()
                if self._is_open(node["pk"])
            ]
            parent: Any = self.fields["parent"]
            parent.choices = [("", _("– top level –")), *indented]

    def _is_open(self, pk: int | None) -> bool:
        """A category stays where it is, or goes to a place in the person's sections."""
        here = self.instance.parent_id if self.instance.pk else 0
        return self.reach is None or pk == here or pk in self.reach

    def clean_parent(self) -> Category | None:
        """Refuse what would put a category under itself."""
        parent: Category | None = self.cleaned_data["parent"]
        if not self._is_open(parent.pk if parent else None):
            raise forms.ValidationError(
                _("That lies in none of your sections: choose a place in one of them.")
            )
        above = {one.pk for one in parent.trail()} if parent else set()
        if parent is not None and self.instance.pk in above:
            raise forms.ValidationError(
                _(
                    "“%(name)s” lies in this category’s own branch: "
                    "a category cannot be moved below itself."
                ),
                params={"name": parent.name},
            )
        return parent


@admin.register(Category)
class CategoryAdmin(SubjectAdmin):
    """The tree of sections, as readers walk it."""

    form = CategoryForm
    fieldsets = ((None, {"fields": ("name", "parent", "slug", "description")}),)

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Whoever is limited to sections alters nothing of the others."""
        if isinstance(obj, Category) and not policy.may_file(request.user, obj).allowed:
            return False
        return super().has_change_permission(request)

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Tell the form which sections this person looks after."""
        form: Any = super().get_form(request, *args, **kwargs)
        form.reach = policy.reach(request.user)
        return form

    def save_model(
        self,
        request: HttpRequest,
        obj: Category,
        form: Any,
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        """Put a new or moved category last among its new siblings."""
        if not change or "parent" in form.changed_data:
            last = obj.neighbours().order_by("-position").first()
            obj.position = last.position + 1 if last else 0
        super().save_model(request, obj, form, change)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the whole tree on one page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        pages = {label.key: label for label in Label.objects.filter(kind=Category.kind)}
        keys = dict(Category.objects.without_tree_fields().values_list("pk", "uid"))
        nodes = [
            node | {"page": pages.get(f"{Category.kind}:{keys[node['pk']]}")}
            for node in tree()
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _t("Categories"),
            "opts": self.opts,
            "nodes": nodes,
            "has_add_permission": self.has_add_permission(request),
            "has_change_permission": self.has_change_permission(request),
            **(extra_context or {}),
        }
        template = "admin/articles/category/tree.html"
        return TemplateResponse(request, template, context)

    def get_urls(self) -> list[URLPattern]:
        """Add the address that the arrows post to."""
        order = path(
            "<int:pk>/order/",
            self.admin_site.admin_view(self.order_view),
            name="articles_category_order",
        )
        return [order, *super().get_urls()]

    def order_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move a category one place up or down among its siblings."""
        if request.method != "POST":
            raise Http404
        if not self.has_change_permission(request):
            raise PermissionDenied
        category = get_object_or_404(Category.objects.without_tree_fields(), pk=pk)
        if not self.has_change_permission(request, category):
            raise PermissionDenied
        step = STEPS.get(request.POST.get("way", ""))
        if step is None:
            raise Http404
        moved = reorder(request, category, step)
        if not moved:
            messages.info(request, _t("“%s” is at the end already.") % category.name)
        address = reverse("admin:articles_category_changelist")
        return HttpResponseRedirect(f"{address}#category-{pk}")


@transaction.atomic
def reorder(request: HttpRequest, category: Category, step: int) -> bool:
    """Swap a category with its neighbour; readers' menus follow."""
    siblings = list(
        Category.objects.without_tree_fields()
        .filter(parent=category.parent_id)
        .order_by("position", "id")
    )
    here = next(n for n, one in enumerate(siblings) if one.pk == category.pk)
    there = here + step
    if not 0 <= there < len(siblings):
        return False
    siblings[here], siblings[there] = siblings[there], siblings[here]
    for position, sibling in enumerate(siblings):
        if sibling.position != position:
            sibling.position = position
            sibling.save(update_fields=["position"])
            page = page_of(sibling)
            if page is not None:
                follow(request, sibling, page)
    return True
