from __future__ import annotations

import pytest

from domain.governance.choice import ChoiceUnreadable, read_choice, write_choice

BALLOTS = [
    ({"choice": "yes"}, "yes"),
    ({"ranking": [["swing", "bench"], ["none-of-these"]]}, '{"ranking":[["bench","swing"],["none-of-these"]]}'),
    ({"approve": ["swing", "bench"]}, '{"approve":["bench","swing"]}'),
    ({"approve": []}, '{"approve":[]}'),
    ({"scores": {"swing": 5, "bench": 0}}, '{"scores":{"swing":5}}'),
    ({"credits": {"swing": 3}}, '{"credits":{"swing":3}}'),
]


@pytest.mark.parametrize(("row", "text"), BALLOTS)
def test_a_ballot_has_one_text_that_is_read_back_as_the_same_ballot(row, text):
    assert write_choice(row) == text
    assert write_choice(read_choice(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "Yes", "two words", '{"approve": []}', '{"approve":["b","a"]}', '{"scores":{"a":0}}', "[]", "{",
     '{"approve":["a"],"approve":["a"]}', '{"choice":"yes"}', '{"ranking":7}', '{"scores":[1]}', "[" * 3000],
)  # fmt: skip
def test_a_text_that_is_not_the_canonical_one_is_refused(text):
    with pytest.raises(ChoiceUnreadable):
        read_choice(text)


@pytest.mark.parametrize("row", [{}, {"choice": "Two words"}, {"weights": {}}, {"approve": [], "scores": {}}])
def test_a_ballot_of_another_shape_is_refused(row):
    with pytest.raises(ChoiceUnreadable):
        write_choice(row)
