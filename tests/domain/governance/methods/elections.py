"""Cases in few words, and the random small ones that every method has to agree with itself on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from domain.governance.case import read_case
from domain.governance.tally import tally

OPTIONS = ("bench", "court", "hedge", "swing")

PARAMS: Mapping[str, Mapping[str, Any]] = {
    "plurality": {},
    "approval": {},
    "score": {"max_score": 5},
    "star": {"max_score": 5},
    "dots": {"credits": 9},
    "quadratic": {"credits": 16},
    "irv": {},
    "schulze": {},
    "ranked_pairs": {},
    "stv": {"seats": 2},
    "budget_greedy": {"budget": "10", "costs": {"bench": "3", "court": "7", "hedge": "5/2", "swing": "4.50"}},
    "budget_equal_shares": {
        "budget": "10",
        "costs": {"bench": "3", "court": "7", "hedge": "5/2", "swing": "4.50"},
    },
}
"""Rules for each method that has options."""


def examples(few: int) -> settings:
    """Return so many examples for every day, and many more where there is time for them."""
    return settings(max_examples=few * (50 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 1))


def count(
    method: str,
    ballots: Sequence[Mapping[str, Any]],
    options: Sequence[str] = OPTIONS,
    eligible: int | None = None,
    **params: Any,
) -> dict[str, Any]:
    """Return the result of a case written in few words."""
    rules = {**PARAMS.get(method, {}), **params}
    plain = {"method": method, "params": rules, "options": list(options), "ballots": list(ballots)}
    return tally(read_case(plain | ({} if eligible is None else {"eligible": eligible})))


def ranked(*rankings: str | tuple[str, int]) -> list[dict[str, Any]]:
    """Return ranked ballots of texts like "a b=c" and how many there are of each."""
    rows = [(row, 1) if isinstance(row, str) else row for row in rankings]
    return [{"ranking": [rank.split("=") for rank in text.split()], "count": n} for text, n in rows]


def rankings() -> st.SearchStrategy[dict[str, Any]]:
    """Return ballots that rank some of OPTIONS, equals included."""

    @st.composite
    def ballot(draw: st.DrawFn) -> dict[str, Any]:
        chosen = draw(st.lists(st.sampled_from(OPTIONS), unique=True))
        ranks: list[list[str]] = []
        for option in chosen:
            if ranks and draw(st.booleans()):
                ranks[-1].append(option)
            else:
                ranks.append([option])
        return {"ranking": ranks, "count": draw(st.integers(1, 4))}

    return ballot()


def marks(most: int, key: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return ballots with a number of 0 to *most* for some of OPTIONS."""
    given = st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, most))
    return st.builds(lambda marks, n: {key: marks, "count": n}, given, st.integers(1, 4))


def approvals() -> st.SearchStrategy[dict[str, Any]]:
    """Return ballots that approve of some of OPTIONS."""
    chosen = st.lists(st.sampled_from(OPTIONS), unique=True)
    return st.builds(lambda chosen, n: {"approve": chosen, "count": n}, chosen, st.integers(1, 4))


BALLOTS: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "plurality": st.builds(lambda o, n: {"choice": o, "count": n}, st.sampled_from(OPTIONS), st.integers(1, 4)),
    "approval": approvals(),
    "score": marks(5, "scores"),
    "star": marks(5, "scores"),
    "dots": marks(2, "credits"),
    "quadratic": marks(2, "credits"),
    "irv": rankings(),
    "schulze": rankings(),
    "ranked_pairs": rankings(),
    "stv": rankings(),
    "budget_greedy": approvals(),
    "budget_equal_shares": approvals(),
}
"""By method a strategy of its ballots."""


def verdict(result: Mapping[str, Any]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return what a result decides."""
    return result["status"], tuple(result["winners"]), tuple(result["tied"])
