"""
Measure ballots through real HTTP: `python -m benchmarks.load`, or `make bench-load`.

Thirty-two browsers, 16 threads, one process, two cores: the service as members use it, beside the same service
that keeps nothing, beside its own Flask-WTF form that keeps nothing, and beside small applications that keep a
ballot as others would. All take turns, so that what else the machine does meets each of them; the middle of the
ratios is told. Every ballot that was answered "in the box" is looked for in the store afterwards.
"""

from __future__ import annotations

import os
import secrets
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load import community
from benchmarks.load.client import Answers, post, request
from benchmarks.load.peers import KEEPERS
from benchmarks.load.servers import CHECKOUT, Served, free_port, peer_form, served, together
from forms_api.store.base import Store
from forms_api.store.postgres import PostgresStore
from forms_api.store.tinydb import TinyStore
from rsn.storing import VARIABLE
from site_builder.content import load_catalogue
from tests import postgres_server

VOTERS = 2_000
ROUNDS = 3
PACED_ROUNDS = 5
STORED = 1_000_000
HELD = 100_000
SERVERS = ("waitress", "granian")
SERVICE = "rsn"
UNKEPT = {"service that keeps nothing": "unkept", "its Flask-WTF form, keeps nothing": "unkept_form"}
"""The service as it would be without its store, as modules of this package."""
WARM = 200


@dataclass(frozen=True)
class Run:
    """What one turn of one server came to: ballots a second, processor microseconds a ballot."""

    rate: float
    cpu: float
    answers: Answers


@dataclass(frozen=True)
class Place:
    """A community prepared on the disk."""

    data: Path
    tokens: tuple[str, ...]
    database: str = ""

    @property
    def folders(self) -> list[str]:
        return ["--content", str(CHECKOUT / "content"), "--data", str(self.data)]

    @property
    def more(self) -> dict[str, str]:
        """Return what the environment of its service has besides."""
        return {VARIABLE: self.database} if self.database else {}

    def store(self) -> Store:
        return PostgresStore.open(self.database) if self.database else TinyStore.open(self.data / "store")


def main() -> None:
    voters = int(sys.argv[1]) if len(sys.argv) > 1 else VOTERS
    stored = int(sys.argv[2]) if len(sys.argv) > 2 else STORED
    with tempfile.TemporaryDirectory(dir=os.environ.get("RSN_BENCH_DIR")) as temporary:
        folder = Path(temporary)
        print(f"{voters} voters, 32 connections, 16 threads; forcing a line to this disk: {forced(folder):.2f} ms")
        empty = prepared(folder / "empty", voters)
        best = compare(folder, empty)
        paced(folder, empty, best)
        full(folder, empty, voters, stored, best)
        close(empty)
        several(folder, voters, best)
        print("All ballots that were accepted were found in the store, each exactly once.")


def compare(folder: Path, empty: Place) -> str:
    """Print the table of rates; return the server the service is quicker under."""
    runs: dict[str, list[Run]] = {}
    for turn in range(ROUNDS):
        for server in SERVERS:
            taken = {
                "service": vote(empty, server, turn),
                **{
                    name: vote(empty, server, turn, f"benchmarks.load.{module}") for name, module in UNKEPT.items()
                },
                **{keeper: peer(folder, keeper, server, len(empty.tokens)) for keeper in KEEPERS},
            }
            for name, run in taken.items():
                runs.setdefault(f"{name}, {server}", []).append(run)
            print(f"  turn {turn + 1} of {ROUNDS} under {server} is done", file=sys.stderr, flush=True)
    print(f"{'':42}{'ballots/s':>10}{'CPU µs':>9}")
    for name, found in runs.items():
        print(f"  {name:40}{middle(r.rate for r in found):10.0f}{middle(r.cpu for r in found):9.0f}")
    ours = better(runs, "service")
    unkept, form = (better(runs, name) for name in UNKEPT)
    against(runs, ours, form, "same Flask-WTF form, keeps nothing", 0.85, 1.2)
    against(runs, ours, better(runs, "nothing"), "stock Flask-WTF, keeps nothing", None, 0.8)
    share = 1 - middle(b.cpu / a.cpu for a, b in zip(runs[ours], runs[unkept], strict=True))
    print(f"  of a ballot's processor time, keeping it takes {share:.0%}")
    against(runs, ours, better(runs, "sqlalchemy"), "Flask + SQLAlchemy + SQLite", 2.5)
    against(runs, ours, better(runs, "tinydb"), "Flask + plain TinyDB, 10 000 held", 30)
    return ours.rpartition(" ")[2]


