"""Text hygiene: what is mended, what is refused, and where."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_api.forms.fields import count_in, quarters_in
from forms_api.services.text_rules import UNREADABLE, mixed_scripts, normal, refused_at

CONTROLS = ["\x00", "\x1b", "\x7f", "\x85", "\u061c", "\u200e", "\u200f", "\u202e", "\u2066", "\u2028", "\u2029"]
EMPTY_LOOKING = ["\u3164", "\u2800", "\u115f", "\uffa0", "\u17b4", "\u180e"]
UNFIT = [*CONTROLS, *EMPTY_LOOKING, "\ue000", "\U000f0000", "\uffff", "\ufffd"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada \r\n Quill\r", "Ada \n Quill"),
        ("e\u0301", "é"),
        ("Al\u200bice", "Alice"),
        ("co\u00adoperate", "cooperate"),
        ("\ufeffname", "name"),
        ("a\n\n\n\n\n\nb", "a\n\n\nb"),
        ("👩\u200d🔧", "👩\u200d🔧"),
        ("❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"),
        ("👋🏽\u200d🔧", "👋🏽\u200d🔧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("a\u200db", "ab"),
        ("\u200d", ""),
        ("tab\there", "tab\there"),
    ],
)
def test_what_can_be_mended_is(typed: str, kept: str) -> None:
    assert normal(typed) == kept
    assert refused_at(kept, lines=True) is None


@pytest.mark.parametrize("sign", UNFIT)
def test_what_cannot_be_shown_is_refused_where_it_stands_and_made_visible(sign: str) -> None:
    cleaned = normal(f"ab{sign}cd")

    assert cleaned == f"ab{UNREADABLE}cd"
    assert refused_at(cleaned, lines=True) == 2
    assert refused_at(f"ab{sign}cd", lines=True) == 2


def test_half_a_sign_is_refused() -> None:
    assert refused_at("a\ud800", lines=True) == 1


def test_a_line_end_is_refused_on_one_line_and_taken_on_several() -> None:
    assert refused_at("a\nb", lines=False) == 1
    assert refused_at("a\nb", lines=True) is None


def test_a_tower_of_marks_is_refused_and_honest_accents_are_not() -> None:
    assert refused_at("a" + "\u0300" * 5, lines=True) == 5
    assert refused_at("Ọ̀yọ́", lines=True) is None


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Ada Quill", False),
        ("Адa", True),
        ("Ωmega", True),
        ("Ada Ада", False),
        ("田中 Ada", False),
        ("Ada田", False),
        ("Vũ Lan Anh", False),
        ("", False),
    ],
)
def test_a_word_of_look_alike_alphabets_is_told(name: str, mixed: bool) -> None:
    assert mixed_scripts(name) is mixed


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = normal(text)

    assert normal(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text())
def test_what_is_left_shows_nothing_a_page_could_not_hold(text: str) -> None:
    assert not [s for s in normal(text) if unicodedata.category(s) in ("Cc", "Cs", "Co", "Cn") and s not in "\n\t"]


@pytest.mark.parametrize(
    ("typed", "quarters"),
    [
        ("1", 4), ("1.5", 6), ("0,25", 1), ("2.75", 11), ("٢٫٥", 10), ("0", 0), ("1.50", 6),
        ("1.3", None), ("", None), ("-1", None), ("1e3", None), ("99999", None), ("²", None), ("1.5.5", None),
    ],
)  # fmt: skip
def test_hours_are_read_in_quarters_or_not_at_all(typed: str, quarters: int | None) -> None:
    assert quarters_in(typed) == quarters


@pytest.mark.parametrize(("typed", "count"), [("12", 12), ("٣", 3), ("1.5", None), ("²", None), ("12345", None)])
def test_pieces_are_whole_numbers(typed: str, count: int | None) -> None:
    assert count_in(typed) == count
