"""Finding a skill by the words somebody types for it: any language, any spelling, any nonsense."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.search import MAX_CHARACTERS, MAX_FOUND, Index, Named, index_of, one_letter_off, plain, stem
from domain.skills import Category
from site_builder.content import load_catalogue
from tests.builders import a_skill

CATEGORIES = {
    "home-repair": Category("home-repair", {"en": "Home and repair", "es": "Casa y arreglos"}, {"en": "Mending."})
}
INTERPRETING = a_skill(
    "spoken-interpreting",
    label={"en": "Spoken interpreting", "es": "Interpretación oral", "ar": "الترجمة الشفهية"},
    also={"en": ("translation at the doctor's",), "es": ("traducir en el médico",), "ar": ("مترجم عند الطبيب",)},
    category="language",
)
TRANSLATION = a_skill(
    "written-translation",
    label={"en": "Written translation", "es": "Traducción escrita", "ar": "الترجمة التحريرية"},
    category="language",
)
PLUMBING = a_skill("basic-plumbing", also={"en": ("dripping tap", "plumber")})
MENDING = a_skill("clothes-mending", also={"es": ("coser un botón",)})
SKILLS = (INTERPRETING, TRANSLATION, PLUMBING, MENDING)


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of(SKILLS, CATEGORIES)


@pytest.fixture(scope="module")
def demo() -> Index:
    catalogue = load_catalogue(Path(__file__).resolve().parents[2] / "content")
    return index_of(catalogue.skills.values(), catalogue.categories)


def skills(index: Index, text: str) -> list[str]:
    return [found.skill for found in index.find(text)]


@pytest.mark.parametrize(
    "typed",
    ["translation at the doctor's", "traducción en el médico", "ترجمة عند الطبيب", "TRADUCIR en el MEDICO"],
)
def test_interpreting_is_found_as_translation_at_the_doctors_in_every_language(
    index: Index, demo: Index, typed: str
) -> None:
    assert skills(index, typed)[0] == "spoken-interpreting"
    assert skills(demo, typed)[0] == "spoken-interpreting"


def test_what_was_met_is_told_as_it_is_written_and_in_which_language(index: Index) -> None:
    best = index.find("el médico")[0]

    assert (best.words, best.language, best.named, best.sure) == ("traducir en el médico", "es", Named.ALSO, True)


def test_the_label_is_told_where_it_fits_as_well_as_another_word() -> None:
    skill = a_skill("tool-lending", label={"en": "Tools"}, also={"en": ("Tool",)})

    assert index_of([skill], {}).find("tools")[0].named is Named.LABEL


@pytest.mark.parametrize("typed", ["plumbre", "plumer", "plumbber", "plumbee"])
def test_one_letter_changed_swapped_added_or_left_out_is_forgiven_and_said_to_be_a_guess(
    index: Index, typed: str
) -> None:
    best = index.find(typed)[0]

    assert (best.skill, best.sure) == ("basic-plumbing", False)


def test_short_words_are_not_mended_because_they_are_too_many_words_at_once(index: Index) -> None:
    assert skills(index, "tip") == []


def test_the_beginning_of_a_word_is_enough_from_three_letters_on(index: Index) -> None:
    assert skills(index, "plu") == ["basic-plumbing"]
    assert skills(index, "pl") == []


def test_a_category_finds_its_skills_but_less_surely_than_their_own_names(index: Index) -> None:
    by_category, by_name = index.find("repair")[0], index.find("plumber")[0]

    assert set(skills(index, "repair")) == {"basic-plumbing", "clothes-mending"}
    assert by_category.named is Named.CATEGORY
    assert by_category.score < by_name.score


def test_words_that_tell_nothing_do_not_hide_those_that_do(index: Index) -> None:
    assert skills(index, "please could somebody help me with a dripping tap") == ["basic-plumbing"]


def test_words_that_all_tell_nothing_are_searched_as_they_are() -> None:
    index = index_of([a_skill("lifts", label={"en": "How to"})], {})

    assert skills(index, "how") == ["lifts"]


@pytest.mark.parametrize(
    "typed", ["", "   ", "؟؟؟", "\x00\x07", "🪛", "'", "-- ; DROP TABLE skills", "zzzzzz qqqqq"]
)
def test_what_is_no_word_of_ours_finds_nothing_and_harms_nothing(index: Index, typed: str) -> None:
    assert index.find(typed) == ()
    assert index.nearest(typed) == ""


def test_a_text_of_any_length_is_read_to_its_limit_only(index: Index) -> None:
    assert skills(index, "plumber " + "x" * 1_000_000) == ["basic-plumbing"]
    assert skills(index, "x " * MAX_CHARACTERS + "plumber") == []


def test_an_index_of_nothing_finds_nothing() -> None:
    assert index_of([], {}).find("plumber") == ()


def test_a_name_that_is_near_as_a_whole_is_offered_where_nothing_was_found(index: Index) -> None:
    assert index.find("clotez mandin") == ()
    assert index.nearest("clotez mandin") == "Clothes mending"


def test_one_form_of_a_letter_stands_for_all_its_forms() -> None:
    assert plain("أُسْـــرةٌ إلى") == plain("اسره الي")
    assert plain("Médico's  CAFÉ—ñ") == "medico cafe n"


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (("traduccion", "traducir", "traductor", "traducciones"), "traduc"),
        (("interprete", "interpreter", "interpretacion", "interpreting"), "interpret"),
        (("الطبيب", "طبيب", "بالطبيب", "للطبيب"), "طبيب"),
        (("bus",), "bus"),
    ],
)
def test_words_of_one_stem_meet(words: tuple[str, ...], same: str) -> None:
    assert {stem(word) for word in words} == {same}


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("tap", "tap", False), ("tap", "tip", True), ("tap", "taps", True), ("tap", "atp", True),
        ("tap", "ap", True), ("tap", "tops", False), ("tap", "t", False), ("tap", "pat", False),
    ],
)  # fmt: skip
def test_one_letter_off_is_a_letter_changed_added_left_out_or_swapped(one: str, other: str, near: bool) -> None:
    assert one_letter_off(one, other) is near
    assert one_letter_off(other, one) is near


@given(st.text(max_size=300))
def test_any_text_finds_at_most_a_few_skills_the_best_first(text: str) -> None:
    found = index_of(SKILLS, CATEGORIES).find(text)

    assert len({f.skill for f in found}) == len(found) <= MAX_FOUND
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize("nth", [3, pytest.param(1, marks=pytest.mark.long)])
def test_every_name_of_a_skill_of_the_demo_finds_that_skill(demo: Index, nth: int) -> None:
    catalogue = load_catalogue(Path(__file__).resolve().parents[2] / "content")
    names = [
        (name, skill.slug)
        for skill in catalogue.skills.values()
        for name in (*skill.label.values(), *(other for others in skill.also.values() for other in others))
    ]
    lost = [(name, slug) for name, slug in names[::nth] if slug not in skills(demo, name)]

    assert len(names) > 500
    assert lost == []
