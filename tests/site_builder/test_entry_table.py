"""Entries of a large file are read when asked for, and every one whose text is new at once."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.entry_table import EntryTable, Slices

TEXTS = st.dictionaries(st.text(max_size=3), st.text(max_size=4), max_size=5)


def written(values: dict[str, str], *, blanks: bool = False) -> str:
    if blanks:
        return json.dumps(values, indent=1)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def table(text: str, before: Slices | None = None) -> EntryTable[str]:
    return EntryTable(text, str, before or {})


@given(TEXTS, TEXTS, st.booleans())
def test_a_table_says_what_the_file_says_whatever_was_known_before(
    before: dict[str, str], now: dict[str, str], blanks: bool
) -> None:
    known = table(written(before)).slices
    read = table(written(now, blanks=blanks), known)

    assert dict(read) == now
    assert list(read) == list(now)
    assert {key for key in now if read.slices[key] == known.get(key)} >= {
        key for key in now if now[key] == before.get(key)
    }
    assert all(now[key] == before.get(key) for key in now if read.slices[key] == known.get(key))


@pytest.mark.parametrize("text", ["", "[]", "3", '{"a":3}', '{"a":"x"', '{"a":"x"}}', '{"a" "x"}'])
def test_a_file_that_does_not_hold_what_it_promises_is_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError):
        table(text)
