"""Where tiles and bundles lie, and that reading them back gives what was written."""

from __future__ import annotations

import pytest

from domain.record.merkle import leaf_hash, root
from domain.record.tiles import (
    LONGEST_ENTRY,
    WIDTH,
    BundleUnreadable,
    EntryTooLong,
    Tile,
    bundle_bytes,
    levels,
    new_tiles,
    numbered,
    read_bundle,
    read_tile,
    tile_bytes,
    tiles_of,
)


@pytest.mark.parametrize(
    ("number", "path"),
    [(0, "000"), (5, "005"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067")],
)
def test_a_number_is_a_path_of_groups_of_three(number: int, path: str) -> None:
    assert numbered(number) == path


def test_a_log_of_256_fills_one_tile_and_begins_the_level_above() -> None:
    paths = {tile.path for tile in tiles_of(256)}

    assert paths == {"tile/entries/000", "tile/0/000", "tile/1/000.p/1"}


def test_a_log_of_seventy_thousand_lies_where_the_format_says() -> None:
    paths = {tile.path for tile in tiles_of(70_000)}

    assert {"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"} <= paths
    assert "tile/entries/273.p/112" in paths
    assert len(paths) == 274 * 2 + 2 + 1


def test_an_empty_log_has_no_tile() -> None:
    assert list(tiles_of(0)) == []


def test_a_grown_log_writes_only_files_that_were_not_there() -> None:
    grown = {tile.path for tile in new_tiles(255, 257)}

    assert grown == {
        "tile/entries/000",
        "tile/entries/001.p/1",
        "tile/0/000",
        "tile/0/001.p/1",
        "tile/1/000.p/1",
    }


def test_the_levels_above_hold_the_roots_of_full_tiles() -> None:
    leaves = [leaf_hash(i.to_bytes(4, "big")) for i in range(2 * WIDTH + 3)]
    found = levels(leaves)

    assert [len(level) for level in found] == [515, 2]
    assert found[1] == [root(leaves[:WIDTH]), root(leaves[WIDTH : 2 * WIDTH])]
    assert read_tile(tile_bytes(found[0], Tile(0, 2, 3)), 3) == leaves[2 * WIDTH :]


def test_entries_come_back_as_they_were_bundled() -> None:
    entries = [b"", b"one", b"\x00" * LONGEST_ENTRY]

    assert read_bundle(bundle_bytes(entries), 3) == entries


def test_an_entry_that_is_too_long_is_refused_before_it_is_numbered() -> None:
    with pytest.raises(EntryTooLong):
        bundle_bytes([b"x" * (LONGEST_ENTRY + 1)])


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x05abcd", bundle_bytes([b"a", b"b"])])
def test_a_bundle_that_was_cut_or_lengthened_is_refused(content: bytes) -> None:
    with pytest.raises(BundleUnreadable):
        read_bundle(content, 1)


def test_a_tile_of_another_width_is_refused() -> None:
    with pytest.raises(BundleUnreadable):
        read_tile(b"\x00" * 33, 1)
