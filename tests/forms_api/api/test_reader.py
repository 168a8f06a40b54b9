"""Bodies as bytes: what is no JSON, what is JSON and still refused, and what comes through whole."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms_api.api.reader import MOST_DEPTH, Malformed, read_object

plain = st.recursive(
    st.none() | st.booleans() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-0", max_size=4), inner, max_size=3),
    max_leaves=12,
)


def corpus(fixtures: Path) -> list[tuple[str, bytes]]:
    """Return kind (y: to be taken, n: to be refused, i: as you like) and bytes of each text of the test suite."""
    lines = (fixtures / "hostile" / "jsontestsuite.jsonl").read_text().splitlines()
    read = [json.loads(line) for line in lines]
    return [(row["file"][0], base64.b64decode(row["b64"])) for row in read]


def refusal(body: bytes) -> str:
    with pytest.raises(Malformed) as caught:
        read_object(body)
    return caught.value.code


@given(st.dictionaries(st.text("abcé𓂀", max_size=5), plain, max_size=4))
def test_an_object_comes_through_as_it_was(value: dict[str, Any]) -> None:
    assert read_object(json.dumps(value).encode()) == value
    assert read_object(json.dumps(value, ensure_ascii=False).encode()) == value


@given(st.binary(max_size=60) | st.text('{}[]",:0eN\\u d8', max_size=40).map(str.encode))
def test_whatever_comes_is_an_object_or_refused_for_a_named_reason(body: bytes) -> None:
    try:
        assert isinstance(read_object(body), dict)
    except Malformed as refused:
        assert refused.code
        assert refused.says


def test_numbers_keep_every_digit_that_was_written() -> None:
    assert read_object(b'{"a": 0.10, "b": -7, "c": 1E3}') == {"a": "0.10", "b": "-7", "c": "1E3"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"{} {}", "not-json"),
        (b"{'a': 1}", "not-json"),
        (b'{"a": 1,}', "not-json"),
        (b'{"a": 01}', "not-json"),
        (b'{"a": "\t"}', "not-json"),
        (b'{"a": "\x00"}', "not-json"),
        (b"[]", "not-an-object"),
        (b"null", "not-an-object"),
        (b'"a"', "not-an-object"),
        (b'{"a": NaN}', "bad-number"),
        (b'{"a": -Infinity}', "bad-number"),
        (b'{"a": 1e400}', "bad-number"),
        (b'{"a": ' + b"9" * 21 + b"}", "bad-number"),
        (b'{"a": 1, "a": 2}', "name-twice"),
        (b'{"b": {"a": 1, "\\u0061": 2}}', "name-twice"),
        (b'{"a": "\\ud800"}', "half-a-sign"),
        (b'{"\\udc00": ""}', "half-a-sign"),
        (b'{"a": [{"b": "\\ud800"}]}', "half-a-sign"),
        (b'\xef\xbb\xbf{"a": 1}', "not-utf-8"),
        (b'{"a": "\xff"}', "not-utf-8"),
        ('{"a": 1}'.encode("utf-16"), "not-utf-8"),
    ],
)
def test_a_body_is_refused_for_its_own_reason(body: bytes, code: str) -> None:
    assert refusal(body) == code


def test_a_pair_of_surrogates_is_one_sign() -> None:
    assert read_object(b'{"a": "\\ud83c\\udf09"}') == {"a": "🌉"}


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_twenty_levels_are_taken_and_one_more_is_not(opening: bytes, closing: bytes) -> None:
    levels = MOST_DEPTH - 1

    assert read_object(b'{"a":' + opening * levels + b"1" + closing * levels + b"}")
    assert refusal(b'{"a":' + opening * MOST_DEPTH + b"1" + closing * MOST_DEPTH + b"}") == "too-deep"


def test_brackets_in_a_text_are_no_depth() -> None:
    assert read_object(b'{"a": "[[[[[[[[[[[[[[[[[[[[[[\\"[[[["}')


@pytest.mark.parametrize(
    "bomb", [b"[" * 260_000, b'{"a":' * 52_000, b'"' * 260_000, b'\\"' * 130_000, b'"\\' * 130_000]
)
def test_a_bomb_costs_next_to_nothing(bomb: bytes) -> None:
    before = time.process_time()
    refusal(bomb)

    assert time.process_time() - before < 1


def test_the_place_of_a_fault_is_told() -> None:
    with pytest.raises(Malformed) as caught:
        read_object(b'{\n "a": 1,\n "b" 2}')

    assert (caught.value.line, caught.value.column) == (3, 6)


def test_what_the_test_suite_refuses_is_refused_and_what_it_takes_is_taken(fixtures_dir: Path) -> None:
    found = corpus(fixtures_dir)

    assert len(found) > 100
    for kind, text in found:
        whole = b'{"a":' + text + b"}"
        if kind == "n":
            assert refusal(text), text
            assert refusal(whole), text
        elif kind == "y":
            # A text of the suite may be any value; twice the same name is the one thing that only we refuse.
            assert b'"a":"b"' in text or read_object(whole)["a"] is not ..., text
