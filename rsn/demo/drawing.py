"""
Draw the picture of the demo community: a month's budget as pipes, wages in at the top, rent the large valve.

    python -m rsn.demo.drawing      writes content/images/budget-as-pipes.png again
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

TARGET = Path(__file__).resolve().parents[2] / "content" / "images" / "budget-as-pipes.png"
SIZE = (960, 600)
FINER = 3
"""Drawn so many times larger and then made smaller: round ends look round."""

PAPER, INK, WATER, BRASS = "#f7f3ea", "#3b2f3f", "#4f7f8f", "#c98a2b"
PIPE, THIN = 46, 20

Point = tuple[int, int]


def drawing() -> bytes:
    """Return the picture as a PNG of a few colours."""
    from PIL import Image, ImageDraw

    large = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), PAPER)
    _draw(ImageDraw.Draw(large))
    small = large.resize(SIZE, Image.Resampling.LANCZOS).quantize(64, method=Image.Quantize.MEDIANCUT)
    written = BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw(pen: ImageDraw) -> None:
    """Wages run down and then along; rent takes the widest branch, the rest leaves in many small ones."""
    _pipe(pen, [(170, 30), (170, 190), (840, 190), (840, 330)], PIPE)
    _pipe(pen, [(330, 205), (330, 560)], PIPE)
    for place, (x, length) in enumerate([(470, 420), (560, 350), (650, 470), (740, 380)]):
        _pipe(pen, [(x, 205), (x, length)], THIN)
        _drops(pen, (x, length + 26), 2 + place % 2)
    _drops(pen, (840, 356), 4)
    _wheel(pen, (330, 330), 62)
    _wheel(pen, (170, 110), 30)
    # The jar at the end: what is left over.
    _jar(pen, (790, 440), (890, 560))


def _scaled(*points: Point) -> list[Point]:
    return [(x * FINER, y * FINER) for x, y in points]


def _pipe(pen: ImageDraw, points: list[Point], width: int) -> None:
    for colour, wide in ((INK, width), (WATER, width - 12)):
        pen.line(_scaled(*points), fill=colour, width=wide * FINER, joint="curve")
        for x, y in points[1:-1]:
            _disc(pen, (x, y), wide // 2, colour)


def _disc(pen: ImageDraw, middle: Point, radius: int, colour: str) -> None:
    (x, y), r = middle, radius
    pen.ellipse(_scaled((x - r, y - r), (x + r, y + r)), fill=colour)


def _wheel(pen: ImageDraw, middle: Point, radius: int) -> None:
    """A valve: a wheel with four spokes on the pipe."""
    x, y = middle
    for colour, size in ((INK, radius), (BRASS, radius - 5), (INK, radius - 18), (PAPER, radius - 23)):
        _disc(pen, middle, max(size, 4), colour)
    for dx, dy in ((radius, 0), (0, radius)):
        pen.line(_scaled((x - dx, y - dy), (x + dx, y + dy)), fill=BRASS, width=9 * FINER)
    _disc(pen, middle, 12, INK)


def _drops(pen: ImageDraw, first: Point, many: int) -> None:
    for number in range(many):
        _disc(pen, (first[0], first[1] + 24 * number), 7 - number, WATER)


def _jar(pen: ImageDraw, corner: Point, other: Point) -> None:
    pen.rounded_rectangle(_scaled(corner, other), radius=14 * FINER, outline=INK, width=6 * FINER)
    (left, _), (right, bottom) = corner, other
    pen.rectangle(_scaled((left + 8, bottom - 30), (right - 8, bottom - 8)), fill=WATER)


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(drawing())