def better(runs: dict[str, list[Run]], name: str) -> str:
    """Return the run of *name* under its quicker server."""
    return max((f"{name}, {server}" for server in SERVERS), key=lambda run: middle(r.rate for r in runs[run]))


def against(
    runs: dict[str, list[Run]],
    ours: str,
    theirs: str,
    words: str,
    least: float | None,
    cpu: float | None = None,
) -> None:
    """Print the ratios of two runs, and what they should reach."""
    pairs = list(zip(runs[ours], runs[theirs], strict=True))
    if least is not None:
        rate = middle(a.rate / b.rate for a, b in pairs)
        print(f"  rate against {words}: {rate:.2f} ({verdict(rate >= least)} {least:g})")
    if cpu is not None:
        cost = middle(a.cpu / b.cpu for a, b in pairs)
        print(f"  processor time against {words}: {cost:.2f} ({verdict(cost <= cpu)} {cpu:g})")


def paced(folder: Path, empty: Place, server: str) -> None:
    """
    Print how long an answer takes at half of what the service can take, and the same of a stock form.

    Both at half of their own rate, in turns: what this machine does besides makes the tail of both.
    """
    kinds: dict[str, Callable[[int, float], Run]] = {
        "service": lambda turn, pace: vote(empty, server, turn, per_second=pace),
        "stock form": lambda turn, pace: peer(folder, "nothing", server, len(empty.tokens), pace),
    }
    half = {name: run(0, 0.0).rate / 2 for name, run in kinds.items()}
    turns: dict[str, list[Answers]] = {name: [] for name in kinds}
    for turn in range(1, PACED_ROUNDS + 1):
        for name, run in kinds.items():
            turns[name].append(run(turn, half[name]).answers)
        print(f"  turn {turn} of {PACED_ROUNDS} at half load is done", file=sys.stderr, flush=True)
    for name, answers in turns.items():
        typical, slow = (middle(turn.percentile(share) for turn in answers) for share in (0.5, 0.99))
        tails = sorted(turn.percentile(0.99) / turn.percentile(0.5) for turn in answers)
        reached = f" ({verdict(middle(tails) <= 4)} 4)" if name == "service" else ""
        print(
            f"  {name} at half its load: median {typical * 1000:.1f} ms, 99 of 100 below {slow * 1000:.1f} ms, "
            f"{middle(tails):.1f} times, {tails[0]:.1f} to {tails[-1]:.1f}{reached}"
        )


def close(place: Place) -> None:
    """Let the vote end, and check its record as anybody can."""
    over = (datetime.now(UTC) + timedelta(days=8)).isoformat()
    for command in (["publish", *place.folders, "--now", over], ["verify", str(place.data / "record")]):
        done = subprocess.run(
            [sys.executable, "-m", "rsn", *command], cwd=CHECKOUT, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"rsn {command[0]}: {done.stdout}{done.stderr}")
    print(f"  the vote is closed, and its record says: {done.stdout.strip().splitlines()[0]}")


def several(folder: Path, voters: int, server: str) -> None:
    """Print what a second process of the service changes, both on one PostgreSQL that forces every write."""
    programs = postgres_server.find_programs()
    if programs is None:
        print("  PostgreSQL is not installed here: two processes were not measured.")
        return
    with postgres_server.running(programs, "fsync = on\n") as database:
        place = prepared(folder / "several", voters, database=database.url())
        pairs = [(vote(place, server, turn, processes=2), vote(place, server, turn)) for turn in range(ROUNDS)]
    cost, wall = middle(a.cpu / b.cpu for a, b in pairs), middle(a.rate / b.rate for a, b in pairs)
    one = middle(b.rate for _, b in pairs)
    print(f"  PostgreSQL, one process: {one:.0f} ballots/s, {middle(b.cpu for _, b in pairs):.0f} µs")
    print(f"  two against one: processor time {cost:.2f} ({verdict(cost <= 1.15)} 1.15), rate {wall:.2f}")


def full(folder: Path, empty: Place, voters: int, stored: int, server: str) -> None:
    """Print what ballots of earlier votes change: memory, and the rate."""
    held = prepared(folder / "held", voters, min(HELD, stored))
    grown = vote(held, server, 0, measure_memory=True)
    print(f"  memory with {min(HELD, stored)} ballots: {grown.answers.memory / 2**20:.0f} MiB (reach 200)")
    shutil.rmtree(held.data.parent)
    large = prepared(folder / "large", voters, stored)
    pairs = [(vote(large, server, turn), vote(empty, server, turn)) for turn in range(ROUNDS)]
    ratio = middle(a.rate / b.rate for a, b in pairs)
    print(f"  rate with {stored} ballots against an empty store: {ratio:.2f} ({verdict(ratio >= 0.9)} 0.9)")


