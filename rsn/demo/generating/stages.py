"""Where the proposals of a generated community stand, and when they came there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from domain.governance.policy import OF_ONE_QUESTION, Policy
from rsn.demo.generating.drawing import Draw
from rsn.demo.generating.growth import Growth

MOST_ON_ROLLS = 1_500_000
"""All rolls together hold at most so many names: a large community votes on a smaller share of it all."""

LONGEST = timedelta(days=75)
"""From the submission to the end of the challenges takes at most so long."""


class Stage(StrEnum):
    """How far a proposal has come by now; *voted* is what is over and was counted."""

    VOTED = "voted"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    PROVISIONAL = "provisional"
    VOTING = "voting"
    FROZEN = "frozen"
    DELIBERATION = "deliberation"
    SPONSORING = "sponsoring"


ROLLED = frozenset({Stage.VOTED, Stage.PROVISIONAL, Stage.VOTING, Stage.FROZEN})
BALLOTED = ROLLED - {Stage.FROZEN}


@dataclass(frozen=True)
class Plan:
    """One proposal: *number* counts all; its moments follow from *submitted* and *supported* by its policy."""

    number: int
    stage: Stage
    submitted: datetime
    supported: datetime
    policy: Policy

    @property
    def frozen(self) -> datetime:
        return self.supported + timedelta(days=self.policy.deliberation_days)

    @property
    def opened(self) -> datetime:
        return self.frozen + timedelta(hours=self.policy.frozen_hours)

    @property
    def closed(self) -> datetime:
        return self.opened + timedelta(days=self.policy.voting_days)

    @property
    def certified(self) -> datetime:
        return self.closed + timedelta(hours=self.policy.challenge_hours)


def plans(seed: int, growth: Growth, so_many: int, policies: Sequence[Policy], now: datetime) -> list[Plan]:
    """Return a plan for each proposal in the order of submission, every stage among them."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    today = [
        *(Stage.SPONSORING for _ in range(1 + so_many // 60)),
        *(Stage.DELIBERATION for _ in range(1 + so_many // 50)),
        Stage.FROZEN,
        *(Stage.VOTING for _ in range(1 if so_many < 30 else 2)),
        Stage.PROVISIONAL,
    ]
    past = so_many - len(today)
    votes = min(-(-past // 5), MOST_ON_ROLLS // _usual_roll(growth)) if past > 4 else past
    made = [_past(seed, growth, number, past, votes, policies, hour) for number in range(past)]
    made += [_now(seed, past + place, stage, policies, hour) for place, stage in enumerate(today)]
    return sorted(made, key=lambda plan: (plan.submitted, plan.number))


def _usual_roll(growth: Growth) -> int:
    days = (growth.today - growth.founded).days
    samples = [growth.on_roll(growth.founded + timedelta(days=days * part // 12)) for part in range(12)]
    return sum(samples) // len(samples) + 1


def _past(
    seed: int, growth: Growth, number: int, past: int, votes: int, policies: Sequence[Policy], hour: datetime
) -> Plan:
    draw = Draw(seed, "plan", number)
    first = datetime.combine(growth.founded + timedelta(days=60), time(9), hour.tzinfo)
    span = hour - LONGEST - first
    submitted = first + timedelta(hours=int(span.total_seconds() / 3600 * (number + draw.share()) / past))
    # Spread evenly: every so-manieth proposal came to a vote.
    stage = Stage.VOTED if (number + 1) * votes // past > number * votes // past else Stage.LAPSED
    if stage is Stage.LAPSED and draw.of_hundred(20):
        stage = Stage.WITHDRAWN
    supported = submitted + timedelta(hours=draw.number(30, 500))
    return Plan(number, stage, submitted, supported, draw.pick(policies))


def _now(seed: int, number: int, stage: Stage, policies: Sequence[Policy], hour: datetime) -> Plan:
    """Return a plan that has just reached its stage: its moments are reckoned back from now."""
    draw = Draw(seed, "plan", number)
    policy = _of_one_question(policies) if stage is Stage.VOTING else draw.pick(policies)
    there = hour - timedelta(hours=draw.number(20, 40))
    talk, wait = timedelta(days=policy.deliberation_days), timedelta(hours=policy.frozen_hours)
    back = {
        Stage.SPONSORING: -timedelta(days=1),
        Stage.DELIBERATION: timedelta(),
        Stage.FROZEN: talk,
        Stage.VOTING: talk + wait,
        Stage.PROVISIONAL: talk + wait + timedelta(days=policy.voting_days),
    }[stage]
    supported = there - back
    return Plan(number, stage, supported - timedelta(hours=draw.number(30, 300)), supported, policy)


def _of_one_question(policies: Sequence[Policy]) -> Policy:
    return next(policy for policy in policies if policy.method in OF_ONE_QUESTION)
