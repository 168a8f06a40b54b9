"""Words as they are looked up, and what of a text counts as words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.search.folding import LONGEST, folded, indexed, telling
from site_builder.search.texts import beginning, seen


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Doctor's Fontanería", ["doctor", "fontaneria"]),
        ("  step-free, 24 h ", ["step", "free", "24", "h"]),
        ("Straße Œuvre Łódź", ["strasse", "oeuvre", "lodz"]),
        ("إصلاحُ الدرّاجاتِ", ["اصلاح", "الدراجات"]),
        ("ﬁx ＡＢＣ", ["fix", "abc"]),
        ("İstanbul ΣΟΦΟΣ", ["istanbul", "σοφοσ"]),
        ("", []),
        ("—!?", []),
    ],
)
def test_case_accents_and_forms_of_a_letter_make_no_difference(text: str, words: list[str]) -> None:
    assert folded(text) == words


def test_an_arabic_word_is_found_without_its_article_but_keeps_enough_letters() -> None:
    assert indexed("الدراجات الآن") == {"دراجات", "الان"}


def test_small_words_are_left_out_of_texts_and_kept_in_titles() -> None:
    assert "the" in indexed("The weir")
    assert "the" not in telling("The weir")


def test_of_an_endless_word_the_beginning_is_kept() -> None:
    assert indexed("a" * 500) == {"a" * LONGEST}


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = folded(text)

    assert folded(" ".join(once)) == once


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("We *meet* [at noon](/private/path/).", "We meet at noon ."),
        ("[](member:ada-quill) came", "came"),
        ("Read [this][one].\n\n[one]: https://elsewhere.example/secret", "Read this ."),
        ("Seen<!-- never\nseen --> and <b title='x'>bold</b>", "Seen and bold"),
        ("<!-- never closed", ""),
        ('!!! note "Hidden kind"\n    The words.', "The words."),
        ("# Title\n\n- one\n- two\n\n> said", "Title one two said"),
        ("A note.[^1]\n\n[^1]: Told below.", "A note. Told below."),
    ],
)
def test_only_what_readers_see_counts_as_words(markdown: str, shown: str) -> None:
    assert seen(markdown) == shown


def test_an_excerpt_ends_between_two_words() -> None:
    assert beginning("one two three", 8) == "one two …"
    assert beginning("one two", 8) == "one two"
    assert beginning("x" * 20, 8) == "x" * 8 + " …"
