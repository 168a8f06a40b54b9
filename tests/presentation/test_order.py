"""The order of names: accents and case do not count, whatever a name is written in."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from presentation.order import plain_letters


@given(st.text())
def test_plain_letters_are_those_of_unicode_whatever_the_short_way_is(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text.casefold())

    assert plain_letters(text) == "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def test_accents_and_case_do_not_count() -> None:
    assert plain_letters("Ángel") == plain_letters("angel") == "angel"
    assert plain_letters("ANNA 7") == "anna 7"
