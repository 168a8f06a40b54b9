"""Make the demo community in a folder: content shifted to now, store and record replayed up to now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rsn.demo.drills import hold_drills
from rsn.demo.exchanges import add_exchanges
from rsn.demo.hand import add_hands
from rsn.demo.meeting import add_meetings
from rsn.demo.pathways import add_pathways
from rsn.demo.people import add_people
from rsn.demo.proposals import replay_proposals
from rsn.demo.reading import written_for
from rsn.demo.shifting import copy_shifted, weeks_between
from rsn.folders import make_private


class FolderTaken(Exception):
    """There is a community in the folder already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"There is a community in {folder} already. Name another folder, or remove it first.")
        self.folder = folder


def seed(content: Path, folder: Path, now: datetime, say: Callable[[str], None]) -> None:
    """
    Copy *content* to folder/content and fill folder/data as if the community had lived up to *now*.

    The replay works on a store in memory; the files are written once, at the end, in one unit for each.

    Raises:
        FolderTaken: folder/data or folder/content is there.
    """
    from forms_api.services.notices import settle_due
    from forms_api.store.copying import copy
    from forms_api.store.memory import MemoryStore
    from forms_api.store.tinydb import TinyStore
    from site_builder.content import load_catalogue

    if (folder / "data").exists() or (folder / "content").exists():
        raise FolderTaken(folder)
    by = weeks_between(written_for(), now.date())
    files = copy_shifted(content, folder / "content", by)
    say(f"{files} files of content, moved by {by.days // 7} weeks.")
    catalogue = load_catalogue(folder / "content")
    make_private(folder / "data")
    store = MemoryStore()
    with store.unit() as unit:
        add_people(unit, catalogue, by)
        add_exchanges(unit, by)
        add_hands(unit, by)
        add_meetings(unit, by)
        add_pathways(unit, by)
        say(f"{len(unit.members)} members, {len(unit.exchanges)} exchanges.")
    hold_drills(store, catalogue, by)
    say("Proposals, votes and results …")
    replay_proposals(store, catalogue, folder / "data" / "record", now)
    settle_due(store, now)
    kept = TinyStore.open(folder / "data" / "store")
    try:
        copy(store, kept)
    finally:
        kept.close()
