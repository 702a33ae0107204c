"""Which articles of the newsroom a source links to, by their UUID.

`article:<uuid>` stands where a link's address would.
"""

import re
from uuid import UUID

NAME = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
ARTICLE = re.compile(rf"\barticle:({NAME})\b", re.IGNORECASE)
ALONE = re.compile(rf"article:({NAME})(#\S*)?", re.IGNORECASE)


def articles_in(source: str) -> set[UUID]:
    """Give every article that a source links to; one in a piece of code counts too."""
    if "article:" not in source.lower():
        return set()
    return {UUID(name) for name in ARTICLE.findall(source)}


def article_at(address: str) -> tuple[UUID, str] | None:
    """Give the article that an address names and the place in it, `#…` or empty."""
    found = ALONE.fullmatch(address.strip())
    return (UUID(found[1]), found[2] or "") if found else None
