"""What publish records by the clock, once each."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.governance.lifecycle import Event, State, timetable
from domain.governance.moderation import ModerationReason
from domain.governance.policy import Base, Proportion
from domain.people import Standing
from forms_api.publish import sealing
from forms_api.publish.files import RecordFolder
from forms_api.services import moderation
from forms_api.services.proposal_events import recorded
from forms_api.store.base import Store
from tests.builders import a_catalogue, a_participation, a_policy, by_slug, contents, put
from tests.forms_api.town import BEGIN, Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def events_of(town: Town, proposal: str) -> list[Event]:
    with town.store.unit() as unit:
        return [event.event for event in recorded(unit, proposal)]


def test_a_proposal_walks_from_its_sponsors_to_the_certified_result(town: Town) -> None:
    proposal = town.certified()

    assert events_of(town, proposal) == [
        Event.SUBMIT,
        Event.SUPPORTED,
        Event.FREEZE,
        Event.OPEN,
        Event.CLOSE,
        Event.CERTIFY_ADOPTED,
    ]


def test_publishing_twice_at_one_moment_records_and_writes_nothing_more(town: Town) -> None:
    town.frozen()
    before = contents(town.store)
    again = town.publish()

    assert (again.changed, again.sequence) == (False, 1)
    assert contents(town.store) == before


def test_without_enough_sponsors_it_lapses(town: Town) -> None:
    proposal = town.sponsoring()
    town.publish(days=30)

    assert town.state(proposal) is State.LAPSED


def test_a_machine_that_slept_extends_the_windows_and_shortens_none(town: Town) -> None:
    proposal = town.deliberation()
    town.publish(days=60)
    assert town.state(proposal) is State.FROZEN
    town.publish(hours=47)
    assert town.state(proposal) is State.FROZEN
    town.publish(hours=30)

    with town.store.unit() as unit:
        events = [event.recorded for event in recorded(unit, proposal)]
    shut = timetable(events, a_policy()).shut
    assert town.state(proposal) is State.VOTING
    assert shut is not None and shut - town.now >= timedelta(days=7)
    assert shut.minute == shut.second == 0


def test_the_result_waits_out_the_challenge_window(town: Town) -> None:
    proposal = town.closed()
    town.publish(hours=71, minutes=59)
    assert town.state(proposal) is State.PROVISIONAL
    town.publish(minutes=1)

    assert town.state(proposal) is State.ADOPTED


@pytest.mark.parametrize(
    ("choices", "state"),
    [
        ("yyyyyyynnn", State.ADOPTED),
        ("yyyyyyyynnnnnnnnn", State.REJECTED),
        ("yyyyyyynnnnnnn", State.TIED),
        ("yyyyyy", State.NO_QUORUM),
        ("", State.NO_QUORUM),
        ("bbbbbbbbbbbb", State.NO_QUORUM),
        ("aaaaaaaaaaaa", State.NO_QUORUM),
    ],
)
def test_the_count_decides_how_it_is_certified(town: Town, choices: str, state: State) -> None:
    assert town.state(town.certified(choices)) is state


def test_the_roll_is_who_has_a_vote_at_the_freeze_and_the_group_is_of_the_program(town: Town) -> None:
    put(town.store, replace(town.member(3), standing=Standing.NEWCOMER), a_participation(town.id(5)))
    proposal = town.frozen(program="kitchen-table-budgeting", author=8)
    with town.store.unit() as unit:
        roll = unit.rolls.get(proposal)

    assert roll is not None
    assert roll.members == tuple(town.id(i) for i in range(20) if i != 3)
    assert roll.group == (town.id(5),)


def test_a_roll_too_small_for_the_rule_book_ends_the_proposal_instead_of_the_service(tmp_path: Path) -> None:
    town = Town(tmp_path, people=3)
    proposal = town.deliberation()
    put(town.store, replace(town.member(2), standing=Standing.LEFT))
    town.publish(days=14)

    assert town.state(proposal) is State.INVALID
    with town.store.unit() as unit:
        assert recorded(unit, proposal)[-1].reason == "roll_too_small"


def test_one_member_alone_can_decide_by_a_rule_book_with_numbers(tmp_path: Path) -> None:
    town = Town(tmp_path, people=2)
    quorum = Proportion(1, 2, Base.YES)
    town.catalogue = a_catalogue(policies=by_slug(a_policy(sponsors=1, quorum=quorum)))

    assert town.state(town.certified("y")) is State.ADOPTED


def test_the_vote_does_not_open_while_the_freeze_is_not_in_the_record(town: Town) -> None:
    proposal = town.frozen()
    (town.record / "checkpoint").unlink()
    town.publish(hours=48)
    assert town.state(proposal) is State.FROZEN
    town.publish()

    assert town.state(proposal) is State.VOTING


def test_the_key_of_a_vote_is_destroyed_with_its_result_and_the_salts_at_the_close(town: Town) -> None:
    proposal = town.voting()
    town.cast(proposal, 4)
    with town.store.unit() as unit:
        key = unit.keys.get(proposal)
        assert key is not None and len(bytes.fromhex(key.salts)) == 32
        assert not any(ballot.salt for ballot in unit.ballots), "they follow from the key"
    town.publish(days=8)
    with town.store.unit() as unit:
        key = unit.keys.get(proposal)
        assert key is not None and key.salts == ""
    town.publish(days=3)

    with town.store.unit() as unit:
        assert unit.keys.get(proposal) is None


def test_a_vote_that_was_stopped_leaves_neither_key_nor_salts(town: Town) -> None:
    proposal = town.voting()
    town.cast(proposal, 4)
    moderation.invalidate(town.store, proposal, ModerationReason.UNLAWFUL, town.steward, town.now)
    town.publish()

    with town.store.unit() as unit:
        assert unit.keys.get(proposal) is None
        assert [ballot.salt for ballot in unit.ballots] == [""]


def test_the_next_moment_is_told_an_hour_ahead_while_a_vote_runs_and_a_day_otherwise(town: Town) -> None:
    quiet = town.publish()
    assert quiet.next_due == BEGIN.replace(day=2, hour=0, minute=0)
    proposal = town.voting()
    running = town.publish()

    assert running.next_due == town.now.replace(minute=0) + timedelta(hours=1)
    assert town.state(proposal) is State.VOTING


def test_a_salt_that_lies_beside_its_ballot_leaves_at_the_close_too(town: Town) -> None:
    proposal = town.voting()
    with town.store.unit() as unit:
        key = unit.keys.get(proposal)
        assert key is not None
        unit.keys.put(replace(key, salts=""))
    receipt = town.cast(proposal, 4, phrase="a heron")
    with town.store.unit() as unit:
        assert [ballot.salt for ballot in unit.ballots] == [receipt.salt]
    town.publish(days=8)

    with town.store.unit() as unit:
        assert [ballot.salt for ballot in unit.ballots] == [""]


def test_the_box_of_a_closed_vote_is_looked_through_for_salts_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[list[str]] = []
    drop = sealing._drop_salts

    def noted(store: Store, folder: RecordFolder, closed: list[str]) -> bool:
        looked.append(closed)
        return drop(store, folder, closed)

    monkeypatch.setattr(sealing, "_drop_salts", noted)
    proposal = town.voting()
    town.cast(proposal, 4)
    town.publish(days=8)
    town.publish(hours=1)

    assert looked[-2:] == [[proposal], []]


def test_no_rubbish_is_searched_for_until_all_is_published(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[bool] = []
    monkeypatch.setattr("forms_api.publish.write_packs", lambda *_: searched.append(gc.isenabled()))
    town.publish()

    assert searched == [False]
    assert gc.isenabled()
