"""The only reader of `settings.NEWSROOM`; checked by `articles.checks`."""

import dataclasses
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, kw_only=True)
class Conf:
    """What a newsroom decides about itself, with a default for everything."""

    name: str = "新闻室 Newsroom"
    """The nameplate: masthead, feeds, covers."""
    tagline: str = "先求真，再求快 · First true, then fast"
    """One line under the nameplate; the description of the feeds."""
    site_url: str = "http://localhost:8000"
    """Where readers find the site, without a slash at the end; absolute addresses start with it."""
    security_contact: str = ""
    """Whom to tell of a hole, as `mailto:` or `https:`; empty: security@ the site's host."""
    page_size: int = 20
    """Stories on a list page."""
    feed_size: int = 30
    """Stories in a feed."""
    websub_hubs: tuple[str, ...] = ()
    """Hubs that are told of every change and tell those who subscribe; none: nobody is."""
    comments: bool = True
    """Whether readers may comment at all; off, no article shows any comment."""
    comments_size: int = 30
    """Comments on a page."""
    proxies: int = 0
    """Proxies in front of the site that name the visitor in X-Forwarded-For."""
    outlets: tuple[str, ...] = ()
    """Names that are outlets, not people, when an import gives them as the author."""
    fetch_timeout: float = 8.0
    """Seconds a remote picture may stay silent."""
    fetch_seconds: float = 30.0
    """Seconds a remote picture may take altogether."""
    fetch_max_bytes: int = 20 * 1024 * 1024
    """Bytes a remote picture may have."""
    fetch_max_redirects: int = 4
    """Redirects followed to a remote picture; each address is checked anew."""
    fetch_ports: tuple[int, ...] = (80, 443)
    """Ports a remote picture may come from."""
    fetch_attempts: int = 6
    """Tries before a remote picture counts as failed."""
    picture_max_bytes: int = 40 * 1024 * 1024
    """Bytes a picture may have when it is taken in."""
    picture_max_pixels: int = 50_000_000
    """Width times height above which a picture is refused before it is decoded."""


NAMES = {field.name.upper(): field.name for field in dataclasses.fields(Conf)}


def conf() -> Conf:
    """Answer the newsroom's settings as they are now, overrides in tests included."""
    return _read(tuple(settings.NEWSROOM.items()))


@lru_cache(maxsize=8)
def _read(items: tuple[tuple[str, Any], ...]) -> Conf:
    unknown = [name for name, _ in items if name not in NAMES]
    if unknown:
        raise ImproperlyConfigured(
            f"settings.NEWSROOM has no {', '.join(unknown)}. "
            f"It knows {', '.join(sorted(NAMES))}."
        )
    return Conf(**{NAMES[name]: value for name, value in items})
