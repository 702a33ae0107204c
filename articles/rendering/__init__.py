"""Source text to safe HTML: the only room that vouches for HTML."""

from articles.rendering.data import data_block
from articles.rendering.links import absolute_urls
from articles.rendering.pipeline import VERSION, render
from articles.rendering.references import article_at, articles_in
from articles.rendering.results import (
    Heading,
    Picture,
    Rendered,
    RenderRefused,
    Sizes,
    Source,
)
from articles.rendering.script import in_traditional
from articles.rendering.to_markdown import one_line, to_markdown
from articles.rendering.visible import visible_text

__all__ = [
    "VERSION",
    "Heading",
    "Picture",
    "RenderRefused",
    "Rendered",
    "Sizes",
    "Source",
    "absolute_urls",
    "article_at",
    "articles_in",
    "data_block",
    "in_traditional",
    "one_line",
    "render",
    "to_markdown",
    "visible_text",
]
