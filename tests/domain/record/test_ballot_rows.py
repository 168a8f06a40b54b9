"""Rows written many at a time are those written one by one."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from domain.codec import to_plain
from domain.governance.ballot import Ballot, group_mark, row_of
from domain.record.ballot_rows import written_rows
from domain.record.canonical import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
HEX = st.binary(min_size=32, max_size=32).map(bytes.hex)
BALLOTS = st.builds(
    Ballot,
    id=TEXT,
    proposal=st.just("2026-1"),
    pseudonym=HEX,
    choice=TEXT,
    in_group=st.booleans(),
    group_nonce=HEX,
    nonce=HEX,
    phrase=HEX,
    salt=st.just(""),
)


@given(st.lists(BALLOTS, max_size=6))
def test_every_row_has_the_canonical_bytes_and_the_ballots_commitment(ballots: list[Ballot]) -> None:
    one_by_one = sorted((b.commitment.hex(), canonical(to_plain(row_of(b))) + b"\n") for b in ballots)

    assert written_rows("2026-1", ballots) == one_by_one


@given(st.lists(BALLOTS, max_size=6))
def test_with_flags_a_row_shows_the_group_and_what_proves_it(ballots: list[Ballot]) -> None:
    for commitment, line in written_rows("2026-1", ballots, flags=True):
        says = json.loads(line)

        assert canonical(says) + b"\n" == line
        assert says["commitment"] == commitment
        nonce = bytes.fromhex(says["group_nonce"])
        assert group_mark("2026-1", says["in_group"], nonce).hex() == says["group"]
    assert {c for c, _ in written_rows("2026-1", ballots, flags=True)} == {b.commitment.hex() for b in ballots}
