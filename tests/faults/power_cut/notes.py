"""A `JournaledDB` at work, what it held after every step, and what is asked of it after a power cut."""

from __future__ import annotations

import json
import random
from contextlib import closing
from pathlib import Path
from typing import Any

from forms_api.store.disk import Disk
from forms_api.store.journal_table import JournaledDB
from tests.faults.power_cut.log import Acknowledged, Begun
from tests.faults.power_cut.recording import RecordingDisk
from tests.faults.power_cut.states import CrashState, states
from tests.faults.power_cut.verdict import Judged, Ruins, judge, steps_kept
from tests.faults.power_cut.work import FreeDisk

NAME = "notes.json"
HOME = "notes"
TEXTS = (0, 40, 500, 1500)
Tables = dict[str, dict[int, Any]]


def opened(folder: Path, disk: Disk) -> JournaledDB:
    return JournaledDB(folder / NAME, disk=disk)


def held(database: JournaledDB) -> Tables:
    return {
        name: {document.doc_id: dict(document) for document in database.table(name)} for name in database.tables()
    }


class Notes:
    """What was done: the log, the tables after every step, and the ids that had been given out by then."""

    def __init__(self, disk: RecordingDisk, seed: int, steps: int) -> None:
        self.log, self.seed = disk.log, seed
        self.history: list[Tables] = [{}]
        self.given: list[set[int]] = [set()]
        with closing(opened(disk.folder, disk)) as database:
            self._run(database, random.Random(seed), steps)

    def _run(self, database: JournaledDB, chance: random.Random, steps: int) -> None:
        for step in range(1, steps + 1):
            self.log.note(Begun(HOME, step))
            given = one_step(database, chance, step)
            self.history.append(held(database))
            self.given.append(self.given[-1] | given)
            self.log.note(Acknowledged(HOME, step))
            if chance.random() < 0.06:
                database.compact()

    def judged(self, ruins: Ruins, samples: int, most: int = 5) -> Judged:
        """Open what every power cut leaves: a prefix of the work, whole, and no id given a second time."""

        def verdict(state: CrashState) -> int:
            place = ruins.lay(state.files)
            if state.files.get(NAME):
                assert all(isinstance(table, dict) for table in json.loads(state.files[NAME]).values())
            acknowledged = state.acknowledged.get(HOME, 0)
            with closing(opened(place, FreeDisk())) as database:
                found = held(database)
                kept = steps_kept(found, self.history, acknowledged, state.begun.get(HOME, 0))
                new = database.table("notes").insert({"text": "after"})
            assert new not in self.given[acknowledged], f"id {new} was given before"
            with closing(opened(place, FreeDisk())) as database:
                assert held(database) == {"notes": {**found.get("notes", {}), new: {"text": "after"}}}
            return kept - acknowledged

        return judge(states(self.log, seed=self.seed, samples=samples), verdict, most)


def one_step(database: JournaledDB, chance: random.Random, step: int) -> set[int]:
    """Change the notes in one of several ways; return the ids that were given out."""
    notes = database.table("notes")
    there = [document.doc_id for document in notes]
    text = chance.choice("abc") * chance.choice(TEXTS)
    match chance.choice(("insert", "insert", "many", "update", "remove last")):
        case "many":
            return {*notes.insert_multiple({"text": text, "part": part} for part in range(3))}
        case "update" if there:
            notes.update({"text": text}, doc_ids=[chance.choice(there)])
        case "remove last" if there:
            notes.remove(doc_ids=[max(there)])
        case _:
            return {notes.insert({"text": text, "step": step})}
    return set()
