"""Feeds: RSS 2.0, Atom and JSON Feed 1.1 of every list."""

from articles.public.feeds.channels import Channel, address_of, identity_of
from articles.public.feeds.views import feed, respond

__all__ = ["Channel", "address_of", "feed", "identity_of", "respond"]
