"""
Measure the matching: the whole of it against the bare solver on the same matrix, and circles.

Run by `make bench`. A ratio is the middle of pairs run one after the other in one process, so that a busy machine
slows both alike. "Whole" starts at people and needs and ends at suggestions with reasons; "bare" is one call of
scipy's linear_sum_assignment on the finished matrix of points.
"""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from domain.matching.assignment import assign, in_order
from domain.matching.circles import arrange
from domain.matching.model import NO_BLOCKS, Arrangement, Blocks, CircleKind, Giver, Seeker
from domain.matching.pairs import weigh
from domain.matching.ranking import top
from domain.matching.solver import Pairs
from domain.people import Fluency, Level
from domain.time_bands import BANDS

SKILLS = 40
ZONES = 8
LANGUAGES = ("en", "es", "ar", "ti", "pl")
SPEAKERS = (95, 20, 12, 6, 5)
"""Of a hundred members so many speak each language."""

START = datetime(2026, 1, 1, tzinfo=UTC)
PAIRED_RUNS = 5
SIZES = (250, 500, 1000, 2000)
CIRCLE_SIZES = (100, 200, 500, 1000)


@dataclass(frozen=True)
class Community:
    """Members with two to five skills and at most one need each."""

    needs: tuple[Seeker, ...]
    givers: tuple[Giver, ...]
    blocks: Blocks


