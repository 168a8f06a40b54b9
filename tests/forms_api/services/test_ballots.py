"""Casting, changing and keeping a receipt."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.codec import to_plain
from domain.governance.lifecycle import State
from domain.governance.receipt import read_receipt_code
from domain.people import Standing
from forms_api.services import ballots, proposals
from forms_api.services.ballots import NotAChoice, NotOnRoll, VotingClosed, VotingNotOpen
from tests.builders import a_participation, contents, put
from tests.forms_api.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def hashed(tag: str, *fields: bytes) -> bytes:
    """The commitment's hash, written down once more from design.md section 5."""
    return hashlib.sha256(b"".join(len(f).to_bytes(8, "big") + f for f in (tag.encode(), *fields))).digest()


def test_the_receipt_commits_to_the_ballot_in_the_box(town: Town) -> None:
    vote = town.voting()
    receipt = town.cast(vote, 4, "no", "a heron on one leg")
    with town.store.unit() as unit:
        (ballot,) = unit.ballots
    name = vote.encode()
    group = hashed("rsn/ballot-group/v1", name, b"0", bytes.fromhex(ballot.group_nonce))
    phrase = hashed("rsn/ballot-phrase/v1", name, bytes.fromhex(receipt.salt), b"a heron on one leg")
    commitment = hashed("rsn/ballot/v1", name, b"no", group, bytes.fromhex(ballot.nonce), phrase)

    assert receipt.commitment == commitment.hex()
    assert read_receipt_code(receipt.code) == receipt.code
    assert receipt.pseudonym == ballot.pseudonym
    assert ballots.own_receipt(town.store, vote, town.id(4)) == receipt


def test_a_receipt_and_a_pseudonym_name_nobody_and_no_choice(town: Town) -> None:
    vote = town.voting()
    receipt = town.cast(vote, 4, "abstain")

    said = " ".join(asdict(receipt).values())
    assert "abstain" not in said
    assert town.id(4) not in said


def test_a_new_ballot_replaces_the_old_one_and_draws_new_nonces(town: Town) -> None:
    vote = town.voting()
    first, second = town.cast(vote, 4, "no"), town.cast(vote, 4, "no")
    with town.store.unit() as unit:
        (ballot,) = unit.ballots

    assert first.commitment != second.commitment == ballot.commitment.hex()
    assert first.pseudonym == second.pseudonym


def test_a_page_sent_twice_is_one_ballot_with_one_receipt(town: Town) -> None:
    vote = town.voting()
    first = town.cast(vote, 4, "yes", form="the same page")
    before = contents(town.store)
    second = town.cast(vote, 4, "yes", form="the same page")

    assert first == second
    assert contents(town.store) == before


def test_sixteen_threads_sending_one_page_make_one_ballot(town: Town) -> None:
    vote = town.voting()
    with ThreadPoolExecutor(16) as threads:
        receipts = list(threads.map(lambda _: town.cast(vote, 4, "yes", form="the same page"), range(16)))
    with town.store.unit() as unit:
        assert len(unit.ballots) == 1

    assert len(set(receipts)) == 1


def test_sixteen_threads_voting_for_one_member_leave_one_ballot(town: Town) -> None:
    vote = town.voting()
    with ThreadPoolExecutor(16) as threads:
        receipts = list(threads.map(lambda i: town.cast(vote, 4, "yes", form=f"page {i}"), range(16)))
    with town.store.unit() as unit:
        (ballot,) = unit.ballots

    assert len({r.commitment for r in receipts}) == 16
    assert ballot.commitment.hex() in {r.commitment for r in receipts}


def test_who_is_in_the_programs_group_is_kept_with_the_ballot_only(town: Town) -> None:
    put(town.store, a_participation(town.id(5)))
    vote = town.voting(program="kitchen-table-budgeting")
    for voter in (4, 5):
        town.cast(vote, voter)
    with town.store.unit() as unit:
        flags = sorted(ballot.in_group for ballot in unit.ballots)

    assert flags == [False, True]


def test_nobody_votes_before_the_opening(town: Town) -> None:
    for stage in (town.sponsoring(), town.deliberation(author=1), town.frozen(author=2)):
        with pytest.raises(VotingNotOpen):
            town.cast(stage, 4)


