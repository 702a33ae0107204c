"""Feeds: RSS 2.0, Atom and JSON Feed 1.1 of every list."""

from articles.public.feeds.views import feed

__all__ = ["feed"]
