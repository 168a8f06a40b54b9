"""Exchange gone wrong, on every store: each fault has one stated answer, and what two do at once counts once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.exchange import IntentState, Kind, Match, MatchState, counters
from domain.meeting import edges
from domain.people import Standing
from forms_api.services import blocks, closing, exchanges, gatherings, intents, matches, messages, sightings
from forms_api.services.amounts import (
    LessThanAQuarter,
    LessThanNothing,
    LongerThanADay,
    NothingGiven,
    NotHours,
    NotInQuarters,
    TooManyPieces,
    WrongAmount,
    amount_from,
)
from forms_api.services.exchanges import ClosedBySilence, ConfirmedAlready, DayAhead, DayTooOld, OneselfOnly
from forms_api.services.gatherings import GatheringDraft, SaidAlready
from forms_api.services.moves import TooLate
from forms_api.services.refusals import NotThere
from forms_api.store.base import Store
from tests.builders import (
    NOW,
    TODAY,
    a_catalogue,
    a_check,
    a_match,
    a_member,
    a_need,
    a_vouch,
    an_exchange,
    contents,
    put,
)
from tests.contract.acts import at_once

CATALOGUE = a_catalogue()
ADA, BEN, CLEO = a_member("ada-quill"), a_member("ben-marsh"), a_member("cleo-third")
DEVICES = 8
LATER = NOW + timedelta(days=31)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    put(store, ADA, BEN, CLEO)


def agreed(store: Store) -> Match:
    """Return a match of Ada's need with Ben that she has chosen."""
    asked = replace(a_need(ADA.id), state=IntentState.MATCHED)
    match = a_match(asked, BEN.id, MatchState.ACCEPTED, reasons=("Free on Saturdays.",))
    put(store, asked, match)
    return match


def give(store: Store) -> str:
    """Return the exchange that Ben wrote down and Ada has not confirmed."""
    return exchanges.done(store, agreed(store).id, BEN.id, Kind.HOURS, 6, TODAY, NOW).id


@pytest.mark.parametrize(
    ("kind", "amount", "refusal"),
    [
        (Kind.HOURS, 0, NothingGiven),
        (Kind.HOURS, -4, LessThanNothing),
        (Kind.HOURS, 25 * 4, LongerThanADay),
        (Kind.MEALS, 0, NothingGiven),
        (Kind.MEALS, -1, LessThanNothing),
        (Kind.THINGS, 201, TooManyPieces),
    ],
)
def test_an_impossible_amount_is_refused_with_its_own_words_and_nothing_moves(
    store: Store, kind: Kind, amount: int, refusal: type[WrongAmount]
) -> None:
    match = agreed(store)
    with pytest.raises(refusal):
        exchanges.done(store, match.id, BEN.id, kind, amount, TODAY, NOW)

    assert contents(store)["exchanges"] == []
    assert contents(store)["matches"] == [match]


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("0", NothingGiven),
        ("0.3", NotInQuarters),
        ("0.1", LessThanAQuarter),
        ("25", LongerThanADay),
        ("-1", LessThanNothing),
        ("minus one", NotHours),
    ],
)
def test_what_is_typed_wrong_never_becomes_hours(typed: str, refusal: type[WrongAmount]) -> None:
    with pytest.raises(refusal):
        amount_from(Kind.HOURS, typed)


@pytest.mark.parametrize(("days", "refusal"), [(1, DayAhead), (365, DayAhead), (-93, DayTooOld)])
def test_a_day_ahead_or_long_ago_is_refused_and_nothing_moves(
    store: Store, days: int, refusal: type[exchanges.WrongDay]
) -> None:
    match = agreed(store)
    with pytest.raises(refusal):
        exchanges.done(store, match.id, BEN.id, Kind.HOURS, 4, TODAY + timedelta(days=days), NOW)

    assert contents(store)["matches"] == [match]


def test_nobody_confirms_their_own_exchange(store: Store) -> None:
    written, alone = give(store), an_exchange(ADA.id, ADA.id, confirmed_by_receiver=None)
    put(store, alone)
    with pytest.raises(exchanges.OtherSide):
        exchanges.confirm(store, written, BEN.id, NOW)
    with pytest.raises(OneselfOnly):
        exchanges.confirm(store, alone.id, ADA.id, NOW)
    with pytest.raises(NotThere):
        exchanges.confirm(store, written, CLEO.id, NOW)

    assert not any(exchange.confirmed for exchange in contents(store)["exchanges"])


def test_a_match_of_somebody_with_themself_comes_to_no_exchange(store: Store) -> None:
    need = replace(a_need(ADA.id), state=IntentState.MATCHED)
    put(store, need, a_match(need, ADA.id, MatchState.ACCEPTED))
    with pytest.raises(OneselfOnly):
        exchanges.done(store, f"match-{ADA.id}", ADA.id, Kind.HOURS, 4, TODAY, NOW)

    assert contents(store)["exchanges"] == []


