"""A vote held by real processes: a community on the disk, the forms service, and voters who do not stop."""

from __future__ import annotations

import http.client
import random
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from forms_api.services.ballots import pseudonym_of
from forms_api.services.sessions import browser_id
from forms_api.store.rows import Session
from forms_api.store.tinydb import TinyStore
from site_builder.content import load_catalogue
from tests.builders import put
from tests.forms_api.town import Town
from tests.site_builder.content.small_content import write_content

CHECKOUT = Path(__file__).parents[2]
PEOPLE = 64
THREADS = 8
CHOICES = ("yes", "no", "abstain")
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Voter:
    """A member with a signed-in browser. *sure* was acknowledged last; *unsure* was sent and never answered."""

    member: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    csrf: str = ""
    sure: str = ""
    unsure: str = ""

    def vote(self, connection: http.client.HTTPConnection, path: str) -> None:
        """Cast a ballot of a random choice, and now and then send the same page a second time."""
        cookie = {"Cookie": f"rsn={self.token}"}
        if not self.csrf:
            connection.request("GET", path, headers=cookie)
            self.csrf = TOKEN.findall(connection.getresponse().read().decode())[0]
        self.unsure = random.choice(CHOICES)
        form = {"choice": self.unsure, "phrase": "", "page": secrets.token_hex(16), "csrf_token": self.csrf}
        for _ in range(random.choice((1, 1, 1, 2))):
            headers = cookie | {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", path, urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            assert (answer.status, answer.getheader("Location")) == (303, f"{path}/receipt")
        self.sure, self.unsure = self.unsure, ""


@dataclass
class Vote:
    """A proposal whose voting is open now, in a community under *folder*."""

    folder: Path
    proposal: str
    voters: list[Voter]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def places(self) -> list[str]:
        return ["--content", str(self.folder / "content"), "--data", str(self.data)]

    @property
    def record(self) -> Path:
        return self.data / "record" / "proposals" / self.proposal

    def build(self, *more: str, site: str = "public") -> subprocess.Popen[str]:
        """Start the real build.py; what runs beside another writes a *site* of its own."""
        return started("build.py", *self.places, "--out", str(self.folder / site), *more)

    def publish(self, *more: str) -> subprocess.Popen[str]:
        """Start the real `rsn publish`: what build.py does before it builds."""
        return started("-m", "rsn", "publish", *self.places, *more)

    def copied(self, folder: Path) -> Vote:
        """Return the same vote in a copy of its community."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)

    def box(self) -> dict[str, list[str]]:
        """Return by member the choices in the box; a ballot of nobody on the roll stands under its pseudonym."""
        with closing(TinyStore.open(self.data / "store")) as store, store.unit() as unit:
            members = {pseudonym_of(unit, self.proposal, voter.member): voter.member for voter in self.voters}
            found: dict[str, list[str]] = {}
            for ballot in unit.ballots.where(proposal=self.proposal):
                found.setdefault(members.get(ballot.pseudonym, ballot.pseudonym), []).append(ballot.choice)
        return found


def hold_vote(folder: Path) -> Vote:
    """Return a vote that opened two hours ago, after real publishes froze and opened it."""
    content = write_content(folder / "content")
    begin = datetime.now(UTC) - timedelta(days=16, hours=2)
    store = TinyStore.open(folder / "data" / "store")
    with closing(store):
        town = Town(folder / "data", PEOPLE, load_catalogue(content), store, begin)
        proposal = town.voting()
        voters = [Voter(town.id(number)) for number in range(PEOPLE)]
        now = datetime.now(UTC)
        for voter in voters:
            put(store, Session(browser_id(voter.token), voter.member, now, now, now + timedelta(days=1)))
    return Vote(folder, proposal, voters)


def started(*words: str) -> subprocess.Popen[str]:
    command = [sys.executable, *words]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def finished(build: subprocess.Popen[str]) -> str:
    """Return what the build printed; it has to have gone well."""
    said, _ = build.communicate(timeout=300)
    assert build.returncode == 0, said
    return said


@dataclass
class Service:
    """The running forms service."""

    process: subprocess.Popen[str]
    port: int

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def served(vote: Vote) -> Iterator[Service]:
    """Run the forms service until the block ends; stop it politely unless it is dead by then."""
    command = [sys.executable, "-m", "rsn", "forms", "--port", "0", "--base-url", "http://127.0.0.1", *vote.places]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        port = int(process.stdout.readline().rsplit(":", 1)[1].split("/")[0])
        wait_for(port)
        yield Service(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def wait_for(port: int) -> None:
    """Return once somebody listens on the port: the address is told before that."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)


@contextmanager
def voting(vote: Vote, port: int) -> Iterator[list[BaseException]]:
    """Let eight threads vote while the block runs; lend the list of what went wrong in them."""
    done, wrong = threading.Event(), list[BaseException]()
    path = f"/forms/proposals/{vote.proposal}/ballot"

    def vote_on(voters: list[Voter]) -> None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                while not done.is_set():
                    random.choice(voters).vote(connection, path)
                    time.sleep(random.uniform(0, 1))
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=vote_on, args=(vote.voters[n::THREADS],)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        yield wrong
    finally:
        done.set()
        for thread in threads:
            thread.join()


def wait_for_votes(vote: Vote, wrong: list[BaseException], people: int) -> None:
    """Return once so many voters have an acknowledged ballot, or one of the threads has failed."""
    while not wrong and sum(bool(voter.sure) for voter in vote.voters) < people:
        time.sleep(0.05)
