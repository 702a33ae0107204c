"""What stands beside something else in a line, in any language."""

from django import template

register = template.Library()

FULL = tuple("，。：；？！、）】》」』")


@register.filter
def spaced(text: str) -> str:
    """Give a piece of a line and the space after it, if its last character wants one.

    Chinese punctuation is as wide as a character and brings its own space.
    """
    return text if text.endswith(FULL) else f"{text} "