def community(members: int, chance: Random, *, asking: float = 1) -> Community:
    """Draw a community in which the share *asking* has a need; of the others each may start a chain."""
    names = [f"m{n:05}" for n in range(members)]
    pairs = [frozenset(chance.sample(names, 2)) for _ in range(members // 50)] if members > 1 else []
    needs = tuple(a_need(name, n, chance) for n, name in enumerate(names) if chance.random() < asking)
    with_need = {need.member for need in needs}
    givers = tuple(a_giver(name, chance, asks_nothing=name not in with_need) for name in names)
    return Community(needs, givers, frozenset(pairs) or NO_BLOCKS)


def a_need(member: str, number: int, chance: Random) -> Seeker:
    first = chance.randrange(SKILLS)
    guarded = {skill(n) for n in (first, first + 1, first + 2) if n % SKILLS % 4 == 0}
    return Seeker(
        id=f"need-{member}",
        member=member,
        skill=skill(first),
        made_at=START + timedelta(minutes=number),
        also=(skill(first + 1), skill(first + 2)),
        guarded=frozenset(guarded),
        languages=tuple(chance.choices(LANGUAGES, SPEAKERS)) if chance.random() < 0.6 else (),
        zone=zone(chance),
        here_only=chance.random() < 0.1,
        bands=tuple(chance.sample(BANDS, 4)) if chance.random() < 0.7 else (),
    )


def a_giver(member: str, chance: Random, *, asks_nothing: bool) -> Giver:
    held = [skill(n) for n in chance.sample(range(SKILLS), chance.randint(2, 5))]
    known = chance.random() < 0.8
    return Giver(
        member=member,
        skills={s: chance.choices(list(Level), (2, 6, 2))[0] for s in held},
        cleared=frozenset(s for s in held if chance.random() < 0.7),
        languages={
            code: chance.choice(list(Fluency))
            for code, of_hundred in zip(LANGUAGES, SPEAKERS, strict=True)
            if chance.randrange(100) < of_hundred
        },
        zone=zone(chance),
        bands=tuple(chance.sample(BANDS, chance.randint(4, 14))) if known else None,
        confirmed_days=chance.randrange(120) if known else None,
        free=chance.choices((0, 1, 2), (1, 6, 3))[0],
        carried=int(chance.expovariate(1 / 12)),
        asks_nothing=asks_nothing,
    )


def skill(number: int) -> str:
    return f"skill-{number % SKILLS:02}"


def zone(chance: Random) -> str:
    return f"zone-{chance.randrange(ZONES)}"


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the tables."""
    warm_up()
    print("All needs at once: the whole against the bare solver on the same matrix (aim: 3 at 2000 x 2000)")
    print(f"{'needs x people':>15} {'pairs':>9} {'whole':>9} {'bare':>9} {'ratio':>6} {'a need':>9}")
    for size in SIZES:
        print(assignment_line(size), flush=True)
    print("\nThe same where every pair fits, the worst there is")
    print(dense_line(SIZES[-1]), flush=True)
    print("\nCircles and chains of up to four legs (aim: 500 members in a few seconds)")
    print(f"{'members':>15} {'legs':>9} {'circles':>9} {'chains':>9} {'receive':>9} {'time':>9}   search")
    for size in CIRCLE_SIZES:
        print(circles_line(size), flush=True)
    print("\nOne need: the three a steward would ring first")
    print(top_line(SIZES[-1]))


def warm_up() -> None:
    """Load the solvers, so that neither side pays for it."""
    few = community(10, Random(1))
    arrange(few.needs, few.givers)
    bare([[1]])


def assignment_line(size: int) -> str:
    drawn = community(size, Random(size))
    rows, columns = in_order(drawn.needs, drawn.givers)
    pairs = weigh(rows, columns, drawn.blocks).pairs
    return ratio_line(size, pairs, columns, lambda: assign(drawn.needs, drawn.givers, drawn.blocks))


def dense_line(size: int) -> str:
    """Return the line of a community with one skill, where all that chooses is the points."""
    drawn = community(size, Random(size))
    needs = [Seeker(n.id, n.member, "one", n.made_at, zone=n.zone) for n in drawn.needs]
    people = [replace(g, skills={"one": Level.CAN_DO}, free=1) for g in drawn.givers]
    rows, columns = in_order(needs, people)
    return ratio_line(size, weigh(rows, columns, NO_BLOCKS).pairs, columns, lambda: assign(needs, people))


def ratio_line(size: int, pairs: Pairs, people: Sequence[Giver], whole: Callable[[], object]) -> str:
    matrix = table(pairs, size, people)
    runs = [(timed(whole), timed(lambda: bare(matrix))) for _ in range(PAIRED_RUNS)]
    ours, theirs = (statistics.median(column) for column in zip(*runs, strict=True))
    ratio = statistics.median(one / other for one, other in runs)
    shape, each = f"{size} x {size}", ours / size * 1000
    return f"{shape:>15} {len(pairs.rows):>9} {ours:>7.3f} s {theirs:>7.3f} s {ratio:>6.2f} {each:>6.2f} ms"


def table(pairs: Pairs, needs: int, people: Sequence[Giver]) -> Any:
    """Return the matrix of points, a column for each free slot."""
    import numpy as np

    points = np.zeros((needs, len(people)))
    points[pairs.rows, pairs.cols] = pairs.points
    return points[:, np.repeat(np.arange(len(people)), [giver.free for giver in people])]


def bare(matrix: Any) -> object:
    from scipy.optimize import linear_sum_assignment

    return linear_sum_assignment(matrix, maximize=True)


def circles_line(size: int) -> str:
    """Return the line of a community where four of five ask for something, and the fifth may start a chain."""
    drawn = community(size, Random(size), asking=0.8)
    rows, columns = in_order(drawn.needs, drawn.givers)
    legs = len(weigh(rows, columns, drawn.blocks).pairs.rows)
    runs: list[Arrangement] = []
    seconds = timed(lambda: runs.append(arrange(drawn.needs, drawn.givers, drawn.blocks)))
    kinds = Counter(circle.kind for circle in runs[0].circles)
    receive = sum(len(circle.legs) for circle in runs[0].circles)
    counts = f"{legs:>9} {kinds[CircleKind.CIRCLE]:>9} {kinds[CircleKind.CHAIN]:>9} {receive:>9}"
    return f"{size:>15} {counts} {seconds:>7.2f} s   {runs[0].search.value}"


def top_line(size: int) -> str:
    drawn = community(size, Random(size))
    runs = [timed(partial(top, need, drawn.givers, drawn.blocks)) for need in drawn.needs[:20]]
    seconds = statistics.median(runs)
    return f"among {size} people: {seconds * 1000:.1f} ms"


if __name__ == "__main__":
    main()
