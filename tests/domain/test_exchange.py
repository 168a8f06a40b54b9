"""Matches that move by the table, and counters that are no balance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exchange import (
    MATCH_TRANSITIONS,
    MAX_PIECES,
    MAX_QUARTERS,
    SILENCE_CLOSES,
    AmountProblem,
    Counter,
    Exchange,
    Kind,
    MatchEvent,
    MatchState,
    MoveRefused,
    NetworkFigures,
    amount_problem,
    closed_by_silence,
    closes_on,
    counters,
    moved,
    network_figures,
)
from tests.builders import NOW, TODAY, a_gathering, an_exchange

SETTLED = {MatchState.DONE, MatchState.DECLINED, MatchState.WITHDRAWN, MatchState.COULD_NOT_HAPPEN}
BACK = {MatchEvent.TAKE_BACK, MatchEvent.ASK_AGAIN}
PEOPLE = st.sampled_from(["ada", "ben", "cy"])
EXCHANGES = st.lists(
    st.builds(
        an_exchange,
        PEOPLE,
        PEOPLE,
        confirmed=st.booleans(),
        kind=st.sampled_from(list(Kind)),
        amount=st.integers(1, 40),
        on=st.dates(TODAY - timedelta(days=20), TODAY),
    ),
    max_size=12,
)


@pytest.mark.parametrize(("state", "event"), list(product(MatchState, MatchEvent)), ids=str)
def test_a_match_moves_only_as_the_table_says(state: MatchState, event: MatchEvent) -> None:
    if (state, event) in MATCH_TRANSITIONS:
        assert moved(state, event) is MATCH_TRANSITIONS[state, event]
    else:
        with pytest.raises(MoveRefused, match=f"A match that is '{state}' cannot {event}") as refused:
            moved(state, event)
        assert (refused.value.state, refused.value.event) == (state, event)


def test_either_side_may_leave_until_it_is_done_and_nothing_moves_on_after() -> None:
    leaving = {state for state, event in MATCH_TRANSITIONS if event is MatchEvent.WITHDRAW}

    assert leaving == set(MatchState) - SETTLED
    assert {state for state, event in MATCH_TRANSITIONS if event not in BACK} == set(MatchState) - SETTLED
    assert {event for _, event in MATCH_TRANSITIONS} == set(MatchEvent)


def test_a_way_back_leads_to_before_and_never_past_somebody_s_answer() -> None:
    back = {(state, after) for (state, event), after in MATCH_TRANSITIONS.items() if event in BACK}

    assert back == {
        (MatchState.DONE, MatchState.ACCEPTED),
        (MatchState.OFFERED, MatchState.SUGGESTED),
        (MatchState.DECLINED, MatchState.SUGGESTED),
    }


def test_no_exchange_comes_of_a_match_that_was_not_accepted() -> None:
    assert {s for (s, e), after in MATCH_TRANSITIONS.items() if after is MatchState.DONE} == {MatchState.ACCEPTED}
    assert {s for (s, e) in MATCH_TRANSITIONS if e is MatchEvent.ACCEPT} == {MatchState.OFFERED}


@pytest.mark.parametrize(
    ("kind", "most", "problem"),
    [
        (Kind.HOURS, MAX_QUARTERS, AmountProblem.TOO_LONG),
        (Kind.MEALS, MAX_PIECES, AmountProblem.TOO_MANY),
        (Kind.THINGS, MAX_PIECES, AmountProblem.TOO_MANY),
    ],
)
def test_an_amount_is_more_than_nothing_and_less_than_a_slip_of_the_finger(
    kind: Kind, most: int, problem: AmountProblem
) -> None:
    assert [amount_problem(kind, amount) for amount in (1, most)] == [None, None]
    assert [amount_problem(kind, amount) for amount in (0, -1)] == [AmountProblem.NOTHING] * 2
    assert amount_problem(kind, most + 1) is problem


def test_silence_closes_thirty_days_after_one_side_wrote_it_down_and_never_what_both_confirmed() -> None:
    half = replace(an_exchange("ada", "ben"), confirmed_by_giver=None)
    bare = replace(half, confirmed_by_receiver=None)
    written = (NOW - timedelta(days=7)).date()

    assert closes_on(half) == written + SILENCE_CLOSES
    assert closes_on(bare) == bare.on + SILENCE_CLOSES
    assert not closed_by_silence(half, written + SILENCE_CLOSES - timedelta(days=1))
    assert closed_by_silence(half, written + SILENCE_CLOSES)
    assert not closed_by_silence(an_exchange("ada", "ben"), date(2050, 1, 1))


@pytest.mark.parametrize(("giver", "receiver"), [(None, NOW), (NOW, None), (None, None)])
def test_an_exchange_counts_only_once_both_confirmed_it(giver: datetime | None, receiver: datetime | None) -> None:
    half = replace(an_exchange("ada", "ben"), confirmed_by_giver=giver, confirmed_by_receiver=receiver)

    assert not half.confirmed
    assert counters("ada", [half]) == ()
    assert counters("ada", [an_exchange("ada", "ben")]) == (Counter(Kind.HOURS, 8, 0),)


def test_kinds_stand_side_by_side_and_one_without_any_is_left_out() -> None:
    exchanges = [
        an_exchange("ada", "ben", amount=6),
        an_exchange("ben", "ada", amount=2),
        an_exchange("cy", "ada", kind=Kind.MEALS, amount=3),
        an_exchange("ben", "cy", kind=Kind.THINGS, amount=1),
    ]

    assert counters("ada", exchanges) == (Counter(Kind.HOURS, 6, 2), Counter(Kind.MEALS, 0, 3))
    assert counters("nobody", exchanges) == ()


def test_a_group_event_counts_between_two_who_both_confirmed_it_in_exact_parts_of_an_hour() -> None:
    evening = a_gathering(["ada"], ["ben", "cy", "di"], quarters=8, confirmed=("ada", "ben", "cy"))

    assert counters("ada", [an_exchange("ada", "ben", amount=6)], [evening]) == (
        Counter(Kind.HOURS, 6 + Fraction(16, 3), 0),
    )
    assert counters("ben", [], [evening]) == (Counter(Kind.HOURS, 0, Fraction(8, 3)),)
    assert counters("di", [], [evening]) == ()


@given(EXCHANGES)
def test_what_all_gave_of_a_kind_is_what_all_received_of_it(exchanges: list[Exchange]) -> None:
    counted = [counter for person in ("ada", "ben", "cy") for counter in counters(person, exchanges)]

    for kind in Kind:
        of_kind = [counter for counter in counted if counter.kind is kind]
        total = sum(e.amount for e in exchanges if e.kind is kind and e.confirmed)
        assert sum(c.given for c in of_kind) == sum(c.received for c in of_kind) == total


@given(EXCHANGES)
def test_figures_count_confirmed_exchanges_of_the_window_in_any_order(exchanges: list[Exchange]) -> None:
    since, until = TODAY - timedelta(days=15), TODAY - timedelta(days=5)
    inside = [e for e in exchanges if since <= e.on < until]
    confirmed = [e for e in inside if e.confirmed]
    gave, got = ({getattr(e, side) for e in confirmed} for side in ("giver", "receiver"))
    amounts = {kind: sum(e.amount for e in confirmed if e.kind is kind) for kind in Kind}

    figures = network_figures(reversed(exchanges), since=since, until=until)

    assert figures == NetworkFigures(
        exchanges=len(confirmed),
        unconfirmed=len(inside) - len(confirmed),
        quarters=amounts[Kind.HOURS],
        meals=amounts[Kind.MEALS],
        things=amounts[Kind.THINGS],
        active=len(gave | got),
        both_ways=len(gave & got),
    )


def test_a_window_holds_its_first_day_and_not_its_last() -> None:
    first, after = date(2026, 1, 1), date(2026, 2, 1)
    days = [first - timedelta(days=1), first, after - timedelta(days=1), after]
    exchanges = [an_exchange("ada", "ben", on=day) for day in days]

    assert network_figures(exchanges, since=first, until=after).exchanges == 2
