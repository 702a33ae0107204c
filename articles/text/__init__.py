"""Pure strings: slugs, excerpts, counts and cleaning; knows no Django.

``pinyin`` is imported by module where it is needed: its dictionaries cost a third
of a second and some 40 MB, which web processes have no use for.
"""

from articles.text import clean, counts, excerpts, slugs

__all__ = ["clean", "counts", "excerpts", "slugs"]
