"""Ballot codes: long enough, of one member and one proposal, mended as people type them."""

from __future__ import annotations

import pytest

from domain.governance.ballot_code import BITS, ballot_code, code_hash, read_ballot_code
from domain.governance.receipt import WrongCode, check_sign

KEY = bytes(range(32))


def a_code(proposal: str = "2026-1", member: str = "ada", letters: str = "set") -> str:
    return ballot_code(KEY, proposal, member, letters)


def test_a_code_has_at_least_112_bits_in_six_groups_with_a_check_sign() -> None:
    code = a_code()
    signs = code.replace("-", "")

    assert BITS >= 112
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert check_sign(signs[:-1]) == signs[-1]


def test_codes_differ_by_member_proposal_set_and_key() -> None:
    codes = {a_code(), a_code(member="ben"), a_code("2026-2"), a_code(letters="another set")}

    assert len(codes | {ballot_code(bytes(32), "2026-1", "ada", "set")}) == 5
    assert a_code() == a_code()


def test_a_typed_code_is_mended_and_a_wrong_sign_is_told() -> None:
    code = a_code()
    wrong = ("0" if code[0] != "0" else "1") + code[1:]

    assert read_ballot_code(f"  {code.lower().replace('-', ' ')} ") == code
    with pytest.raises(WrongCode, match="One sign is wrong"):
        read_ballot_code(wrong)
    with pytest.raises(WrongCode, match="24 signs"):
        read_ballot_code(code[:-5])


def test_the_hash_tells_nothing_of_the_dashes_and_differs_by_code() -> None:
    assert code_hash(a_code()) == code_hash(a_code().replace("-", ""))
    assert code_hash(a_code()) != code_hash(a_code(member="ben"))