def test_of_confirmations_from_two_devices_at_once_one_counts_and_the_other_is_told(store: Store) -> None:
    written = give(store)
    wrong = at_once(DEVICES, lambda _n: exchanges.confirm(store, written, ADA.id, NOW))

    assert [type(error) for error in wrong] == [ConfirmedAlready] * (DEVICES - 1)
    assert "It counts once." in str(wrong[0])
    assert counters(ADA.id, contents(store)["exchanges"])[0].received == 6


def test_it_is_written_down_once_however_many_write_it_at_once(store: Store) -> None:
    match = agreed(store)

    def write(number: int) -> None:
        exchanges.done(store, match.id, (ADA.id, BEN.id)[number % 2], Kind.HOURS, 4, TODAY, NOW)

    wrong = at_once(DEVICES, write)

    assert len(wrong) == DEVICES - 1
    assert all(isinstance(error, TooLate) for error in wrong)
    assert len(contents(store)["exchanges"]) == 1


def test_taking_back_and_confirming_at_once_leave_one_of_the_two(store: Store) -> None:
    written = give(store)
    acts: list[Callable[[], object]] = [
        lambda: exchanges.take_back(store, written, BEN.id, NOW),
        lambda: exchanges.confirm(store, written, ADA.id, NOW),
    ]
    wrong = at_once(2, lambda number: acts[number]())
    (match,) = contents(store)["matches"]
    left = contents(store)["exchanges"]

    assert len(wrong) == 1
    assert match.state is (MatchState.DONE if left else MatchState.ACCEPTED)
    assert [exchange.confirmed for exchange in left] in ([], [True])


def test_a_completion_taken_back_is_agreed_as_before_with_all_its_words(store: Store) -> None:
    written = give(store)
    exchanges.take_back(store, written, BEN.id, NOW)
    (match,), (need,) = contents(store)["matches"], contents(store)["intents"]
    again = exchanges.done(store, match.id, ADA.id, Kind.HOURS, 8, TODAY, NOW)

    assert (match.state, need.state) == (MatchState.ACCEPTED, IntentState.MATCHED)
    assert match.message and need.note
    assert again.id != written


def test_silence_closes_after_thirty_days_and_never_verifies(store: Store) -> None:
    written = give(store)
    exchanges.confirm(store, give_other(store), ADA.id, NOW + timedelta(days=29))
    for act in (exchanges.confirm, exchanges.take_back):
        with pytest.raises(ClosedBySilence):
            act(store, written, ADA.id, LATER)
    closing.close_due(store, LATER)

    assert [e.confirmed for e in contents(store)["exchanges"] if e.id == written] == [False]
    assert counters(ADA.id, [e for e in contents(store)["exchanges"] if e.id == written]) == ()


def give_other(store: Store) -> str:
    given = replace(an_exchange(CLEO.id, ADA.id), confirmed_by_giver=NOW, confirmed_by_receiver=None)
    put(store, given)
    return given.id


def test_the_words_go_when_both_have_confirmed_and_only_the_edge_is_left(store: Store) -> None:
    match = agreed(store)
    messages.write(store, match.id, BEN.id, "I bring the pump.", NOW)
    written = exchanges.done(store, match.id, BEN.id, Kind.HOURS, 4, TODAY, NOW)
    before = contents(store)
    exchanges.confirm(store, written.id, ADA.id, NOW)
    after = contents(store)
    closing.close_due(store, LATER)
    gone = contents(store)

    assert before["messages"] and before["intents"][0].note and before["matches"][0].message
    assert after["messages"] == []
    (need,), (kept,) = after["intents"], after["matches"]
    assert (need.note, need.when, need.zone, need.bands) == ("", "", "", ())
    assert (kept.message, kept.reasons) == ("", ())
    assert gone["intents"] == gone["matches"] == []
    assert [(e.giver, e.receiver) for e in gone["exchanges"]] == [(BEN.id, ADA.id)]


def a_circle(store: Store) -> list[Match]:
    """Return three legs of one circle that all agreed: each gives to the next."""
    legs = []
    for giver, receiver in ((ADA, BEN), (BEN, CLEO), (CLEO, ADA)):
        need = replace(a_need(receiver.id), state=IntentState.MATCHED)
        legs.append(a_match(need, giver.id, MatchState.ACCEPTED, id=f"leg-{giver.id}", circle="circle-1"))
        put(store, need, legs[-1])
    return legs


def test_a_circle_whose_member_leaves_keeps_its_other_legs(store: Store) -> None:
    from_ada, from_ben, from_cleo = a_circle(store)
    messages.write(store, from_cleo.id, CLEO.id, "Tuesday?", NOW)
    put(store, replace(ADA, standing=Standing.LEFT))
    closing.close_due(store, NOW)
    states = {m.id: m.state for m in contents(store)["matches"]}
    needs = {i.member: i for i in contents(store)["intents"]}

    assert states == {
        from_ada.id: MatchState.WITHDRAWN,
        from_ben.id: MatchState.ACCEPTED,
        from_cleo.id: MatchState.WITHDRAWN,
    }
    assert {member: need.state for member, need in needs.items()} == {
        ADA.id: IntentState.WITHDRAWN,
        BEN.id: IntentState.OPEN,
        CLEO.id: IntentState.MATCHED,
    }
    assert needs[ADA.id].note == "" and contents(store)["messages"] == []
    assert exchanges.done(store, from_ben.id, BEN.id, Kind.HOURS, 4, TODAY, NOW)


