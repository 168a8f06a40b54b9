"""Values to plain data and back: nothing lost, nothing guessed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.codec import NotReadable, from_plain, moment_text, to_plain
from domain.governance.lifecycle import State
from domain.people import Audience, Consent, Member
from domain.record.canonical import canonical
from domain.record.public import PublicRecord
from forms_api.store.base import COLLECTIONS
from tests.builders import a_member
from tests.strategies import values_of


@dataclass(frozen=True)
class Inner:
    on: date
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Outer:
    title: str
    count: int
    fair: bool
    at: datetime
    state: State
    inner: Inner
    maybe: Inner | None = None
    several: tuple[Inner, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    anything: Any = None


# Large values are slow to draw; a quarter of the examples finds what there is to find.
FEW = settings(max_examples=max(1, settings().max_examples // 4))
AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
OUTER = Outer("Bench", 3, True, AT, State.DRAFT, Inner(date(2026, 1, 5), frozenset({"b", "a"})))
PLAIN = {
    "title": "Bench",
    "count": 3,
    "fair": True,
    "at": "2026-11-23T18:00:00Z",
    "state": "draft",
    "inner": {"on": "2026-01-05", "names": ["a", "b"]},
    "maybe": None,
    "several": [],
    "words": {},
    "anything": None,
}


@pytest.mark.parametrize("kind", [*(c.kind for c in COLLECTIONS), PublicRecord], ids=lambda kind: kind.__name__)
@FEW
@given(st.data())
def test_every_record_comes_back_equal_from_json(kind: type[Any], data: st.DataObject) -> None:
    value = data.draw(values_of(kind))

    back = from_plain(kind, json.loads(json.dumps(to_plain(value))))

    assert back == value
    assert to_plain(back) == to_plain(value)


@FEW
@given(values_of(PublicRecord))
def test_the_public_record_has_a_canonical_form(record: PublicRecord) -> None:
    text = canonical(to_plain(record))

    assert from_plain(PublicRecord, json.loads(text)) == record


def test_plain_data_is_what_a_reader_of_json_expects() -> None:
    assert to_plain(OUTER) == PLAIN
    assert from_plain(Outer, PLAIN) == OUTER


def test_what_has_a_default_may_be_left_out() -> None:
    short = {name: PLAIN[name] for name in ("title", "count", "fair", "at", "state")} | {
        "inner": {"on": "2026-01-05"}
    }

    assert from_plain(Outer, short) == Outer("Bench", 3, True, AT, State.DRAFT, Inner(date(2026, 1, 5)))


def test_a_field_of_any_shape_is_taken_as_it_is() -> None:
    assert from_plain(Outer, PLAIN | {"anything": [1, {"a": None}]}).anything == [1, {"a": None}]


WRONG = [
    ({"title": 7}, "$.title", "int instead of str"),
    ({"count": "3"}, "$.count", "str instead of int"),
    ({"count": True}, "$.count", "bool instead of int"),
    ({"count": 3.0}, "$.count", "float instead of int"),
    ({"fair": 1}, "$.fair", "int instead of bool"),
    ({"title": None}, "$.title", "NoneType instead of str"),
    ({"at": "2026-11-23"}, "$.at", "says no time zone"),
    ({"at": "2026-11-23T18:00:00"}, "$.at", "says no time zone"),
    ({"at": "yesterday"}, "$.at", "'yesterday' is no datetime"),
    ({"at": 7}, "$.at", "not a date"),
    ({"inner": {"on": "2026-02-30"}}, "$.inner.on", "is no date"),
    ({"inner": {"on": "2026-01-05T10:00:00Z"}}, "$.inner.on", "is no date"),
    ({"inner": {"on": None}}, "$.inner.on", "not a date"),
    ({"inner": {"names": []}}, "$.inner.on", "missing"),
    ({"inner": []}, "$.inner", "not an object"),
    ({"state": "asleep"}, "$.state", "'asleep' is no State"),
    ({"maybe": 7}, "$.maybe", "not an object"),
    ({"several": {}}, "$.several", "not a list"),
    ({"several": "ab"}, "$.several", "not a list"),
    ({"several": [{"on": "2026-01-05"}, {"on": "x"}]}, "$.several[1].on", "is no date"),
    ({"words": []}, "$.words", "not an object"),
    ({"words": {"en": 7}}, "$.words.en", "int instead of str"),
    ({"colour": "red"}, "$.colour", "unknown field"),
]


@pytest.mark.parametrize(("change", "where", "why"), WRONG, ids=[f"{w}: {y}" for _, w, y in WRONG])
def test_what_does_not_fit_is_refused_and_its_place_named(change: dict[str, Any], where: str, why: str) -> None:
    with pytest.raises(NotReadable) as refused:
        from_plain(Outer, PLAIN | change)

    assert refused.value.where == where
    assert why in refused.value.why
    assert str(refused.value).startswith(f"{where}: ")


@pytest.mark.parametrize(
    "value",
    [1.5, b"bytes", object(), Member, datetime(2026, 1, 1)],  # noqa: DTZ001
    ids=["float", "bytes", "object", "class", "naive"],
)
def test_what_has_no_plain_form_is_refused(value: object) -> None:
    with pytest.raises(NotReadable):
        to_plain([{"deep": value}])


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (AT, "2026-11-23T18:00:00Z"),
        (AT.astimezone(timezone(timedelta(hours=-5))), "2026-11-23T18:00:00Z"),
        (AT.replace(microsecond=40), "2026-11-23T18:00:00.000040Z"),
    ],
)
def test_a_moment_is_written_in_utc(moment: datetime, text: str) -> None:
    assert moment_text(moment) == text


def test_a_member_is_plain_enough_to_be_read_by_eye() -> None:
    member = a_member(consents={"name": Consent(Audience.PUBLIC, date(2026, 1, 5))})

    assert to_plain(member)["consents"] == {"name": {"audience": "public", "on": "2026-01-05", "wording": 1}}


def test_a_text_of_a_kind_of_its_own_is_written_as_the_text_it_is() -> None:
    class Word(str):
        pass

    assert to_plain({"said": Word("yes")}) == {"said": "yes"}
