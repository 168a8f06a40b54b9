"""Signs nobody can see: one rule for members' words and for content/."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.signs import Fault, fault_at, faults, plain, script_of

UNFIT = ["\x00", "\x7f", "\x85", "\u061c", "\u202e", "\u2066", "\u2028", "\ue000", "\uffff", "\ud800", "\ufffd"]
LOOK_EMPTY = ["\u3164", "\u2800", "\u115f", "\uffa0", "\u17b4", "\u180e", "\u034f", "\U0001d159", "\U00016fe4"]


@pytest.mark.parametrize("sign", [*UNFIT, *LOOK_EMPTY])
def test_what_cannot_be_seen_or_turns_the_text_is_unfit(sign: str) -> None:
    assert list(faults(f"ab{sign}cd")) == [(2, Fault.UNFIT)]
    assert not plain(f"ab{sign}cd")


@pytest.mark.parametrize(
    "text", ["a\u200bb", "a\u00adb", "a\u200db", "\ufeffab", "\u200d", "a\u2060b", "👋\u200da", "a\U000e0041"]
)
def test_an_invisible_format_sign_that_nothing_needs_is_idle(text: str) -> None:
    assert [fault for _, fault in faults(text)] == [Fault.IDLE]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ada\tQuill\n",
        "👩\u200d🔧",
        "❤\ufe0f\u200d🔥",
        "👋🏽\u200d🔧",
        "می\u200cخواهم",
        "क्\u200dष",
        "Ọ̀yọ́",
        "田中",
        "田\t中\n",
    ],
)
def test_what_a_script_or_an_emoji_needs_stays(text: str) -> None:
    assert list(faults(text)) == []


def test_the_fifth_mark_on_one_letter_is_one_too_many() -> None:
    assert list(faults("a" + "\u0300" * 6)) == [(5, Fault.TOWER), (6, Fault.TOWER)]
    assert list(faults("a" + "\u0300" * 4 + "b" + "\u0300" * 4)) == []


@pytest.mark.parametrize(
    ("sign", "script"), [("a", "LATIN"), ("а", "CYRILLIC"), ("\u0301", "COMBINING"), ("1", "")]
)
def test_a_letter_belongs_to_a_script(sign: str, script: str) -> None:
    assert script_of(sign) == script


@given(st.text(max_size=40))
def test_a_text_called_plain_has_no_fault_but_towers_and_every_fault_is_told_at_its_sign(text: str) -> None:
    found = dict(faults(text))

    assert not plain(text) or set(found.values()) <= {Fault.TOWER}
    assert all(found.get(place) == fault_at(text, place) for place in range(len(text)) if fault_at(text, place))
