"""
Measure the close of a large vote, and checking it, against the least that anybody has to do.

The least is a plain loop over the rows that parses each as JSON and takes one SHA-256 for its commitment, one for
its leaf and one for a node of the tree. Publishing and that loop are run in turns, so that what else the machine
does meets both; the middle of the ratios is printed. Run by `make bench`, or with a number of ballots.
"""

from __future__ import annotations

import json
import secrets
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.catalogue import Catalogue
from domain.governance.ballot import Ballot, pseudonym
from domain.governance.lifecycle import Event
from domain.governance.pinning import policy_hash
from domain.governance.proposal import Proposal, Roll
from domain.record.verification import Answer
from domain.record.verifying import check_record
from forms_api.publish import publish
from forms_api.store.base import Store
from forms_api.store.copying import copy
from forms_api.store.memory import MemoryStore
from forms_api.store.rows import BallotKey, ProposalEvent
from forms_api.store.tinydb import TinyStore
from rsn import ed25519
from rsn.record_source import files_in, from_folder
from site_builder.content import load_catalogue

CHECKOUT = Path(__file__).resolve().parent.parent
BALLOTS = 100_000
PAIRS = 3
MOST = 3.0
"""How many times the plain loop publishing, and checking, may take."""

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROPOSAL = "2026-1"
KEY = b"\x07" * 32


def main() -> None:
    ballots = int(sys.argv[1]) if len(sys.argv) > 1 else BALLOTS
    catalogue = replace(load_catalogue(CHECKOUT / "content"), programs={}, cohorts={}, members={}, playbooks={})
    with TemporaryDirectory() as temporary:
        print(f"{ballots} ballots, one question, the close and all that publish does with it:")
        for name, opened in (("memory", lambda at: MemoryStore()), ("tinydb", TinyStore.open)):
            measure(name, opened, catalogue, ballots, Path(temporary) / name)


def measure(name: str, opened: Callable[[Path], Store], catalogue: Catalogue, ballots: int, folder: Path) -> None:
    """Print how long the close takes in a store of this kind, beside the plain loop."""
    seed = MemoryStore()
    open_vote(seed, catalogue, folder / "open", ballots)
    ratios, seconds, checked = [], [], []
    for turn in range(PAIRS):
        data = folder / str(turn)
        shutil.copytree(folder / "open", data)
        store = opened(data / "store")
        copy(seed, store)
        now = BEGIN + timedelta(days=40)
        took = timed(lambda store=store, data=data, now=now: publish(store, catalogue, data / "record", now))  # type: ignore[misc]
        store.close()
        rows = (data / f"record/proposals/{PROPOSAL}/ballots.jsonl").read_bytes().splitlines()
        least = timed(lambda rows=rows: plain_loop(rows))  # type: ignore[misc]
        ratios.append(took / least)
        seconds.append(took)
        check = timed(lambda data=data: verify(data / "record"))  # type: ignore[misc]
        checked.append((check, check / timed(lambda rows=rows: plain_loop(rows))))  # type: ignore[misc]
        if turn == 0 and name == "memory":
            alone = timed(lambda data=data: recount(data / "record"))  # type: ignore[misc]
            print(f"  recount.py, a process of its own: {alone:.2f} s, {alone / least:.2f} times the plain loop")
        shutil.rmtree(data)
    report(f"publish ({name})", seconds, ratios)
    report("verify", [took for took, _ in checked], [ratio for _, ratio in checked])


def verify(record: Path) -> None:
    """Check the record as `rsn verify` does, files read anew."""
    report = check_record(from_folder(record), ed25519.verify, files_in(record)).report
    assert report.answer is Answer.VERIFIED, report.problems


def recount(record: Path) -> None:
    """Count the vote again by the program that was published with it."""
    program = record / "proposals" / PROPOSAL / "recount.py"
    subprocess.run([sys.executable, "-I", program], check=True, stdout=subprocess.DEVNULL)


def plain_loop(rows: list[bytes]) -> None:
    """Parse each row and take three hashes: the least that a check of it costs."""
    for row in rows:
        commitment = sha256(bytes.fromhex(json.loads(row)["nonce"])).digest()
        leaf = sha256(b"\x00" + commitment).digest()
        sha256(b"\x01" + leaf + commitment).digest()


def open_vote(store: Store, catalogue: Catalogue, data: Path, ballots: int) -> None:
    """Leave a vote open, its freeze published, and so many ballots in its box."""
    policy = catalogue.policies["ordinary-decisions"]
    members = tuple(f"{number:016x}" for number in range(ballots))
    events = (Event.SUBMIT, Event.SUPPORTED, Event.FREEZE)
    with store.unit() as unit:
        unit.keys.add(BallotKey(PROPOSAL, KEY.hex(), KEY.hex()))
    with store.unit() as unit:
        unit.proposals.add(
            Proposal(
                id=PROPOSAL,
                title="A bench",
                summary="To sit on",
                text="Two planks.",
                author=members[0],
                made_at=BEGIN,
                policy_slug=policy.slug,
                policy=policy,
                policy_hash=policy_hash(policy),
            )
        )
        unit.rolls.add(Roll(PROPOSAL, members, (), BEGIN))
        for number, event in enumerate(events, start=1):
            unit.events.add(ProposalEvent(f"{PROPOSAL}-{number:02}", PROPOSAL, number, event, BEGIN))
    publish(store, catalogue, data / "record", BEGIN)
    with store.unit() as unit:
        at = BEGIN + timedelta(days=2)
        unit.events.add(ProposalEvent(f"{PROPOSAL}-04", PROPOSAL, 4, Event.OPEN, at))
    choices = ("yes", "yes", "no", "abstain")
    with store.unit() as unit:
        for number, member in enumerate(members):
            unit.ballots.add(
                Ballot(
                    id=secrets.token_hex(16),
                    proposal=PROPOSAL,
                    pseudonym=pseudonym(KEY, PROPOSAL, member),
                    choice=choices[number % len(choices)],
                    in_group=False,
                    group_nonce=secrets.token_hex(32),
                    nonce=secrets.token_hex(32),
                    phrase=secrets.token_hex(32),
                    salt="",
                )
            )


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def report(what: str, seconds: list[float], ratios: list[float]) -> None:
    middle = statistics.median(ratios)
    words = "within" if middle <= MOST else "MORE THAN"
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    print(
        f"  {what + ':':22}{statistics.median(seconds):6.2f} s, {middle:5.2f} times the plain loop "
        f"({spread}, {len(ratios)} pairs), {words} {MOST:g}",
        flush=True,
    )


if __name__ == "__main__":
    main()
