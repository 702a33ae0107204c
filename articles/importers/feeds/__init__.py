"""Feeds as a wire service: RSS, Atom and JSON Feed, from a file or an address."""

from articles.importers.feeds.guard import FeedProblem, looks_like_a_feed
from articles.importers.feeds.items import Item
from articles.importers.feeds.reader import read_feed
from articles.importers.feeds.records import Options, as_records
from articles.importers.feeds.sources import (
    Answer,
    Conditions,
    find,
    get,
    is_address,
    is_feed_file,
    read_each,
    read_one,
    read_source,
)

__all__ = [
    "Answer",
    "Conditions",
    "FeedProblem",
    "Item",
    "Options",
    "as_records",
    "find",
    "get",
    "is_address",
    "is_feed_file",
    "looks_like_a_feed",
    "read_each",
    "read_feed",
    "read_one",
    "read_source",
]
