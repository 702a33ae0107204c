"""Which cached pages a change touches: a pure set of keys.

A page is stored under the keys of what it shows. Lists and feeds: `list:<label>`,
`article:<uuid>` for each card, `name:<label>` for each name. An article's page:
`article:<uuid>`, `beside:<uuid>`, `translations:<uuid of the original>` and the names. Indexes: `index:<kind>`, `archive`;
every page: `sections` for its masthead. The list of corrections: `corrections`.
Redirects and what is gone: `address:<path>` and the keys of what they lead to; a 404:
`misses`, since anything new may take its place.
Its comments: `comments:<uuid>`, on it and on their further pages.
What the desk placed on the front page: `front`, on that page alone.
What goes with an article: `related:<uuid>`, on its page alone; what is read most under a
label: `read:<label>`.
The site's own name, colours and links: `site`, on every page. A page beside the news:
`page:<uuid>`.
Sitemaps, which date what they list: `sitemap`, and `sitemap:<month>` for articles.
"""

from collections.abc import Iterable
from datetime import date

from articles.models.reader import PublishedArticle


def keys(before: PublishedArticle | None, after: PublishedArticle | None) -> set[str]:
    """Give the keys of all pages that one article's change is visible on.

    ``before`` and ``after`` are its reader rows; None where it is not live.
    """
    if before is None or after is None:
        return (
            _came_or_went(before or after)
            | _of_corrections(before, after)
            | _of_translations(before, after)
        )
    touched = {f"article:{after.uuid}", *_sitemaps(after.day)}
    joined_or_left = set(before.label_keys()) ^ set(after.label_keys())
    touched |= {f"list:{key}" for key in joined_or_left}
    touched |= {f"index:{kind_of(key)}" for key in joined_or_left}
    if joined_or_left or before.path != after.path:
        touched.add("misses")
    if before.path != after.path:
        touched |= {f"address:{before.path}", f"address:{after.path}"}
    return touched | _of_corrections(before, after) | _of_translations(before, after)


def _of_translations(
    before: PublishedArticle | None, after: PublishedArticle | None
) -> set[str]:
    """Name the pages of the same text in other languages where what links here changes."""
    shown = [
        (row.group, row.language, row.title, row.path)
        for row in (before, after)
        if row is not None
    ]
    unchanged = len(shown) == 2 and shown[0] == shown[1]
    return set() if unchanged else {f"translations:{group}" for group, *_ in shown}


def _of_corrections(
    before: PublishedArticle | None, after: PublishedArticle | None
) -> set[str]:
    """Name the list of corrections where what it says of the article changes."""
    said = [row.corrections or [] for row in (before, after) if row is not None]
    unchanged = len(said) == 2 and said[0] == said[1]
    return set() if unchanged or not any(said) else {"corrections"}


def _came_or_went(article: PublishedArticle | None) -> set[str]:
    if article is None:
        return set()
    touched = {f"article:{article.uuid}", f"address:{article.path}", "archive"}
    touched |= {f"list:{key}" for key in article.label_keys()}
    touched |= {f"list:{period}" for period in periods(article.day)}
    touched |= {"misses", *_sitemaps(article.day)}
    return touched | {f"index:{kind_of(key)}" for key in article.label_keys()}


def _sitemaps(day: date) -> set[str]:
    return {"sitemap", f"sitemap:{day:%Y-%m}"}


def of_neighbours(neighbours: Iterable[PublishedArticle | None]) -> set[str]:
    """Give the keys of article pages whose previous or next link changes."""
    return {f"beside:{one.uuid}" for one in neighbours if one is not None}


def of_label(key: str, paths: Iterable[str] = ()) -> set[str]:
    """Give the keys of pages that show a label's name or link to its paths."""
    named = {f"name:{key}", f"index:{kind_of(key)}", "sitemap"}
    addresses = {f"address:{path}" for path in paths}
    return named | addresses | ({"misses"} if addresses else set())


def periods(day: date) -> tuple[str, str, str]:
    """Name the year, month and day archives a day belongs to."""
    return (f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}")


def kind_of(key: str) -> str:
    """Tell a label's kind from its key."""
    return key.partition(":")[0]
