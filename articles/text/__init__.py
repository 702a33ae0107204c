"""Pure strings: slugs, excerpts, counts and cleaning; knows no Django.

``pinyin`` is imported by module: it is a service on request, and loads its
dictionaries when first asked.
"""

from articles.text import clean, counts, excerpts, slugs

__all__ = ["clean", "counts", "excerpts", "slugs"]
