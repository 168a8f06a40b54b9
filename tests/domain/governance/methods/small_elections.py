"""
One list of small elections, each with what is expected in words, to be run through every method that can take it.

Ballots are rankings in short ("a b=c": a first, b and c equal second). Each method gets of them what it asks for:
the first choice, an approval of the top rank, marks by place, credits for the top rank, an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Verdict = tuple[str, tuple[str, ...], tuple[str, ...]]
ABC = ("a", "b", "c")
HALF = {"num": 1, "den": 2, "strict": True, "base": "yes_no"}

METHODS: Mapping[str, Mapping[str, Any]] = {
    "yes_no": {"threshold": HALF},
    "consent": {},
    "plurality": {},
    "approval": {},
    "score": {"max_score": 5},
    "star": {"max_score": 5},
    "irv": {},
    "schulze": {},
    "ranked_pairs": {},
    "stv": {"seats": 1},
    "dots": {"credits": 6},
    "quadratic": {"credits": 12},
    "budget_greedy": {"budget": "1"},
    "budget_equal_shares": {"budget": "1"},
}
"""Every method with its rules; each project of a budget costs 1 where an election does not say otherwise."""

QUESTIONS = ("yes_no", "consent")
EQUAL_RANKS_SPOIL = ("plurality", "yes_no", "consent")
"""One choice only: two at the top are none of these methods' ballots."""


@dataclass(frozen=True)
class Election:
    """
    *everywhere* is the verdict of every method with options that *but* does not name; *answers* those of the two
    with a question: (status, passed). *rules* are added to those of the methods they name.
    """

    expected: str
    cast: tuple[tuple[str, int], ...]
    everywhere: Verdict
    answers: Mapping[str, tuple[str, bool]]
    but: Mapping[str, Verdict] = field(default_factory=dict)
    options: tuple[str, ...] = ABC
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def won(*winners: str) -> Verdict:
    return "decided", winners, ()


def tied(*options: str, sure: tuple[str, ...] = ()) -> Verdict:
    return "tied", sure, options


NOBODY: Verdict = ("no_ballots", (), ())
NOTHING: Verdict = ("decided", (), ())
NO_ANSWER = {"yes_no": ("no_ballots", False), "consent": ("no_ballots", False)}
PASSED = {"yes_no": ("decided", True), "consent": ("decided", True)}
STOPPED = {"yes_no": ("decided", True), "consent": ("decided", False)}
TOO_POOR = {"budget_equal_shares": NOTHING}
"""Its supporters hold less together than the one project costs."""

