"""Loads every page of the desk; imported once the other apps have registered theirs."""

from articles.admin import (
    articles,
    audit,
    authors,
    categories,
    checklist,
    comments,
    images,
    machinery,
    people,
    records,
    site_settings,
    sources,
    standing,
    tags,
    wires,
)

__all__ = [
    "articles",
    "audit",
    "authors",
    "categories",
    "checklist",
    "comments",
    "images",
    "machinery",
    "people",
    "records",
    "site_settings",
    "sources",
    "standing",
    "tags",
    "wires",
]
