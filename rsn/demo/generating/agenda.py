"""The proposals of a generated community, from the first words to what was done about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.catalogue import Catalogue
from domain.governance.challenge import Review
from domain.governance.constituency import verdict
from domain.governance.deliberation import version_of, with_ids
from domain.governance.lifecycle import Event
from domain.governance.pinning import policy_hash
from domain.governance.policy import OF_ONE_QUESTION, sponsors_needed
from domain.governance.proposal import (
    Argument,
    ArgumentKind,
    Option,
    Promise,
    PromiseState,
    Proposal,
    Roll,
    Sponsorship,
)
from domain.governance.vote import count_vote
from forms_api.services.reviews import REVIEW_AFTER
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import ProposalEvent
from rsn.demo.generating import agenda_words as words
from rsn.demo.generating.boxes import ballots, key_of, spread
from rsn.demo.generating.drawing import Draw
from rsn.demo.generating.roll import People
from rsn.demo.generating.stages import BALLOTED, ROLLED, Plan, Stage
from rsn.demo.people import member_id
from rsn.demo.reading import demo_id

Told = Callable[[int, int], object]
"""Called with how many ballots lie in their boxes, and how many there will be."""


@dataclass(frozen=True)
class Agenda:
    """*plans* by the number their proposal has, in the order of submission."""

    catalogue: Catalogue
    people: People
    plans: Mapping[str, Plan]
    now: datetime

    @property
    def seed(self) -> int:
        return self.people.seed

    def on_roll(self, moment: datetime) -> int:
        return self.people.growth.on_roll(moment.date())

    def somebody(self, draw: Draw, moment: datetime) -> str:
        """Return the id of somebody who had a vote then."""
        return member_id(self.people.slugs[draw.number(0, self.on_roll(moment) - 1)])


def numbered(plans: Sequence[Plan]) -> dict[str, Plan]:
    """Return the plans by the numbers that submissions give: year and place in the year."""
    years: Counter[int] = Counter()
    found = {}
    for plan in plans:
        years[plan.submitted.year] += 1
        found[f"{plan.submitted.year}-{years[plan.submitted.year]}"] = plan
    return found


def hold_votes(store: Store, agenda: Agenda, so_many: int | None, told: Told) -> None:
    """
    Put all proposals into the store, *so_many* ballots into their boxes, and what came of each count.

    Raises:
        TooManyBallots.
    """
    rolls = {key: agenda.on_roll(plan.frozen) for key, plan in agenda.plans.items() if plan.stage in BALLOTED}
    given = spread(agenda.seed, so_many, rolls)
    with store.unit() as unit:
        for key, plan in agenda.plans.items():
            if plan.stage in ROLLED:
                unit.keys.add(key_of(agenda.seed, key))
    cast, total = 0, sum(given.values())
    for key, plan in agenda.plans.items():
        proposal = _proposal(agenda, key, plan)
        outcome = _hold(store, agenda, proposal, plan, given[key]) if key in given else None
        if key in given:
            cast += given[key]
            told(cast, total)
        with store.unit() as unit:
            _write(unit, agenda, proposal, plan, outcome)


def _hold(store: Store, agenda: Agenda, proposal: Proposal, plan: Plan, so_many: int) -> Event | None:
    """Fill the box of a vote; return what its count comes to, None while it is not certified."""
    draw, policy = Draw(agenda.seed, "voters", proposal.id), plan.policy
    on_roll = agenda.on_roll(plan.frozen)
    voters = [member_id(agenda.people.slugs[number]) for number in draw.some(range(on_roll), so_many)]
    cast = list(ballots(agenda.seed, proposal.id, policy, proposal.options, voters))
    with store.unit() as unit:
        for ballot in cast:
            unit.ballots.add(ballot)
    if plan.stage is not Stage.VOTED:
        return None
    result = count_vote(policy, proposal.options, (ballot.choice for ballot in cast), eligible=on_roll)
    return verdict(policy, result, None).event


def _proposal(agenda: Agenda, key: str, plan: Plan) -> Proposal:
    draw = Draw(agenda.seed, "proposal", plan.number)
    said = {
        **words.AGENDA_WORDS,
        "zone": tuple(name for zone in agenda.catalogue.network.zones for name in zone.name.values()),
    }
    options: tuple[Option, ...] = ()
    if plan.policy.method not in OF_ONE_QUESTION:
        options = with_ids([Option("", title) for title in draw.some(words.OPTIONS, draw.number(2, 4))])
    steps = "\n".join(f"{n}. {draw.fill(s, said)}" for n, s in enumerate(draw.some(words.STEPS, 3), start=1))
    reasons = " ".join(draw.fill(reason, said) for reason in draw.some(words.REASONS, draw.number(1, 3)))
    return Proposal(
        id=key,
        title=draw.fill(draw.pick(words.TITLES), said),
        summary=draw.pick(words.SUMMARIES),
        text=f"{reasons}\n\nWe propose:\n\n{steps}\n\n{draw.fill(draw.pick(words.ENDS), said)}",
        author=agenda.somebody(draw, plan.submitted),
        made_at=plan.submitted,
        policy_slug=plan.policy.slug,
        named=draw.of_hundred(60),
        program=draw.pick(tuple(agenda.catalogue.programs)) if draw.of_hundred(25) else "",
        policy=plan.policy,
        policy_hash=policy_hash(plan.policy),
        sponsors_needed=sponsors_needed(plan.policy, agenda.on_roll(plan.submitted)),
        options=options,
    )


def _write(unit: UnitOfWork, agenda: Agenda, proposal: Proposal, plan: Plan, outcome: Event | None) -> None:
    """Put a proposal with everything that hangs on it into the unit of work."""
    draw = Draw(agenda.seed, "around", proposal.id)
    revised = plan.stage in ROLLED and draw.of_hundred(20)
    salts = (demo_id("salt", proposal.id, str(n)) for n in (1, 2))
    unit.versions.add(version_of(proposal, plan.submitted, proposal.author, next(salts)))
    if revised:
        text = f"{proposal.text}\n\n{words.CHANGED}"
        proposal = replace(proposal, text=text, version=2)
        at = plan.supported + timedelta(days=3)
        unit.versions.add(version_of(proposal, at, proposal.author, next(salts), words.CHANGED))
    unit.proposals.add(proposal)
    if plan.stage in ROLLED:
        slugs = agenda.people.slugs[: agenda.on_roll(plan.frozen)]
        unit.rolls.add(Roll(proposal.id, tuple(sorted(map(member_id, slugs))), (), plan.frozen))
    _support(unit, agenda, draw, proposal, plan)
    _argue(unit, agenda, draw, proposal, plan)
    events = _events(draw, plan, outcome)
    if outcome is Event.CERTIFY_ADOPTED:
        events += _promise(unit, agenda, draw, proposal, plan)
    for number, (event, at, reason) in enumerate(events, start=1):
        unit.events.add(ProposalEvent(f"{proposal.id}-{number:02}", proposal.id, number, event, at, reason))


Happened = tuple[Event, datetime, str]


def _events(draw: Draw, plan: Plan, outcome: Event | None) -> list[Happened]:
    """Return what has happened to a proposal up to its count, in order."""
    submitted = (Event.SUBMIT, plan.submitted, "")
    if plan.stage is Stage.LAPSED:
        return [submitted, (Event.LAPSE, plan.submitted + timedelta(days=plan.policy.sponsoring_days), "")]
    if plan.stage is Stage.WITHDRAWN:
        at = plan.submitted + timedelta(hours=draw.number(30, 200))
        return [submitted, (Event.WITHDRAW, at, draw.pick(words.WITHDRAWN))]
    on_its_way = [
        (Event.SUPPORTED, plan.supported, Stage.SPONSORING),
        (Event.FREEZE, plan.frozen, Stage.DELIBERATION),
        (Event.OPEN, plan.opened, Stage.FROZEN),
        (Event.CLOSE, plan.closed, Stage.VOTING),
    ]
    happened = [submitted]
    for event, at, before in on_its_way:
        if plan.stage is before:
            return happened
        happened.append((event, at, ""))
    return [*happened, (outcome, plan.certified, "")] if outcome else happened


def _support(unit: UnitOfWork, agenda: Agenda, draw: Draw, proposal: Proposal, plan: Plan) -> None:
    """Add the sponsors: as many as it takes, or too few where a proposal lapsed or still looks for them."""
    enough = plan.stage in ROLLED or plan.stage is Stage.DELIBERATION
    so_many = proposal.sponsors_needed if enough else draw.number(0, proposal.sponsors_needed - 1)
    there = draw.some(range(agenda.on_roll(plan.submitted)), so_many + 1)
    ids = [found for n in there if (found := member_id(agenda.people.slugs[n])) != proposal.author][:so_many]
    span = min(plan.supported, agenda.now) - plan.submitted
    for place, member in enumerate(ids, start=1):
        at = plan.submitted + span * place // max(1, len(ids))
        key = demo_id("sponsor", proposal.id, member)
        unit.sponsorships.add(Sponsorship(key, proposal.id, member, at, draw.of_hundred(50)))


def _argue(unit: UnitOfWork, agenda: Agenda, draw: Draw, proposal: Proposal, plan: Plan) -> None:
    said = {
        **words.AGENDA_WORDS,
        "zone": tuple(name for zone in agenda.catalogue.network.zones for name in zone.name.values()),
    }
    span = min(plan.frozen, agenda.now) - plan.submitted
    for number in range(draw.number(0, 5)):
        kind = draw.pick(tuple(words.ARGUMENTS))
        unit.arguments.add(
            Argument(
                id=demo_id("argument", proposal.id, str(number)),
                proposal=proposal.id,
                member=agenda.somebody(draw, plan.submitted),
                kind=ArgumentKind(kind),
                text=draw.fill(draw.pick(words.ARGUMENTS[kind]), said),
                at=plan.submitted + span * (number + 1) // 7,
                named=draw.of_hundred(50),
            )
        )


def _promise(unit: UnitOfWork, agenda: Agenda, draw: Draw, proposal: Proposal, plan: Plan) -> list[Happened]:
    """Write down who does what after an adoption, and what became of it; return what that adds to the history."""
    begun = plan.certified + timedelta(hours=1)
    if begun > agenda.now:
        return []
    made = []
    for number, (what, evidence) in enumerate(draw.some(words.PROMISES, draw.number(1, 3))):
        due = (plan.certified + timedelta(days=draw.number(20, 120))).date()
        over = due < agenda.now.date()
        state = draw.pick((PromiseState.KEPT,) * 5 + (PromiseState.BROKEN,)) if over else PromiseState.OPEN
        said = evidence if state is PromiseState.KEPT else words.BROKEN
        made.append(
            Promise(
                id=demo_id("promise", proposal.id, str(number)),
                proposal=proposal.id,
                what=what,
                owner=draw.pick(words.OWNERS),
                due=due,
                state=state,
                evidence=said if over else "",
                settled_on=due if over else None,
            )
        )
    for promise in made:
        unit.promises.add(promise)
    happened: list[Happened] = [(Event.PROMISE, begun, "")]
    last = max(promise.due for promise in made)
    if last < agenda.now.date():
        finished = plan.certified + timedelta(days=(last - plan.certified.date()).days, hours=2)
        happened.append((Event.FINISH, min(finished, agenda.now), ""))
    if agenda.now >= plan.certified + REVIEW_AFTER + timedelta(days=1) and draw.of_hundred(50):
        did, learnt = draw.pick(words.REVIEWS)
        steward = member_id(agenda.people.slugs[0])
        unit.reviews.add(
            Review(proposal.id, did, learnt, steward, plan.certified + REVIEW_AFTER + timedelta(hours=20))
        )
    return happened
