"""A town after a count: doubts, recounts, groups, and short ways to what is published."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.governance.challenge import ChallengeReason
from domain.governance.policy import Base, Proportion
from domain.people import ProgramRole
from domain.programs import Participation, PartState
from forms_api.publish import Published, publish
from forms_api.services import challenges, recounts
from forms_api.services.ids import repeatable
from forms_api.store.base import Store
from tests.builders import put
from tests.forms_api.town import Town

WRONG = ChallengeReason.WRONG_COUNT
JOINED = datetime(2026, 5, 1, 12, tzinfo=UTC)
A_FEW = Proportion(1, 10, Base.CAST)
SECRETS = ("the third word on page ninety", "a heron stood on the weir today")


class OtherKeys(Town):
    """A town in which no key is made twice."""

    def publish(self, **later: float) -> Published:
        self.now += timedelta(**later)
        return publish(self.store, self.catalogue, self.record, self.now, token=repeatable(str(self.now)))


def a_town(tmp_path: Path, store: Store, people: int = 20, **policy: Any) -> Town:
    town = OtherKeys(tmp_path, store=store, people=people)
    policies = {slug: replace(one, **policy) for slug, one in town.catalogue.policies.items()}
    town.catalogue = replace(town.catalogue, policies=policies)
    return town


def doubt(town: Town, proposal: str, who: int = 0) -> str:
    words = "I count seven."
    return challenges.challenge(
        town.store, town.record, proposal, town.id(who), WRONG, words, town.now
    ).id  # fmt: skip


def counted_again(town: Town, proposal: str) -> None:
    for person in (town.steward, town.id(1)):
        recounts.end(town.store, proposal, person, town.now)


def a_recount(town: Town, proposal: str) -> None:
    recounts.begin(town.store, town.record, doubt(town, proposal), "We count again.", town.steward, town.now)


def result(town: Town, proposal: str, number: int = 0) -> dict[str, Any]:
    name = f"result-{number}.json" if number else "result.json"
    said: dict[str, Any] = json.loads((town.record / "proposals" / proposal / name).read_bytes())
    return said


def rows(town: Town, proposal: str) -> list[dict[str, Any]]:
    lines = (town.record / "proposals" / proposal / "ballots.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def with_group(town: Town, people: int) -> None:
    cohort = next(iter(town.catalogue.cohorts.values()))
    role, state = ProgramRole.ATTENDEE, PartState.ATTENDING
    put(
        town.store,
        *(Participation(f"p{n:02}", town.id(n), cohort.slug, role, state, JOINED) for n in range(people)),
    )


def about(town: Town) -> str:
    return next(iter(town.catalogue.programs))
