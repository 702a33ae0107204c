"""The buttons above the text, and the words that its scripts say."""

from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.desk import Article
from articles.models.desk.articles import BodyFormat


class Tool(NamedTuple):
    """One button: what it does, how it is called, its keys, and the shape on it."""

    name: str
    title: str | Promise
    shape: str
    keys: str = ""
    toggles: bool = True
    only: str = ""
    """The format that has it; empty: both."""


TOOLS = (
    (
        Tool("heading2", _("Heading"), "M4 4v12M11 4v12M4 10h7M14 11q0-2 2-2t2 2q0 1.500-4 5h4", "Ctrl+Alt+2"),
        Tool("heading3", _("Subheading"), "M4 5v10M10 5v10M4 10h6M13 10q.5-1.500 2-1.500t2 1.500-1.500 2q2 .3 2 2t-2 1.800-2.500-1.300", "Ctrl+Alt+3"),
    ),
    (
        Tool("strong", _("Bold"), "M6 4h4.500q3 0 3 3t-3 3H6zM6 10h5.500q3 0 3 3t-3 3H6z", "Ctrl+B"),
        Tool("em", _("Emphasis"), "M9 4h5M6 16h5M11.500 4 8.500 16", "Ctrl+I"),
        Tool("link", pgettext_lazy("noun", "Link"), "M8.500 11.500q-2-2 0-4l2.500-2.500q2-1.800 3.800 0t0 3.800l-1.300 1.300M11.500 8.500q2 2 0 4L9 15q-2 1.800-3.800 0t0-3.800l1.300-1.300", "Ctrl+K"),
    ),
    (
        Tool("bullet", _("List"), "M8 5h9M8 10h9M8 15h9M3.500 5h1M3.500 10h1M3.500 15h1", "Ctrl+Shift+8"),
        Tool("ordered", _("Numbered list"), "M9 5h8M9 10h8M9 15h8M3.500 4l1-1v4.500M3 12q.5-1 1.500-1t1.200 1-2.700 4h3", "Ctrl+Shift+7"),
        Tool("quote", _("Quotation"), "M4 5v10M8 6h8M8 10h8M8 14h5", "Ctrl+Shift+9"),
        Tool("pullquote", _("Pull quote"), "M3 4h14M3 16h14M6 12q2.500-1 2.500-4H6v3M12 12q2.500-1 2.500-4H12v3", toggles=False),
    ),
    (
        Tool("picture", _("Picture"), "M3 4h14v12H3zM3 14l4-4 3 3 3-4 4 5M7 7.500h.1", toggles=False),
        Tool("gallery", _("Gallery"), "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z", toggles=False),
        Tool("embed", _("Film or post"), "M3 4h14v12H3zM8 7.500v5l4.500-2.500z", toggles=False),
        Tool("table", _("Table"), "M3 4h14v12H3zM3 8h14M3 12h14M10 4v12", toggles=False),
        Tool("codeblock", _("Code"), "M7 6l-4 4 4 4M13 6l4 4-4 4"),
        Tool("footnote", _("Footnote"), "M3 7v9M3 16h8M7 11h4M3 7h8M14 4l1.500-1v6", toggles=False, only="markdown"),
        Tool("rule", _("Line"), "M3 10h14", toggles=False),
    ),
    (
        Tool("undo", _("Undo"), "M7 5 3.500 8.500 7 12M3.500 8.500H12q4.500 0 4.500 4t-4.500 3.500", "Ctrl+Z", toggles=False),
        Tool("redo", _("Redo"), "M13 5l3.500 3.500L13 12M16.500 8.500H8q-4.500 0-4.500 4T8 16", "Ctrl+Shift+Z", toggles=False),
        Tool("find", _("Find and replace"), "M8.500 3.500a5 5 0 1 0 .1 0zM12 12.500l4.500 4.500", "Ctrl+F", toggles=False),
    ),
)  # fmt: skip


def surface(article: Article | None) -> dict[str, Any]:
    """Give what the template of the writing surface shows."""
    stored = article if article is not None and article.pk else None
    return {
        **_surface(stored.body_format if stored else Article().body_format),
        "preview": reverse("admin:articles_article_typed", args=[stored.pk])
        if stored
        else reverse("admin:articles_article_typed_new"),
    }


def surface_of_page() -> dict[str, Any]:
    """Give the same for a page beside the news, which is written in Markdown."""
    return {
        **_surface(BodyFormat.MARKDOWN),
        "preview": reverse("admin:articles_page_typed"),
    }


def _surface(body_format: str) -> dict[str, Any]:
    return {
        "tools": TOOLS,
        "format": body_format,
        "shown_at": reverse("admin:articles_image_shown", args=[UUID(int=0)]),
        "words": words(),
    }


def words() -> dict[str, Any]:
    """Give what the scripts say, in the desk's language."""
    return {
        "counts": _t("{characters} characters · {words} words · {minutes} min to read"),
        "placeholder": _t("Write here."),
        "picture": _t("Picture"),
        "failed": _t("It could not be sent. Try again."),
        "close": _t("Close"),
        "editPicture": _t("Edit picture"),
        "noCaption": _t("No caption"),
        "editSource": _t("Edit source"),
        "sourceOf": _t("Source of this piece"),
        "onlySource": _t("This text is shown as it is typed: it would not stay as it is otherwise."),
        "kinds": {
            "pullquote": _t("Pull quote"),
            "aside": _t("Aside"),
            "gallery": _t("Gallery"),
            "figure": _t("Figure"),
            **dict.fromkeys(
                ("note", "tip", "info", "warning", "caution", "danger", "important"),
                _t("Note"),
            ),
        },
        "phrases": phrases(),
    }  # fmt: skip


def phrases() -> dict[str, str]:
    """Give the words of CodeMirror's search panel."""
    return {
        "Find": _t("Find"),
        "Replace": _t("Replace with"),
        "next": _t("next"),
        "previous": _t("previous"),
        "all": _t("all"),
        "match case": _t("match case"),
        "regexp": _t("pattern"),
        "by word": _t("whole words"),
        "replace": _t("replace"),
        "replace all": _t("replace all"),
        "close": _t("Close"),
        "current match": _t("this one"),
        "replaced $ matches": _t("replaced $ places"),
        "replaced match on line $": _t("replaced in line $"),
        "on line": _t("in line"),
    }
