"""Names that a text signs with, offered beside it; nothing is taken over unasked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest

from articles.models.desk import Article, Author, Byline, Source
from articles.rendering import RenderRefused, render
from articles.text.bylines import Suggestion, suggestions
from articles.workflow import policy

FIELD = "use_byline"
"""What the buttons send: a name the text signs with, or `ALL`."""
ALL = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A name with its role, and whether this person may take it over."""

    suggestion: Suggestion
    known: bool
    allowed: bool


def section(article: Article, user: User, at: datetime) -> dict[str, Any]:
    """Give the panel the names the text signs with and the article does not."""
    if not policy.may_edit(user, article).allowed:
        return {"offers": []}
    offers = offered(article, user)
    usable = sum(one.allowed for one in offers)
    return {"offers": offers, "field": FIELD, "all": ALL if usable > 1 else ""}


def offered(article: Article, user: Any) -> list[Offer]:
    """Give the names that are not under the headline yet, in the text's order."""
    found = _found(article)
    if not found:
        return []
    signed = set(article.bylines.values_list("author__name", flat=True))
    names = {one.name for one in found}
    authors = Author.objects.filter(name__in=names)
    inactive = set(authors.filter(active=False).values_list("name", flat=True))
    known = set(authors.values_list("name", flat=True))
    sources = set(Source.objects.filter(name__in=names).values_list("name", flat=True))
    offers = []
    for one in found:
        if one.is_source:
            here, permission = one.name in sources, "articles.add_source"
            taken = article.source_id is not None
        else:
            here, permission = one.name in known, "articles.add_author"
            taken = one.name in signed | inactive
        if not taken:
            allowed = here or policy.holds(user, permission)
            offers.append(Offer(suggestion=one, known=here, allowed=allowed))
    return offers


def take_over(article: Article, request: HttpRequest) -> list[str]:
    """Put the names asked for under the headline, behind those there; give them."""
    wanted = set(request.POST.getlist(FIELD))
    taken = []
    for offer in offered(article, request.user) if wanted else ():
        one = offer.suggestion
        if offer.allowed and wanted & {one.name, ALL}:
            if one.is_source:
                article.source = Source.objects.get_or_create(name=one.name)[0]
                article.save(update_fields=["source"])
            else:
                _sign(article, one)
            taken.append(one.name)
    return taken


def _sign(article: Article, one: Suggestion) -> None:
    author = Author.objects.filter(name=one.name, active=True).order_by("id").first()
    author = author or Author.objects.create(name=one.name)
    Byline.objects.create(
        article=article,
        author=author,
        role=one.role,
        position=article.bylines.count(),
    )


def _found(article: Article) -> list[Suggestion]:
    try:
        body_format: Any = article.body_format
        text = render(article.body, format=body_format).text
    except RenderRefused:
        return []
    return suggestions(text)
