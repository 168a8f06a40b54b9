"""What is kept between builds is read in parts, written in parts, and believed whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import Catalogue
from site_builder.build import BuildReport, build
from site_builder.kept import parts, shelves
from site_builder.kept.changes import ranks
from site_builder.kept.parts import Damaged, Parts, write_parts
from site_builder.kept.shelves import Shelf
from site_builder.kept.state import NAME, PARTS, load_state
from site_builder.manifest import NAME as MANIFEST
from tests.builders import NOW
from tests.site_builder.community import community
from tests.site_builder.test_recall import edited, files

KEYS = st.sampled_from(["a", "b\tmara-voss", "c\tmara-voss", "mara-voss", "+d\ten\tjo-okafor", "é", "\ud800"])


@given(
    st.dictionaries(KEYS, st.integers(), max_size=7),
    st.lists(st.tuples(KEYS, st.none() | st.integers()), max_size=6),
    st.lists(st.tuples(KEYS, st.none() | st.integers()), max_size=6),
)
def test_a_shelf_is_a_mapping_before_and_after_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory,
    begun: dict[str, int],
    first: list[tuple[str, int | None]],
    second: list[tuple[str, int | None]],
) -> None:
    place = tmp_path_factory.getbasetemp() / "shelf-parts"
    shelf: Shelf[int] = Shelf("s")
    shelf.own.update(begun)
    shards = shelf.whole()
    contents = {shelves.part_name("s", number): shelves.written(shard) for number, shard in shards.items()}
    kept: Shelf[int] = Shelf("s")
    kept.lay(write_parts(place, None, contents, set()), len(shards))
    expected = dict(begun)

    for edits in (first, second):
        kept = kept.successor()
        for key, value in edits:
            if value is not None:
                kept[key] = expected[key] = value
            elif key in expected:
                del kept[key], expected[key]

    assert dict(kept) == dict(kept.items()) == expected
    assert {key: kept.get(key) for key in begun} == {key: expected.get(key) for key in begun}
    renewed = {key: value for shard in kept.renewed().values() for key, value in shard.items()}
    assert renewed.items() <= expected.items()
    assert all(renewed.get(key) == value for key, value in expected.items() if begun.get(key) != value)


def test_a_part_that_is_not_as_it_was_written_is_never_handed_out(tmp_path: Path) -> None:
    written = write_parts(tmp_path / "parts", None, {"a": b"one", "b": b"two"}, set())
    (tmp_path / "parts").write_bytes(b"onetwx")

    assert written.content("a") == b"one"
    with pytest.raises(Damaged):
        written.content("b")


def test_what_stays_is_written_no_more_until_too_much_lies_there_that_nobody_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LEAST", 10)
    first = write_parts(tmp_path / "0", None, {"a": b"stays", "b": b"goes"}, set())
    second = write_parts(tmp_path / "1", first, {"b": b"new"}, {"a"})
    third = second
    for number in range(5):
        third = write_parts(tmp_path / "1", third, {"b": b"new%d" % number}, {"a"})

    assert (second.file, second.places["a"], second.content("b")) == (tmp_path / "0", first.places["a"], b"new")
    assert (third.file, third.content("a"), third.content("b")) == (tmp_path / "1", b"stays", b"new4")
    assert first.content("b") == b"goes"


class Town:
    """A site built again and again, with what is kept in between."""

    def __init__(self, folder: Path) -> None:
        self.state, self.out = folder / "state", folder / "public"
        self._record = folder / "no-record"

    def build(self, catalogue: Catalogue, *, full: bool = False) -> BuildReport:
        return build(catalogue, self._record, self.out, NOW, state=self.state, full=full)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun")
    Town(folder).build(community())
    return folder


@pytest.fixture
def town(begun: Path, tmp_path: Path) -> Town:
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    # Last of all, as a build leaves it: what is younger than the manifest counts as touched.
    os.utime(tmp_path / "public" / MANIFEST)
    return Town(tmp_path)


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("clean")
    build(edited(community()), folder / "no-record", folder / "public", NOW)
    return files(folder / "public")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    return bytes(byte ^ 0x55 for byte in content)


@pytest.mark.parametrize("name", [NAME, PARTS[0]])
@pytest.mark.parametrize("spoil", [cut, flipped, lambda _: b""])
def test_where_anything_of_it_is_damaged_everything_is_planned_again(
    town: Town, clean: dict[str, bytes], name: str, spoil: Callable[[bytes], bytes]
) -> None:
    file = town.state / name
    file.write_bytes(spoil(file.read_bytes()))

    town.build(edited(community()))

    assert files(town.out) == clean
    assert town.build(edited(community())).written == 0
    assert load_state(town.state) is not None


def test_the_head_of_one_build_with_the_parts_of_another_counts_for_nothing(
    town: Town, clean: dict[str, bytes], tmp_path: Path
) -> None:
    other = Town(tmp_path / "other")
    other.build(edited(community(), "bo-marsh"))
    shutil.copy(other.state / PARTS[0], town.state / PARTS[0])

    town.build(edited(community()))

    assert files(town.out) == clean


def test_a_build_killed_before_its_head_was_in_place_leaves_what_the_last_one_kept(
    town: Town, clean: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    head = (town.state / NAME).read_bytes()
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("site_builder.kept.state.seal", killed)
        town.build(edited(community()))
    assert (town.state / NAME).read_bytes() == head

    town.build(edited(community()))

    assert files(town.out) == clean


def test_an_edit_rewrites_a_small_part_of_what_is_kept(town: Town) -> None:
    before = load_state(town.state)
    town.build(edited(community()))
    after = load_state(town.state)

    assert before is not None
    assert after is not None
    assert isinstance(before.parts, Parts)
    assert isinstance(after.parts, Parts)
    same = set(before.parts.places.items()) & set(after.parts.places.items())
    size = sum(place[1] for place in after.parts.places.values())
    assert sum(place[1] for _, place in same) > size / 3


def test_a_full_build_leaves_what_a_first_one_keeps(town: Town) -> None:
    first = load_state(town.state)
    town.build(community(), full=True)
    full = load_state(town.state)

    assert first is not None
    assert full is not None
    assert dict(first.traces) == dict(full.traces)
    assert dict(first.outlines) == dict(full.outlines)
    assert dict(first.readers) == dict(full.readers)


def test_what_is_kept_after_edits_is_what_a_first_build_keeps(town: Town, tmp_path: Path) -> None:
    town.build(edited(community()))
    town.build(edited(edited(community()), "bo-marsh"))
    other = Town(tmp_path / "other")
    other.build(edited(edited(community()), "bo-marsh"))
    kept, fresh = load_state(town.state), load_state(other.state)

    assert kept is not None
    assert fresh is not None
    assert dict(kept.outlines) == dict(fresh.outlines)
    assert dict(kept.lists) == dict(fresh.lists)
    assert {key: set(reads) for key, (reads, _) in fresh.traces.items()}.items() <= {
        key: set(reads) for key, (reads, _) in kept.traces.items()
    }.items()
    assert (kept.addresses, kept.count, kept.manifest) == (fresh.addresses, fresh.count, fresh.manifest)


def test_functions_stand_above_those_they_read_and_nowhere_where_they_read_in_a_circle() -> None:
    assert ranks([("a", "b"), ("b", "c"), ("a", "c"), ("d", "d")]) == {"a": 2, "b": 1, "c": 0}
    assert ranks([("a", "b"), ("b", "c"), ("c", "b")]) == {}