def vote(
    place: Place,
    server: str,
    turn: int,
    module: str = SERVICE,
    *,
    per_second: float = 0.0,
    processes: int = 1,
    measure_memory: bool = False,
) -> Run:
    """Let every voter vote once; look for what was accepted."""
    ports = [free_port() for _ in range(processes)]
    ballots = community.requests(place.data, place.tokens, ports[0], turn)
    with ExitStack() as stack:
        started = [
            stack.enter_context(served(forms(place, server, port, ports[0], module), place.more, port))
            for port in ports
        ]
        running = together(*started)
        run = timed(running, ballots, per_second)
        if measure_memory:
            run.answers.memory = running.memory()
    if module == SERVICE:
        look_for(place, run.answers, turn)
    return run


def forms(place: Place, server: str, port: int, public_port: int, module: str) -> list[str]:
    """Return the command that serves the forms of *place*: `rsn`, or a module that stands in for it."""
    listening = ["--server", server, "--port", str(port), "--proxies", "0"]
    address = ["--base-url", f"http://127.0.0.1:{public_port}"]
    return ["-m", module, "forms", *listening, *address, *place.folders]


def timed(running: Served, ballots: Sequence[bytes], per_second: float = 0.0) -> Run:
    """Send the ballots, the first few of them twice so that everything is warm, and measure."""
    post(running.ports, ballots[:WARM])
    before = running.cpu()
    answers = post(running.ports, ballots, per_second=per_second)
    used = running.cpu() - before
    wrong = len(ballots) - len(answers.accepted)
    if wrong:
        raise RuntimeError(
            f"{wrong} of {len(ballots)} ballots were refused: {sorted(set(answers.status.values()))}"
        )
    return Run(answers.per_second, used / len(ballots) * 1e6, answers)


def look_for(place: Place, answers: Answers, turn: int) -> None:
    """Make sure that each accepted ballot is in the box, once, with its choice."""
    with closing(place.store()) as store:
        box = community.in_the_box(store)
    for number in answers.accepted:
        found = box.get(f"{number:016x}")
        if found != [community.choice_of(number, turn)]:
            raise RuntimeError(f"Ballot {number} was accepted, and the store holds {found}.")


def peer(folder: Path, keeper: str, server: str, ballots: int, per_second: float = 0.0) -> Run:
    """Let a peer take as many ballots, far fewer where each takes it a tenth of a second."""
    if keeper == "tinydb":
        ballots = min(ballots, 100)
    place = folder / "peer"
    place.mkdir()
    port = free_port()
    command = ["-m", "benchmarks.load.peer", keeper, server, str(port)]
    try:
        with served(command, {"PEER_FOLDER": str(place)}, port) as running:
            cookie, token = peer_form(port)
            fields = {"choice": "yes", "phrase": "", "csrf_token": token}
            made = [
                urlencode({**fields, "page": secrets.token_hex(16), "voter": f"{number:016x}"}).encode()
                for number in range(ballots)
            ]
            return timed(running, [request("/ballot", body, cookie, port) for body in made], per_second)
    finally:
        shutil.rmtree(place)


def prepared(folder: Path, voters: int, stored: int = 0, database: str = "") -> Place:
    """Return a community whose vote is open, with so many ballots of other votes in its store."""
    tokens = tuple(secrets.token_urlsafe(32) for _ in range(voters))
    place = Place(folder / "data", tokens, database)
    catalogue = load_catalogue(CHECKOUT / "content")
    (folder / "data").mkdir(parents=True, mode=0o700)
    with closing(place.store()) as store:
        community.open_vote(store, catalogue, place.data, tokens, stored)
    return place


def forced(folder: Path) -> float:
    """Return the milliseconds that forcing one line to the disk takes here."""
    took = []
    with (folder / "line").open("ab", buffering=0) as file:
        for _ in range(50):
            file.write(b"x" * 600)
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begin)
    return statistics.median(took) * 1000


def middle(numbers: Iterable[float]) -> float:
    return statistics.median(numbers)


def verdict(reached: bool) -> str:
    return "reaches" if reached else "MISSES"


if __name__ == "__main__":
    main()
