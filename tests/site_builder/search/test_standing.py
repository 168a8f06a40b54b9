"""An index that is brought up to date is the one that would be made anew; what is kept of it is believed whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_builder.digests import digest_of
from site_builder.search.documents import Document, Kind
from site_builder.search.folding import indexed
from site_builder.search.standing import FOLDER, Standing, brought_up, load, save

PARTS = 4
Pages = Mapping[tuple[Kind, int], tuple[str, str]]
"""Title and text of each page."""

texts = st.lists(st.sampled_from(["oak", "bench", "weir", "lamp", "mend", "loaf", "دراجة"]), max_size=5).map(
    " ".join
)
pages = st.dictionaries(
    st.tuples(st.sampled_from([Kind.MEMBER, Kind.NEWS, Kind.PROPOSAL]), st.integers(0, 12)),
    st.tuples(texts, texts),
    min_size=1,
    max_size=12,
)


def parts_of(given_pages: Pages) -> dict[str, tuple[Document, ...]]:
    parts: dict[str, list[Document]] = {str(part): [] for part in range(PARTS)}
    for (kind, key), (title, text) in given_pages.items():
        names = indexed(title)
        words = " ".join(sorted(indexed(text) - names))
        one = Document(kind, f"2026-{key}/", title, "en", text, " ".join(sorted(names)), words)
        parts[str(crc32(f"{kind}{key}".encode()) % PARTS)].append(one)
    return {part: tuple(found) for part, found in parts.items()}


def brought(before: Standing | None, given_pages: Pages) -> Standing:
    parts = parts_of(given_pages)
    return brought_up(before, {part: digest_of(found) for part, found in parts.items()}, parts.__getitem__)[0]


@given(st.lists(pages, min_size=2, max_size=5))
def test_after_any_edits_it_is_the_index_made_anew(states: list[Pages]) -> None:
    standing = None
    for state in states:
        standing = brought(standing, state)

    assert standing is not None
    anew = brought(None, states[-1])
    assert standing == anew
    assert (list(standing.names), list(standing.words)) == (list(anew.names), list(anew.words))


@given(pages, st.data())
def test_an_edit_reads_its_own_part_alone_and_renumbers_nothing(state: Pages, data: st.DataObject) -> None:
    edited = data.draw(st.sampled_from(sorted(state)))
    after = {**state, edited: (state[edited][0], "a quibblefish")}
    read: list[str] = []
    parts = parts_of(after)

    def noted(part: str) -> tuple[Document, ...]:
        read.append(part)
        return parts[part]

    standing, touched = brought_up(
        brought(None, state), {part: digest_of(found) for part, found in parts.items()}, noted
    )

    assert standing == brought(None, after)
    assert touched is not None
    assert {kind for kind, _ in touched.pages} == {edited[0].value}
    assert len(read) == 1


def test_what_was_kept_is_what_is_found(tmp_path: Path) -> None:
    standing = brought(None, {(Kind.NEWS, 1): ("oak", "bench")})
    save(tmp_path, "en-talk", standing)

    assert load(tmp_path, "en-talk") == standing
    assert (tmp_path / FOLDER / "en-talk").stat().st_mode & 0o077 == 0
    assert load(tmp_path, "en-people") is None


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda raw: raw[:-1], lambda raw: raw[:16] + b"\0" + raw[17:]])
def test_what_is_not_as_it_was_written_counts_for_nothing(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    save(tmp_path, "en-talk", brought(None, {(Kind.NEWS, 1): ("oak", "bench")}))
    file = tmp_path / FOLDER / "en-talk"
    file.write_bytes(spoil(file.read_bytes()))

    assert load(tmp_path, "en-talk") is None


def test_what_another_program_kept_counts_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, "en-talk", brought(None, {(Kind.NEWS, 1): ("oak", "bench")}))
    monkeypatch.setattr("site_builder.search.standing.code_fingerprint", lambda: "other code")

    assert load(tmp_path, "en-talk") is None
