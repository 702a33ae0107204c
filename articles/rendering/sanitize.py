"""The sanitiser: last in the pipeline, and the only module that knows nh3."""

import nh3

CLEANER = nh3.Cleaner(
    tags=nh3.ALLOWED_TAGS - {"map", "area", "center", "tt", "strike", "acronym"},
    clean_content_tags={"script", "style", "title"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)


def sanitize(html: str) -> str:
    """Return only what the allow-list names."""
    return CLEANER.clean(html)
