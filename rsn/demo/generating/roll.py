"""The members as the store keeps them: on the roll, vouched for, in cohorts, giving and receiving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.catalogue import Catalogue, ContentMember
from domain.exchange import Direction, Exchange, Intent, Kind
from domain.people import (
    CONSENT_FIELDS,
    Admission,
    Audience,
    Availability,
    Consent,
    Member,
    ProgramRole,
    Standing,
)
from domain.programs import Cohort, Participation, PartState, Phase, phase
from domain.skills import Check, CheckKind, Safeguarding, Vouch, VouchScope
from domain.time_bands import BANDS, in_order
from forms_api.store.base import UnitOfWork
from rsn.demo.generating.drawing import Draw
from rsn.demo.generating.growth import Growth
from rsn.demo.people import member_id
from rsn.demo.reading import demo_id, noon

KNOWN_BY = 4
"""So many vouch for whoever shares a skill that protects somebody."""


@dataclass(frozen=True)
class People:
    """*slugs* are the members in the order in which they came."""

    seed: int
    growth: Growth
    slugs: Sequence[str]

    @property
    def stewards(self) -> int:
        """How many of the first members are stewards."""
        return max(2, len(self.slugs) // 700)


def add_people(work: UnitOfWork, catalogue: Catalogue, people: People) -> None:
    """Put members, vouches, checks, participations, needs and exchanges into the unit of work."""
    for number, slug in enumerate(people.slugs):
        draw = Draw(people.seed, "roll", slug)
        written = catalogue.members[slug]
        work.members.add(_member(draw, people, number, written))
        for vouch in _vouches(draw, catalogue, people, number, written):
            work.vouches.add(vouch)
        for check in _checks(draw, catalogue, people, written):
            work.checks.add(check)
        if written.entry.invites and draw.of_hundred(12):
            work.intents.add(_need(draw, people, number, written))
    for cohort in catalogue.cohorts.values():
        for part in _participations(people, cohort):
            work.participations.add(part)
    for number in range(len(people.slugs)):
        work.exchanges.add(_exchange(catalogue, people, number))


def _member(draw: Draw, people: People, number: int, written: ContentMember) -> Member:
    joined, today = people.growth.joined[number], people.growth.today
    votes = number < people.growth.voting
    consents = {name: Consent(Audience.PUBLIC, joined) for name in CONSENT_FIELDS}
    if draw.of_hundred(5):
        consents["zone"] = Consent(Audience.MEMBERS, joined)
    return Member(
        id=member_id(written.entry.slug),
        entry=written.entry,
        standing=Standing.MEMBER if votes else Standing.NEWCOMER,
        joined_on=joined,
        consents=consents,
        steward=number < people.stewards,
        availability=_availability(draw, today) if votes and draw.of_hundred(40) else None,
        admission=_admission(people, number, joined, votes=votes),
    )


def _availability(draw: Draw, today: date) -> Availability:
    confirmed = today - timedelta(days=draw.number(1, 80))
    return Availability(confirmed, today + timedelta(days=draw.number(5, 100)), in_order(draw.some(BANDS, 4)))


def _admission(people: People, number: int, joined: date, *, votes: bool) -> Admission:
    if number < 2:
        return Admission(founder=True, member_on=joined)
    steward = member_id(people.slugs[number % min(number, people.stewards)])
    return Admission(met_by=steward, met_on=joined, newcomer_on=joined, member_on=joined if votes else None)


def _vouches(
    draw: Draw, catalogue: Catalogue, people: People, number: int, written: ContentMember
) -> Iterator[Vouch]:
    """Yield the words of members who were there before, for whoever shares a skill that protects somebody."""
    joined, slug = people.growth.joined[number], written.entry.slug
    asks = any(catalogue.skills[s.skill].safeguarding is not Safeguarding.OPEN for s in written.entry.shares)
    if not asks or number < 2 * KNOWN_BY or draw.of_hundred(15):
        return
    on = min(joined + timedelta(days=draw.number(30, 300)), people.growth.today - timedelta(days=1))
    on = max(on, people.growth.today - timedelta(days=600))
    for by in draw.some(range(number), KNOWN_BY):
        yield Vouch(
            id=demo_id("vouch", slug, str(by)),
            by=member_id(people.slugs[by]),
            of=member_id(slug),
            scope=VouchScope.PERSON,
            basis="We have done things together for a season.",
            on=on,
            expires_on=on + timedelta(days=730),
        )


def _checks(draw: Draw, catalogue: Catalogue, people: People, written: ContentMember) -> Iterator[Check]:
    asked = any(catalogue.skills[s.skill].safeguarding is Safeguarding.CHECKED for s in written.entry.shares)
    if asked and draw.of_hundred(70):
        slug = written.entry.slug
        yield Check(
            id=demo_id("check", slug),
            member=member_id(slug),
            kind=CheckKind.CRIMINAL_RECORD,
            issuer="The public office",
            seen_by=member_id(people.slugs[0]),
            valid_until=people.growth.today + timedelta(days=draw.number(30, 700)),
        )


def _need(draw: Draw, people: People, number: int, written: ContentMember) -> Intent:
    made = max(people.growth.joined[number], people.growth.today - timedelta(days=draw.number(1, 20)))
    return Intent(
        id=demo_id("intent", written.entry.slug),
        member=member_id(written.entry.slug),
        direction=Direction.NEED,
        skill=draw.pick(written.entry.invites).skill,
        made_at=noon(made),
        quarters=draw.number(2, 12),
        expires_on=people.growth.today + timedelta(days=draw.number(10, 60)),
    )


def _participations(people: People, cohort: Cohort) -> Iterator[Participation]:
    """Yield who leads the cohort and who attends it, nobody twice."""
    draw, today = Draw(people.seed, "cohort", cohort.slug), people.growth.today
    since = min(cohort.starts, today) - timedelta(days=10)
    for lead in cohort.leads:
        yield _part(cohort, lead.member, lead.role, PartState.ATTENDING, since, learnt_in=lead.learnt_in)
    states = {
        Phase.AHEAD: (PartState.ENROLLED,),
        Phase.NOW: (PartState.ATTENDING,),
        Phase.OVER: (PartState.COMPLETED,) * 5 + (PartState.LEFT,),
    }[phase(cohort, today)]
    leading = {lead.member for lead in cohort.leads}
    there = range(max(12, people.growth.there_on(since)))
    for number in draw.some(there, draw.number(4, cohort.capacity)):
        if people.slugs[number] not in leading:
            yield _part(cohort, people.slugs[number], ProgramRole.ATTENDEE, draw.pick(states), since)


def _part(
    cohort: Cohort, slug: str, role: ProgramRole, state: PartState, since: date, learnt_in: str = ""
) -> Participation:
    return Participation(
        id=demo_id("participation", cohort.slug, slug, role),
        member=member_id(slug),
        cohort=cohort.slug,
        role=role,
        state=state,
        since=noon(since),
        learnt_in=learnt_in,
        named=role is not ProgramRole.ATTENDEE,
    )


def _exchange(catalogue: Catalogue, people: People, number: int) -> Exchange:
    """Return one thing given: to somebody nearby in the order of joining, as neighbours mostly are."""
    draw = Draw(people.seed, "exchange", number)
    members, today = people.growth.voting, people.growth.today
    giver = draw.number(0, members - 1)
    receiver = (giver + draw.number(1, min(40, members - 1))) % members
    came = people.growth.joined[max(giver, receiver)]
    on = max(came, today - timedelta(days=int(900 * draw.share() ** 2) + 2))
    kind = draw.pick((Kind.HOURS,) * 6 + (Kind.MEALS, Kind.THINGS))
    confirmed = datetime.combine(on + timedelta(days=1), time(12), UTC)
    share = draw.pick(catalogue.members[people.slugs[giver]].entry.shares)
    return Exchange(
        id=demo_id("exchange", str(number)),
        giver=member_id(people.slugs[giver]),
        receiver=member_id(people.slugs[receiver]),
        skill=share.skill,
        kind=kind,
        amount=draw.number(2, 12) if kind is Kind.HOURS else draw.number(1, 4),
        on=on,
        confirmed_by_giver=confirmed,
        confirmed_by_receiver=confirmed if draw.of_hundred(88) else None,
    )
