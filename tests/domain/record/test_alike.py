"""Whether publish reads the same of two states of the content: by digests where there are any, else by values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.publication import Without
from domain.record.alike import TEXTLESS, alike, reads_same
from domain.skills import Skill
from tests.builders import a_catalogue, a_skill, by_slug


class Known(dict[str, Skill]):
    """Entries whose digests are known: of all they say, and of all but their texts."""

    def __init__(self, *skills: Skill) -> None:
        super().__init__(by_slug(*skills))
        self.digests = {slug: repr(skill).encode() for slug, skill in self.items()}
        self.without_texts = {slug: repr(replace(skill, text="")).encode() for slug, skill in self.items()}


SKILL = a_skill(text="Bring your own.")
LONGER = replace(SKILL, text="Bring your own pump.")
RENAMED = replace(SKILL, label={"en": "Bicycles"})


def test_a_catalogue_reads_as_itself_and_as_an_equal_one() -> None:
    catalogue = a_catalogue()

    assert reads_same(catalogue, catalogue)
    assert reads_same(catalogue, replace(catalogue, pages={}))
    assert not reads_same(catalogue, replace(catalogue, skills={}))


@pytest.mark.parametrize(("other", "same"), [(SKILL, True), (LONGER, True), (RENAMED, False)])
def test_a_text_is_left_out_where_digests_are_known(other: Skill, same: bool) -> None:
    assert "skills" in TEXTLESS
    assert alike("skills", Known(SKILL), Known(other)) is same
    assert alike("skills", Without(Known(SKILL), {"x"}), Without(Known(other), {"x"})) is same


def test_of_other_parts_every_word_counts() -> None:
    assert not alike("members", Known(SKILL), Known(LONGER))
    assert alike("members", Known(SKILL), Known(SKILL))


def test_without_digests_values_are_compared() -> None:
    assert alike("skills", by_slug(SKILL), Without(by_slug(SKILL), ()))
    assert not alike("skills", by_slug(SKILL), Known(LONGER))
