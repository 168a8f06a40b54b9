"""The quick writer of readable JSON makes what the library's makes, byte for byte."""

from __future__ import annotations

import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.indented import indented, indented_list, indented_part


class Mood(StrEnum):
    QUIET = "quiet"


plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.just(Mood.QUIET)
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values, st.integers(1, 4), st.booleans())
def test_it_is_what_the_library_writes(value: object, by: int, sort_keys: bool) -> None:
    expected = json.dumps(value, ensure_ascii=False, indent=by, sort_keys=sort_keys)

    assert indented(value, by, sort_keys=sort_keys) == expected


@given(st.lists(values, max_size=4), st.integers(1, 4))
def test_a_list_written_part_by_part_is_the_list(found: list[object], by: int) -> None:
    assert indented_list([indented_part(one, by) for one in found], by) == indented(found, by)


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(TypeError):
        indented([{"a": object()}])
