"""The geometry of renditions: pure arithmetic on widths, heights and a focus."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

Box = tuple[float, float, float, float]

WHOLE = "original"
RATIOS = {"16:9": 16 / 9, "4:3": 4 / 3, "1:1": 1.0, "og": 1200 / 630}
MAX_HEIGHT = 16_000
"""WebP ends at 16,383; a long picture is shown narrower instead."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The point of a picture that a crop must keep, in percent from left and top."""

    x: int = 50
    y: int = 50


@dataclass(frozen=True, slots=True)
class Cut:
    """One rendition: the part of the picture it shows, and its size."""

    box: Box
    width: int
    height: int


def cuts(
    size: tuple[int, int], ratio: str, widths: Sequence[int], focus: Focus
) -> list[Cut]:
    """Give the renditions of one ratio, narrow to wide, none wider than its source.

    A source narrower than the widest asked for is also given at its own width.
    """
    box = crop_box(size, ratio, focus)
    wide, high = box[2] - box[0], box[3] - box[1]
    own = min(int(wide), int(wide * MAX_HEIGHT / high) or 1)
    largest = min(max(widths), own)
    chosen = sorted({width for width in widths if width < largest} | {largest})
    return [Cut(box, width, max(1, round(width * high / wide))) for width in chosen]


def crop_box(size: tuple[int, int], ratio: str, focus: Focus) -> Box:
    """Give the largest part in a ratio whose middle is as near the focus as can be."""
    width, height = size
    if ratio == WHOLE:
        return (0, 0, width, height)
    wanted = RATIOS[ratio]
    wide = min(width, max(1, round(height * wanted)))
    high = min(height, max(1, round(width / wanted)))
    left = min(max(round(width * focus.x / 100 - wide / 2), 0), width - wide)
    top = min(max(round(height * focus.y / 100 - high / 2), 0), height - high)
    return (left, top, left + wide, top + high)


def scale_needed(all_cuts: Sequence[Cut]) -> float:
    """Give the part of the full resolution that the sharpest cut still needs."""
    return min(1.0, max(cut.width / (cut.box[2] - cut.box[0]) for cut in all_cuts))


def scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    """Give a size at a scale, never less than it must be."""
    return (
        min(size[0], ceil(size[0] * scale)),
        min(size[1], ceil(size[1] * scale)),
    )


def scaled_box(box: Box, from_size: tuple[int, int], to_size: tuple[int, int]) -> Box:
    """Give the same part of a picture after it was made smaller."""
    across, down = to_size[0] / from_size[0], to_size[1] / from_size[1]
    return (
        box[0] * across,
        box[1] * down,
        min(box[2] * across, to_size[0]),
        min(box[3] * down, to_size[1]),
    )
