"""What a ballot says, in words: the name of each option is made once, whatever the ballots of a page say."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from presentation.ballot_words import called
from presentation.environment import environment

SOURCE = '{% from "site/result_words.html" import ballot_words %}{{ ballot_words(c, said, question) }}'


def page() -> dict[str, Any]:
    return {"names": {"a": "Apples & pears", "b": "Bread", "c": "Carts"}, "theirs": Markup(' lang="en"')}


def words(said: dict[str, Any], language: str = "en", *, question: bool = False) -> str:
    made = environment(language).from_string(SOURCE).render(c=page(), said=said, question=question)
    return made.replace(' lang="en"', "").replace("<bdi>", "").replace("</bdi>", "")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"choice": "a"}, "Apples &amp; pears"),
        ({"choice": "blank"}, "Blank"),
        ({"approve": ["a", "b", "none-of-these"]}, "Apples &amp; pears, Bread and None of these"),
        ({"approve": []}, "None approved"),
        (
            {"ranking": [["b"], ["a", "c"], ["none-of-these"]]},
            "1. Bread, 2. Apples &amp; pears and Carts, 3. None of these",
        ),
        ({"ranking": []}, ""),
        ({"scores": {"b": 5, "a": 1200}}, "Apples &amp; pears 1,200, Bread 5"),
        ({"credits": {"c": 3}}, "Carts 3"),
        ({"scores": {}}, "Nothing for any option"),
    ],
)
def test_a_ballot_is_told_in_words(said: dict[str, Any], told: str) -> None:
    assert words(said) == told


def test_an_answer_is_told_in_the_place_of_an_option() -> None:
    assert words({"choice": "stand_aside"}, question=True) == "Stand aside"
    assert words({"approve": ["yes", "no"]}) == "Yes and No"


def test_numbers_and_commas_are_those_of_the_language() -> None:
    assert words({"ranking": [["b"], ["a"]]}, "ar") == "١. Bread، ٢. Apples &amp; pears"


def test_the_name_of_an_option_is_made_once_for_a_page() -> None:
    made, ours = [], page()

    def name(values: Any, option: str) -> Markup:
        made.append(option)
        return Markup.escape(values["names"][option])

    assert called(["a", "b", "a"], name, ours) == ["Apples &amp; pears", "Bread", "Apples &amp; pears"]
    assert called(["b"], name, ours) == ["Bread"]
    assert made == ["a", "b"]
