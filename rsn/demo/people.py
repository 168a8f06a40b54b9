"""The demo's people in the store: the roll, who vouches for whom, who took part in what."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from domain.catalogue import Catalogue
from domain.governance.moderation import ModerationReason
from domain.people import (
    CONSENT_FIELDS,
    Admission,
    Audience,
    Availability,
    Channel,
    Consent,
    Entry,
    Fluency,
    Hidden,
    Invitation,
    Language,
    Level,
    Member,
    ProgramRole,
    Role,
    Share,
    Standing,
)
from domain.programs import InvitationState, Participation, PartState
from domain.skills import Check, CheckKind, Vouch, VouchScope
from domain.time_bands import in_order
from forms_api.store.base import UnitOfWork
from rsn.demo.reading import Item, demo_id, noon, read


def member_id(slug: str) -> str:
    return demo_id("member", slug)


def add_people(work: UnitOfWork, catalogue: Catalogue, by: timedelta) -> None:
    """Put members, vouches, checks and participations into the unit of work."""
    for item in read("community", by)["members"]:
        work.members.add(_member(item, catalogue))
    for number, item in enumerate(read("vouches", by)):
        work.vouches.add(_vouch(number, item))
    for number, item in enumerate(read("checks", by)):
        work.checks.add(_check(number, item))
    for item in read("participations", by):
        work.participations.add(_participation(item))


def _member(item: Item, catalogue: Catalogue) -> Member:
    slug = item["slug"]
    if item["in_content"]:
        written = catalogue.members[slug]
        entry = written.entry
        consents = {name: Consent(Audience.PUBLIC, written.consent.on) for name in CONSENT_FIELDS}
    else:
        entry = _entry(slug, item["entry"])
        consents = {
            name: Consent(Audience(audience), item["consent_on"]) for name, audience in item["consents"].items()
        }
    return Member(
        id=member_id(slug),
        entry=entry,
        standing=Standing(item["standing"]),
        joined_on=item["joined_on"],
        consents=consents,
        email=item["email"],
        steward=item["steward"],
        call_consent=item["call_consent"],
        call_consent_on=item.get("call_consent_on") or (item["joined_on"] if item["call_consent"] else None),
        phone=item.get("phone") or "",
        channel=Channel(item.get("channel") or Channel.MAIL),
        availability=_availability(item.get("available")),
        admission=_admission(item.get("admission") or {}),
        hidden=_hidden(item.get("hidden") or {}),
        blocked=tuple(member_id(other) for other in item.get("blocked", ())),
    )


def _availability(item: Item | None) -> Availability | None:
    if item is None:
        return None
    return Availability(item["confirmed_on"], item["until"], in_order(item.get("bands") or ()))


def _hidden(items: Item) -> dict[str, Hidden]:
    return {
        name: Hidden(ModerationReason(item["reason"]), item["on"], item.get("mended_on"))
        for name, item in items.items()
    }


def _admission(item: Item) -> Admission:
    met = item.get("met_by")
    return Admission(
        why=item.get("why") or "",
        program=item.get("program") or "",
        met_by=member_id(met) if met else "",
        met_on=item.get("met_on"),
        newcomer_on=item.get("newcomer_on"),
        member_on=item.get("member_on"),
        on_word_of=tuple(member_id(other) for other in item.get("on_word_of", ())),
        founder=bool(item.get("founder")),
    )


def _entry(slug: str, item: Item) -> Entry:
    def text(source: Item, name: str) -> str:
        return str(source.get(name) or "")

    return Entry(
        slug=slug,
        name=item["name"],
        pronouns=text(item, "pronouns"),
        languages=tuple(Language(x["code"], Fluency(x["level"])) for x in item.get("languages") or ()),
        zone=text(item, "zone"),
        shares=tuple(
            Share(x["skill"], Level(x["level"]), text(x, "format"), text(x, "when"), text(x, "note"))
            for x in item.get("shares") or ()
        ),
        invites=tuple(Invitation(x["skill"], text(x, "note")) for x in item.get("invites") or ()),
        roles=tuple(Role(x["program"], ProgramRole(x["role"])) for x in item.get("roles") or ()),
        since=item.get("since"),
        about=text(item, "about").strip(),
    )


def _vouch(number: int, item: Item) -> Vouch:
    return Vouch(
        id=demo_id("vouch", str(number)),
        by=member_id(item["by"]),
        of=member_id(item["of"]),
        scope=VouchScope(item["scope"]),
        basis=item["basis"],
        on=item["on"],
        expires_on=item["expires_on"],
        skill=item.get("skill") or "",
        withdrawn_on=item.get("withdrawn_on"),
    )


def _check(number: int, item: Item) -> Check:
    return Check(
        id=demo_id("check", str(number)),
        member=member_id(item["member"]),
        kind=CheckKind(item["kind"]),
        issuer=item["issuer"],
        seen_by=member_id(item["seen_by"]),
        valid_until=item["valid_until"],
        skill=item.get("skill") or "",
    )


def _participation(item: Item) -> Participation:
    since: datetime = noon(item["since"])
    key: tuple[Any, ...] = ("participation", item["cohort"], item["member"], item["role"])
    return Participation(
        id=demo_id(*key),
        member=member_id(item["member"]),
        cohort=item["cohort"],
        role=ProgramRole(item["role"]),
        state=PartState(item["state"]),
        since=since,
        invitation=InvitationState(item.get("invitation") or "none"),
        learnt_in=item.get("learnt_in") or "",
        named=item["named"],
        moved_up=bool(item.get("moved_up")),
        mentor=member_id(item["mentor"]) if item.get("mentor") else "",
    )
