"""
Measure the counts: every method against the libraries that have it, and the cost of a ballot as boxes grow.

Run by `make bench`, which puts the libraries into an environment of their own (.venv-bench). Run by another
Python, this script goes on in that one if it is there. Both sides start at the same rows, as a case file holds
them once it is parsed, and end at the winners; reading the ballots is included. A time is the middle of runs
one after the other in one process, in processor time, so that a busy machine slows both alike. Ours checks
every ballot and follows ties; theirs is whatever they do. The ballots have no ties to break.
"""

from __future__ import annotations

import gc
import statistics
import subprocess  # nosec B404: this very script, in the environment made for it
import sys
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from benchmarks.peers.adapters import Contest, Count, counts, missing  # noqa: E402
from domain.governance.case import read_case  # noqa: E402
from domain.governance.tally import tally  # noqa: E402

Row = dict[str, Any]
Draw = Callable[[Random], Row]

OPTIONS = tuple(f"option-{letter}" for letter in "abcdefgh")
COSTS = tuple(zip(OPTIONS, (4000, 9000, 2500, 12000, 7000, 1500, 15000, 6000), strict=True))
BUDGET = 30_000
SEATS = 3
BALLOTS = 100_000
SIZES = (1_000, 10_000, 100_000, 1_000_000)
RUNS = 5
SLOW = 3
"""A library that takes so many times as long as we do is run once."""


def ranked(chance: Random) -> Row:
    order = chance.sample(OPTIONS, chance.randint(1, len(OPTIONS)))
    return {"ranking": [[option] for option in order]}


def scored(chance: Random) -> Row:
    return {"scores": {option: chance.randint(0, 5) for option in OPTIONS}}


def approving(chance: Random) -> Row:
    return {"approve": [option for option in OPTIONS if chance.random() < 0.4]}


def spending(chance: Random) -> Row:
    return {"credits": {option: chance.randint(1, 3) for option in chance.sample(OPTIONS, 3)}}


def choosing(chance: Random) -> Row:
    # Uneven, so that nobody ties.
    return {"choice": OPTIONS[min(int(chance.expovariate(0.5)), len(OPTIONS) - 1)]}


def answering(words: Sequence[str]) -> Draw:
    return lambda chance: {"choice": chance.choices(words, (5, 3, 1))[0]}


@dataclass(frozen=True)
class Measured:
    """One row of the table: a method under its rules, and how its ballots are drawn."""

    method: str
    draw: Draw
    params: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = OPTIONS

    def case(self, ballots: list[Row]) -> Row:
        plain: Row = {"method": self.method, "params": self.params, "ballots": ballots}
        return plain | ({"options": list(self.options)} if self.options else {})


MONEY: Mapping[str, Any] = {"budget": str(BUDGET), "costs": {option: str(cost) for option, cost in COSTS}}
MAJORITY = {"threshold": {"num": 1, "den": 2, "strict": True, "base": "yes_no"}}

ROWS: Mapping[str, Measured] = {
    "yes_no": Measured("yes_no", answering(("yes", "no", "abstain")), MAJORITY, ()),
    "consent": Measured("consent", answering(("consent", "stand_aside", "object")), {}, ()),
    "plurality": Measured("plurality", choosing),
    "approval": Measured("approval", approving),
    "score": Measured("score", scored, {"max_score": 5}),
    "star": Measured("star", scored, {"max_score": 5}),
    "irv": Measured("irv", ranked),
    "schulze": Measured("schulze", ranked),
    "ranked_pairs": Measured("ranked_pairs", ranked),
    "stv": Measured("stv", ranked, {"seats": SEATS}),
    "stv scottish": Measured("stv", ranked, {"seats": SEATS, "arithmetic": "scottish"}),
    "dots": Measured("dots", spending, {"credits": 9}),
    "quadratic": Measured("quadratic", spending, {"credits": 27}),
    "budget_greedy": Measured("budget_greedy", approving, MONEY),
    "budget_equal_shares": Measured("budget_equal_shares", approving, MONEY),
    "budget_equal_shares add1": Measured("budget_equal_shares", approving, {**MONEY, "completion": "add1"}),
}
CONTEST = Contest(OPTIONS, seats=SEATS, max_score=5, budget=BUDGET, costs=COSTS)


