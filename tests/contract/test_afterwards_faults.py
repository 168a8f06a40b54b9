"""What goes wrong after a count, over every store: each has one stated answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.governance.challenge import ChallengeReason, ChallengeState, VoidReason
from domain.governance.lifecycle import State
from domain.governance.policy import ConstituencyRule
from domain.governance.receipt import receipt_code
from forms_api.services import challenges, recounts
from forms_api.services.ballots import NotOnRoll
from forms_api.services.challenges import (
    AnsweredAlready,
    BeingRecounted,
    ChallengedAlready,
    ChallengesOver,
    CodeNotFound,
    NoSuchChallenge,
    PromiseWrong,
    RemedyMissing,
)
from forms_api.services.counted_results import NotPublishedYet
from forms_api.services.proposal_events import NotNow
from forms_api.services.proposals import GroupTooSmall
from forms_api.services.receipts import sign_promise
from forms_api.services.recounts import (
    NoSuchBallot,
    NothingToEnd,
    NotMissing,
    NotOurPromise,
    OpeningWrong,
    VoterWrong,
)
from forms_api.services.two_people import NotOneOfTwo, SecondPersonNeeded
from forms_api.store.base import Store
from tests.forms_api.afterwards_town import (
    A_FEW,
    WRONG,
    a_recount,
    a_town,
    about,
    counted_again,
    doubt,
    result,
    rows,
    with_group,
)

# ---------------------------------------------------------------- challenges


def test_a_result_waits_for_its_challenge_and_is_certified_once_it_is_answered(
    tmp_path: Path, store: Store
) -> None:
    town = a_town(tmp_path, store)
    proposal = town.closed()
    made = doubt(town, proposal)
    town.publish(hours=100)
    assert town.state(proposal) is State.PROVISIONAL

    challenges.answer(store, made, "Eight it is: see the list.", town.steward, town.now)
    town.publish()

    assert town.state(proposal) is State.ADOPTED
    with store.unit() as unit:
        (kept,) = unit.challenges
    assert (kept.state, kept.words) == (ChallengeState.NO_CHANGE, "")
    assert kept.by == kept.id


def test_after_the_window_a_challenge_comes_too_late_though_the_clock_goes_back(
    tmp_path: Path, store: Store
) -> None:
    town = a_town(tmp_path, store)
    proposal = town.closed()
    town.now += timedelta(hours=72)
    with pytest.raises(ChallengesOver):
        doubt(town, proposal)
    town.publish()
    town.now -= timedelta(hours=71)

    with pytest.raises(ChallengesOver):
        doubt(town, proposal)


def test_nobody_challenges_one_result_twice_signed_in_or_by_receipt(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.voting()
    receipt = town.cast(proposal, 0)
    town.publish(days=8)
    doubt(town, proposal)

    with pytest.raises(ChallengedAlready):
        doubt(town, proposal)
    with pytest.raises(ChallengedAlready):
        challenges.challenge_by_code(store, town.record, proposal, receipt.code, WRONG, "Again.", town.now)


def test_who_is_not_on_the_roll_challenges_nothing_but_with_a_receipt(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.closed()

    with pytest.raises(NotOnRoll):
        challenges.challenge(store, town.record, proposal, "id-stranger", WRONG, "Hm.", town.now)


def test_a_wrong_code_is_refused_and_a_signed_promise_opens_the_way(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.closed()
    lost = "ab" * 32
    code = receipt_code(bytes.fromhex(lost))
    promise = sign_promise(town.record, proposal, lost)

    def by_code(code: str, promise: str = "") -> str:
        reason = ChallengeReason.MISSING
        return challenges.challenge_by_code(
            store, town.record, proposal, code, reason, "Gone.", town.now, promise=promise
        ).by

    for wrong in ("rubbish", code):
        with pytest.raises(CodeNotFound):
            by_code(wrong)
    for wrong in ("rubbish", promise.replace(lost, "cd" * 32), sign_promise(town.record, "2026-9", lost)):
        with pytest.raises(PromiseWrong):
            by_code(code, wrong)
    assert by_code(code, promise) == f"commitment/{lost}"


def test_before_the_close_there_is_nothing_to_challenge(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.voting()

    with pytest.raises(NotNow):
        doubt(town, proposal)


def test_a_result_that_is_not_up_yet_cannot_be_challenged(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.closed()
    (town.record / "proposals" / proposal / "result.json").unlink()

    with pytest.raises(NotPublishedYet):
        doubt(town, proposal)


def test_an_answer_needs_words_a_person_who_may_and_an_open_challenge(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    with store.unit() as unit:
        unit.members.put(replace(town.member(3), steward=True))
    made = doubt(town, town.closed())

    for refusal, key, words, who in (
        (NotOneOfTwo, made, "Fine.", town.id(1)),
        (NoSuchChallenge, "x", "Fine.", town.steward),
        (RemedyMissing, made, "", town.steward),
    ):
        with pytest.raises(refusal):
            challenges.answer(store, key, words, who, town.now)
    challenges.answer(store, made, "Fine.", town.steward, town.now)
    with pytest.raises(AnsweredAlready):
        challenges.answer(store, made, "Still fine.", town.steward, town.now)


# ---------------------------------------------------------------- recounts


def test_a_recount_gives_a_new_number_and_a_new_time_to_challenge(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.voting()
    twice = town.cast(proposal, 0)
    for voter in range(1, 12):
        town.cast(proposal, voter, "yes" if voter < 9 else "no")
    town.publish(days=8)
    a_recount(town, proposal)
    with pytest.raises(BeingRecounted):
        doubt(town, proposal, who=2)
    recounts.void(store, proposal, twice.code, VoidReason.ENTERED_TWICE, town.steward)
    counted_again(town, proposal)
    town.publish()

    assert (result(town, proposal)["number"], result(town, proposal, 1)["number"]) == (2, 1)
    assert [result(town, proposal, n)["result"]["scores"]["yes"] for n in (1, 0)] == [9, 8]
    assert twice.commitment not in [row["commitment"] for row in rows(town, proposal)]
    town.publish(hours=71)
    assert town.state(proposal) is State.PROVISIONAL
    town.publish(hours=1)
    assert town.state(proposal) is State.ADOPTED
    with store.unit() as unit:
        assert unit.keys.get(proposal) is None


def test_nobody_ends_a_recount_alone_and_a_change_takes_the_first_word_back(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.voting()
    receipt = town.cast(proposal, 0)
    town.publish(days=8)
    with pytest.raises(NothingToEnd):
        recounts.end(store, proposal, town.steward, town.now)
    a_recount(town, proposal)
    recounts.end(store, proposal, town.steward, town.now)

    with pytest.raises(SecondPersonNeeded):
        recounts.end(store, proposal, town.steward, town.now)
    changed = recounts.void(store, proposal, receipt.code, VoidReason.NOT_ON_ROLL, town.id(1))
    assert changed.said_by == ""
    assert recounts.take_back(store, proposal, receipt.commitment, town.id(1)).changes == ()
    assert town.state(proposal) is State.RECOUNT


def test_only_a_ballot_of_the_box_is_taken_out_and_only_for_a_reason_of_the_list(
    tmp_path: Path, store: Store
) -> None:
    town = a_town(tmp_path, store)
    proposal = town.voting()
    receipt = town.cast(proposal, 0)
    town.publish(days=8)
    a_recount(town, proposal)

    for code, reason in (
        ("rubbish", VoidReason.NOT_ON_ROLL),
        (receipt_code(b"\7" * 32), VoidReason.NOT_ON_ROLL),
        (receipt.code, VoidReason.CANNOT_BE_OPENED),
    ):
        with pytest.raises(NoSuchBallot):
            recounts.void(store, proposal, code, reason, town.steward)


def test_a_lost_ballot_comes_back_only_with_its_promise_and_what_it_said(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.voting()
    for voter in range(11):
        town.cast(proposal, voter)
    lost = town.cast(proposal, 11, "no")
    with store.unit() as unit:
        (ballot,) = unit.ballots.where(proposal=proposal, pseudonym=lost.pseudonym)
        unit.ballots.remove(ballot.id)
    town.publish(days=8)
    a_recount(town, proposal)
    promise = sign_promise(town.record, proposal, lost.commitment)
    fields = ("choice", "in_group", "group_nonce", "nonce", "phrase")
    opening = json.dumps({name: getattr(ballot, name) for name in fields})

    def late(promise: str = promise, voter: str = lost.pseudonym, opening: str = opening) -> None:
        recounts.add_late(store, town.record, proposal, promise, town.steward, voter=voter, opening=opening)

    with pytest.raises(NotOurPromise):
        late(promise="rubbish")
    for wrong in ("rubbish", "{}", opening.replace('"no"', '"yes"')):
        with pytest.raises(OpeningWrong):
            late(opening=wrong)
    with pytest.raises(VoterWrong):
        late(voter="00" * 16)
    with store.unit() as unit:
        there = next(iter(unit.ballots.where(proposal=proposal)))
    with pytest.raises(NotMissing):
        late(promise=sign_promise(town.record, proposal, there.commitment.hex()))
    with pytest.raises(VoterWrong):
        late(voter=there.pseudonym)
    late()
    counted_again(town, proposal)
    town.publish()

    assert result(town, proposal)["result"]["scores"] == {"yes": 11, "no": 1, "abstain": 0}
    assert result(town, proposal)["voids"] == 0


def test_a_lost_ballot_that_nothing_shows_is_logged_and_void(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store)
    proposal = town.closed()
    a_recount(town, proposal)
    recounts.add_late(store, town.record, proposal, sign_promise(town.record, proposal, "ab" * 32), town.steward)
    counted_again(town, proposal)
    town.publish()

    assert (result(town, proposal)["voids"], result(town, proposal)["result"]["cast"]) == (1, 12)
    entries = b"".join(p.read_bytes() for p in (town.record / "tile" / "entries").rglob("*") if p.is_file())
    assert b'"commitment":"' + b"ab" * 32 + b'","proposal":"' + proposal.encode() + b'","type":"late"' in entries
    assert b'"reason":"cannot_be_opened"' in entries


# ---------------------------------------------------------------- groups


@pytest.mark.parametrize("rule", [ConstituencyRule.CONCURRENT, ConstituencyRule.SECOND_READING])
def test_a_group_of_ten_is_too_small_to_be_asked_on_its_own(
    tmp_path: Path, store: Store, rule: ConstituencyRule
) -> None:
    town = a_town(tmp_path, store, 24, constituency=rule)
    with_group(town, 10)
    with pytest.raises(GroupTooSmall):
        town.sponsoring(program=about(town))
    with_group(town, 11)

    assert town.sponsoring(program=about(town))


def test_the_split_is_told_once_at_the_end_and_every_row_shows_its_part(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store, 24, constituency=ConstituencyRule.CONCURRENT, quorum=A_FEW)
    with_group(town, 12)
    proposal = town.closed("yyyyyyyynnnn" + "yyyyyyyyynnn", program=about(town))
    first = result(town, proposal)
    assert (first["split"]["outcome"], first["split"]["recomputable"]) == ("adopted", False)
    assert "in_group" not in rows(town, proposal)[0]
    town.publish(hours=72)

    last = result(town, proposal)
    assert town.state(proposal) is State.ADOPTED
    assert (last["number"], last["split"]["group"]["result"]["scores"]["yes"]) == (2, 8)
    assert sum(row["in_group"] for row in rows(town, proposal)) == 12
    assert result(town, proposal, 1) == first
    town.publish(days=1)
    assert result(town, proposal) == last


def test_a_part_of_one_voice_is_never_told(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store, 24, constituency=ConstituencyRule.CONCURRENT, quorum=A_FEW)
    with_group(town, 12)
    proposal = town.certified("y" * 12 + "yyyyyyyyynnn", program=about(town))

    assert town.state(proposal) is State.ADOPTED
    assert (result(town, proposal)["number"], result(town, proposal)["split"]["recomputable"]) == (1, False)
    assert "in_group" not in rows(town, proposal)[0]


def test_where_all_of_a_network_are_the_group_there_is_no_rest_to_pass(tmp_path: Path, store: Store) -> None:
    town = a_town(tmp_path, store, 22, constituency=ConstituencyRule.CONCURRENT, quorum=A_FEW)
    with_group(town, 22)
    proposal = town.certified("y" * 15 + "n" * 7, program=about(town))

    assert town.state(proposal) is State.NO_QUORUM
