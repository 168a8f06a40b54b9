"""Somebody who does not know what a skill is called describes it, and chooses from what it may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.catalogue import Catalogue
from domain.people import Member
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, a_skill, contents
from tests.forms_api.sharing import SignIn, answers, sent_from, the_need

WORDS = {"en": "punctures", "es": "taller de bicis", "ar": "ثقب الإطار"}


@pytest.fixture
def catalogue() -> Catalogue:
    made = a_catalogue()
    bicycle = a_skill(also={language: (word,) for language, word in WORDS.items()})
    return replace(made, skills={**made.skills, bicycle.slug: bicycle})


@pytest.mark.parametrize("typed", WORDS.values())
def test_a_need_is_placed_by_the_words_somebody_has_for_it(
    signed_in: SignIn, store: MemoryStore, ada: Member, typed: str
) -> None:
    mine = signed_in(ada)
    which = mine.send("/forms/share", answers(need={"described": typed, "note": "The back one."}))
    chosen = sent_from(which, "/forms/share", step="which", **{"need-skill": "bicycle-repair"})
    check = mine.send("/forms/share", chosen)
    mine.send("/forms/share", sent_from(check, "/forms/share", step="store"))

    assert "Which of these is it?" in which.text and "Bicycle repair" in which.text
    assert "Check your answers" in check.text
    assert the_need(store).skill == "bicycle-repair"
    assert the_need(store).note == "The back one."


def test_nothing_is_chosen_for_anybody(signed_in: SignIn, ada: Member) -> None:
    mine = signed_in(ada)
    which = mine.send("/forms/share", answers(need={"described": "punctures"}))
    again = mine.send("/forms/share", sent_from(which, "/forms/share", step="which"))

    assert again.errors == ["Choose one of these, or go back to the list"]


def test_back_at_the_list_what_was_typed_is_still_there(signed_in: SignIn, ada: Member) -> None:
    mine = signed_in(ada)
    which = mine.send("/forms/share", answers(need={"described": "punctures"}))
    back = mine.send("/forms/share", sent_from(which, "/forms/share", step="change"))

    fields = back.forms()[0]["fields"]
    assert "Share and ask" in back.text
    assert fields["need-described"] == ["punctures"]


def test_words_that_mean_no_skill_are_said_to_at_their_field(
    signed_in: SignIn, store: MemoryStore, ada: Member
) -> None:
    sides = answers(offer={"described": "zzzzqq"}, need={"skill": "bicycle-repair"})
    page = signed_in(ada).send("/forms/share", sides)

    assert page.errors == ["We know no skill by these words. Choose from the list, or try other words"]
    assert contents(store)["intents"] == []


def test_a_skill_chosen_from_the_list_needs_no_words(signed_in: SignIn, ada: Member) -> None:
    page = signed_in(ada).send("/forms/share", answers(need={"skill": "bicycle-repair", "described": "zzzzqq"}))

    assert "Check your answers" in page.text


def test_both_sides_may_be_described_at_once(signed_in: SignIn, ada: Member) -> None:
    page = signed_in(ada).send(
        "/forms/share", answers(offer={"described": "clothes"}, need={"described": "punctures"})
    )

    assert "I can share" in page.text and "Clothes mending" in page.text
    assert "I invite help with" in page.text and "Bicycle repair" in page.text
