"""How the values of a body are named: as the fields of a form."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_api.api.naming import Kind, named
from forms_api.api.reader import Malformed, Number

names = st.text("abc", min_size=1, max_size=2)
values = st.sampled_from(["", "x", True, False, None])
bodies = st.dictionaries(
    names, st.recursive(values, lambda i: st.dictionaries(names, i, max_size=3), max_leaves=5)
)


@pytest.mark.parametrize(
    ("body", "pairs"),
    [
        ({"title": "A bench"}, [("title", "A bench")]),
        ({"offer": {"skill": "x", "until": ""}}, [("offer-skill", "x"), ("offer-until", "")]),
        ({"offer-skill": "x"}, [("offer-skill", "x")]),
        ({"mark": {"a-bench": Number("3")}}, [("mark-a-bench", "3")]),
        ({"shares": [{"skill": "x"}, {"skill": "y"}]}, [("shares-0-skill", "x"), ("shares-1-skill", "y")]),
        ({"columns": {"0": "name", "1": "email"}}, [("columns-0", "name"), ("columns-1", "email")]),
        ({"gave": ["a", "b"]}, [("gave", "a"), ("gave", "b")]),
        ({"named": True, "shared": False, "note": None}, [("named", "y")]),
        ({"gave": [], "offer": {}}, []),
        ({"shares": [{}, {"skill": "y"}]}, [("shares-1-skill", "y")]),
    ],
)
def test_values_are_named_as_a_form_would(body: dict[str, Any], pairs: list[tuple[str, str]]) -> None:
    assert named(body).pairs == pairs


def test_the_kind_of_each_value_is_kept_of_those_that_send_nothing_too() -> None:
    body = {
        "a": "x",
        "b": Number("1"),
        "c": False,
        "d": ["x"],
        "e": {},
        "f": None,
        "g": [],
        "h": {"i": True},
        "j": [{}],
    }

    assert named(body).kinds == {
        "a": Kind.TEXT,
        "b": Kind.NUMBER,
        "c": Kind.TICK,
        "d": Kind.TEXTS,
        "e": Kind.GROUP,
        "f": Kind.NOTHING,
        "g": Kind.NO_ROWS,
        "h-i": Kind.TICK,
        "j": Kind.NO_ROWS,
    }


@pytest.mark.parametrize(
    "body", [{"offer": {"skill": "x"}, "offer-skill": "y"}, {"a": [{"b": "x"}], "a-0-b": None}]
)
def test_one_field_sent_in_two_ways_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(Malformed) as caught:
        named(body)

    assert caught.value.code == "name-twice"


@pytest.mark.parametrize("rows", [[{"a": "x"}, "y"], ["x", True], ["x", None], [["x"]], [[]]])
def test_a_list_that_no_form_knows_is_refused(rows: list[Any]) -> None:
    with pytest.raises(Malformed) as caught:
        named({"rows": rows})

    assert caught.value.code == "mixed-list"


@given(bodies)
def test_no_value_is_lost_and_none_invented(body: dict[str, Any]) -> None:
    found = named(body)

    assert {name for name, _text in found.pairs} <= found.kinds.keys()
    assert len(found.kinds) == sum(map(leaves, body.values()))


def leaves(value: Any) -> int:
    return sum(map(leaves, value.values())) if isinstance(value, dict) and value else 1
