"""
What goes wrong about being erased, over every store: each has one stated answer.

What is about votes alone is tried on one store: the rows are the same on all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.governance.challenge import ChallengeReason, ChallengeState
from domain.governance.lifecycle import State
from domain.mandates import Way
from domain.people import Standing
from domain.record.erasing import erased_mark
from forms_api.publish.keeping import end_erasures
from forms_api.services import challenges, entries, erasure
from forms_api.services.by_hand import ByHandStore, Hand, OwnHand
from forms_api.services.entries import LastSteward
from forms_api.services.refusals import NotThere
from forms_api.services.two_people import NotOneOfTwo, SecondPersonNeeded
from forms_api.store.base import Store
from forms_api.store.rows import BallotCode, Session, SignInCode
from tests.builders import NOW, a_member, contents, put
from tests.contract.acts import at_once
from tests.forms_api.town import Town

ADA, BEN = a_member("ada-quill"), a_member("ben-frost")
ONE, TWO = a_member("one-steward", steward=True), a_member("two-steward", steward=True)
UNTIL = NOW + timedelta(days=1)
STEPS = ("_clear_ballots", "_clear_keys", "_clear_sessions")


class Stopped(Exception):
    """The machine stops here."""


def stop(*given: object, **more: object) -> None:
    raise Stopped


def signed_in(store: Store) -> int:
    found = contents(store)
    return sum(one.member == ADA.id for name in ("sessions", "codes") for one in found[name])


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_was_stopped_is_ended_by_the_next_publish(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    town = Town(tmp_path, 4, store=store, now=NOW)
    put(store, ADA, Session("s", ADA.id, NOW, NOW, UNTIL), SignInCode("c", ADA.id, NOW))
    erasure.erase(store, ADA.id, NOW)
    with monkeypatch.context() as patched, pytest.raises(Stopped):
        patched.setattr(erasure, step, stop)
        end_erasures(store, tmp_path / "mail", NOW)
    half = erasure.unfinished(store)
    town.publish(minutes=1)

    assert [one.id for one in half] == [erased_mark(ADA.id)]
    assert erasure.unfinished(store) == [] and signed_in(store) == 0


def test_a_stop_before_the_main_file_is_cleared_leaves_everything_as_it_was(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, ADA, ONE)
    before = contents(store)
    monkeypatch.setattr(erasure, "clear", stop)
    with pytest.raises(Stopped):
        erasure.erase(store, ADA.id, NOW)

    assert contents(store) == before


def test_erased_twice_is_erased_once(store: Store) -> None:
    put(store, ADA, ONE)
    first = erasure.erase(store, ADA.id, NOW)
    after = contents(store)
    again = erasure.erase(store, ADA.id, UNTIL)

    assert again == first and contents(store) == after


def test_by_one_and_by_two_at_the_same_time_it_happens_once(store: Store) -> None:
    put(store, ADA, ONE, TWO)
    asked = erasure.ask_for(store, ONE.id, ADA.id, Way.PHONE, NOW)

    def act(number: int) -> object:
        if number % 2:
            return erasure.erase(store, ADA.id, NOW)
        return erasure.agree(store, TWO.id, asked.id, NOW)

    wrong = at_once(6, act)

    assert wrong == []
    assert [one.done_at for one in contents(store)["erasures"]] == [NOW]


def test_the_last_steward_is_refused_and_told_the_way_out(store: Store) -> None:
    put(store, ADA, ONE)
    with pytest.raises(LastSteward, match="take over first"):
        erasure.erase(store, ONE.id, NOW)
    put(store, replace(ADA, steward=True))
    erasure.erase(store, ONE.id, NOW)

    assert [m.id for m in contents(store)["members"] if m.steward] == [ADA.id]


def test_nobody_is_erased_by_whoever_acts_for_them(store: Store) -> None:
    put(store, ADA, BEN, ONE)
    by_hand = ByHandStore(store, Hand("row", ADA.id, BEN.id, "erasure.mine", "phone", NOW))
    with pytest.raises(OwnHand):
        erasure.erase(by_hand, ADA.id, NOW)

    assert ADA in contents(store)["members"]


def test_one_steward_alone_erases_nobody(store: Store) -> None:
    put(store, ADA, BEN, ONE, TWO)
    asked = erasure.ask_for(store, ONE.id, ADA.id, Way.PHONE, NOW)
    with pytest.raises(SecondPersonNeeded):
        erasure.agree(store, ONE.id, asked.id, NOW)
    with pytest.raises(NotOneOfTwo):
        erasure.agree(store, BEN.id, asked.id, NOW)
    with pytest.raises(NotOneOfTwo):
        erasure.ask_for(store, BEN.id, ADA.id, Way.PHONE, NOW)

    assert ADA in contents(store)["members"]


def test_nobody_is_their_own_second_steward(store: Store) -> None:
    put(store, ADA, ONE, TWO)
    with pytest.raises(erasure.OwnErasure):
        erasure.ask_for(store, ONE.id, ONE.id, Way.PHONE, NOW)
    asked = erasure.ask_for(store, ONE.id, TWO.id, Way.PHONE, NOW)
    with pytest.raises(erasure.OwnErasure):
        erasure.agree(store, TWO.id, asked.id, NOW)

    assert TWO in contents(store)["members"]


def test_what_nobody_agreed_to_in_time_or_was_taken_back_is_not_done(store: Store) -> None:
    put(store, ADA, ONE, TWO)
    asked = erasure.ask_for(store, ONE.id, ADA.id, Way.PHONE, NOW)
    with pytest.raises(erasure.NotAsked):
        erasure.agree(store, TWO.id, asked.id, NOW + erasure.ASKED_KEPT)
    erasure.take_back(store, TWO.id, asked.id)
    with pytest.raises(erasure.NotAsked):
        erasure.agree(store, TWO.id, asked.id, NOW)

    assert ADA in contents(store)["members"]


def test_nobody_there_is_nobody_to_erase(store: Store) -> None:
    put(store, ONE)
    for act in (
        lambda: erasure.erase(store, "no", NOW),
        lambda: erasure.ask_for(store, ONE.id, "no", Way.PHONE, NOW),
    ):
        with pytest.raises(NotThere):
            act()


@pytest.mark.parametrize("standing", [Standing.APPLICANT, Standing.DORMANT, Standing.LEFT])
def test_who_is_no_member_yet_or_any_more_is_erased_like_others(store: Store, standing: Standing) -> None:
    put(store, replace(ADA, standing=standing), ONE)
    if standing is Standing.LEFT:
        with pytest.raises(NotThere):
            entries.leave(store, ADA.id, NOW)
    erasure.erase(store, ADA.id, NOW)
    row = next(member for member in contents(store)["members"] if member.id == ADA.id)

    assert (row.entry.name, row.email, row.standing) == ("", "", Standing.LEFT)


def test_during_a_vote_the_ballot_stays_and_is_counted(tmp_path: Path) -> None:
    town = Town(tmp_path)
    store = town.store
    vote = town.voting()
    for voter in range(12):
        town.cast(vote, voter, "yes" if voter < 8 else "no")
    before = len(contents(store)["ballots"])
    erasure.erase(store, town.id(0), town.now)
    end_erasures(store, tmp_path / "mail", town.now)
    town.publish(days=8)
    town.publish(hours=72)

    assert len(contents(store)["ballots"]) == before
    assert town.state(vote) is State.ADOPTED


def test_a_letter_that_was_not_used_opens_nothing_any_more(tmp_path: Path) -> None:
    town = Town(tmp_path)
    store = town.store
    vote = town.voting()
    with store.unit() as unit:
        mine, theirs = erasure._pseudonyms(unit, [town.id(1)]), erasure._pseudonyms(unit, [town.id(2)])
    for code, pseudonym in (("a", mine.pop()), ("b", theirs.pop())):
        put(store, BallotCode(code, vote, pseudonym, town.steward, town.now))
    erasure.erase(store, town.id(1), town.now)
    erasure.finish(store, town.now)

    assert [one.id for one in contents(store)["ballot_codes"]] == ["b"]


def test_during_a_challenge_the_words_go_and_it_is_answered_all_the_same(tmp_path: Path) -> None:
    town = Town(tmp_path)
    store = town.store
    vote = town.closed()
    doubt = challenges.challenge(
        store, town.record, vote, town.id(2), ChallengeReason.WRONG_COUNT, "Mine, in my words", town.now
    )
    erasure.erase(store, town.id(2), town.now)
    (left,) = contents(store)["challenges"]
    challenges.answer(store, doubt.id, "Counted again by hand.", town.steward, town.now)
    town.publish(hours=80)

    assert (left.words, left.reason, left.state) == ("", ChallengeReason.WRONG_COUNT, ChallengeState.OPEN)
    assert town.state(vote) is State.ADOPTED


def test_a_put_back_copy_of_before_is_cleared_again_whoever_it_was(store: Store) -> None:
    put(store, ADA, BEN, ONE)
    marks = {erased_mark(ONE.id), erased_mark(ADA.id), "somebody else"}
    done = erasure.again(store, marks, NOW)
    twice = erasure.again(store, marks, NOW)
    names = {member.id: member.entry.name for member in contents(store)["members"]}

    assert (done, twice) == (2, 0), "the last steward too: the log says that they are erased"
    assert names == {ADA.id: "", ONE.id: "", BEN.id: "Ben Frost"}
