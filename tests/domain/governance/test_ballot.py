"""Commitments recomputed by other code than the product's, and every way to spoil a published row."""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.ballot import (
    Ballot,
    Row,
    commitment,
    group_mark,
    hashed,
    phrase_mark,
    pseudonym,
    receipt_salt,
    row_holds,
    row_of,
)
from domain.governance.methods.yes_no import Choice

HEX = "0123456789abcdef"
secrets_of_32 = st.binary(min_size=32, max_size=32).map(bytes.hex)
BALLOTS = st.builds(
    Ballot,
    id=st.just("b1"),
    proposal=st.sampled_from(["2026-1", "2026-12"]),
    pseudonym=st.just("ab" * 16),
    choice=st.sampled_from([str(choice) for choice in Choice]),
    in_group=st.booleans(),
    group_nonce=secrets_of_32,
    nonce=secrets_of_32,
    phrase=secrets_of_32,
    salt=st.just("cd" * 16),
)


def sha256(*parts: bytes) -> bytes:
    """Return the hash as whoever reads the specification would write it: lengths as eight big-endian bytes."""
    return hashlib.sha256(b"".join(struct.pack(">Q", len(part)) + part for part in parts)).digest()


def a_row(choice: str = "yes", proposal: str = "2026-1") -> Row:
    ballot = Ballot("b1", proposal, "p", choice, False, "01" * 32, "02" * 32, "03" * 32, "04" * 16)
    return row_of(ballot)


@given(BALLOTS)
def test_a_ballots_commitment_is_what_the_specification_says(ballot: Ballot) -> None:
    proposal, flag = ballot.proposal.encode(), b"1" if ballot.in_group else b"0"
    group = sha256(b"rsn/ballot-group/v1", proposal, flag, bytes.fromhex(ballot.group_nonce))
    phrase, nonce = bytes.fromhex(ballot.phrase), bytes.fromhex(ballot.nonce)

    assert ballot.group == group
    assert ballot.commitment == sha256(b"rsn/ballot/v1", proposal, ballot.choice.encode(), group, nonce, phrase)


def test_a_commitment_worked_out_by_hand_stays_what_it_is() -> None:
    assert commitment("2026-1", "yes", bytes(32), bytes(32), bytes(32)).hex() == (
        "aa49ad391763e80c0c077deb027a0b814b79e82aef54ab9f431bb76d09768c17"
    )


def test_the_phrase_is_hidden_by_the_salt_of_the_receipt() -> None:
    mark = phrase_mark("2026-1", b"s" * 16, "réunion")

    assert mark == sha256(b"rsn/ballot-phrase/v1", b"2026-1", b"s" * 16, "réunion".encode())
    assert mark != phrase_mark("2026-1", b"t" * 16, "réunion")
    assert phrase_mark("2026-1", b"s" * 16, "") != phrase_mark("2026-2", b"s" * 16, "")


def test_the_mark_of_the_group_hides_the_flag_behind_its_nonce() -> None:
    marks = {group_mark("2026-1", flag, nonce) for flag in (True, False) for nonce in (b"a" * 32, b"b" * 32)}

    assert len(marks) == 4


def test_a_pseudonym_is_the_members_own_in_one_proposal_and_needs_the_key() -> None:
    parts = b"".join(struct.pack(">Q", len(p)) + p for p in (b"rsn/pseudonym/v1", b"2026-1", b"m1"))
    mine = pseudonym(b"key", "2026-1", "m1")

    assert mine == hmac.new(b"key", parts, hashlib.sha256).hexdigest()[:32]
    assert mine == pseudonym(b"key", "2026-1", "m1")
    others = [
        pseudonym(b"key", "2026-2", "m1"),
        pseudonym(b"key", "2026-1", "m2"),
        pseudonym(b"k", "2026-1", "m1"),
    ]
    assert len({mine, *others}) == 4


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_two_different_lists_of_fields_never_share_a_hash(one: list[bytes], other: list[bytes]) -> None:
    assert (hashed("tag", *one) == hashed("tag", *other)) is (one == other)


@given(BALLOTS)
def test_the_published_row_holds_and_holds_only_what_recomputes_it(ballot: Ballot) -> None:
    row = row_of(ballot)

    assert row_holds(ballot.proposal, row)
    assert ballot.pseudonym not in str(row)
    assert ballot.salt not in str(row)
    assert not row_holds(ballot.proposal + "0", row)


@given(st.sampled_from(["commitment", "group", "nonce", "phrase"]), st.integers(0, 63), st.integers(1, 15))
def test_every_flipped_sign_of_a_row_is_noticed(name: str, place: int, by: int) -> None:
    row = a_row()
    text = getattr(row, name)
    flipped = HEX[HEX.index(text[place]) ^ by]

    assert not row_holds("2026-1", replace(row, **{name: text[:place] + flipped + text[place + 1 :]}))


@pytest.mark.parametrize("choice", ["no", "yes ", "Yes", "", "\ud800"])
def test_a_changed_choice_is_noticed(choice: str) -> None:
    assert not row_holds("2026-1", replace(a_row("yes"), choice=choice))


@pytest.mark.parametrize("name", ["commitment", "group", "nonce", "phrase"])
@pytest.mark.parametrize(
    "spell",
    [
        str.upper,
        lambda t: " " + t,
        lambda t: t[:2] + " " + t[2:],
        lambda t: t[:-2],
        lambda t: t + "00",
        lambda t: "xy",
    ],
    ids=["capitals", "space before", "space inside", "shorter", "longer", "no bytes"],
)
def test_a_row_can_be_written_in_one_way_only(name: str, spell: object) -> None:
    row = row_of(Ballot("b1", "2026-1", "p", "yes", True, "ab" * 32, "cd" * 32, "ef" * 32, "04" * 16))
    assert callable(spell)

    assert row_holds("2026-1", row)
    assert not row_holds("2026-1", replace(row, **{name: spell(getattr(row, name))}))


def test_a_row_whose_nonce_has_another_length_does_not_hold_even_if_it_recomputes() -> None:
    short = commitment("2026-1", "yes", bytes(32), bytes(31), bytes(32))

    assert not row_holds("2026-1", Row(short.hex(), "yes", bytes(32).hex(), bytes(31).hex(), bytes(32).hex()))


def test_salts_follow_from_the_votes_secret_and_differ_by_ballot_and_vote() -> None:
    salts = {
        receipt_salt(secret, proposal, nonce)
        for secret in (b"\1" * 32, b"\2" * 32)
        for proposal in ("2026-1", "2026-2")
        for nonce in (b"\3" * 32, b"\4" * 32)
    }

    assert len(salts) == 8
    assert {len(salt) for salt in salts} == {16}
    assert receipt_salt(b"\1" * 32, "2026-1", b"\3" * 32) in salts
