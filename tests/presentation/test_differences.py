"""What a reader is shown of a change: nothing is lost, and it can be read."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from domain.governance.proposal import Option
from presentation.differences import Change, Piece, difference, differs, option_lines
from presentation.environment import environment

TEXTS = st.lists(st.sampled_from(["a", "bench", "by", "the", "weir", "\n", "\n\n", "two"]), max_size=30).map(
    " ".join
)


def read(pieces: tuple[Piece, ...], *changes: Change) -> list[str]:
    """Return the words of the pieces of these kinds, in order."""
    return " ".join(piece.text for piece in pieces if piece.change in changes).split()


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_difference(old: str, new: str) -> None:
    pieces = difference(old, new)

    assert read(pieces, Change.SAME, Change.GONE) == old.split()
    assert read(pieces, Change.SAME, Change.NEW) == new.split()


@given(TEXTS)
def test_a_text_and_itself_differ_in_nothing(text: str) -> None:
    assert {piece.change for piece in difference(text, text)} <= {Change.SAME}
    assert not differs(text, f" {text} ")


def test_a_change_is_told_in_words_and_what_stays_is_left_alone() -> None:
    pieces = difference("One bench by the old weir, for all.", "Two benches by the old weir, for all.")

    assert pieces == (
        Piece(Change.GONE, "One bench"),
        Piece(Change.NEW, "Two benches"),
        Piece(Change.SAME, "by the old weir, for all."),
    )


def test_a_single_word_between_two_changes_is_not_left_standing_alone() -> None:
    pieces = difference("red the blue ends here now", "green the yellow ends here now")

    assert [piece.text for piece in pieces] == ["red the blue", "green the yellow", "ends here now"]


def test_a_paragraph_that_comes_keeps_its_lines() -> None:
    (same, new) = difference("First.", "First.\n\nSecond.")

    assert (same.text, new.text) == ("First.", "\n\nSecond.")
    assert new.lines == ["", "", "Second."]


def test_a_hostile_text_takes_no_longer_than_an_honest_one() -> None:
    began = time.process_time()
    pieces = difference("x " * 5000 + "end", "y " + "x " * 4998 + "y end")

    assert time.process_time() - began < 1
    assert read(pieces, Change.SAME, Change.NEW)[-1] == "end"


def test_who_hears_the_page_hears_what_went_and_what_came() -> None:
    shown = environment("en").from_string(
        '{% from "shared/differences.html" import changes with context %}'
        '{{ changes("One <b>"|difference("Two <i>")) }}'
    )
    html = shown.render()

    assert '<del><span class="hidden">[taken out: </span>One &lt;b&gt;<span class="hidden">]</span></del>' in html
    assert '<ins><span class="hidden">[put in: </span>Two &lt;i&gt;<span class="hidden">]</span></ins>' in html


def test_options_are_compared_line_by_line() -> None:
    options = (Option("a", "A bench", "Of oak.", "120"), Option("b", "A swing"))

    assert option_lines(options) == "- A bench (120): Of oak.\n- A swing"


def test_a_line_that_was_broken_for_its_length_alone_reads_as_one() -> None:
    assert not differs("One long\nline.", "One long line.")
    assert difference("- one\n- two", "- one\n- two")[0].lines == ["- one", "- two"]
