"""The filters above the list of articles: a select each, or a line to type in."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.article_form import LANGUAGES
from articles.admin.widgets import tree
from articles.models.desk import (
    Article,
    Byline,
    Category,
    Filing,
    Source,
    Stage,
    Standing,
    TaggedArticle,
)
from articles.text.numbers import row_number

Lookups = list[tuple[str, Any]]


class SelectFilter(admin.SimpleListFilter):
    """A filter shown as a select, so that many choices take one line."""

    template = "admin/articles/article/filter_select.html"

    def has_output(self) -> bool:
        """Stay, even where there is nothing to choose yet."""
        return True

    def choices(  # type: ignore[override] # other keys than Django's, for our template
        self, changelist: ChangeList
    ) -> Iterator[dict[str, Any]]:
        """Give the options with the values they send."""
        yield {"value": "", "display": _("all"), "selected": self.value() is None}
        for value, display in self.lookup_choices:
            yield {
                "value": value,
                "display": display,
                "selected": self.value() == str(value),
            }


class StageFilter(SelectFilter):
    """By stage."""

    title, parameter_name = _("stage"), "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the stages."""
        return list(Stage.choices)

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep one stage."""
        return queryset.filter(stage=self.value()) if self.value() else queryset


class StandingFilter(SelectFilter):
    """By standing."""

    title, parameter_name = _("standing"), "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the standings."""
        return list(Standing.choices)

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep one standing."""
        return queryset.filter(standing=self.value()) if self.value() else queryset


class CategoryFilter(SelectFilter):
    """By category, with all that lies below it."""

    title, parameter_name = _("category"), "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the tree, indented."""
        return [
            (node["pk"], "\u2003" * node["depth"] + str(node["name"]))
            for node in tree()
        ]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep what is filed in the subtree."""
        number = row_number(self.value())
        if not number:
            return queryset
        top = Category.objects.filter(pk=number).first()
        below = Category.objects.below(top) if top else Category.objects.none()
        filed = Filing.objects.filter(
            article=OuterRef("pk"), category__in=[one.pk for one in below]
        )
        return queryset.filter(Exists(filed))


class SourceFilter(SelectFilter):
    """By source."""

    title, parameter_name = _("source"), "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the sources."""
        return [
            (str(pk), name) for pk, name in Source.objects.values_list("pk", "name")
        ]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep one source."""
        source = row_number(self.value())
        return queryset.filter(source=source) if source else queryset


class LanguageFilter(SelectFilter):
    """By language."""

    title, parameter_name = _("language"), "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the languages of the form."""
        return list(LANGUAGES)

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep one language."""
        return queryset.filter(language=self.value()) if self.value() else queryset


class TypedFilter(SelectFilter):
    """A filter one types into, where there are too many choices to list."""

    template = "admin/articles/article/filter_typed.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer nothing: it is typed."""
        return []


class AuthorFilter(TypedFilter):
    """By the name in a byline."""

    title, parameter_name = _("author"), "author"

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep what somebody of that name signed."""
        name = self.value()
        if not name:
            return queryset
        signed = Byline.objects.filter(
            article=OuterRef("pk"), author__name__icontains=name
        )
        return queryset.filter(Exists(signed))


class TagFilter(TypedFilter):
    """By tag."""

    title, parameter_name = _("tag"), "tag"

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep what has a tag of that name."""
        if not self.value():
            return queryset
        tagged = TaggedArticle.objects.filter(
            content_object=OuterRef("pk"), tag__name__iexact=self.value()
        )
        return queryset.filter(Exists(tagged))


class MineFilter(SelectFilter):
    """Only my own."""

    title, parameter_name = _("whose"), "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:
        """Offer the person's own."""
        return [("1", _("mine"))]

    def queryset(
        self, request: HttpRequest, queryset: "QuerySet[Article]"
    ) -> "QuerySet[Article]":
        """Keep what the person began or signs."""
        if self.value() != "1":
            return queryset
        signed = Byline.objects.filter(
            article=OuterRef("pk"), author__user=request.user.pk
        )
        return queryset.filter(Q(created_by=request.user.pk) | Exists(signed))