def test_closing_a_second_time_changes_nothing(store: Store) -> None:
    a_circle(store)
    put(store, replace(ADA, standing=Standing.LEFT), an_exchange(BEN.id, CLEO.id, confirmed=False))
    for moment in (NOW, LATER, LATER + timedelta(days=31)):
        closing.close_due(store, moment)
        once = contents(store)
        closing.close_due(store, moment)
        assert contents(store) == once


def test_a_check_that_ends_on_the_day_holds_that_day_and_not_the_next(store: Store) -> None:
    need = a_need(ADA.id, "shared-childcare", expires_on=TODAY + timedelta(days=9))
    put(store, need, a_vouch(BEN.id, ADA.id), a_vouch(BEN.id, CLEO.id), a_check(BEN.id, valid_until=TODAY))
    match = matches.offer_help(store, CATALOGUE, need.id, BEN.id, "I could.", NOW)
    with pytest.raises(TooLate):
        matches.choose(store, CATALOGUE, match.id, ADA.id, NOW + timedelta(days=1))

    assert matches.choose(store, CATALOGUE, match.id, ADA.id, NOW).state is MatchState.ACCEPTED


def test_of_two_chosen_at_once_one_is(store: Store) -> None:
    need = a_need(ADA.id)
    put(store, need, a_match(need, BEN.id), a_match(need, CLEO.id))
    wrong = at_once(2, lambda n: matches.choose(store, CATALOGUE, f"match-{(BEN.id, CLEO.id)[n]}", ADA.id, NOW))

    assert [type(error) for error in wrong] == [TooLate]
    assert sorted(m.state for m in contents(store)["matches"]) == [MatchState.ACCEPTED, MatchState.DECLINED]


def test_no_more_messages_a_day_than_there_may_be_however_fast_they_come(store: Store) -> None:
    match = agreed(store)
    wrong = at_once(16, lambda n: messages.write(store, match.id, BEN.id, f"Line {n}", NOW))

    assert len(contents(store)["messages"]) == messages.MOST_A_DAY
    assert {type(error) for error in wrong} == {messages.EnoughForToday}
    assert messages.write(store, match.id, ADA.id, "The other side has its own ten.", NOW)
    assert messages.write(store, match.id, BEN.id, "A day later.", NOW + timedelta(days=1))


def test_every_look_at_an_address_is_kept_and_none_where_there_is_nothing_to_see(store: Store) -> None:
    match = agreed(store)
    at_once(4, lambda _n: sightings.look(store, match.id, ADA.id, NOW))
    matches.withdraw(store, match.id, BEN.id, NOW)
    with pytest.raises(TooLate):
        sightings.look(store, match.id, ADA.id, NOW)

    assert [(s.reader, s.of, s.what) for s in contents(store)["sightings"]] == [(ADA.id, BEN.id, "mail")] * 4
    assert [look.name for look in sightings.looks_at(store, BEN.id)] == ["Ada"] * 4
    assert sightings.looks_at(store, ADA.id) == []


def test_a_group_event_confirmed_on_two_devices_counts_once(store: Store) -> None:
    put(store, an_exchange(ADA.id, BEN.id), an_exchange(ADA.id, CLEO.id))
    draft = GatheringDraft("bicycle-repair", TODAY, 8, (ADA.id,), (BEN.id, CLEO.id))
    made = gatherings.write_down(store, CATALOGUE, ADA.id, draft, NOW)
    wrong = at_once(DEVICES, lambda _n: gatherings.confirm(store, made.id, BEN.id, NOW))
    (kept,) = contents(store)["gatherings"]

    assert [type(error) for error in wrong] == [SaidAlready] * (DEVICES - 1)
    assert [(e.giver, e.receiver) for e in edges(kept) if e.confirmed] == [(ADA.id, BEN.id)]


def test_keeping_apart_and_choosing_at_once_never_leave_the_two_together(store: Store) -> None:
    need = a_need(ADA.id)
    put(store, need, a_match(need, BEN.id))
    acts: list[Callable[[], object]] = [
        lambda: blocks.keep_apart(store, f"match-{BEN.id}", BEN.id, NOW),
        lambda: matches.choose(store, CATALOGUE, f"match-{BEN.id}", ADA.id, NOW),
    ]
    at_once(2, lambda number: acts[number]())

    assert [m.state for m in contents(store)["matches"]] == [MatchState.WITHDRAWN]
    assert [i.state for i in contents(store)["intents"]] == [IntentState.OPEN]
    assert intents.needs_for(store, CATALOGUE, BEN.id, NOW) == []
