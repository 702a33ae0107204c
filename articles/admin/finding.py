"""The search of the list of articles: by what one says, or by what one is called."""

import re
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.models.desk import Article, Byline
from articles.models.reader import Address
from articles.search import desk, parse
from articles.text.clean import strip_controls
from newsroom.delivery.addresses import PREFIXES

LANGUAGE = re.compile(rf"^(?:{'|'.join(filter(None, PREFIXES.values()))})(?=/)")


def find(articles: "QuerySet[Article]", text: str) -> "QuerySet[Article]":
    """Keep the articles somebody looks for, among those that they may see.

    A UUID or an address that was ever published names one; whatever else is looked
    for in the texts as readers' search does, and in the names that bylines and
    sources have today, and in slugs.
    """
    text = strip_controls(text).strip()
    if not text:
        return articles
    named = _uuid(text) or _owner(text)
    if named is not None:
        return articles.filter(uuid=named)
    signed = Byline.objects.filter(article=OuterRef("pk"), author__name__icontains=text)
    called = (
        Q(Exists(signed)) | Q(source__name__icontains=text) | Q(slug__icontains=text)
    )
    query = parse(text)
    return articles.filter(desk.matches(query) | called if query else called)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _owner(text: str) -> UUID | None:
    """Find whose an address is, typed or pasted whole, now or ever."""
    if "/" not in text:
        return None
    try:
        path = LANGUAGE.sub("", unquote(urlsplit(text).path))
    except ValueError:
        return None
    wanted = [path, path if path.endswith("/") else f"{path}/"]
    owners = Address.objects.filter(path__in=wanted, owner__startswith="article:")
    owner = owners.values_list("owner", flat=True).first()
    return _uuid(owner.partition(":")[2]) if owner else None
