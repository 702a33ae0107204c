"""The desk's own inputs: a tree to file under, tags to type, a picture to choose."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import get_select2_language
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from articles.models.desk import Category, Image
from articles.models.desk.tags import join_tags
from articles.text.numbers import row_number


def deferred(path: str) -> Script:
    """Load a script once the page it works on is there."""
    return Script(path, defer=True)


def module(path: str) -> Script:
    """Load a script that imports others; browsers run it once the page is there."""
    return Script(path, type="module")


class FromTemplates:
    """A mixin: the widget's template lies with the site's own templates."""

    template_name: str

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        """Render through the site's template engine."""
        context = self.get_context(name, value, attrs)  # type: ignore[attr-defined] # of forms.Widget
        return render_to_string(self.template_name, context)


class TagsInput(forms.TextInput):
    """A line of tags; with script, the admin's select2 with completion on top of it."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "desk-tags"})

    def format_value(self, value: Any) -> str:
        """Write tags as they are typed."""
        return value if isinstance(value, str) else join_tags(value or [])

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Name the address that completes what is typed."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-suggest"] = reverse(
            "admin:articles_tag_suggest"
        )
        return context

    @property
    def media(self) -> forms.Media:
        """Bring the select2 that Django's admin ships."""
        language = get_select2_language()
        i18n = [f"admin/js/vendor/select2/i18n/{language}.js"] if language else []
        return forms.Media(
            js=[
                "admin/js/vendor/jquery/jquery.min.js",
                "admin/js/vendor/select2/select2.full.min.js",
                *i18n,
                "admin/js/jquery.init.js",
                deferred("desk/tags.js"),  # type: ignore[list-item] # the stub knows paths only
            ],
            css={
                "screen": [
                    "admin/css/vendor/select2/select2.min.css",
                    "admin/css/autocomplete.css",
                ]
            },
        )


class CategoryTree(FromTemplates, forms.Widget):
    """The tree with boxes to tick; the chosen ones stand above it, in their order."""

    template_name = "admin/widgets/category_tree.html"
    reach: frozenset[int] | None = None
    """The categories that may be chosen or taken off here; None: all."""

    class Media:
        js = [deferred("desk/tree.js")]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[str]:
        """Take the ticked boxes in the order in which they stand on the page."""
        if isinstance(data, MultiValueDict):
            return data.getlist(name)
        return list(data.get(name, []))

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Read the whole tree once; each node knows its way from the root."""
        context = super().get_context(name, None, attrs)
        nodes = [node | {"shut": self._is_shut(node["pk"])} for node in tree()]
        order = [str(one) for one in value or []]
        chosen = {str(node["pk"]): node for node in nodes if str(node["pk"]) in order}
        context["widget"] |= {
            "chosen": [chosen[pk] for pk in order if pk in chosen],
            "nodes": [node | {"chosen": str(node["pk"]) in chosen} for node in nodes],
        }
        return context

    def _is_shut(self, pk: int) -> bool:
        return self.reach is not None and pk not in self.reach


def tree() -> list[dict[str, Any]]:
    """Give all categories in the tree's order, with depth and path of names."""
    names: dict[int | None, tuple[str, ...]] = {None: ()}
    nodes = []
    for category in Category.objects.with_tree_fields():
        trail = (*names[category.parent_id], category.name)
        names[category.pk] = trail
        nodes.append(
            {
                "pk": category.pk,
                "name": category.name,
                "trail": " › ".join(trail),
                "depth": len(trail) - 1,
            }
        )
    return nodes


class PictureInput(FromTemplates, forms.TextInput):
    """A picture from the library: shown, chosen in a pop-up, or taken off.

    ``whole`` shows it uncropped, as a logo has to be.
    """

    template_name = "admin/widgets/picture.html"

    class Media:
        js = ["admin/js/vendor/jquery/jquery.min.js", "admin/js/jquery.init.js",
              deferred("desk/picture.js")]  # fmt: skip

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__(attrs={"class": "vForeignKeyRawIdAdminField"})
        self.whole = whole

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Look the picture up, to show it."""
        context = super().get_context(name, value, attrs)
        pk = row_number(str(value)) if value else 0
        picture = Image.objects.filter(pk=pk).first() if pk else None
        context["widget"] |= {
            "picture": picture,
            "library": reverse("admin:articles_image_changelist"),
            "shown_at": reverse("admin:articles_image_file", args=["0"]),
            "size": "?size=large" if self.whole else "",
        }
        return context
