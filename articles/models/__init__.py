"""The two sides of the newsroom: `desk` writes, `reader` reads, neither points across."""

from articles.models import desk, reader

__all__ = ["desk", "reader"]
