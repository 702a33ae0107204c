"""What every page about one article shares: rail, title, and the way back."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models.desk import Article


def frame(request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
    """Give the context that the desk's templates need around a page of its own."""
    return {
        **admin.site.each_context(request),
        "opts": Article._meta,
        "article": article,
        "title": title,
    }
