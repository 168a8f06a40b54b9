"""
The group that a proposal concerns: its own count beside everyone's, and what the two mean together.

Rules of this file (docs/after-the-vote.md): a part of fewer than eleven counted ballots has no verdict. The quorum
of the policy is asked of everyone; a part is measured by its threshold and by those eleven. Whether a split may be
told is asked of `domain.privacy`, and where it may not its verdict alone is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.codec import to_plain
from domain.governance.choice import CHOICE, read_choice
from domain.governance.lifecycle import Event, State
from domain.governance.outcome import OUTCOMES, certification
from domain.governance.policy import Base, ConstituencyRule, Policy, Proportion
from domain.governance.proposal import Option
from domain.governance.vote import VoteResult, count_vote
from domain.privacy import SPLIT_FROM_BALLOTS, split_tally_told

GROUP_RULES = frozenset({ConstituencyRule.CONCURRENT, ConstituencyRule.SECOND_READING})
"""The rules under which the group's own count changes what comes of a vote."""

NO_QUORUM_ASKED = Proportion(0, 1, Base.CAST)


@dataclass(frozen=True)
class Part:
    """The group, or the rest: how many of the roll, and the count of its ballots."""

    roll: int
    result: VoteResult

    @property
    def outcome(self) -> State:
        """What the part would decide by itself; no quorum below eleven counted ballots."""
        if self.result.cast < SPLIT_FROM_BALLOTS:
            return State.NO_QUORUM
        return OUTCOMES[certification(self.result)]


@dataclass(frozen=True)
class Split:
    """The counts of *group* and *rest* under *rule*; *told* where they may be shown."""

    rule: ConstituencyRule
    group: Part
    rest: Part
    told: bool


@dataclass(frozen=True)
class Verdict:
    """
    What a count means for its proposal: the *event* that certifies it, or the second reading.

    *split* is there where the rule book asks the group on its own.
    """

    event: Event
    split: Split | None = None


def split_of(
    policy: Policy, options: Sequence[Option], ballots: Iterable[tuple[str, bool]], group: int, rest: int
) -> Split:
    """Return the counts of *ballots* (choice, of the group) apart, for so many people of *group* and *rest*."""
    texts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for choice, in_group in ballots:
        texts[in_group][choice] += 1
    alone = replace(policy, quorum=NO_QUORUM_ASKED, approval_quorum=None)

    def part(inside: bool, roll: int) -> Part:
        return Part(roll, count_vote(alone, options, texts[inside].elements(), eligible=roll))

    one_voice = any(unanimous(said) for said in texts.values())
    told = split_tally_told(texts[True].total(), texts[False].total(), one_voice=one_voice)
    return Split(policy.constituency, part(True, group), part(False, rest), told)


def unanimous(texts: Mapping[str, int]) -> bool:
    """
    Tell whether all ballots of a part say some same thing: then their sum tells what each of them says.

    The same answer, an approval that none lacks, the same mark, or an option that all put above another.
    """
    said = (frozenset(_statements(read_choice(text))) for text in texts if texts[text])
    first = next(said, frozenset())
    return bool(first.intersection(*said))


def _statements(row: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    if CHOICE in row:
        yield ("choice", row[CHOICE])
    for option in row.get("approve", ()):
        yield ("approves", option)
    for key in ("scores", "credits"):
        for option, amount in row.get(key, {}).items():
            yield ("mark", option, str(amount))
            yield ("some", option)
    ranks = row.get("ranking", ())
    for place, rank in enumerate(ranks):
        for option in rank:
            yield ("ranked", option)
            yield from (("over", option, other) for later in ranks[place + 1 :] for other in later)


def verdict(policy: Policy, everyone: VoteResult, split: Split | None, *, second: bool = False) -> Verdict:
    """
    Return what comes of the count of *everyone*, and of the *split* where the policy asks for one.

    In the *second* reading everyone decides, whatever the group says.
    """
    alone = certification(everyone)
    if split is None or second:
        return Verdict(alone)
    if split.rule is ConstituencyRule.CONCURRENT:
        return Verdict(_both(alone, everyone, split), split)
    differs = _differs(OUTCOMES[alone], everyone, split.group)
    return Verdict(Event.SECOND_READING if differs else alone, split)


def _both(alone: Event, everyone: VoteResult, split: Split) -> Event:
    said = {OUTCOMES[alone], split.group.outcome}
    if State.NO_QUORUM in said or split.rest.result.cast < SPLIT_FROM_BALLOTS:
        return Event.CERTIFY_NO_QUORUM
    if State.REJECTED in said:
        return Event.CERTIFY_REJECTED
    if State.TIED in said:
        return Event.CERTIFY_TIED
    agree = everyone.winners == split.group.result.winners
    return Event.CERTIFY_ADOPTED if agree else Event.CERTIFY_REJECTED


def _differs(alone: State, everyone: VoteResult, group: Part) -> bool:
    if group.outcome is State.NO_QUORUM:
        return False
    if group.outcome is not alone:
        return True
    return alone is State.ADOPTED and everyone.winners != group.result.winners


def split_plain(found: Verdict, *, final: bool) -> dict[str, Any] | None:
    """
    Return what result.json says of the split; the counts only in the *final* result of a reading.

    A recount after they were shown would tell, by subtraction, of which part the few changed ballots are.
    """
    split = found.split
    if split is None:
        return None
    shown = split.told and final
    event = found.event
    return {
        "rule": split.rule.value,
        "outcome": str(OUTCOMES.get(event, event)),
        "group": {
            "roll": split.group.roll,
            "outcome": split.group.outcome.value,
            "result": to_plain(split.group.result) if shown else None,
        },
        "rest": {"roll": split.rest.roll, "result": to_plain(split.rest.result) if shown else None},
        "recomputable": shown,
    }
