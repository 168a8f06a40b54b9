"""The rounds of a count, put together into stages: the votes as they lay, and what was then done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, zip_longest
from typing import Any

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """
    What was done in a stage: *kind* is elected, filled (elected because a seat was left), surplus or out.

    *votes* are the surplus that went on, or what each of those had who went out. *open_ones* are those among whom
    the rules left open who was next; *looked_back* is the stage that told equals apart, where one did, else 0.
    """

    kind: str
    options: tuple[str, ...]
    votes: str = ""
    open_ones: tuple[str, ...] = ()
    looked_back: int = 0


@dataclass(frozen=True)
class Gain:
    option: str
    votes: str


@dataclass(frozen=True)
class Stage:
    """
    *votes* by option in the count, amounts as text; *total* is their sum and *half* what more than half must pass.

    *gains* tells where the votes went that were passed on, *exhausted_more* what of them had nowhere to go.
    """

    number: int
    votes: Mapping[str, str]
    exhausted: str
    total: str
    acts: tuple[Act, ...]
    gains: tuple[Gain, ...] = ()
    exhausted_more: str = "0"

    @property
    def half(self) -> str:
        return str(Fraction(self.total) / 2)

    @property
    def moves(self) -> bool:
        """Tell whether votes were passed on."""
        return bool(self.acts) and self.acts[-1].kind in ("surplus", "out")


@dataclass(frozen=True)
class Rounds:
    """*order* is how options stand in table and drawing: the elected as they came, then who stayed longest."""

    stages: tuple[Stage, ...]
    order: tuple[str, ...]
    quota: str


def rounds(detail: Plain) -> Rounds:
    """Return the stages of a count by rounds."""
    told: Sequence[Plain] = detail.get("rounds") or ()
    quota = str(detail.get("quota") or "")
    lying = [list(same) for _, same in groupby(told, key=lambda one: (one["votes"], one["exhausted"]))]
    stage_of = [number for number, same in enumerate(lying, 1) for _ in same]
    bare = [_stage(number, same, quota, stage_of) for number, same in enumerate(lying, 1)]
    stages = [_with_gains(stage, following) for stage, following in zip_longest(bare, bare[1:])]
    return Rounds(tuple(stages), _order(stages), quota)


def _stage(number: int, same: Sequence[Plain], quota: str, stage_of: Sequence[int]) -> Stage:
    votes = dict(same[0]["votes"])
    total = sum(map(Fraction, votes.values()), Fraction(0))
    acts = tuple(act for one in same for act in _acts(one, quota, stage_of))
    return Stage(number, votes, same[0]["exhausted"], str(total), acts)


def _acts(one: Plain, quota: str, stage_of: Sequence[int]) -> list[Act]:
    votes: Mapping[str, str] = one["votes"]
    round_before = int(one.get("looked_back") or 0)
    said_by = stage_of[round_before - 1] if round_before else 0
    found: list[Act] = []
    enough = [o for o in one["elected"] if not quota or Fraction(votes[o]) >= Fraction(quota)]
    fewer = [o for o in one["elected"] if o not in enough]
    found += [Act(kind, tuple(who)) for kind, who in (("elected", enough), ("filled", fewer)) if who]
    if one["transferred"]:
        surplus = Fraction(votes[one["transferred"]]) - Fraction(quota)
        found.append(Act("surplus", (one["transferred"],), str(surplus), tuple(one["open"]), said_by))
    if one["eliminated"]:
        out = tuple(one["eliminated"])
        found.append(Act("out", out, votes[out[0]], tuple(one["open"]), said_by))
    return found


def _with_gains(stage: Stage, after: Stage | None) -> Stage:
    if after is None or not stage.moves:
        return stage
    grown = {o: Fraction(after.votes[o]) - Fraction(stage.votes[o]) for o in after.votes if o in stage.votes}
    gains = tuple(Gain(option, str(more)) for option, more in grown.items() if more > 0)
    more = Fraction(after.exhausted) - Fraction(stage.exhausted)
    return Stage(
        stage.number, stage.votes, stage.exhausted, stage.total, stage.acts, gains, str(max(more, Fraction(0)))
    )


def _order(stages: Sequence[Stage]) -> tuple[str, ...]:
    if not stages:
        return ()
    acts = [act for stage in stages for act in stage.acts]
    elected = [option for act in acts if act.kind in ("elected", "filled") for option in act.options]
    out = [option for act in acts if act.kind == "out" for option in act.options]
    rest = [option for option in stages[0].votes if option not in elected and option not in out]
    return tuple(dict.fromkeys([*elected, *rest, *reversed(out)]))
