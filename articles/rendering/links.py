"""Addresses inside safe HTML."""

import re
from urllib.parse import urljoin

ADDRESS = re.compile(r'(<[a-z][^>]*? (?:href|src|poster|cite)=")([^"]*)')


def absolute_urls(html: str, base: str) -> str:
    """Make every relative address in safe HTML absolute, for feeds."""
    return ADDRESS.sub(lambda found: found[1] + urljoin(base, found[2]), html)
