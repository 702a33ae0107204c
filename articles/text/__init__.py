"""Pure strings: slugs, excerpts, counts, differences, likeness; knows no Django.

``pinyin`` is imported by module: it is a service on request, and loads its
dictionaries when first asked.
"""

from articles.text import clean, counts, differences, excerpts, fingerprints, slugs

__all__ = ["clean", "counts", "differences", "excerpts", "fingerprints", "slugs"]
