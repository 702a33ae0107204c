"""Pictures for generated articles: abstract compositions in a section's colours."""

import io
import math
from collections.abc import Callable, Sequence
from random import Random

from PIL import Image, ImageDraw

SIZE = (1600, 1000)
SMOOTHING = 2
"""Drawn so many times larger, then reduced: edges come out smooth."""

Draw = ImageDraw.ImageDraw
Palette = Sequence[str]
"""Dark, main, light, paper, accent."""


def draw(palette: Palette, rng: Random, *, nth: int = 0) -> bytes:
    """Give a JPEG of a composition; the next ``nth`` is one of another kind."""
    width, height = (side * SMOOTHING for side in SIZE)
    canvas = Image.new("RGB", (width, height), palette[3])
    compositions = (_horizon, _tiles, _arcs, _waves, _columns)
    compose = compositions[nth % len(compositions)]
    compose(ImageDraw.Draw(canvas), (width, height), palette, rng)
    out = io.BytesIO()
    canvas.reduce(SMOOTHING).save(out, "JPEG", quality=88)
    return out.getvalue()


Compose = Callable[[Draw, tuple[int, int], Palette, Random], None]


def _circle(pen: Draw, x: float, y: float, radius: float, fill: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _horizon(pen: Draw, size: tuple[int, int], palette: Palette, rng: Random) -> None:
    """A low sun over water drawn in bands."""
    width, height = size
    dark, main, light, _, accent = palette
    level = height * rng.uniform(0.5, 0.66)
    sun = width * rng.uniform(0.25, 0.75)
    radius = height * rng.uniform(0.14, 0.24)
    _circle(pen, sun, level - radius * 0.35, radius, accent)
    pen.rectangle((0, level, width, height), fill=main)
    for step in range(9):
        y = level + (height - level) * (step / 9) ** 1.4
        half = width * rng.uniform(0.06, 0.34)
        thick = height * (0.004 + 0.002 * step)
        x = sun + width * rng.uniform(-0.1, 0.1)
        pen.rectangle(
            (x - half, y, x + half, y + thick), fill=(light, accent)[step % 2]
        )
    pen.polygon(
        [(0, level), (0, level * 0.86), (width * rng.uniform(0.2, 0.45), level)],
        fill=dark,
    )


def _tiles(pen: Draw, size: tuple[int, int], palette: Palette, rng: Random) -> None:
    """Quarter circles on a grid, as on old floors."""
    width, height = size
    across = rng.choice((5, 8))
    side = width // across
    for column in range(across):
        for row in range(height // side + 1):
            x, y = column * side, row * side
            ground, figure = rng.sample(list(palette), 2)
            pen.rectangle((x, y, x + side, y + side), fill=ground)
            corner = rng.randrange(4)
            left, top = x - side * (corner % 2), y - side * (corner // 2)
            box = (left, top, left + 2 * side, top + 2 * side)
            start = (180, 270, 90, 0)[corner]
            pen.pieslice(box, start, start + 90, fill=figure)


def _arcs(pen: Draw, size: tuple[int, int], palette: Palette, rng: Random) -> None:
    """Rings around a point at the edge, like the trails of stars."""
    width, height = size
    pen.rectangle((0, 0, width, height), fill=palette[0])
    x, y = width * rng.uniform(0.2, 0.8), height * rng.uniform(0.75, 1.05)
    for radius in range(height // 10, int(math.hypot(width, height)), height // 22):
        start = rng.uniform(150, 250)
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.arc(box, start, start + rng.uniform(25, 120),
                fill=rng.choice(palette[1:]), width=rng.choice((8, 12, 22)))  # fmt: skip
    _circle(pen, x, y - height * 0.03, height * 0.05, palette[4])


def _waves(pen: Draw, size: tuple[int, int], palette: Palette, rng: Random) -> None:
    """Layers of hills or waves, darker towards the front."""
    width, height = size
    _circle(
        pen,
        width * rng.uniform(0.2, 0.8),
        height * 0.26,
        height * rng.uniform(0.08, 0.14),
        palette[4],
    )
    layers = (palette[2], palette[1], palette[2], palette[1], palette[0])
    for place, fill in enumerate(layers):
        base = height * (0.4 + 0.13 * place)
        phase, turns = rng.uniform(0, 6), rng.uniform(1.1, 2.6)
        swell = height * rng.uniform(0.03, 0.09)
        crest = [
            (x, base + swell * math.sin(phase + turns * math.tau * x / width))
            for x in range(0, width + 1, 20)
        ]
        pen.polygon([*crest, (width, height), (0, height)], fill=fill)


def _columns(pen: Draw, size: tuple[int, int], palette: Palette, rng: Random) -> None:
    """Blocks of different height, a skyline or a chart."""
    width, height = size
    x = 0.0
    while x < width:
        wide = width * rng.uniform(0.03, 0.11)
        tall = height * rng.uniform(0.2, 0.85)
        fill = rng.choice(palette[:3])
        pen.rectangle((x, height - tall, x + wide, height), fill=fill)
        if rng.random() < 0.3:
            _circle(pen, x + wide / 2, height - tall, wide / 2, palette[4])
        x += wide + width * rng.choice((0, 0.006, 0.02))
    pen.rectangle((0, height * 0.94, width, height), fill=palette[0])
