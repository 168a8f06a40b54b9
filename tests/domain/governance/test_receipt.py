"""The receipt code: read back as printed, typed as people type, and every single slip caught."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.governance.receipt import ALPHABET, SIGNS, WrongCode, check_sign, read_receipt_code, receipt_code

COMMITMENTS = st.binary(min_size=32, max_size=32)
PLACES = st.integers(0, SIGNS)


def signs_of(commitment: bytes) -> str:
    return receipt_code(commitment).replace("-", "")


@given(COMMITMENTS)
def test_a_code_reads_back_as_it_was_printed(commitment: bytes) -> None:
    code = receipt_code(commitment)

    assert read_receipt_code(code) == code
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 1]


@given(COMMITMENTS)
def test_a_code_is_the_first_eighty_bits_in_crockfords_signs(commitment: bytes) -> None:
    value = 0
    for sign in signs_of(commitment)[:-1]:
        value = value * 32 + ALPHABET.index(sign)

    assert value == int.from_bytes(commitment, "big") >> (256 - 80)


@pytest.mark.parametrize(
    ("commitment", "code"), [(bytes(32), "0000-0000-0000-0000-0"), (b"\xff" * 32, "ZZZZ-ZZZZ-ZZZZ-ZZZZ-G")]
)
def test_the_lowest_and_the_highest_code_are_as_worked_out_by_hand(commitment: bytes, code: str) -> None:
    assert receipt_code(commitment) == code


@given(COMMITMENTS, st.sampled_from([str.lower, lambda c: c.replace("-", " "), lambda c: c.replace("-", "")]))
def test_case_spaces_and_dashes_do_not_matter(commitment: bytes, typed: object) -> None:
    assert callable(typed)
    code = receipt_code(commitment)

    assert read_receipt_code(f"  {typed(code)}\n") == code


@pytest.mark.parametrize("dash", "\u2010\u2011\u2012\u2013\u2014\u2212")
def test_the_dashes_that_phones_put_in_are_dashes(dash: str) -> None:
    code = receipt_code(b"\x5a" * 32)

    assert read_receipt_code(code.replace("-", dash)) == code


def test_letters_that_look_like_digits_are_read_as_the_digits() -> None:
    code = receipt_code(bytes.fromhex("0044000110022003300440055006600770088009900aa00bb00cc00dd00ee00f"))
    assert "0" in code
    assert "1" in code

    assert read_receipt_code(code.replace("0", "O").replace("1", "l")) == code
    assert read_receipt_code(code.replace("0", "o").replace("1", "I")) == code


@given(COMMITMENTS, PLACES, st.sampled_from(ALPHABET))
def test_every_single_wrong_sign_is_caught(commitment: bytes, place: int, wrong: str) -> None:
    signs = signs_of(commitment)
    typed = signs[:place] + wrong + signs[place + 1 :]

    if typed == signs:
        assert read_receipt_code(typed) == receipt_code(commitment)
    else:
        with pytest.raises(WrongCode, match="One sign is wrong or two have changed places"):
            read_receipt_code(typed)


@given(COMMITMENTS, st.integers(0, SIGNS - 1))
def test_swapped_neighbours_are_caught_unless_they_are_the_first_and_the_last_sign_there_is(
    commitment: bytes, place: int
) -> None:
    signs = signs_of(commitment)
    one, other = signs[place], signs[place + 1]
    typed = signs[:place] + other + one + signs[place + 2 :]

    if one == other or {one, other} == {"0", "Z"}:
        assert read_receipt_code(typed).replace("-", "") == typed
    else:
        with pytest.raises(WrongCode):
            read_receipt_code(typed)


@pytest.mark.parametrize("typed", ["7KQ4-M2XV-0HTN-9RWU-E", "7KQ4!", "٣", "7KQ4-M2XV-0HTN-9RWD-*"])
def test_a_sign_that_no_code_holds_is_named(typed: str) -> None:
    with pytest.raises(WrongCode, match=r"No code holds the sign '[U!٣*]'\. Compare with your receipt\."):
        read_receipt_code(typed)


@pytest.mark.parametrize(("typed", "count"), [("", 0), ("7KQ4", 4), ("7KQ4-M2XV-0HTN-9RWD-EE", 18)])
def test_a_wrong_length_is_told_in_numbers(typed: str, count: int) -> None:
    with pytest.raises(WrongCode, match=rf"A code has 17 signs; this one has {count}\."):
        read_receipt_code(typed)


def test_the_check_sign_is_luhns_with_thirty_two_signs() -> None:
    # From the right, doubled: Z (31) -> 62 = 1*32 + 30 -> 31; then 1; doubled 2 -> 4: 36 -> 28 makes 64
    assert check_sign("21Z") == ALPHABET[28]
