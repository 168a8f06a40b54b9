"""A policy read for a roll, and the outcomes of a count."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.lifecycle import TRANSITIONS, Event, State
from domain.governance.methods.yes_no import Choice
from domain.governance.moderation import ModerationReason, RuleBroken, removed_mark, why_stopped
from domain.governance.outcome import OUTCOMES, certification
from domain.governance.policy import Base, ConstituencyRule, NetworkTooSmall, Policy, Proportion
from domain.governance.terms import Unmet, least_count, least_roll, out_of_reach, terms
from domain.governance.vote import count_vote

ORDINARY = Policy("ordinary", 1, {"en": "Ordinary decisions"}, {"en": "Most things."})
THIRD = Policy("quick", 1, {"en": "Quick"}, {"en": "."}, sponsors=6, quorum=Proportion(1, 3, Base.YES))


@pytest.mark.parametrize(
    ("members", "sponsors", "votes"), [(20, 3, 7), (40, 4, 10), (100, 5, 15), (1_000, 5, 48), (100_000, 5, 475)]
)
def test_an_ordinary_policy_asks_what_the_design_says(members: int, sponsors: int, votes: int) -> None:
    reading = terms(ORDINARY, members)

    assert (reading.sponsors, reading.quorum_votes, reading.quorum_base) == (sponsors, votes, Base.YES)


def test_participants_of_the_program_need_half_the_sponsors() -> None:
    assert terms(ORDINARY, 100, of_program=True).sponsors == 3


@pytest.mark.parametrize(("members", "votes"), [(39, 13), (40, 14), (3, 1), (1, 1), (0, 1)])
def test_a_policy_with_numbers_of_its_own_is_read_with_them(members: int, votes: int) -> None:
    assert (terms(THIRD, members).sponsors, terms(THIRD, members).quorum_votes) == (6, votes)


def test_a_network_of_two_has_no_defaults() -> None:
    with pytest.raises(NetworkTooSmall):
        terms(ORDINARY, 2)


def unmet(members: int, **rules: Any) -> tuple[Unmet, ...]:
    policy = Policy("p", 1, {}, {}, **({"sponsors": 1} | rules))
    return out_of_reach(policy, terms(policy, members))


ALL_AND_MORE = Proportion(1, 1, Base.VALID, strict=True)


def test_a_quorum_beyond_everybody_is_out_of_reach() -> None:
    assert unmet(40, quorum=ALL_AND_MORE) == (Unmet.QUORUM,)
    assert unmet(40, approval_quorum=ALL_AND_MORE) == (Unmet.APPROVAL_QUORUM,)
    assert unmet(4) == ()


def test_a_proposal_needs_no_more_sponsors_than_there_are_besides_its_author() -> None:
    assert unmet(6, sponsors=6) == (Unmet.SPONSORS,)
    assert unmet(7, sponsors=6) == ()


def test_a_group_apart_needs_eleven_and_so_does_the_rest_where_both_decide() -> None:
    assert unmet(21, constituency=ConstituencyRule.CONCURRENT) == (Unmet.CONSTITUENCY,)
    assert unmet(10, constituency=ConstituencyRule.SECOND_READING) == (Unmet.CONSTITUENCY,)
    assert unmet(22, constituency=ConstituencyRule.CONCURRENT) == ()
    assert least_roll(ConstituencyRule.OPEN_VOICE) == 0


def test_the_votes_it_takes_are_those_of_the_greater_quorum_in_favour() -> None:
    third = Proportion(1, 3, Base.ELIGIBLE)

    assert terms(Policy("p", 1, {}, {}), 120).votes_needed == 17
    assert terms(Policy("p", 1, {}, {}, approval_quorum=third), 120).votes_needed == 40
    assert terms(Policy("p", 1, {}, {}, quorum=Proportion(1, 2, Base.CAST)), 120).votes_needed == 0


def test_from_sponsors_to_certified_takes_the_sum_of_the_windows() -> None:
    assert terms(ORDINARY, 40).shortest == timedelta(days=14 + 2 + 7 + 3)


@given(
    num=st.integers(0, 12),
    den=st.integers(1, 12),
    strict=st.booleans(),
    base=st.integers(0, 60),
)
def test_the_least_count_is_the_first_that_meets_the_share(num: int, den: int, strict: bool, base: int) -> None:
    share = Proportion(num, den, Base.ELIGIBLE, strict)
    first = next((count for count in range(base + 1) if share.met(count, base)), base + 1)

    assert least_count(share, base) == first


@pytest.mark.parametrize(
    ("choices", "event"),
    [
        ([], Event.CERTIFY_NO_QUORUM),
        ([Choice.BLANK] * 20, Event.CERTIFY_NO_QUORUM),
        ([Choice.YES] * 6, Event.CERTIFY_NO_QUORUM),
        ([Choice.YES] * 7 + [Choice.NO] * 7, Event.CERTIFY_TIED),
        ([Choice.YES] * 8 + [Choice.NO] * 7, Event.CERTIFY_ADOPTED),
        ([Choice.YES] * 7 + [Choice.NO] * 8, Event.CERTIFY_REJECTED),
    ],
)
def test_a_count_is_certified_as_what_it_is(choices: list[Choice], event: Event) -> None:
    assert certification(count_vote(ORDINARY, (), choices, eligible=20)) is event


def test_every_certification_leads_where_the_table_of_outcomes_says() -> None:
    for event, state in OUTCOMES.items():
        assert TRANSITIONS[State.PROVISIONAL, event] is state


def test_the_mark_of_a_removed_text_needs_the_id_to_be_recomputed() -> None:
    assert removed_mark("a1", "words") != removed_mark("a2", "words") != removed_mark("a2", "other words")
    assert removed_mark("a1", "words") == removed_mark("a1", "words")


def test_a_reason_is_read_from_its_code_and_an_unknown_one_is_none() -> None:
    assert why_stopped("insult") is ModerationReason.INSULT
    assert why_stopped("roll_too_small") is RuleBroken.ROLL_TOO_SMALL
    assert why_stopped("because") is None
