"""A whole generated community in a folder: content, store, and the public record that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from rsn.demo.generating.agenda import Agenda, Told, hold_votes, numbered
from rsn.demo.generating.catalogue import catalogue_of
from rsn.demo.generating.growth import Growth
from rsn.demo.generating.members import addresses
from rsn.demo.generating.roll import People, add_people
from rsn.demo.generating.sizes import Sizes
from rsn.demo.generating.stages import plans
from rsn.demo.generating.writing import write_content
from rsn.demo.seeding import FolderTaken
from rsn.folders import make_private

Say = Callable[[str], object]


def generate(folder: Path, sizes: Sizes, seed: int, now: datetime, say: Say, told: Told) -> None:
    """
    Make a community of these *sizes* in folder/content and folder/data, as it is at *now*.

    The same arguments give the same bytes, those of the keys too: it is for trials and never for people.

    Raises:
        FolderTaken: folder/data or folder/content is there. TooManyBallots: before anything is written.
    """
    from forms_api.publish import publish
    from forms_api.services.ids import repeatable
    from forms_api.store.copying import copy
    from forms_api.store.memory import MemoryStore
    from forms_api.store.tinydb import TinyStore

    if (folder / "data").exists() or (folder / "content").exists():
        raise FolderTaken(folder)
    catalogue = catalogue_of(sizes, seed, now.date())
    growth = Growth(sizes, now.date())
    people = People(seed, growth, tuple(addresses(sizes.members)))
    planned = plans(seed, growth, sizes.proposals, tuple(catalogue.policies.values()), now)
    store = MemoryStore()
    hold_votes(store, Agenda(catalogue, people, numbered(planned), now), sizes.ballots, told)
    with store.unit() as unit:
        add_people(unit, catalogue, people)
        say(f"{len(unit.members)} members, {len(unit.exchanges)} exchanges, {len(unit.proposals)} proposals.")
    say(f"{write_content(catalogue, folder / 'content')} files of content.")
    make_private(folder / "data")
    say("The public record of all that …")
    publish(store, catalogue, folder / "data" / "record", now, repeatable("generated", str(seed)))
    with closing(TinyStore.open(folder / "data" / "store")) as kept:
        copy(store, kept)
