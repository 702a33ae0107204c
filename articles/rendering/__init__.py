"""Source text to safe HTML: the only room that vouches for HTML."""

from articles.rendering.data import data_block
from articles.rendering.links import absolute_urls
from articles.rendering.pipeline import render
from articles.rendering.results import Heading, Picture, Rendered, RenderRefused
from articles.rendering.script import in_traditional
from articles.rendering.visible import visible_text

__all__ = [
    "Heading",
    "Picture",
    "RenderRefused",
    "Rendered",
    "absolute_urls",
    "data_block",
    "in_traditional",
    "render",
    "visible_text",
]
