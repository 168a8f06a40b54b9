"""Names that look alike are told; honest names are not."""

from __future__ import annotations

import pytest

from domain.names import mixed_scripts, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ola", "Оla"),
        ("admin", "аdmin"),
        ("Il1", "lI1"),
        ("rn", "m"),
        ("Alice", "Аlice"),
        ("Maria", "МАRІА"),
        ("José", "Jose"),
        ("VIII", "Ⅷ"),
        ("fix", "ﬁx"),
        ("SS", "ß"),
        ("O0", "00"),
        ("Ada  Quill", "ada quill"),
        ("Νίκος", "Νικος"),
        ("vvinnie", "Winnie"),
    ],
)
def test_names_that_look_the_same_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Ada", "Ida"), ("Ben", "Bea"), ("Иван", "Ирина"), ("👋", "🔧")])
def test_names_that_look_different_have_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_a_name_without_letters_has_a_skeleton_too() -> None:
    assert skeleton("🔧") == "🔧"


@pytest.mark.parametrize(
    ("name", "mixed"),
    [("Ada Quill", False), ("Адa", True), ("Ωmega", True), ("Ada Ада", False), ("田中 Ada", False), ("", False)],
)
def test_a_word_of_look_alike_alphabets_is_told(name: str, mixed: bool) -> None:
    assert mixed_scripts(name) is mixed
