"""A log grown from its last tiles alone has the root, tiles and proofs of one built from all its leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.record.growth import EMPTY, Edge, Growth, edge_tiles
from domain.record.merkle import EMPTY_ROOT, check_consistency, consistency_proof, leaf_hash, root
from domain.record.tiles import WIDTH, bundle_bytes, levels, new_tiles, tile_bytes, tiles_of

ENTRIES = [number.to_bytes(3, "big") for number in range(70_000)]
LEAVES = [leaf_hash(entry) for entry in ENTRIES]

SIZES = st.one_of(
    st.integers(0, 40), st.integers(0, 3 * WIDTH), st.sampled_from([WIDTH - 1, WIDTH, WIDTH + 1, 5 * WIDTH])
)


def edge_of(size: int) -> Edge:
    rows = levels(LEAVES[:size])
    return Edge(size, [rows[tile.level or 0][tile.number * WIDTH :][: tile.width] for tile in edge_tiles(size)])


def grown(old: int, new: int) -> Growth:
    return Growth(edge_of(old), LEAVES[old:new])


@given(SIZES)
def test_the_last_tiles_are_enough_for_the_root(size: int) -> None:
    assert edge_of(size).root == root(LEAVES[:size])


@given(SIZES, SIZES)
def test_from_any_size_to_any_size_root_and_proof_are_those_of_the_whole_tree(one: int, other: int) -> None:
    old, new = sorted((one, other))
    growth = grown(old, new)
    proof = growth.consistency_proof()

    assert growth.size == new
    assert growth.root == root(LEAVES[:new])
    assert proof == (consistency_proof(LEAVES[:new], old) if old else ())
    check_consistency(old, new, root(LEAVES[:old]), growth.root, proof)


def whole_tiles(size: int) -> dict[str, bytes]:
    """Return the tiles and bundles of a log made in one go."""
    rows = levels(LEAVES[:size])
    found = {}
    for tile in tiles_of(size):
        first = tile.number * WIDTH
        inside = ENTRIES[first : first + tile.width]
        found[tile.path] = bundle_bytes(inside) if tile.level is None else tile_bytes(rows[tile.level], tile)
    return found


def check_tiles(old: int, new: int) -> None:
    tail = ENTRIES[old - old % WIDTH : old]
    made = {tile.path: content for tile, content in grown(old, new).tiles(ENTRIES[old:new], tail)}
    whole = whole_tiles(new)

    assert made.keys() == {tile.path for tile in new_tiles(old, new)}
    assert made == {path: whole[path] for path in made}


@given(SIZES, SIZES)
def test_the_tiles_of_any_growth_are_those_of_a_log_made_in_one_go(one: int, other: int) -> None:
    check_tiles(*sorted((one, other)))


@pytest.mark.parametrize(("old", "new"), [(0, 65_536), (65_535, 65_537), (300, 66_000)])
def test_growing_over_the_second_level_makes_the_same_tiles_and_root(old: int, new: int) -> None:
    growth = grown(old, new)

    check_tiles(old, new)
    assert growth.root == root(LEAVES[:new])
    check_consistency(old, new, root(LEAVES[:old]), growth.root, growth.consistency_proof())


def test_a_log_without_entries_has_the_root_of_nothing_and_no_tile() -> None:
    assert EMPTY.root == Growth(EMPTY, ()).root == EMPTY_ROOT
    assert list(Growth(EMPTY, ()).tiles([], [])) == []
    assert Growth(EMPTY, LEAVES[:1]).consistency_proof() == ()
