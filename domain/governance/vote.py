"""
The count of a vote by its policy: any of the fourteen methods, with quorum, threshold and "none of these".

Rules of this file (design.md, section 5): options below the quorum against "none of these" are dropped, then those
that fail the threshold against it, then the rest is counted; if "none of these" wins, the proposal is rejected.
Budgets have no such rival in the count itself: "none of these" is then a ballot that approves no project.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.governance.case import Case
from domain.governance.choice import NONE, read_choice
from domain.governance.methods.box import BLANK
from domain.governance.methods.consent import Answer
from domain.governance.methods.margin import margin_of
from domain.governance.methods.result import Status
from domain.governance.methods.threshold import quorum_met
from domain.governance.methods.yes_no import tally_yes_no
from domain.governance.pinning import params_of
from domain.governance.policy import (
    OF_BUDGET,
    Base,
    Method,
    Policy,
    TieRule,
    default_quorum_votes,
)
from domain.governance.proposal import Option
from domain.governance.standing import Standing, compared
from domain.governance.tally import box_of, tally

TURNOUT = ("cast", "valid", "blank", "invalid")
OWN_FIELDS = frozenset(
    {"method", "status", "winners", "tied", "scores", "margin", "passed", "quorum_met", *TURNOUT}
)
"""What a VoteResult says in fields of its own; the rest of a tally is its *detail*."""


@dataclass(frozen=True)
class VoteResult:
    """
    The count of a vote, whatever its method; lists of options by code point.

    *passed*: something other than "none of these" won, or the question was answered with yes. *scores* are the
    totals of methods that have them, for one question the ballots by answer. *standings* tells how each option
    stood against "none of these" and whether that dropped it. *margin* is the fewest ballots whose change would
    alter the outcome; where *margin_exact* is false it is a proven bound, "at least". *detail* is what the method
    has besides (rounds, pairwise, strongest_paths, quota, spent …), amounts as text in lowest terms.
    """

    method: Method
    status: Status
    passed: bool
    quorum_met: bool
    eligible: int
    cast: int
    valid: int
    blank: int
    invalid: int
    winners: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    scores: Mapping[str, int] = field(default_factory=dict)
    standings: tuple[Standing, ...] = ()
    margin: int | None = None
    margin_exact: bool = True
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def yes(self) -> int:
        return self.scores.get("yes", 0)

    @property
    def no(self) -> int:
        return self.scores.get("no", 0)

    @property
    def abstain(self) -> int:
        return self.scores.get("abstain", 0)


def count_vote(policy: Policy, options: Sequence[Option], choices: Iterable[str], *, eligible: int) -> VoteResult:
    """
    Count *choices*, the canonical texts of the counted ballots in any order, for a roll of *eligible*.

    Raises:
        ChoiceUnreadable, BallotUnreadable: a text that is no ballot of this vote.
        NetworkTooSmall: the default quorum on a roll of fewer than three.
    """
    if policy.method is Method.YES_NO:
        return _yes_no(policy, choices, eligible)
    case = case_of(policy, options, choices, eligible)
    if policy.method is Method.CONSENT:
        return _consent(policy, case, eligible)
    return _options(policy, case, eligible)


def case_of(policy: Policy, options: Sequence[Option], choices: Iterable[str], eligible: int) -> Case:
    """Return the vote as a case of `rsn tally`, equal ballots together."""
    counted = Counter(choices)
    ballots = [{**read_choice(text), "count": counted[text]} for text in sorted(counted)]
    params = params_of(policy.rules)
    if policy.method in OF_BUDGET:
        params["costs"] = {option.id: option.cost for option in options} | {NONE: "0"}
    if policy.tie is TieRule.LOOK_BACK:
        params["tie"] = "look_back"
    names = () if policy.method is Method.CONSENT else (*(option.id for option in options), NONE)
    return Case(policy.method.value, params, tuple(sorted(names)), ballots, eligible)


def _yes_no(policy: Policy, choices: Iterable[str], eligible: int) -> VoteResult:
    count = tally_yes_no(choices, policy, eligible=eligible)
    return VoteResult(
        method=Method.YES_NO,
        status=count.status,
        passed=count.passed,
        quorum_met=count.quorum_met,
        eligible=eligible,
        cast=count.cast,
        valid=count.valid,
        blank=count.blank,
        invalid=count.invalid,
        scores={"abstain": count.abstain, "no": count.no, "yes": count.yes},
        margin=count.margin,
    )


def _consent(policy: Policy, case: Case, eligible: int) -> VoteResult:
    found = tally(case)
    enough = found["scores"][Answer.CONSENT]
    met = _quorum_met(policy, enough, found["valid"], found["cast"], eligible)
    status = Status(found["status"])
    if status is not Status.NO_BALLOTS and not met:
        status = Status.NO_QUORUM
    return _result(policy, found, eligible, status=status, met=met, passed=bool(found["passed"]) and met)


def _options(policy: Policy, case: Case, eligible: int) -> VoteResult:
    whole = tally(case)
    standings = tuple(
        replace(standing, dropped=_why_dropped(policy, standing, whole, eligible))
        for standing in compared(box_of(case), NONE)
    )
    met = any(standing.dropped != "quorum" for standing in standings)
    if whole["status"] == Status.NO_BALLOTS:
        return _result(policy, whole, eligible, Status.NO_BALLOTS, met=False, passed=False, standings=standings)
    left = remaining(policy, _sound(case, whole), {s.option for s in standings if s.dropped})
    nothing = {**whole, "winners": [], "tied": []}
    if not met:
        return _result(policy, nothing, eligible, Status.NO_QUORUM, met=False, passed=False, standings=standings)
    found = tally(left) if left.options else nothing
    found = {**found, **{key: whole[key] for key in TURNOUT}}
    status = Status(found["status"]) if left.options else Status.DECIDED
    passed = status is Status.DECIDED and any(winner != NONE for winner in found["winners"])
    result = _result(policy, found, eligible, status, met=True, passed=passed, standings=standings)
    margin, exact = _closeness(policy, left, found, standings, eligible)
    return replace(result, margin=margin, margin_exact=exact)


def _closeness(
    policy: Policy, left: Case, found: Mapping[str, Any], standings: tuple[Standing, ...], eligible: int
) -> tuple[int | None, bool]:
    """
    Return the margin of the whole vote and whether it is exact.

    With fewer changed ballots than *flips* the same options are dropped, so the margin of the count stands. From
    there on it may be another count altogether: *flips* is then what is proven.
    """
    margin, exact = margin_of(policy.method.value, left, found) if left.options else (None, True)
    flips = min((_flips(policy, standing, found, eligible) for standing in standings), default=found["valid"] + 1)
    if margin is not None and margin < flips:
        return margin, exact
    return (margin, exact) if flips > found["valid"] else (flips, False)


def _flips(policy: Policy, standing: Standing, found: Mapping[str, Any], eligible: int) -> int:
    """Return the fewest changed ballots that could drop a kept option, or keep a dropped one; past all: none."""
    step = 1 if standing.dropped else -1

    def moved(changed: int) -> Standing:
        against = max(standing.against - step * changed, 0)
        return Standing(standing.option, standing.for_ + step * changed, against)

    every = range(1, found["valid"] + 1)
    dropped = bool(standing.dropped)
    flips = (n for n in every if bool(_why_dropped(policy, moved(n), found, eligible)) is not dropped)
    return next(flips, int(found["valid"]) + 1)


def _result(
    policy: Policy,
    found: Mapping[str, Any],
    eligible: int,
    status: Status,
    *,
    met: bool,
    passed: bool,
    standings: tuple[Standing, ...] = (),
) -> VoteResult:
    return VoteResult(
        method=policy.method,
        status=status,
        passed=passed,
        quorum_met=met,
        eligible=eligible,
        cast=found["cast"],
        valid=found["valid"],
        blank=found["blank"],
        invalid=found["invalid"],
        winners=tuple(found.get("winners", ())),
        tied=tuple(found.get("tied", ())),
        scores=dict(found.get("scores") or {}),
        standings=standings,
        detail={key: value for key, value in found.items() if key not in OWN_FIELDS},
    )


def _sound(case: Case, whole: Mapping[str, Any]) -> Case:
    """Return the case without its invalid ballots: none becomes valid because what spoilt it was dropped."""
    if not whole["invalid"]:
        return case
    return replace(case, ballots=[row for row in case.ballots if not box_of(replace(case, ballots=[row])).invalid])


def remaining(policy: Policy, case: Case, dropped: set[str]) -> Case:
    """Return the case without the dropped options; a budget is counted without "none of these" as well."""
    gone = dropped | ({NONE} if policy.method in OF_BUDGET else set())
    kept = tuple(option for option in case.options if option not in gone)
    params = dict(case.params)
    if "costs" in params:
        params["costs"] = {option: cost for option, cost in params["costs"].items() if option not in gone}
    ballots = [_without(row, gone) for row in case.ballots]
    return Case(case.method, params, kept, ballots, case.eligible)


def _without(row: Mapping[str, Any], gone: set[str]) -> dict[str, Any]:
    """Return the ballot without the options that are *gone*; one that only named such an option says nothing."""
    if row.get("choice") in gone:
        return {"choice": BLANK, "count": row["count"]}
    kept = dict(row)
    if "approve" in row:
        kept["approve"] = [option for option in row["approve"] if option not in gone]
    if "ranking" in row:
        kept["ranking"] = [[o for o in rank if o not in gone] for rank in row["ranking"]]
    for key in ("scores", "credits"):
        if key in row:
            kept[key] = {option: amount for option, amount in row[key].items() if option not in gone}
    return kept


def _why_dropped(policy: Policy, standing: Standing, whole: Mapping[str, Any], eligible: int) -> str:
    if not _quorum_met(policy, standing.for_, whole["valid"], whole["cast"], eligible):
        return "quorum"
    of = {
        Base.YES: standing.for_,
        Base.YES_NO: standing.for_ + standing.against,
        Base.VALID: whole["valid"],
        Base.CAST: whole["cast"],
        Base.ELIGIBLE: eligible,
    }
    return "" if policy.threshold.met(standing.for_, of[policy.threshold.base]) else "threshold"


def _quorum_met(policy: Policy, in_favour: int, valid: int, cast: int, eligible: int) -> bool:
    if not quorum_met(policy.approval_quorum, in_favour, eligible):
        return False
    if policy.quorum is None:
        return in_favour >= default_quorum_votes(eligible)
    of = {Base.YES: in_favour, Base.VALID: valid, Base.CAST: cast}
    return policy.quorum.met(of[policy.quorum.base], eligible)