def test_nobody_votes_before_the_freeze_is_in_the_record(town: Town) -> None:
    vote = town.voting()
    for missing in (town.data / "frozen" / vote, town.record / "checkpoint"):
        kept = missing.read_bytes()
        missing.unlink()

        with pytest.raises(VotingNotOpen):
            town.cast(vote, 4)
        missing.write_bytes(kept)
    town.cast(vote, 4)


def test_the_last_second_counts_and_the_shut_does_not_though_publish_has_not_closed_yet(town: Town) -> None:
    vote = town.voting()
    shut = ballots.open_votes(town.store, town.record, town.id(4), town.now)[0].shut
    town.now = shut - timedelta(microseconds=1)
    town.cast(vote, 4)
    town.now = shut

    with pytest.raises(VotingClosed):
        town.cast(vote, 5)
    assert town.state(vote) is State.VOTING


def test_a_clock_set_back_reopens_no_vote(town: Town) -> None:
    vote = town.closed()
    town.now -= timedelta(days=6)
    town.publish()

    with pytest.raises(VotingClosed):
        town.cast(vote, 15)


def test_who_joined_after_the_freeze_is_not_on_this_roll(town: Town) -> None:
    vote = town.frozen()
    put(town.store, replace(town.member(30), standing=Standing.MEMBER))
    town.publish(hours=48)

    with pytest.raises(NotOnRoll, match="fixed when the text was frozen"):
        town.cast(vote, 30)


def test_who_left_after_the_freeze_stays_on_the_roll(town: Town) -> None:
    vote = town.frozen()
    put(town.store, replace(town.member(7), standing=Standing.LEFT))
    town.publish(hours=48)

    assert town.cast(vote, 7).code


@pytest.mark.parametrize("choice", ["", "maybe", "YES", "invalid", "yes "])
def test_what_is_no_choice_is_refused_and_stores_nothing(town: Town, choice: str) -> None:
    vote = town.voting()
    with pytest.raises(NotAChoice):
        town.cast(vote, 4, choice)
    with town.store.unit() as unit:
        assert len(unit.ballots) == 0


def test_open_votes_tell_each_member_what_awaits_them(town: Town) -> None:
    vote = town.voting()
    town.sponsoring(author=3)
    town.cast(vote, 4)
    voted, waiting = (ballots.open_votes(town.store, town.record, town.id(i), town.now)[0] for i in (4, 5))

    assert (voted.proposal, voted.voted, waiting.voted) == (vote, True, False)
    assert ballots.open_votes(town.store, town.record, "nobody", town.now) == ()


def test_no_receipt_without_a_ballot_and_none_after_the_key_is_gone(town: Town) -> None:
    vote = town.closed("yyyyyyyyyyn")
    kept = ballots.own_receipt(town.store, vote, town.id(0))
    town.publish(hours=72)

    assert kept is not None
    assert kept.salt == ""
    assert ballots.own_receipt(town.store, vote, town.id(15)) is None
    assert ballots.own_receipt(town.store, vote, town.id(0)) is None


def test_a_withdrawn_proposal_takes_no_ballot(town: Town) -> None:
    proposal = town.sponsoring()
    proposals.withdraw(town.store, proposal, town.id(0), "", town.now)

    with pytest.raises(VotingClosed):
        town.cast(proposal, 4)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(casts=st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["yes", "no", "abstain"])), max_size=30))
def test_whatever_the_order_the_last_ballot_of_each_voter_is_counted(
    tmp_path_factory: pytest.TempPathFactory, casts: list[tuple[int, str]]
) -> None:
    town = Town(tmp_path_factory.mktemp("town"), people=10)
    vote = town.voting()
    for voter, choice in casts:
        town.cast(vote, voter, choice)
    town.publish(days=8)
    with town.store.unit() as unit:
        counted = sorted(ballot.choice for ballot in unit.ballots)

    assert counted == sorted(dict(casts).values())


def test_a_ballot_cast_again_leaves_its_commitment_and_nothing_else(town: Town) -> None:
    proposal = town.voting()
    first = town.cast(proposal, 3, "yes", phrase="a heron")
    town.cast(proposal, 3, "no")
    with town.store.unit() as unit:
        kept = list(unit.superseded)

    assert [to_plain(one) for one in kept] == [
        {"id": first.commitment, "proposal": proposal, "reason": "superseded"}
    ]
