"""The life of a proposal: what the table allows, and that no clock reopens or counts late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.lifecycle import (
    BY_CLOCK,
    CERTIFICATIONS,
    ENDED,
    ONCE,
    TRANSITIONS,
    Event,
    MoveRefused,
    Recorded,
    State,
    Timetable,
    at_of,
    due,
    moved,
    next_by_clock,
    state_after,
    takes_ballots,
    takes_paper,
    timetable,
    whole_hour_from,
)
from tests.builders import a_policy

START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
POLICY = a_policy()
PATH = [Event.SUBMIT, Event.SUPPORTED, Event.FREEZE, Event.OPEN, Event.CLOSE]
SIGNS = pytest.mark.parametrize(("state", "event"), list(product(State, Event)), ids=str)


def recorded(*events: tuple[Event, timedelta]) -> list[Recorded]:
    return [Recorded(event, START + after) for event, after in events]


def until(last: Event, at: datetime = START) -> list[Recorded]:
    """Return the usual events up to *last*, all recorded at one moment."""
    return [Recorded(event, at) for event in PATH[: PATH.index(last) + 1]]


@SIGNS
def test_a_move_is_made_only_where_the_table_has_it(state: State, event: Event) -> None:
    if (state, event) in TRANSITIONS:
        assert moved(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(MoveRefused, match=f"'{state}' cannot take the event '{event}'") as refused:
            moved(state, event)
        assert (refused.value.state, refused.value.event) == (state, event)


def test_every_state_is_reached_from_a_draft() -> None:
    reached = {State.DRAFT}
    while more := {after for (before, _), after in TRANSITIONS.items() if before in reached} - reached:
        reached |= more

    assert reached == set(State)


def test_exactly_the_ended_states_have_no_way_on() -> None:
    assert {before for before, _ in TRANSITIONS} == set(State) - ENDED


def test_every_event_has_its_place() -> None:
    assert {event for _, event in TRANSITIONS} == set(Event)


def test_a_proposal_that_is_ended_is_withdrawn_or_made_invalid_no_more() -> None:
    withdrawable = {state for state, event in TRANSITIONS if event is Event.WITHDRAW}
    invalidable = {state for state, event in TRANSITIONS if event is Event.INVALIDATE}

    assert withdrawable == {State.DRAFT, State.SPONSORING, State.DELIBERATION}
    assert invalidable.isdisjoint(ENDED | {State.ADOPTED, State.IMPLEMENTING, State.DRAFT})


def test_only_a_provisional_count_is_certified() -> None:
    assert {state for state, event in TRANSITIONS if event in CERTIFICATIONS} == {State.PROVISIONAL}
    assert {event for state, event in TRANSITIONS if state is State.PROVISIONAL} == CERTIFICATIONS | {
        Event.RECOUNT,
        Event.SECOND_READING,
        Event.INVALIDATE,
    }


@given(st.lists(st.sampled_from(list(Event)), max_size=12))
def test_whatever_is_tried_in_whatever_order_only_moves_of_the_table_happen(tried: list[Event]) -> None:
    events: list[Recorded] = []
    states = [State.DRAFT]
    for event in tried:
        try:
            states.append(state_after([*events, Recorded(event, START)]))
            events.append(Recorded(event, START))
        except MoveRefused:
            again = event in ONCE and event in {e.event for e in events}
            assert (states[-1], event) not in TRANSITIONS or again

    assert [TRANSITIONS[before, e.event] for before, e in zip(states, events, strict=False)] == states[1:]
    assert all((a, e.event) in TRANSITIONS for (a, _), e in zip(pairwise(states), events, strict=True))
    assert sum(e.event is Event.CLOSE for e in events) <= 2
    assert all(sum(e.event is once for e in events) <= 1 for once in ONCE)
    assert sum(e.event in CERTIFICATIONS for e in events) <= 1


def test_the_moments_follow_from_what_is_recorded() -> None:
    day, hour = timedelta(days=1), timedelta(hours=1)
    events = recorded(
        (Event.SUBMIT, 0 * day),
        (Event.SUPPORTED, 3 * day),
        (Event.FREEZE, 18 * day),
        (Event.OPEN, 20 * day),
        (Event.CLOSE, 28 * day),
    )

    times = timetable(events, POLICY)

    assert times == Timetable(
        lapses=START + 30 * day,
        freezes=START + 17 * day,
        opens=START + 20 * day,
        shut=START + 27 * day + hour / 2,
        closes=START + 27 * day + hour / 2,
        certifies=START + 31 * day,
    )
    assert timetable(events, replace(POLICY, paper=True)).closes == START + 28 * day + hour / 2
    assert timetable([], POLICY) == Timetable()


def test_a_recount_starts_a_new_challenge_window() -> None:
    hour = timedelta(hours=1)
    close = [(event, timedelta(0)) for event in PATH]
    events = recorded(*close, (Event.RECOUNT, 10 * hour), (Event.RECOUNTED, 20 * hour))

    assert timetable(events, POLICY).certifies == START + 92 * hour
    assert state_after(events) is State.PROVISIONAL


def test_a_second_reading_talks_for_seven_days_and_votes_again_from_the_beginning() -> None:
    day = timedelta(days=1)
    first = [(event, timedelta(0)) for event in PATH]
    events = recorded(*first, (Event.SECOND_READING, 3 * day))

    times = timetable(events, POLICY)
    assert state_after(events) is State.DELIBERATION
    assert (times.freezes, times.opens, times.shut, times.certifies) == (START + 10 * day, None, None, None)
    assert due(events, POLICY, START + 9 * day) is None
    assert due(events, POLICY, START + 10 * day) is Event.FREEZE
    assert not takes_ballots(events, POLICY, START + timedelta(hours=1))


def test_there_is_no_third_reading() -> None:
    again = [Event.SECOND_READING, Event.FREEZE, Event.OPEN, Event.CLOSE, Event.SECOND_READING]
    events = [*until(Event.CLOSE), *(Recorded(event, START) for event in again)]

    assert state_after(events[:-1]) is State.PROVISIONAL
    with pytest.raises(MoveRefused, match="second_reading"):
        state_after(events)


def test_the_last_of_several_recordings_of_an_event_counts() -> None:
    events = recorded((Event.PROMISE, timedelta(0)), (Event.PROMISE, timedelta(hours=1)))

    assert at_of(events, Event.PROMISE) == START + timedelta(hours=1)
    assert at_of(events, Event.FREEZE) is None


@pytest.mark.parametrize(
    ("moment", "hour"),
    [
        (datetime(2026, 11, 2, 9, 0, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC)),
        (datetime(2026, 11, 2, 9, 0, 0, 1, tzinfo=UTC), datetime(2026, 11, 2, 10, tzinfo=UTC)),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)),
        (
            datetime(2026, 11, 2, 9, 0, tzinfo=timezone(timedelta(hours=5, minutes=45))),
            datetime(2026, 11, 2, 4, tzinfo=UTC),
        ),
    ],
)
def test_voting_ends_at_a_whole_hour_of_utc(moment: datetime, hour: datetime) -> None:
    assert whole_hour_from(moment) == hour
    assert whole_hour_from(moment).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("last", "event", "after"),
    [
        (Event.SUBMIT, Event.LAPSE, timedelta(days=30)),
        (Event.SUPPORTED, Event.FREEZE, timedelta(days=14)),
        (Event.FREEZE, Event.OPEN, timedelta(hours=48)),
        (Event.OPEN, Event.CLOSE, timedelta(days=7, minutes=30)),
    ],
)
def test_the_clock_asks_for_each_step_at_its_instant_and_not_before(
    last: Event, event: Event, after: timedelta
) -> None:
    events = until(last)

    assert next_by_clock(events, POLICY) == (event, START + after)
    assert due(events, POLICY, START + after - timedelta(microseconds=1)) is None
    assert due(events, POLICY, START + after) is event
    assert due(events, POLICY, START + timedelta(days=999)) is event


def test_the_clock_asks_for_nothing_where_people_decide() -> None:
    waiting_for_people = [[], until(Event.CLOSE), [*until(Event.SUBMIT), Recorded(Event.WITHDRAW, START)]]

    for events in waiting_for_people:
        assert next_by_clock(events, POLICY) is None
        assert due(events, POLICY, START + timedelta(days=999)) is None


def test_the_clock_brings_exactly_the_events_that_are_its_own() -> None:
    brought = {due(until(last), POLICY, START + timedelta(days=99)) for last in PATH[:-1]}

    assert brought == BY_CLOCK


def test_ballots_are_taken_from_the_opening_to_the_announced_end_and_not_at_it() -> None:
    events = until(Event.OPEN)
    shut = timetable(events, POLICY).shut
    assert shut is not None

    assert takes_ballots(events, POLICY, START)
    assert takes_ballots(events, POLICY, shut - timedelta(microseconds=1))
    assert not takes_ballots(events, POLICY, shut)
    assert not takes_ballots(until(Event.FREEZE), POLICY, START + timedelta(days=3))
    assert not takes_ballots(until(Event.CLOSE), POLICY, START)
    assert not takes_ballots([], POLICY, START)


WINDOWS = {
    Event.FREEZE: (Event.SUPPORTED, timedelta(days=POLICY.deliberation_days)),
    Event.OPEN: (Event.FREEZE, timedelta(hours=POLICY.frozen_hours)),
    Event.CLOSE: (Event.OPEN, timedelta(days=POLICY.voting_days)),
    Event.LAPSE: (Event.SUBMIT, timedelta(days=POLICY.sponsoring_days)),
}
CLOCKS = st.lists(st.integers(-30 * 24 * 60, 90 * 24 * 60), min_size=1, max_size=25)


def test_paper_is_taken_up_to_a_day_longer_and_only_where_the_rule_book_takes_it() -> None:
    paper = replace(POLICY, paper=True)
    events = until(Event.OPEN)
    shut = timetable(events, paper).shut
    assert shut is not None

    assert takes_paper(events, paper, shut + timedelta(hours=23))
    assert not takes_paper(events, paper, shut + timedelta(hours=24))
    assert not takes_paper(events, POLICY, START)
    assert not takes_paper(until(Event.CLOSE), paper, START)


@given(CLOCKS, st.sampled_from([Event.SUBMIT, Event.SUPPORTED]))
def test_a_clock_that_jumps_back_and_forth_reopens_nothing_and_shortens_no_window(
    minutes: list[int], last: Event
) -> None:
    events = until(last)
    taken = []
    for now in (START + timedelta(minutes=m) for m in minutes):
        while event := due(events, POLICY, now):
            events.append(Recorded(event, now))
        taken.append((now, takes_ballots(events, POLICY, now), state_after(events)))

    happened = [e.event for e in events]
    assert len(happened) == len(set(happened))
    for e in events:
        if e.event in WINDOWS:
            before, length = WINDOWS[e.event]
            begun = at_of(events, before)
            assert begun is not None
            assert e.at >= begun + length
    shut = timetable(events, POLICY).shut
    assert all(state is State.VOTING and shut is not None and now < shut for now, took, state in taken if took)
    closed = [state in {State.PROVISIONAL, State.LAPSED} for *_, state in taken]
    assert closed == sorted(closed)


@given(st.integers(0, 10**9))
def test_a_machine_that_slept_lengthens_what_comes_next(seconds: int) -> None:
    late = START + timedelta(days=14, seconds=seconds)
    events = [*until(Event.SUPPORTED), Recorded(Event.FREEZE, late)]

    assert timetable(events, POLICY).opens == late + timedelta(hours=48)
