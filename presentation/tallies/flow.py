"""
The drawing of a count by rounds: a lane for each option, and ribbons where votes stay and where they go.

Whole numbers in units of the drawing; it is stretched to its place, so no shape relies on round corners. Where
several go out together nobody can tell whose votes went where: their ribbons meet before they part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from presentation.tallies.rounds import Rounds, Stage

LANE = 40
TALLEST = 32
COLUMN = 100
BAR = 18
EXHAUSTED = ""
"""The lane below all options."""

MOST_STAGES = 14
"""With more the ribbons would be too short to follow; the table tells it all."""


@dataclass(frozen=True)
class Bar:
    """Votes of an option in a stage; *kind* is in, elected, out or exhausted: how it is filled."""

    x: int
    y: int
    height: int
    kind: str


@dataclass(frozen=True)
class Ribbon:
    """*path* of votes that stay (*moved* false) or go on."""

    path: str
    moved: bool


@dataclass(frozen=True)
class Flow:
    width: int
    height: int
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]


@dataclass(frozen=True)
class _End:
    """A slice of a bar: where it begins and how tall it is."""

    x: int
    y: int
    height: int


def flow(told: Rounds) -> Flow | None:
    """Return the drawing; None where there is nothing to follow, or too much."""
    if not 2 <= len(told.stages) <= MOST_STAGES:
        return None
    drawing = _Drawing(told)
    return Flow(
        width=COLUMN * (len(told.stages) - 1) + BAR,
        height=LANE * (len(told.order) + 1),
        bars=tuple(drawing.bars()),
        ribbons=tuple(drawing.ribbons()),
    )


class _Drawing:
    def __init__(self, told: Rounds) -> None:
        self._stages = told.stages
        self._lanes = {option: lane for lane, option in enumerate((*told.order, EXHAUSTED))}
        self._most = max(max(map(Fraction, self._votes(stage).values())) for stage in told.stages) or Fraction(1)

    def bars(self) -> Iterator[Bar]:
        for column, stage in enumerate(self._stages):
            kinds = {o: "out" if a.kind == "out" else "elected" for a in stage.acts for o in a.options}
            for option, votes in self._votes(stage).items():
                if Fraction(votes):
                    end = self._slice(column, option, votes, "0", votes)
                    kind = kinds.get(option, "in") if option else "exhausted"
                    yield Bar(end.x, end.y, end.height, kind)

    def ribbons(self) -> Iterator[Ribbon]:
        for column, (stage, after) in enumerate(zip(self._stages, self._stages[1:], strict=False)):
            left, right = self._votes(stage), self._votes(after)
            stay = {o: str(min(Fraction(left[o]), Fraction(right[o]))) for o in left if o in right}
            for option, votes in stay.items():
                if Fraction(votes):
                    yield _ribbon(
                        self._slice(column, option, left[option], "0", votes, leaving=True),
                        self._slice(column + 1, option, right[option], "0", votes),
                        moved=False,
                    )
            yield from self._moved(column, stage, left, right)

    def _moved(
        self, column: int, stage: Stage, left: Mapping[str, str], right: Mapping[str, str]
    ) -> Iterator[Ribbon]:
        if not stage.moves:
            return
        act = stage.acts[-1]
        gains = {gain.option: gain.votes for gain in stage.gains} | {EXHAUSTED: stage.exhausted_more}
        into = [
            self._slice(column + 1, o, right[o], str(Fraction(right[o]) - Fraction(more)), more)
            for o, more in gains.items()
            if Fraction(more)
        ]
        out_of = [
            self._slice(column, o, left[o], str(Fraction(left[o]) - Fraction(act.votes)), act.votes, leaving=True)
            for o in act.options
            if Fraction(left[o])
        ]
        if not into or not out_of:
            return
        if len(out_of) > 1:
            total = sum(end.height for end in out_of)
            knot = _End(out_of[0].x + COLUMN // 3, sum(end.y for end in out_of) // len(out_of), total)
            yield from (_ribbon(a, b, moved=True) for a, b in zip(out_of, _cut(knot, out_of), strict=True))
            out_of = [knot]
        yield from (_ribbon(a, b, moved=True) for a, b in zip(_cut(out_of[0], into), into, strict=True))

    def _votes(self, stage: Stage) -> dict[str, str]:
        return {**stage.votes, EXHAUSTED: stage.exhausted}

    def _slice(
        self, column: int, option: str, votes: str, above: str, height: str, *, leaving: bool = False
    ) -> _End:
        """Return the slice of the option's bar that begins *above* votes below its top."""
        top = self._lanes[option] * LANE + (LANE - self._long(votes)) // 2
        x = column * COLUMN + (BAR if leaving else 0)
        return _End(x, top + self._long(above), max(1, self._long(height)))

    def _long(self, votes: str) -> int:
        return int(Fraction(votes) * TALLEST / self._most)


def _cut(end: _End, like: Sequence[_End]) -> Iterator[_End]:
    """Yield *end* in slices as tall as those of *like*, from the top."""
    y = end.y
    for one in like:
        yield _End(end.x, y, one.height)
        y += one.height


def _ribbon(start: _End, end: _End, *, moved: bool) -> Ribbon:
    middle = (start.x + end.x) // 2
    low, back = end.y + end.height, start.y + start.height
    return Ribbon(
        f"M{start.x} {start.y}C{middle} {start.y} {middle} {end.y} {end.x} {end.y}"
        f"V{low}C{middle} {low} {middle} {back} {start.x} {back}Z",
        moved,
    )
