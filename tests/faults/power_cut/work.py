"""
Work of every kind that the store is asked to do, with what each home held after every step of it.

A step is one unit of work. It takes its place in the order of its home inside the unit, where no other can come
between, and is acknowledged once the unit has ended.
"""

from __future__ import annotations

import random
import threading
from pathlib import Path
from typing import Any

from forms_api.store.base import COLLECTIONS, Home, Store, UnitOfWork
from forms_api.store.disk import Disk
from forms_api.store.tinydb import TinyStore
from tests.contract.records import RECORDS, a_ballot, a_session
from tests.faults.power_cut.log import Acknowledged, Begun, Log

Records = dict[str, Any]


class FreeDisk(Disk):
    """A disk that forces nothing: for folders that no real power cut will meet."""

    def fsync(self, file: int) -> None:
        pass

    def fdatasync(self, file: int) -> None:
        pass


class Work:
    """A store at work, and by home what it holds after none, one, two … steps."""

    def __init__(self, store: Store, log: Log, seed: int) -> None:
        self.store, self.log, self.seed = store, log, seed
        self.histories: dict[Home, list[Records]] = {home: [held(store)[home]] for home in Home}

    def run(self, steps: int, threads: int = 1) -> None:
        """Do so many steps in each of the threads."""
        wrong: list[BaseException] = []

        def work(number: int) -> None:
            chance = random.Random(f"{self.seed}/{number}")
            try:
                for step in range(steps):
                    self.step(chance, f"{number}-{step}")
            except BaseException as error:
                wrong.append(error)
                raise

        working = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
        for thread in working:
            thread.start()
        for thread in working:
            thread.join()
        assert wrong == []

    def step(self, chance: random.Random, key: str) -> None:
        """Change one home, and now and then write it anew."""
        home = chance.choices(list(CHANGES), weights=(6, 1, 3))[0]
        with self.store.unit() as unit:
            CHANGES[home](unit, chance, key)
            self.histories[home].append(now_held(unit, home))
            number = len(self.histories[home]) - 1
            self.log.note(Begun(home, number))
        self.log.note(Acknowledged(home, number))
        if chance.random() < 0.08:
            self.store.rewrite(home)


def change_ballots(unit: UnitOfWork, chance: random.Random, key: str) -> None:
    there = [ballot.id for ballot in unit.ballots]
    size = chance.choice((0, 30, 600, 2000))
    match chance.choice(("add", "add", "add", "put", "remove", "many")):
        case "put" if there:
            unit.ballots.put(a_ballot(chance.choice(there), choice="p" * size, reason=key))
        case "remove" if there:
            unit.ballots.remove(chance.choice(there))
            unit.ballots.add(a_ballot(f"r{key}", choice="r" * size))
        case "many":
            for part in "abc":
                unit.ballots.add(a_ballot(f"m{key}{part}", choice="m" * size))
            for ballot in there[:2]:
                unit.ballots.remove(ballot)
        case _:
            unit.ballots.add(a_ballot(f"b{key}", choice="b" * size))


def change_keys(unit: UnitOfWork, chance: random.Random, key: str) -> None:
    if unit.keys.remove("2026-1"):
        return
    unit.keys.add(RECORDS["keys"])


def change_sessions(unit: UnitOfWork, chance: random.Random, key: str) -> None:
    unit.sessions.put(a_session(f"e{chance.randrange(5)}", member=key))
    unit.sessions.remove(f"e{chance.randrange(5)}")
    unit.sessions.put(a_session("last", member=key))


CHANGES = {Home.BALLOTS: change_ballots, Home.KEYS: change_keys, Home.SESSIONS: change_sessions}


def now_held(unit: UnitOfWork, home: Home) -> Records:
    """Return all records of the home by collection and key."""
    return {
        f"{collection.name}/{record.id}": record
        for collection in COLLECTIONS
        if collection.home is home
        for record in getattr(unit, collection.name)
    }


def held(store: Store) -> dict[Home, Records]:
    with store.reading() as unit:
        return {home: now_held(unit, home) for home in Home}


def opened(folder: Path, disk: Disk) -> TinyStore:
    return TinyStore.open(folder, disk=disk)
