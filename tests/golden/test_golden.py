"""
A page of each kind, as it was last looked at and found good.

A mismatch leaves NAME.new beside NAME: look at what changed, and accept it by renaming.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.governance.lifecycle import State
from site_builder.build import build
from tests.site_builder.community import NOW, a_proposal, a_record, community, write_record

ASSET = re.compile(r"/assets/([\w-]+)\.[0-9a-f]{10}\.(\w+)")
GOLDEN = Path(__file__).parent / "pages"

PAGES = {
    "home.html": "index.html",
    "program.html": "programs/kitchen-table-budgeting/index.html",
    "skill.html": "skills/bicycle-repair/index.html",
    "member.html": "members/ada-quill/index.html",
    "voting.html": "proposals/2026-4/index.html",
    "result.html": "proposals/2026-3/index.html",
    "playbook.html": "playbooks/power-cut/index.html",
    "strength.html": "strength/index.html",
    "feed.xml": "feed.xml",
    "sitemap.xml": "sitemap.xml",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("golden")
    proposals = (a_proposal(), a_proposal(State.IMPLEMENTING, id="2026-3", title="Lamps at the desk"))
    build(community(), write_record(folder / "record", a_record(*proposals)), folder / "public", NOW)
    return folder / "public"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was_last_accepted(site: Path, name: str) -> None:
    # Another sheet gives its name another hash on every page; that is no change of theirs.
    made = ASSET.sub("/assets/\\1.HASH.\\2", (site / PAGES[name]).read_text("utf-8"))
    accepted = GOLDEN / name
    before = accepted.read_text("utf-8") if accepted.is_file() else ""
    proposed = accepted.with_name(f"{name}.new")
    if made != before:
        proposed.write_text(made, "utf-8")

    assert made == before, f"{name} changed. Compare {proposed} with it and rename it if it is right."