ELECTIONS: Mapping[str, Election] = {
    "nobody votes": Election("There is no outcome, and that is said.", (), NOBODY, NO_ANSWER),
    "every ballot is blank": Election(
        "Blank ballots are counted and decide nothing.", (("", 4),), NOBODY, NO_ANSWER
    ),
    "every ballot is invalid": Election(
        "Invalid ballots are counted apart and decide nothing.", (("!", 3),), NOBODY, NO_ANSWER
    ),
    "one ballot": Election("The only voter's first choice wins.", (("a b c", 1),), won("a"), PASSED),
    "one ballot among blank and invalid ones": Election(
        "Who says nothing leaves it to who does.", (("a", 1), ("", 5), ("!", 2)), won("a"), PASSED
    ),
    "two who disagree": Election(
        "A network of two that wants two things has a tie; an objection stops consent.",
        (("a", 1), ("b", 1)),
        tied("a", "b"),
        {"yes_no": ("tied", False), "consent": ("decided", False)},
        TOO_POOR,
    ),
    "three, two against one": Election(
        "A network of three follows the two; an objection stops consent.",
        (("a", 2), ("b", 1)),
        won("a"),
        STOPPED,
        TOO_POOR,
    ),
    "everyone ties": Election(
        "One ballot for each: nobody is picked.",
        (("a", 1), ("b", 1), ("c", 1)),
        tied(*ABC),
        {"yes_no": ("tied", False), "consent": ("decided", False)},
        TOO_POOR,
    ),
    "one option": Election("It wins, by every method.", (("a", 3),), won("a"), PASSED, options=("a",)),
    "two options": Election(
        "The one with more voters wins.", (("a b", 3), ("b a", 2)), won("a"), STOPPED, TOO_POOR, options=("a", "b")
    ),
    "a circle of equal majorities": Election(
        "a is preferred to b, b to c, c to a, by as many each: all three are tied.",
        (("a b c", 1), ("b c a", 1), ("c a b", 1)),
        tied(*ABC),
        {"yes_no": ("tied", False), "consent": ("decided", False)},
        TOO_POOR,
    ),
    "a circle with a weakest majority": Election(
        "c over a is the weakest majority and gives way; totals of marks do not see circles.",
        (("a b c", 4), ("b c a", 3), ("c a b", 2)),
        won("a"),
        STOPPED,
        TOO_POOR | {"score": tied("a", "b")},
    ),
    "a majority split between clones": Election(
        "b and c are alike and share one majority: methods that look at first choices only elect a against it, "
        "pairwise ones find b, and by rounds b and c tie for who goes out first.",
        (("a b c", 3), ("b c a", 2), ("c b a", 2)),
        won("a"),
        STOPPED,
        TOO_POOR
        | {
            "score": won("b"),
            "star": won("b"),
            "schulze": won("b"),
            "ranked_pairs": won("b"),
            "irv": tied("b", "c"),
            "stv": tied("b", "c"),
        },
    ),
    "ballots that name one option only": Election(
        "Ballots whose option is out are exhausted; who has most of the rest wins.",
        (("a", 4), ("b", 3), ("c", 2)),
        won("a"),
        STOPPED,
        TOO_POOR,
    ),
    "equals at the top": Election(
        "Two ballots hold a and b for equal: so does the outcome. Together their voters pay for either.",
        (("a=b", 3),),
        tied("a", "b"),
        {},
    ),
    "equals under the Scottish order": Election(
        "Equal ranks are invalid there and only there.",
        (("a=b", 2), ("c", 1)),
        tied("a", "b"),
        {},
        TOO_POOR | {"stv": won("c")},
        rules={"stv": {"arithmetic": "scottish"}},
    ),
    "more seats than options": Election(
        "Every option takes a seat, and others stay empty.",
        (("a", 2), ("b", 1)),
        won("a"),
        STOPPED,
        {"stv": won(*ABC), "budget_greedy": won(*ABC), "budget_equal_shares": won("a", "b")},
        rules={"stv": {"seats": 9}, "budget_greedy": {"budget": "9"}, "budget_equal_shares": {"budget": "9"}},
    ),
    "a budget of nothing": Election(
        "Nothing is paid for, and that is a decision.",
        (("a", 2), ("b", 1)),
        won("a"),
        STOPPED,
        {"budget_greedy": NOTHING, "budget_equal_shares": NOTHING},
        rules={"budget_greedy": {"budget": "0"}, "budget_equal_shares": {"budget": "0"}},
    ),
    "costs above the budget": Election(
        "The dear project is passed over; b, which fits, is taken where its turn comes.",
        (("a", 2), ("b", 1)),
        won("a"),
        STOPPED,
        {"budget_greedy": won("b"), "budget_equal_shares": won("b")},
        rules={
            "budget_greedy": {"budget": "3", "costs": {"a": "4", "b": "1", "c": "5/2"}},
            "budget_equal_shares": {"budget": "3", "costs": {"a": "4", "b": "1", "c": "5/2"}},
        },
    ),
}


def takes(method: str, election: Election) -> bool:
    """Tell whether the election can be held by *method*."""
    return method not in EQUAL_RANKS_SPOIL or bool(election.answers)


def expected(method: str, election: Election) -> tuple[Any, ...]:
    if method in QUESTIONS:
        return election.answers[method]
    return election.but.get(method, election.everywhere)


def case(method: str, election: Election, names: Mapping[str, str] | None = None) -> Row:
    """Return the election as a case of *method*, the options under other *names* where they are given."""
    names = names or {option: option for option in election.options}
    rules = {**METHODS[method], **election.rules.get(method, {})}
    if method.startswith("budget"):
        costs = rules.get("costs", dict.fromkeys(election.options, "1"))
        rules["costs"] = {names[option]: cost for option, cost in costs.items()}
    plain: Row = {"method": method, "params": rules, "eligible": 100}
    if method not in QUESTIONS:
        plain["options"] = [names[option] for option in election.options]
    return plain | {"ballots": [_ballot(method, text, n, names) for text, n in election.cast]}


def _ballot(method: str, text: str, count: int, names: Mapping[str, str]) -> Row:
    if text in ("", "!"):
        return {"choice": "invalid" if text else "blank", "count": count}
    ranks = [rank.split("=") for rank in text.split()]
    return {**_said(method, [[names[o] for o in rank] for rank in ranks], ranks[0][0]), "count": count}


def _said(method: str, ranks: list[list[str]], first: str) -> Row:
    top = ranks[0]
    if method in QUESTIONS:
        words = {"yes_no": ("yes", "no", "abstain"), "consent": ("consent", "object", "stand_aside")}[method]
        return {"choice": words[ABC.index(first)]}
    if method == "plurality":
        return {"choice": top[0]}
    if method in ("score", "star"):
        return {"scores": {option: 5 - at for at, rank in enumerate(ranks) for option in rank}}
    if method in ("dots", "quadratic"):
        return {"credits": dict.fromkeys(top, 2)}
    if method in ("irv", "stv", "schulze", "ranked_pairs"):
        return {"ranking": ranks}
    return {"approve": top}
