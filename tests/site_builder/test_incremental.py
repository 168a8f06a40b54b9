"""After any edit an incremental build equals a clean one byte for byte."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue import Catalogue
from domain.governance.lifecycle import State
from domain.record.public import PublicMember, PublicRecord
from site_builder.build import build
from tests.site_builder.community import NOW, a_proposal, a_record, an_entry, community, write_record

Edit = Callable[[Catalogue, PublicRecord], tuple[Catalogue, PublicRecord]]

EDITS: tuple[Edit, ...] = (
    lambda c, r: (replace(c, news={}), r),
    lambda c, r: (replace(c, playbooks={}), r),
    lambda c, r: (replace(c, cohorts={}), r),
    lambda c, r: (replace(c, network=replace(c.network, languages=("en",))), r),
    lambda c, r: (replace(c, network=replace(c.network, contact={"en": "The new desk."})), r),
    lambda c, r: (c, replace(r, members={})),
    lambda c, r: (c, replace(r, members={"z": PublicMember(an_entry("z", name="Zoë"), from_content=False)})),
    lambda c, r: (c, replace(r, proposals={"2026-4": a_proposal(State.ADOPTED)})),
    lambda c, r: (c, replace(r, proposals={})),
    lambda c, r: (c, replace(r, strength=None)),
)


def files_of(out: Path) -> dict[str, bytes]:
    return {str(f.relative_to(out)): f.read_bytes() for f in sorted(out.rglob("*")) if f.is_file()}


@settings(max_examples=6)
@given(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3), st.integers(0, 90))
def test_an_incremental_build_equals_a_clean_one(edits: list[Edit], days: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        catalogue, record, now = community(), a_record(a_proposal()), NOW + timedelta(days=days)
        build(catalogue, write_record(folder / "record", record), folder / "public", NOW, state=folder / "state")
        for edit in edits:
            catalogue, record = edit(catalogue, record)
        write_record(folder / "record", record)

        build(catalogue, folder / "record", folder / "public", now, state=folder / "state")
        build(catalogue, folder / "record", folder / "clean", now)

        assert files_of(folder / "public") == files_of(folder / "clean")


def test_the_pages_of_a_language_that_is_spoken_no_more_stand_in_no_sitemap(tmp_path: Path) -> None:
    catalogue, record = community(), write_record(tmp_path / "record", a_record(a_proposal()))
    build(catalogue, record, tmp_path / "public", NOW, state=tmp_path / "state")
    alone = replace(catalogue, network=replace(catalogue.network, languages=("en",)))

    build(alone, record, tmp_path / "public", NOW, state=tmp_path / "state")
    build(alone, record, tmp_path / "clean", NOW)

    assert files_of(tmp_path / "public") == files_of(tmp_path / "clean")
    assert {file.name[:2] for file in (tmp_path / "state" / "search").iterdir()} == {"en"}
    assert build(alone, record, tmp_path / "public", NOW, state=tmp_path / "state").written == 0
