"""Canonical JSON against another implementation of RFC 8785 and against the standard's own vectors."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.record.canonical import LARGEST, NotCanonical, canonical, sha256_hex

NUMBERS = st.integers(-LARGEST, LARGEST)
TEXTS = st.text(max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@given(VALUES)
def test_another_implementation_writes_the_same_bytes(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_what_was_written_reads_back_and_is_written_the_same_again(value: Any) -> None:
    written = canonical(value)

    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@given(st.dictionaries(TEXTS, NUMBERS, max_size=8), st.randoms())
def test_the_order_of_keys_as_given_does_not_matter(value: dict[str, int], random: Any) -> None:
    shuffled = dict(random.sample(list(value.items()), k=len(value)))

    assert canonical(shuffled) == canonical(value)
    assert sha256_hex(shuffled) == sha256_hex(value)


def test_keys_stand_in_the_order_of_their_utf16_units() -> None:
    # U+10000 is D800 DC00 in UTF-16: before U+E000, though its code point is higher
    assert canonical({"\ue000": 1, "\U00010000": 2, "a": 3, "A": 4}) == '{"A":4,"a":3,"𐀀":2,"\ue000":1}'.encode()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ([], b"[]"),
        ({}, b"{}"),
        ((1, 2), b"[1,2]"),
        ([None, True, False], b"[null,true,false]"),
        ('\x00\x08\t\n\x0b\x0c\r\x1f"\\/\x7f', b'"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\x7f"'),
        ("é\u2028", '"é\u2028"'.encode()),
        (-LARGEST, b"-9007199254740991"),
    ],
)
def test_these_are_written_as_the_standard_says(value: Any, written: bytes) -> None:
    assert canonical(value) == written


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (1.5, "$"),
        ([0, 1.0], "$[1]"),
        (LARGEST + 1, "$"),
        ({"a": {"b": [-(LARGEST + 1)]}}, "$.a.b[0]"),
        ({"a": {1: 2}}, "$.a"),
        ("\ud800", "$"),
        ({"\udfff": 1}, "$"),
        ({"a": b"bytes"}, "$.a"),
        ({1, 2}, "$"),
    ],
    ids=repr,
)
def test_what_has_no_canonical_form_is_refused_and_its_place_named(value: Any, where: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical(value)

    assert refused.value.where == where
    assert str(refused.value) == f"{where}: {refused.value.why}"


def test_the_hash_is_that_of_the_canonical_bytes() -> None:
    assert sha256_hex({"b": 1, "a": "é"}) == hashlib.sha256('{"a":"é","b":1}'.encode()).hexdigest()


def test_the_standards_own_vectors_come_out_to_the_byte(fixtures_dir: Path) -> None:
    lines = (fixtures_dir / "hostile" / "jcs.jsonl").read_text().splitlines()
    vectors = [json.loads(line)["data"] for line in lines]

    # Our counts have no fractions: a number like 56.0 is read as the whole number it is
    written = [canonical(json.loads(v["input"], parse_float=lambda text: int(float(text)))) for v in vectors]

    assert len(vectors) > 0
    assert written == [bytes.fromhex(v["outhex"]) for v in vectors]


def test_half_a_character_in_a_list_of_texts_is_named_by_its_place() -> None:
    with pytest.raises(NotCanonical, match=r"^\$\[1\]: "):
        canonical(["whole", "\ud800"])
