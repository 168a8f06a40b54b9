"""
The coordinators' packs: per playbook one page to print and its twin in plain text, a page of cards, an index.

Rules of this file: names and telephone numbers leave the store here and nowhere else, only of those who may be
rung, into a folder that only its owner may enter; nothing in the pages points outside them. The day they carry is
the day on which what they say last changed, so that a publish without news writes nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from domain.catalogue import Catalogue
from domain.codec import to_plain
from domain.crisis import Figures, figures, last_drill
from domain.packs.reach import FAILURE, RUNS, Reach, expected_reach
from domain.packs.roster import Job, roster
from domain.record.canonical import canonical
from domain.resilience import Playbook
from forms_api.publish.call_people import CallPeople, Contact, call_people
from forms_api.publish.files import PRIVATE_FILE, PRIVATE_FOLDER, put, read
from forms_api.publish.members import Community
from forms_api.publish.packs_pages import SUFFIXES, pages, template_bytes
from forms_api.publish.remembering import Remembered
from forms_api.publish.snapshot import Snapshot

SEED = 7
"""Where the simulation's chance begins; told on the page, so that anybody gets the same figure again."""

MARK = ".written"


@dataclass(frozen=True)
class Drill:
    """The last drill of a playbook, as the coordinators read it: exact."""

    on: date
    figures: Figures


@dataclass(frozen=True)
class Pack:
    """A playbook with the people for it. *jobs* are in the playbook's order, *short* the slots with a gap."""

    playbook: Playbook
    jobs: tuple[Job, ...]
    drill: Drill | None

    @property
    def covered(self) -> int:
        return sum(job.person != "" for job in self.jobs)

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """The number of each slot that lacks people, and how many."""
        missing = [
            sum(job.slot == n and not job.person for job in self.jobs) for n in range(len(self.playbook.slots))
        ]
        return tuple((n, lacking) for n, lacking in enumerate(missing) if lacking)

    def elsewhere(self, slot: int, member: str) -> bool:
        """Tell whether somebody who stands by for the slot has a job in another one."""
        return any(job.person == member and job.slot != slot for job in self.jobs)


@dataclass(frozen=True)
class Packs:
    """All that the folder says, before it is put into words."""

    packs: tuple[Pack, ...]
    people: CallPeople
    reach: Reach
    seed: int = SEED
    runs: int = RUNS
    failure: float = FAILURE

    @property
    def contacts(self) -> Mapping[str, Contact]:
        return self.people.contacts


def write_packs(community: Community, folder: Path, memory: Remembered) -> bool:
    """Bring *folder* up to date; tell whether anything was written. Without playbooks there is nothing to hold."""
    if not community.catalogue.playbooks and not folder.exists():
        return False
    people = memory.part("call people", call_people, community)
    content = memory.part("packs", lambda c: _said(c, people), community, memory.number("call people"))
    said = hashlib.sha256(template_bytes() + content).hexdigest()
    before = json.loads(read(folder / MARK) or b"{}")
    if before.get("says") == said and all((folder / name).exists() for name in before["files"]):
        return False
    wanted = pages(compiled(community, people), community.catalogue, community.on)
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)
    for name, content in wanted.items():
        if read(folder / name) != content:
            put(folder / name, content, PRIVATE_FILE)
    for file in folder.iterdir():
        if file.suffix in SUFFIXES and file.name not in wanted:
            file.unlink()
    put(folder / MARK, canonical({"says": said, "files": sorted(wanted)}), PRIVATE_FILE)
    return True


def compiled(community: Community, people: CallPeople) -> Packs:
    """Return who does what and who calls whom in every playbook."""
    books = community.catalogue.playbooks
    packs = tuple(
        Pack(books[slug], roster(books[slug].slots, people.holders), _drill(slug, community.snapshot))
        for slug in sorted(books)
    )
    # A simulation has to be repeatable, not unguessable.
    chance = Random(SEED)  # nosec B311
    return Packs(packs, people, expected_reach(people.tree, people.unsure, chance.random))


def _drill(playbook: str, snapshot: Snapshot) -> Drill | None:
    drill = last_drill(snapshot.activations, playbook)
    if drill is None or drill.started_at is None:
        return None
    calls = (row for row in snapshot.called if row.activation == drill.id)
    return Drill(drill.started_at.date(), figures(drill.started_at, calls))


def _said(community: Community, people: CallPeople) -> bytes:
    """Return a hash of all that the pages are made of beside their templates: equal means that nothing is new."""
    catalogue: Catalogue = community.catalogue
    drills = {slug: _drill_said(slug, community.snapshot) for slug in sorted(catalogue.playbooks)}
    says = [
        to_plain(people),
        to_plain(catalogue.playbooks),
        to_plain(catalogue.network),
        {slug: to_plain(skill.label) for slug, skill in sorted(catalogue.skills.items())},
        drills,
    ]
    return hashlib.sha256(json.dumps(says, ensure_ascii=False, sort_keys=True).encode()).digest()


def _drill_said(playbook: str, snapshot: Snapshot) -> list[object]:
    drill = _drill(playbook, snapshot)
    if drill is None:
        return []
    found = drill.figures
    return [drill.on.isoformat(), found.called, found.reached, found.said_yes, str(found.first_yes)]
