"""Addresses for machines alone: they exist once, not in every language."""

from django.urls import path

from articles.public import (
    converters,  # noqa: F401 - registers what the angle brackets name
    llms,
    news,
    opensearch,
    opml,
    robots,
    sitemaps,
    theme,
    wellknown,
)

app_name = "machines"

months = "sitemap-<year:year>-<two:month>"

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("llms.txt", llms.llms, name="llms"),
    path(".well-known/security.txt", wellknown.security, name="security"),
    path("opensearch.xml", opensearch.opensearch, name="opensearch"),
    path("site.webmanifest", wellknown.manifest, name="manifest"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
    path("news-sitemap.xml", news.news, name="news_sitemap"),
    path("theme.css", theme.theme, name="theme"),
    path("feeds.opml", opml.opml, name="opml"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-lists.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap-lists-part<part:part>.xml", sitemaps.lists, name="sitemap_lists"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path(f"{months}.xml", sitemaps.month, name="sitemap_month"),
    path(f"{months}-part<part:part>.xml", sitemaps.month, name="sitemap_month"),
]
