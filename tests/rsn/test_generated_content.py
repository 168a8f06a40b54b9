"""The content of a generated community: what is written is read again, without a problem, as the same values."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.names import skeleton
from rsn.demo.generating.catalogue import catalogue_of
from rsn.demo.generating.drawing import Draw
from rsn.demo.generating.front_matter import front_matter, yaml
from rsn.demo.generating.growth import FOUNDERS, Growth
from rsn.demo.generating.names import FAMILY, GIVEN, full_name
from rsn.demo.generating.sizes import sizes_of
from rsn.demo.generating.skill_words import FAMILIES
from rsn.demo.generating.skills import skills
from rsn.demo.generating.writing import files, write_content
from site_builder.content import load_catalogue
from site_builder.content.yaml_tree import read_yaml

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def catalogue():
    return catalogue_of(sizes_of(300, languages=("en", "es")), 5, TODAY)


@pytest.fixture(scope="module")
def read_again(catalogue, tmp_path_factory):
    folder = tmp_path_factory.mktemp("generated")
    write_content(catalogue, folder)
    return load_catalogue(folder, today=TODAY)


@pytest.mark.parametrize("part", [field.name for field in fields(type(catalogue_of(sizes_of(20), 1, TODAY)))])
def test_what_is_written_is_read_again_as_the_same_values(catalogue, read_again, part):
    assert getattr(read_again, part) == getattr(catalogue, part)


def test_a_community_has_what_seven_members_usually_bring(catalogue):
    sizes = sizes_of(300)

    assert len(catalogue.members) == sizes.members == 300
    assert len(catalogue.programs) == len(catalogue.news) == sizes.proposals == 300 // 7
    assert len(catalogue.skills) == sizes.skills == 75
    assert catalogue.cohorts


def test_ten_thousand_pages_take_seven_thousand_members():
    sizes = sizes_of(7000)

    assert (sizes.skills, sizes.programs, sizes.proposals, sizes.news) == (300, 1000, 1000, 1000)
    assert sizes.pages == 10_300


def test_the_same_seed_writes_the_same_bytes_and_another_one_others():
    first, again, other = (list(files(catalogue_of(sizes_of(40), seed, TODAY))) for seed in (3, 3, 4))

    assert first == again
    assert first != other


def test_nobody_bears_a_name_that_looks_like_another_however_many_there_are():
    pairs = len(GIVEN) * len(FAMILY)
    names = [skeleton(full_name(number)) for number in (*range(3000), *range(pairs, pairs + 3000))]

    assert len(set(names)) == len(names)


def test_every_skill_has_words_that_no_other_has():
    every = skills(10_000, 1).values()
    words = Counter(word.casefold() for skill in every for word in (skill.label["en"], *skill.also["en"]))

    assert len(every) == sum(len(family.items) for family in FAMILIES) > 300
    assert [word for word, times in words.items() if times > 1] == []


def test_what_people_write_of_themselves_is_neither_a_line_nor_a_page(catalogue):
    words = [len(member.entry.about.split()) for member in catalogue.members.values()]

    assert min(words) >= 18
    assert max(words) <= 120
    assert len({member.entry.about for member in catalogue.members.values()}) == len(words)


def test_no_slot_of_a_pattern_is_left_open(catalogue):
    assert [name for name, text in files(catalogue) if "{" in text.replace("{{", "")] == []


def test_a_community_grows_from_its_founders_to_all_of_them():
    growth = Growth(sizes_of(500), TODAY)

    assert growth.joined == sorted(growth.joined)
    assert growth.there_on(growth.founded) >= FOUNDERS
    assert growth.there_on(TODAY) == 500
    assert FOUNDERS <= growth.on_roll(growth.founded) < growth.on_roll(TODAY) == growth.voting < 500


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], max_codepoint=0x24F), min_size=1))
def test_any_text_of_one_line_is_front_matter_that_reads_the_same(text):
    text = " ".join(text.split()) or "x"

    tree = read_yaml(yaml({"key": text}))

    assert tree.root.values["key"].text == text


@given(st.lists(st.text(st.characters(categories=["L", "N", "P"], max_codepoint=0x24F), min_size=1), min_size=1))
def test_any_texts_in_a_row_read_the_same(texts):
    tree = read_yaml(yaml({"key": tuple(texts)}))

    assert [item.text for item in tree.root.values["key"].items] == texts


def test_fields_that_say_nothing_are_not_written():
    assert front_matter({"a": "", "b": (), "c": None, "d": False}) == "---\nd: false\n---\n"


def test_a_slot_never_takes_the_same_word_twice_running():
    filled = Draw(1, "words").fill("{x} {x} {x} {x} {x} {x}", {"x": ("one", "two")}).split()

    assert all(a != b for a, b in pairwise(filled))
