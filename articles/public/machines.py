"""Addresses for machines alone: they exist once, not in every language."""

from django.urls import path

from articles.public import (
    converters,  # noqa: F401 - registers what the angle brackets name
    robots,
    sitemaps,
)

app_name = "machines"

months = "sitemap-<year:year>-<two:month>"

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap-lists-part<part:part>.xml", sitemaps.lists, name="sitemap_lists"),
    path(f"{months}.xml", sitemaps.month, name="sitemap_month"),
    path(f"{months}-part<part:part>.xml", sitemaps.month, name="sitemap_month"),
]
