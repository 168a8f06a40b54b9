"""A service that runs beside the builds, and ballots that reach it as a browser would send them."""

from __future__ import annotations

import http.client
import json
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load.servers import Served, free_port, served
from domain.governance.ballot import pseudonym
from domain.governance.lifecycle import State, state_after
from domain.governance.policy import Method
from domain.privacy import TURNOUT_STEP
from forms_api.auth.csrf import token_for
from forms_api.config import secret_from
from forms_api.services.proposal_events import recorded
from forms_api.services.sessions import browser_id
from forms_api.store.base import UnitOfWork
from forms_api.store.rows import Session
from forms_api.store.tinydb import TinyStore
from rsn.clock import DemoClock

VOTES = 3
HOUR = timedelta(hours=1)


class Refused(Exception):
    """The service did not take a ballot."""


@dataclass
class Box:
    """
    The open vote that is voted on: *tokens* are sessions of members who have not voted yet, *voted* how many have.
    """

    data: Path
    proposal: str
    tokens: list[str]
    voted: int
    port: int = 0
    clock: DemoClock = field(init=False)

    def __post_init__(self) -> None:
        self.clock = DemoClock(self.data / "clock")

    def vote(self) -> int:
        """
        Let three members vote so that the number the public is told grows; return that number.

        It is told in steps of five and once an hour: before the three as many vote as bring it to the brink, and
        the clock of the trial moves on by an hour.
        """
        while (self.voted + VOTES) % TURNOUT_STEP:
            self._cast()
        for _ in range(VOTES):
            self._cast()
        self.clock.advance(HOUR)
        return self.voted

    def _cast(self) -> None:
        self._post(self.tokens.pop())
        self.voted += 1

    def _post(self, token: str) -> None:
        csrf = token_for(secret_from(self.data / "secret.key"), browser_id(token), self.clock())
        fields = {"choice": "yes", "phrase": "", "page": secrets.token_hex(16), "csrf_token": csrf}
        own = f"http://127.0.0.1:{self.port}"
        path = f"/forms/proposals/{self.proposal}/ballot"
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            headers = {
                "Cookie": f"rsn={token}",
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": own,
                "Referer": own + path,
            }
            connection.request("POST", path, urlencode(fields), headers)
            answer = connection.getresponse()
            if answer.status not in (200, 303):
                raise Refused(f"{answer.status}: {answer.read()[:500]!r}")

    def told(self) -> int:
        """Return how many voters the public record tells of."""
        state = json.loads((self.data / "record" / "state" / "proposals.json").read_bytes())
        return int(state[self.proposal]["turnout"] or 0)


def open_box(data: Path, voters: int, now: datetime) -> Box:
    """Return the first open vote on one question, with *voters* signed in who have not voted yet."""
    with closing(TinyStore.open(data / "store")) as store:
        with store.reading() as unit:
            proposal = _open_vote(unit)
            key, roll = unit.keys.get(proposal), unit.rolls.get(proposal)
            cast = {ballot.pseudonym for ballot in unit.ballots.where(proposal=proposal)}
        secret = bytes.fromhex(key.key) if key else b""
        waiting = [m for m in (roll.members if roll else ()) if pseudonym(secret, proposal, m) not in cast]
        tokens = {secrets.token_urlsafe(32): member for member in waiting[:voters]}
        with store.unit() as unit:
            for token, member in tokens.items():
                unit.sessions.add(Session(browser_id(token), member, now, now, now + timedelta(days=30)))
    return Box(data, proposal, list(tokens), len(cast))


def _open_vote(unit: UnitOfWork) -> str:
    """Return the number of an open vote that is answered with yes or no."""
    return next(
        proposal.id
        for proposal in unit.proposals
        if proposal.policy is not None
        and proposal.policy.method is Method.YES_NO
        and state_after(event.recorded for event in recorded(unit, proposal.id)) is State.VOTING
    )


@contextmanager
def service(community: Path, box: Box, now: datetime) -> Iterator[Served]:
    """Run the forms service of the community while the block runs."""
    box.port = free_port()
    places = ["--content", str(community / "content"), "--data", str(community / "data")]
    listening = ["--port", str(box.port), "--proxies", "0", "--base-url", f"http://127.0.0.1:{box.port}"]
    command = ["-m", "rsn", "forms", *places, *listening, "--now", now.isoformat()]
    with served(command, {}, box.port) as running:
        yield running
