"""Messages without addresses, looks that are noted, and who is told what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.exchange import Intent, IntentState, Kind, Match, MatchState
from domain.people import Channel, Standing
from forms_api.services import closing, exchanges, intents, leaving, matches, messages, running_out, sightings
from forms_api.services.contact_rules import ContactInText
from forms_api.services.messages import NothingWritten, TooLong
from forms_api.services.moves import TooLate
from forms_api.services.refusals import NotThere
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, TODAY, a_catalogue, a_match, a_member, a_need, an_exchange, consents, contents, put

CATALOGUE = a_catalogue()
ADA, BEN, CLEO = a_member("ada-quill"), a_member("ben-marsh"), a_member("cleo-third")


@pytest.fixture
def store() -> MemoryStore:
    made = MemoryStore()
    put(made, ADA, BEN, CLEO)
    return made


def between(store: MemoryStore, state: MatchState = MatchState.ACCEPTED) -> Match:
    need: Intent = a_need(ADA.id)
    put(store, replace(need, state=IntentState.MATCHED) if state is MatchState.ACCEPTED else need)
    match = a_match(need, BEN.id, state)
    put(store, match)
    return match


def write(store: MemoryStore, match: Match, by: str, text: str = "Ten o'clock?") -> messages.Written:
    return messages.write(store, match.id, by, text, NOW)


@pytest.mark.parametrize("state", [MatchState.OFFERED, MatchState.ACCEPTED])
def test_both_sides_write_from_the_offer_on_and_read_the_same_in_order(
    store: MemoryStore, state: MatchState
) -> None:
    match = between(store, state)
    write(store, match, ADA.id, "Which tools?")
    messages.write(store, match.id, BEN.id, "I bring mine.", NOW + timedelta(minutes=1))

    assert [(line.mine, line.text) for line in messages.thread(store, match.id, ADA.id)] == [
        (True, "Which tools?"),
        (False, "I bring mine."),
    ]
    assert [line.mine for line in messages.thread(store, match.id, BEN.id)] == [False, True]


@pytest.mark.parametrize(
    "state", [MatchState.SUGGESTED, MatchState.DECLINED, MatchState.WITHDRAWN, MatchState.COULD_NOT_HAPPEN]
)
def test_nobody_writes_before_an_offer_or_after_an_end(store: MemoryStore, state: MatchState) -> None:
    match = between(store, state)

    assert not messages.writing(store, match.id, ADA.id)
    with pytest.raises(TooLate):
        write(store, match, ADA.id)


def test_a_third_person_neither_reads_nor_writes(store: MemoryStore) -> None:
    match = between(store)
    for act in (messages.thread, messages.writing):
        with pytest.raises(NotThere):
            act(store, match.id, CLEO.id)
    with pytest.raises(NotThere):
        write(store, match, CLEO.id)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("  ", NothingWritten),
        ("x" * 601, TooLong),
        ("Ring 555 0142 33", ContactInText),
        ("me@mail.example", ContactInText),
        ("14 Mill Lane, second floor", ContactInText),
    ],
)
def test_what_is_empty_too_long_or_leads_around_the_network_is_refused(
    store: MemoryStore, text: str, refusal: type[Exception]
) -> None:
    match = between(store)
    with pytest.raises(refusal):
        write(store, match, ADA.id, text)

    assert contents(store)["messages"] == []


def test_the_other_side_is_told_once_an_hour_and_only_who_has_mail(store: MemoryStore) -> None:
    match = between(store)
    first, second = write(store, match, ADA.id), write(store, match, ADA.id)
    later = messages.write(store, match.id, ADA.id, "Still there?", NOW + messages.QUIET)
    put(store, replace(BEN, email=""))
    by_paper = messages.write(store, match.id, ADA.id, "Hello?", NOW + timedelta(hours=5))

    assert [w.tell.id if w.tell else None for w in (first, second, later, by_paper)] == [
        BEN.id,
        None,
        BEN.id,
        None,
    ]


def test_they_may_still_write_until_both_have_confirmed(store: MemoryStore) -> None:
    match = between(store)
    written = exchanges.done(store, match.id, BEN.id, Kind.HOURS, 4, TODAY, NOW)
    write(store, match, ADA.id, "Was it not two hours?")
    exchanges.confirm(store, written.id, ADA.id, NOW)

    assert not messages.writing(store, match.id, ADA.id)
    assert contents(store)["messages"] == []


@pytest.mark.parametrize("end", [matches.withdraw, matches.could_not_happen])
def test_all_that_was_written_goes_with_the_match(store: MemoryStore, end: object) -> None:
    match = between(store)
    write(store, match, ADA.id)
    end(store, match.id, ADA.id, NOW)  # type: ignore[operator]
    (left,) = contents(store)["matches"]

    assert contents(store)["messages"] == []
    assert left.message == ""


def test_taking_a_need_back_deletes_its_words_and_those_of_everybody_who_could(store: MemoryStore) -> None:
    match = between(store, MatchState.OFFERED)
    write(store, match, BEN.id)
    intents.withdraw(store, match.need, ADA.id, NOW)
    (need,), (left,) = contents(store)["intents"], contents(store)["matches"]

    assert (need.note, need.when, need.zone, need.closed_on) == ("", "", "", TODAY)
    assert (left.state, left.message) == (MatchState.DECLINED, "")
    assert contents(store)["messages"] == []


def test_a_look_is_noted_with_the_way_that_was_shown(store: MemoryStore) -> None:
    match = between(store)
    put(store, replace(BEN, channel=Channel.PHONE, phone="555 0142"))
    seen, back = sightings.look(store, match.id, ADA.id, NOW), sightings.look(store, match.id, BEN.id, NOW)

    assert (seen.channel, seen.address) == (Channel.PHONE, "555 0142")
    assert (back.channel, back.address) == (Channel.MAIL, ADA.email)
    assert [(look.name, look.what) for look in sightings.looks_at(store, BEN.id, match.id)] == [("Ada", "phone")]
    assert sightings.looks_at(store, BEN.id, "another match") == []


def test_a_way_to_reach_each_other_is_shown_until_it_is_settled_and_not_after(store: MemoryStore) -> None:
    match = between(store)
    written = exchanges.done(store, match.id, BEN.id, Kind.HOURS, 4, TODAY, NOW)
    unsettled = sightings.look(store, match.id, ADA.id, NOW)
    with pytest.raises(TooLate):
        sightings.look(store, match.id, ADA.id, NOW + timedelta(days=30))
    exchanges.confirm(store, written.id, ADA.id, NOW)

    assert unsettled.address == BEN.email
    with pytest.raises(TooLate):
        sightings.look(store, match.id, ADA.id, NOW)


@pytest.mark.parametrize("changes", [{"channel": Channel.DESK}, {"email": ""}])
def test_who_is_reached_through_the_desk_shows_nothing_and_nothing_is_noted(
    store: MemoryStore, changes: dict[str, object]
) -> None:
    match = between(store)
    put(store, replace(BEN, **changes))  # type: ignore[arg-type]

    assert sightings.look(store, match.id, ADA.id, NOW) == sightings.Reached(Channel.DESK, "")
    assert contents(store)["sightings"] == []


def test_who_looked_and_keeps_their_name_is_a_member_and_the_note_goes_after_a_year(store: MemoryStore) -> None:
    match = between(store)
    put(store, replace(ADA, consents=consents(name="stewards")))
    sightings.look(store, match.id, ADA.id, NOW)
    named = sightings.looks_at(store, BEN.id)
    closing.close_due(store, NOW + closing.SIGHTINGS_KEPT - timedelta(seconds=1))
    kept = contents(store)["sightings"]
    closing.close_due(store, NOW + closing.SIGHTINGS_KEPT)

    assert [look.name for look in named] == [""]
    assert len(kept) == 1
    assert contents(store)["sightings"] == []


def test_who_leaves_ends_everything_of_theirs_and_nothing_of_anybody_else(store: MemoryStore) -> None:
    theirs, other = between(store), a_need(CLEO.id)
    put(store, other, a_match(other, BEN.id, id="match-cleo"), replace(BEN, standing=Standing.LEFT))
    write_other = a_need(BEN.id, id="bens-own")
    put(store, write_other)
    with store.unit() as unit:
        leaving.end_all(unit, BEN.id, NOW)
    states = {m.id: m.state for m in contents(store)["matches"]}
    needs = {i.id: i.state for i in contents(store)["intents"]}

    assert states == {theirs.id: MatchState.WITHDRAWN, "match-cleo": MatchState.WITHDRAWN}
    assert needs == {theirs.need: IntentState.OPEN, other.id: IntentState.OPEN, "bens-own": IntentState.WITHDRAWN}


def test_what_was_said_over_a_completion_goes_with_who_leaves(store: MemoryStore) -> None:
    match = between(store)
    write(store, match, ADA.id)
    exchanges.done(store, match.id, BEN.id, Kind.HOURS, 4, TODAY, NOW)
    with store.unit() as unit:
        leaving.end_all(unit, BEN.id, NOW)

    assert contents(store)["messages"] == []
    assert [m.state for m in contents(store)["matches"]] == [MatchState.DONE]


def test_who_was_declined_for_another_is_asked_again_when_that_one_could_not(store: MemoryStore) -> None:
    need = a_need(ADA.id)
    put(store, need, a_match(need, BEN.id), a_match(need, CLEO.id))
    by_name = a_member("dora-declined")
    put(store, by_name, a_match(need, by_name.id))
    matches.decline(store, f"match-{by_name.id}", ADA.id, NOW)
    matches.choose(store, CATALOGUE, f"match-{BEN.id}", ADA.id, NOW + timedelta(hours=1))
    matches.could_not_happen(store, f"match-{BEN.id}", ADA.id, NOW + timedelta(hours=2))
    states = {m.provider: m.state for m in contents(store)["matches"]}
    again = matches.offer_help(store, CATALOGUE, need.id, CLEO.id, "Still could.", NOW + timedelta(hours=3))

    assert states == {
        BEN.id: MatchState.COULD_NOT_HAPPEN,
        CLEO.id: MatchState.SUGGESTED,
        by_name.id: MatchState.DECLINED,
    }
    assert again.id == f"match-{CLEO.id}"


def test_who_has_not_answered_is_known_a_week_before_it_closes_and_told_once(store: MemoryStore) -> None:
    half = replace(an_exchange(BEN.id, ADA.id), confirmed_by_giver=NOW, confirmed_by_receiver=None)
    put(store, half, an_exchange(BEN.id, CLEO.id))
    last = TODAY + timedelta(days=29)
    early = running_out.claim(store, last - timedelta(days=8))
    told = running_out.claim(store, last - timedelta(days=7))
    twice = running_out.claim(store, last - timedelta(days=6))

    assert (early, twice) == ((), ())
    assert told == (running_out.Unanswered(ADA.id, half.id, half.skill, last),)


def test_nobody_is_told_of_what_silence_has_closed(store: MemoryStore) -> None:
    put(store, replace(an_exchange(BEN.id, ADA.id), confirmed_by_giver=NOW, confirmed_by_receiver=None))

    assert running_out.claim(store, TODAY + timedelta(days=30)) == ()
