"""What is kept of the entries of a kind, in columns: it says what plain records would say."""

from __future__ import annotations

import marshal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from site_builder.content.kept import DIGEST
from site_builder.content.rows import Record, Rows

digests = st.binary(min_size=DIGEST, max_size=DIGEST)
spans = st.integers(-1, 2**40)
slugs = st.sampled_from([f"slug-{number}" for number in range(9)])


@st.composite
def records(draw: Any) -> Record:
    names = draw(st.sampled_from([("slug-1.md",), ("slug-2.md",), ("slug-2.md", "slug-2.es.md"), ()]))
    places = draw(spans), draw(spans)
    return names, draw(digests), *places, draw(digests), draw(digests), draw(st.booleans())


@given(st.dictionaries(slugs, records()))
def test_rows_say_what_was_put_in_also_when_they_come_back_from_disk(those: dict[str, Record]) -> None:
    rows = Rows(".md", those.items())
    again = Rows.of(marshal.loads(marshal.dumps(rows.plain(), 2)))

    assert dict(rows) == dict(again) == those
    assert list(again) == list(those)
    assert again.live == sum(record[3] for record in those.values())
    assert again.by_slug(again.others) == {slug: record[4] for slug, record in those.items()}
    assert again.streets == {slug for slug, record in those.items() if record[6]}


@given(st.dictionaries(slugs, records(), min_size=1), records())
def test_a_copy_takes_a_record_and_neither_the_first_nor_its_places_change(
    those: dict[str, Record], other: Record
) -> None:
    rows = Rows(".md", those.items())
    twin, places = rows.copy(), rows.places()
    slug = next(iter(those))
    twin.put(slug, other)

    assert dict(rows) == those
    assert dict(twin) == those | {slug: other}
    rows.put(slug, other)
    assert dict(places) == {name: record[1:4] for name, record in those.items()}
    assert dict(rows.places()) == {name: record[1:4] for name, record in (those | {slug: other}).items()}
    assert "slug-none" not in rows
    assert "slug-none" not in places
