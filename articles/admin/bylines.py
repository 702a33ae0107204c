"""The names under a headline, in their order."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models.desk import Article, Byline
from articles.workflow import policy

LAST = 999


class BylineForm(forms.ModelForm):
    """One byline, counted from one as people do; without a number it goes last."""

    position = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=LAST,
        label="#",
        widget=forms.NumberInput(
            attrs={"class": "desk-position", "aria-label": _("order")}
        ),
    )

    class Meta:
        model = Byline
        fields = ("author", "role", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["position"] = self.instance.position + 1
        for name in ("author", "role"):
            if name in self.fields:
                widget = self.fields[name].widget
                inner = getattr(widget, "widget", None) or widget
                inner.attrs["aria-label"] = self.fields[name].label

    def clean_position(self) -> int:
        """Count from nought; put a byline without a number last."""
        position = self.cleaned_data["position"]
        return LAST if position is None else max(position - 1, 0)


class BylineFormSet(forms.BaseInlineFormSet):
    """The bylines of one article; every box says what it is for."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Name the box that takes a byline off."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Take off")


class BylineInline(admin.TabularInline):
    """Bylines on the form of their article."""

    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ("position", "author", "role")
    autocomplete_fields = ("author",)
    extra = 1
    template = "admin/edit_inline/tabular.html"

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Leave out the buttons that would lead away from the text."""
        formset = super().get_formset(request, obj, **kwargs)
        if "author" in formset.form.base_fields:
            widget = formset.form.base_fields["author"].widget
            widget.can_change_related = widget.can_view_related = False
        return formset

    def has_view_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Bylines are seen with their article."""
        if isinstance(obj, Article):
            return policy.may_see(request.user, obj).allowed
        return policy.holds(request.user, "articles.view_article")

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Bylines are changed with their article."""
        if isinstance(obj, Article):
            return policy.may_edit(request.user, obj).allowed
        return policy.may_write(request.user).allowed

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Bylines are added with their article."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Bylines are taken off with their article."""
        return self.has_change_permission(request, obj)


def renumber(article: Article) -> None:
    """Number an article's bylines 0, 1, 2 … in the order they were given."""
    for position, byline in enumerate(article.bylines.order_by("position", "id")):
        if byline.position != position:
            Byline.objects.filter(pk=byline.pk).update(position=position)
