"""A small town that decides: a store of members, a record folder, and short ways to every stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.catalogue import Catalogue
from domain.governance.lifecycle import State
from domain.governance.proposal import Proposal
from domain.people import Member
from forms_api.publish import Published, publish
from forms_api.services import ballots, proposals, sponsors
from forms_api.services.ballots import Receipt
from forms_api.services.ids import Chance
from forms_api.services.proposal_events import state_of
from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from tests.builders import a_catalogue, a_member, put

BEGIN = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)


@dataclass
class Town:
    """*people* members on the roll, the last of them a steward; *now* moves only when a test moves it."""

    data: Path
    people: int = 20
    catalogue: Catalogue = field(default_factory=a_catalogue)
    store: Store = field(default_factory=MemoryStore)
    now: datetime = BEGIN
    written: int = 0
    chance: Chance = lambda size: b"\7" * size

    def __post_init__(self) -> None:
        put(self.store, *(self.member(i) for i in range(self.people)))

    @property
    def record(self) -> Path:
        return self.data / "record"

    def member(self, number: int) -> Member:
        return a_member(f"voter-{number:02}", audience="public", steward=number == self.people - 1)

    def id(self, number: int) -> str:
        return self.member(number).id

    @property
    def steward(self) -> str:
        return self.id(self.people - 1)

    def publish(self, **later: float) -> Published:
        """Let time pass and publish."""
        self.now += timedelta(**later)
        return publish(self.store, self.catalogue, self.record, self.now, token=self.chance)

    def draft(self, author: int = 0, **changes: Any) -> Proposal:
        words = {
            "title": "A bench by the weir",
            "summary": "To sit on.",
            "text": "Two planks.",
            "policy": "ordinary",
        }
        draft = proposals.Draft(**(words | changes))
        return proposals.write_draft(self.store, self.catalogue, self.id(author), draft, self.now)

    def sponsoring(self, author: int = 0, **changes: Any) -> str:
        """Return the id of a proposal that looks for sponsors."""
        draft = self.draft(author, **changes)
        return proposals.submit(self.store, self.catalogue, draft.id, draft.author, self.now).id

    def deliberation(self, author: int = 0, **changes: Any) -> str:
        proposal = self.sponsoring(author, **changes)
        with self.store.unit() as unit:
            found = unit.proposals.get(proposal)
        assert found is not None
        others = [number for number in range(self.people) if number != author]
        for number in others[: found.sponsors_needed]:
            sponsors.sponsor(self.store, proposal, self.id(number), self.now)
        return proposal

    def frozen(self, **changes: Any) -> str:
        proposal = self.deliberation(**changes)
        self.publish(days=14)
        return proposal

    def voting(self, **changes: Any) -> str:
        proposal = self.frozen(**changes)
        self.publish(hours=48)
        return proposal

    def cast(self, proposal: str, voter: int, choice: str = "yes", phrase: str = "", form: str = "") -> Receipt:
        """Cast a ballot from a page of its own, unless *form* says which page."""
        self.written += 1
        return ballots.cast(
            self.store,
            self.record,
            proposal,
            self.id(voter),
            choice,
            phrase,
            self.now,
            form=form or f"page-{self.written}",
        )

    def closed(self, choices: str = "yyyyyyyynnna", **changes: Any) -> str:
        """Return a proposal whose vote is closed; a sign of *choices* is the ballot of one voter."""
        proposal = self.voting(**changes)
        for voter, sign in enumerate(choices):
            self.cast(proposal, voter, {"y": "yes", "n": "no", "a": "abstain", "b": "blank"}[sign])
        self.publish(days=8)
        return proposal

    def certified(self, choices: str = "yyyyyyyynnna", **changes: Any) -> str:
        proposal = self.closed(choices, **changes)
        self.publish(hours=72)
        return proposal

    def state(self, proposal: str) -> State:
        with self.store.unit() as unit:
            return state_of(unit, proposal)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file under *folder* by its name, those of the store left out."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found if "store" not in path.parts}
