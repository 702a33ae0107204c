"""Colours as people write them, and whether they can be read on each other."""

import re

HEX = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
READABLE = 4.5
"""The least contrast of text and of marks that mean something (WCAG 2.2, 1.4.3)."""
LIGHT_GROUNDS = ("#fffefb", "#f4f1ea")
"""The paper and its tint by day, as `static/paper/paper.css` has them."""
DARK_GROUNDS = ("#14161a", "#1d2025")
"""The same by night."""


def is_colour(text: str) -> bool:
    """Say whether a text is a colour as `#rrggbb`."""
    return bool(HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 (none) to 21 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(colour: str, grounds: tuple[str, ...]) -> float:
    """Give a colour's contrast on the ground it stands out from least."""
    return min(contrast(colour, ground) for ground in grounds)


def _luminance(colour: str) -> float:
    red, green, blue = (
        _linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= 0.04045:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