def boxes(draw: Draw, size: int) -> list[Row]:
    """Return so many ballots, the same ones each time."""
    chance = Random(size)  # nosec B311: drawn for a measurement
    return [draw(chance) for _ in range(size)]


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def ours(measured: Measured, ballots: list[Row]) -> dict[str, Any]:
    return tally(read_case(measured.case(ballots)))


def winners(result: Mapping[str, Any]) -> list[str]:
    if "passed" in result:
        return ["yes"] if result["passed"] else ["no"]
    return sorted(result["winners"])


@dataclass(frozen=True)
class Against:
    """What one library took, what we took between its runs, and whether it names the same winners."""

    name: str
    theirs: float
    ours: float
    agrees: bool


def against(name: str, count: Count, row: str, ballots: list[Row]) -> Against:
    measured = ROWS[row]
    contest = Contest(OPTIONS, 1, 5, BUDGET, COSTS) if row == "irv" else CONTEST
    found: list[Sequence[str]] = []
    own, other = [], []
    while len(own) < RUNS:
        own.append(seconds(lambda: ours(measured, ballots)))
        other.append(seconds(lambda: found.append(count(ballots, contest))))
        if other[-1] > SLOW * own[-1]:
            break
    agrees = sorted(found[-1]) == winners(ours(measured, ballots))
    return Against(name, statistics.median(other), statistics.median(own), agrees)


def compare() -> None:
    print(f"{BALLOTS:,} ballots, {len(OPTIONS)} options, reading included (ms; x: how many times as long as we)")
    absent = missing()
    if absent:
        print(f"  not installed, and so not measured: {', '.join(absent)}")
    for row, measured in ROWS.items():
        ballots = boxes(measured.draw, BALLOTS)
        alone = statistics.median(seconds(partial(ours, measured, ballots)) for _ in range(3))
        found = [against(name, count, row, ballots) for name, count in counts(row).items()]
        print(f"  {row:26}{alone * 1000:7.0f}   {_told(found, absent)}", flush=True)


def _told(found: Sequence[Against], absent: Sequence[str]) -> str:
    if not found:
        return "no library that is here has it" if absent else "none of the libraries has it"
    fastest_first = sorted(found, key=lambda one: one.theirs / one.ours)
    return "; ".join(
        f"{one.name} {one.theirs * 1000:.0f} x{one.theirs / one.ours:.1f}"
        f"{'' if one.agrees else ' (other winners: see docs/methods.md)'}"
        for one in fastest_first
    )


def flatness() -> None:
    print("cost of a ballot as the box grows (microseconds)")
    print(f"  {'':26}" + "".join(f"{size:>11,}" for size in SIZES))
    costs: dict[str, list[float]] = {row: [] for row in ROWS}
    for size in SIZES:
        for draw in {measured.draw for measured in ROWS.values()}:
            ballots = boxes(draw, size)
            for row, measured in ROWS.items():
                if measured.draw is draw:
                    runs = [seconds(partial(ours, measured, ballots)) for _ in range(3)]
                    costs[row].append(min(runs) / size * 1e6)
    for row, each in costs.items():
        print(f"  {row:26}" + "".join(f"{cost:11.2f}" for cost in each))


def _elsewhere() -> Path | None:
    """Return the Python that has the libraries, where that is another than this one."""
    python = CHECKOUT / ".venv-bench" / "bin" / "python"
    inside = Path(sys.prefix).resolve() == python.parent.parent.resolve()
    return python if python.exists() and not inside else None


def main() -> None:
    warnings.simplefilter("ignore")
    compare()
    print()
    flatness()


if __name__ == "__main__":
    python = _elsewhere()
    if python is not None and missing():
        sys.exit(subprocess.run([python, __file__], check=False).returncode)  # nosec B603: fixed arguments
    main()
