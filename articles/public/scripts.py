"""Under /zh-hant/, what is written in Simplified Chinese is shown in Traditional.

Pages are converted whole, when they are finished: no template can forget a part. What
programs read (feeds) is converted as rows, by `in_script`. Why:
docs/adr/0082.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from articles.models.reader import Label, PublishedArticle
from articles.public.stories import Names, Story
from articles.rendering import in_traditional
from articles.text.traditional import traditional
from newsroom.delivery.addresses import interface_code, interface_language

TRADITIONAL = "zh-hant"
PLAIN = ("title", "deck", "excerpt")
PICTURES = ("picture", "lead_picture")
DESCRIBED = {"alt", "caption", "credit"}


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer a public page in the script of its address."""
    html = render_to_string(template, dict(context), request)
    if interface_language() == TRADITIONAL:
        html = in_traditional(html)
    return HttpResponse(html, status=status)


def is_converted(language: str) -> bool:
    """Say whether this address shows texts of a language in another script."""
    return interface_language() == TRADITIONAL and interface_code(language) == "zh-hans"


def said(text: str) -> str:
    """Give a name of the site's as this address writes it, for what is not a page."""
    return traditional(text) if interface_language() == TRADITIONAL else text


def in_script(stories: Iterable[Story]) -> list[Story]:
    """Give stories as this address shows them, for what is not a page."""
    if interface_language() != TRADITIONAL:
        return list(stories)
    return [Story(_article(one.article), _names(one.names)) for one in stories]


def label_in_script(label: Label) -> Label:
    """Give a list's subject as this address names it, for what is not a page."""
    return _label(label) if interface_language() == TRADITIONAL else label


def _names(names: Names) -> Names:
    return {key: _label(label) for key, label in names.items()}


def _label(label: Label) -> Label:
    other = copy(label)
    other.name = traditional(label.name)
    other.description = traditional(label.description)
    return other


def _article(article: PublishedArticle) -> PublishedArticle:
    if not is_converted(article.language):
        return article
    other = copy(article)
    other.language = "zh-Hant"
    for name in PLAIN:
        setattr(other, name, traditional(getattr(article, name)))
    other.body_html = in_traditional(article.body_html)
    for name in PICTURES:
        facts = getattr(article, name)
        setattr(other, name, facts and _picture(facts))
    other.corrections = article.corrections and [
        {**said, "text": traditional(said["text"])} for said in article.corrections
    ]
    return other


def _picture(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: traditional(value) if name in DESCRIBED and value else value
        for name, value in facts.items()
    }
