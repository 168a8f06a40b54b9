"""Values with sane defaults: a test names only what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.catalogue import Catalogue, Network, Page, PageWords, Zone
from domain.exchange import Direction, Exchange, Intent, Kind, Match, MatchState
from domain.governance.policy import Policy
from domain.meeting import Gathering
from domain.people import (
    CONSENT_FIELDS,
    Audience,
    Consent,
    Entry,
    Fluency,
    Language,
    Level,
    Member,
    ProgramRole,
    Share,
    Standing,
)
from domain.programs import Cohort, Participation, PartState, Program, ProgramStatus, ProgramWords
from domain.skills import Category, Check, CheckKind, Safeguarding, Skill, Vouch, VouchScope
from forms_api.store.base import Store

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


def consents(**audiences: Audience | str) -> dict[str, Consent]:
    """Return consents for the fields named, each for its audience."""
    return {name: Consent(Audience(audience), date(2026, 1, 5)) for name, audience in audiences.items()}


def a_member(slug: str = "ada-quill", *, audience: Audience | str = Audience.MEMBERS, **changes: Any) -> Member:
    """Return a member of the roll, all fields open to *audience*; an `entry` or any field may be given."""
    name = slug.replace("-", " ").title()
    entry = Entry(slug=slug, name=name, zone="mill-lane", languages=(Language("en", Fluency.FIRST),))
    member = Member(
        id=f"id-{slug}",
        entry=entry,
        standing=Standing.MEMBER,
        joined_on=date(2025, 3, 1),
        consents=consents(**dict.fromkeys(CONSENT_FIELDS, audience)),
        email=f"{slug}@mail.example",
    )
    return replace(member, **changes)


def a_share(skill: str = "bicycle-repair", level: Level = Level.CAN_DO, **changes: Any) -> Share:
    return replace(Share(skill, level), **changes)


def a_skill(slug: str = "bicycle-repair", safeguarding: Safeguarding = Safeguarding.OPEN, **changes: Any) -> Skill:
    label = {"en": slug.replace("-", " ").capitalize()}
    skill = Skill(slug, label, "home-repair", {"en": f"All about {slug}."}, safeguarding=safeguarding)
    return replace(skill, **changes)


def a_vouch(of: str, by: str, **changes: Any) -> Vouch:
    vouch = Vouch(
        id=f"vouch-{by}-{of}",
        by=by,
        of=of,
        scope=VouchScope.PERSON,
        basis="worked together",
        on=date(2026, 1, 10),
        expires_on=date(2028, 1, 10),
    )
    return replace(vouch, **changes)


def a_check(member: str, kind: CheckKind = CheckKind.CRIMINAL_RECORD, **changes: Any) -> Check:
    check = Check(
        id=f"check-{member}-{kind.value}",
        member=member,
        kind=kind,
        issuer="the issuing office",
        seen_by="id-stella-steward",
        valid_until=date(2028, 1, 10),
    )
    return replace(check, **changes)


def a_need(member: str, skill: str = "bicycle-repair", **changes: Any) -> Intent:
    need = Intent(
        id=f"need-{member}-{skill}",
        member=member,
        direction=Direction.NEED,
        skill=skill,
        made_at=NOW - timedelta(days=2),
        note="The back wheel rubs.",
        when="Saturday mornings",
        zone="mill-lane",
        quarters=4,
        expires_on=TODAY + timedelta(days=30),
    )
    return replace(need, **changes)


def a_match(need: Intent, provider: str, state: MatchState = MatchState.OFFERED, **changes: Any) -> Match:
    match = Match(
        id=f"match-{provider}",
        need=need.id,
        provider=provider,
        receiver=need.member,
        skill=need.skill,
        state=state,
        made_at=NOW - timedelta(days=1),
        message="I could come on Saturday.",
    )
    return replace(match, **changes)


def an_exchange(giver: str, receiver: str, *, confirmed: bool = True, **changes: Any) -> Exchange:
    when = NOW - timedelta(days=7) if confirmed else None
    exchange = Exchange(
        id=f"exchange-{giver}-{receiver}",
        giver=giver,
        receiver=receiver,
        skill="bicycle-repair",
        kind=Kind.HOURS,
        amount=8,
        on=TODAY - timedelta(days=8),
        confirmed_by_giver=when,
        confirmed_by_receiver=when,
    )
    return replace(exchange, **changes)


def a_gathering(givers: Sequence[str], receivers: Sequence[str], **changes: Any) -> Gathering:
    gathering = Gathering(
        id="gathering-1",
        skill="bicycle-repair",
        on=TODAY - timedelta(days=3),
        quarters=8,
        givers=tuple(givers),
        receivers=tuple(receivers),
        written_by=givers[0],
        written_at=NOW - timedelta(days=2),
        title="The bench on Saturday",
        confirmed=(givers[0],),
    )
    return replace(gathering, **changes)


def a_program(slug: str = "kitchen-table-budgeting", **changes: Any) -> Program:
    words = {"en": ProgramWords(title=slug.replace("-", " ").capitalize(), summary="Six evenings at one table.")}
    return replace(Program(slug, words, "money-work", ProgramStatus.RUNNING), **changes)


def a_cohort(program: str = "kitchen-table-budgeting", number: int = 4, **changes: Any) -> Cohort:
    cohort = Cohort(
        slug=f"{program}-{number}",
        program=program,
        number=number,
        starts=TODAY + timedelta(days=20),
        ends=TODAY + timedelta(days=55),
        schedule="FREQ=WEEKLY;BYDAY=TH",
        time="18:30-20:30",
        capacity=3,
        language="en",
    )
    return replace(cohort, **changes)


def a_participation(member: str, cohort: str = "kitchen-table-budgeting-4", **changes: Any) -> Participation:
    participation = Participation(
        id=f"part-{member}-{cohort}",
        member=member,
        cohort=cohort,
        role=ProgramRole.ATTENDEE,
        state=PartState.ENROLLED,
        since=NOW - timedelta(days=5),
    )
    return replace(participation, **changes)


def a_policy(slug: str = "ordinary", **changes: Any) -> Policy:
    policy = Policy(slug, 1, {"en": f"{slug.capitalize()} decisions"}, {"en": "How most things are decided."})
    return replace(policy, **changes)


def a_network(**changes: Any) -> Network:
    network = Network(
        name={"en": "Weirside"},
        tagline={"en": "Everyone gives and receives"},
        lead={"en": "A town by a river."},
        base_url="https://weirside.example",
        languages=("en", "es", "ar"),
        time_zone="Europe/London",
        zones=(Zone("mill-lane", {"en": "Mill Lane"}), Zone("old-docks", {"en": "Old Docks"})),
        contact={"en": "The library desk."},
        privacy={"en": "You choose who reads what."},
    )
    return replace(network, **changes)


def a_catalogue(**changes: Any) -> Catalogue:
    """Return a small community: three skills of different safeguarding, a program with two cohorts, a policy."""
    skills = (
        a_skill(),
        a_skill("clothes-mending"),
        a_skill("form-filling", Safeguarding.VOUCHED),
        a_skill("shared-childcare", Safeguarding.CHECKED),
        a_skill("first-aid", Safeguarding.LICENSED),
    )
    cohorts = (a_cohort(number=4), a_cohort(number=5, starts=TODAY + timedelta(days=90)))
    catalogue = Catalogue(
        network=a_network(),
        categories=by_slug(Category("home-repair", {"en": "Home and repair"}, {"en": "Mending and making."})),
        skills=by_slug(*skills),
        programs=by_slug(a_program()),
        cohorts=by_slug(*cohorts),
        policies=by_slug(a_policy()),
        pages=by_slug(Page("privacy", {"en": PageWords("Privacy", "In plain words", "You choose.")}, order=1)),
    )
    return replace(catalogue, **changes)


def by_slug(*values: Any) -> Mapping[str, Any]:
    """Return the values by their slugs."""
    return {value.slug: value for value in values}


def put(store: Store, *records: Any) -> None:
    """Lay the records into the collections of their kinds, each in a unit of its own."""
    from forms_api.store.base import COLLECTIONS

    names = {collection.kind: collection.name for collection in COLLECTIONS}
    for record in records:
        with store.unit() as unit:
            getattr(unit, names[type(record)]).put(record)


def contents(store: Store) -> dict[str, list[Any]]:
    """Return everything the store holds, to compare before and after."""
    from forms_api.store.base import COLLECTIONS

    with store.unit() as unit:
        return {collection.name: list(getattr(unit, collection.name)) for collection in COLLECTIONS}


def put_back(store: Store, before: Mapping[str, Sequence[Any]]) -> None:
    """Let the store hold what it held *before*, and nothing else."""
    from forms_api.store.base import COLLECTIONS, Home, key_of

    for home in Home:
        with store.unit() as unit:
            for collection in COLLECTIONS:
                if collection.home is home:
                    repository = getattr(unit, collection.name)
                    for record in list(repository):
                        repository.remove(key_of(record))
                    for record in before[collection.name]:
                        repository.add(record)
