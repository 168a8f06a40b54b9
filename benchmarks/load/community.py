"""A community whose vote is open: so many voters signed in, so many ballots of other votes in the store."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.load.client import request
from domain.catalogue import Catalogue
from domain.governance.ballot import Ballot, pseudonym
from domain.governance.lifecycle import Event
from domain.governance.pinning import policy_hash
from domain.governance.proposal import Proposal, Roll
from domain.people import Entry, Member, Standing
from forms_api.auth.csrf import token_for
from forms_api.config import secret_from
from forms_api.publish import publish
from forms_api.services.sessions import browser_id
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import BallotKey, ProposalEvent, Session

PROPOSAL = "2026-1"
PATH = f"/forms/proposals/{PROPOSAL}/ballot"
KEY = b"\x07" * 32
CHOICES = ("yes", "no", "abstain")
AT_ONCE = 50_000


def open_vote(store: Store, catalogue: Catalogue, data: Path, tokens: Sequence[str], stored: int = 0) -> None:
    """Leave a vote open, its freeze published, each of *tokens* the cookie of one voter signed in."""
    now = datetime.now(UTC)
    begin = now - timedelta(days=3)
    members = tuple(f"{number:016x}" for number in range(len(tokens)))
    with store.unit() as unit:
        for member in members:
            entry = Entry(f"member-{member}", f"Member {member}")
            unit.members.add(Member(member, entry, Standing.MEMBER, begin.date()))
    with store.unit() as unit:
        unit.keys.add(BallotKey(PROPOSAL, KEY.hex(), KEY.hex()))
    with store.unit() as unit:
        _propose(unit, catalogue, members, begin)
    publish(store, catalogue, data / "record", begin)
    with store.unit() as unit:
        unit.events.add(ProposalEvent(f"{PROPOSAL}-04", PROPOSAL, 4, Event.OPEN, begin + timedelta(days=2)))
    with store.unit() as unit:
        for member, token in zip(members, tokens, strict=True):
            unit.sessions.add(Session(browser_id(token), member, now, now, now + timedelta(days=30)))
    for first in range(0, stored, AT_ONCE):
        with store.unit() as unit:
            for ballot in _others(first, min(stored, first + AT_ONCE)):
                unit.ballots.add(ballot)


def requests(data: Path, tokens: Sequence[str], port: int, turn: int) -> list[bytes]:
    """Return for each voter the ballot of this *turn* as their browser would post it."""
    secret, now = secret_from(data / "secret.key"), datetime.now(UTC)
    made = []
    for number, token in enumerate(tokens):
        csrf = token_for(secret, browser_id(token), now)
        fields = {"choice": choice_of(number, turn), "phrase": "", "page": secrets.token_hex(16)}
        made.append(request(PATH, urlencode({**fields, "csrf_token": csrf}).encode(), f"rsn={token}", port))
    return made


def choice_of(number: int, turn: int) -> str:
    """Return what a voter chooses in a turn."""
    return CHOICES[(number + turn) % len(CHOICES)]


def in_the_box(store: Store) -> dict[str, list[str]]:
    """Return by member id the choices of the open vote."""
    found: dict[str, list[str]] = {}
    with store.reading() as unit:
        roll = unit.rolls.get(PROPOSAL)
        whose = {pseudonym(KEY, PROPOSAL, member): member for member in (roll.members if roll else ())}
        for ballot in unit.ballots.where(proposal=PROPOSAL):
            found.setdefault(whose[ballot.pseudonym], []).append(ballot.choice)
    return found


def _propose(unit: UnitOfWork, catalogue: Catalogue, members: tuple[str, ...], begin: datetime) -> None:
    policy = catalogue.policies["ordinary-decisions"]
    unit.proposals.add(
        Proposal(
            id=PROPOSAL,
            title="A bench at the ferry",
            summary="To sit on",
            text="Two planks.",
            author=members[0],
            made_at=begin,
            policy_slug=policy.slug,
            policy=policy,
            policy_hash=policy_hash(policy),
        )
    )
    unit.rolls.add(Roll(PROPOSAL, members, (), begin))
    for number, event in enumerate((Event.SUBMIT, Event.SUPPORTED, Event.FREEZE), start=1):
        unit.events.add(ProposalEvent(f"{PROPOSAL}-{number:02}", PROPOSAL, number, event, begin))


def _others(first: int, end: int) -> Iterator[Ballot]:
    """Yield ballots of votes that were held before, ten thousand in each."""
    for number in range(first, end):
        yield Ballot(
            id=secrets.token_hex(16),
            proposal=f"2025-{1 + number // 10_000}",
            pseudonym=secrets.token_hex(16),
            choice=CHOICES[number % len(CHOICES)],
            in_group=False,
            group_nonce=secrets.token_hex(32),
            nonce=secrets.token_hex(32),
            phrase=secrets.token_hex(32),
            salt="",
        )
