"""People of the network: what they share, what they invite help with, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.governance.moderation import ModerationReason

CONSENT_WORDING = 1
"""The version of the consent text in force; a consent names the one it was given to."""


class Audience(StrEnum):
    """Who may read a field, from the fewest to all."""

    NOBODY = "nobody"
    STEWARDS = "stewards"
    MATCHED = "matched"
    MEMBERS = "members"
    PUBLIC = "public"

    def reaches(self, reader: Audience) -> bool:
        """Tell whether a field open to this audience may be read by *reader*."""
        order = list(Audience)
        return Audience.NOBODY not in (self, reader) and order.index(reader) <= order.index(self)


class Level(StrEnum):
    """How well a member has a skill."""

    LEARNING = "learning"
    CAN_DO = "can do"
    CAN_TEACH = "can teach"


class Fluency(StrEnum):
    """How well a member speaks a language."""

    FIRST = "first"
    FLUENT = "fluent"
    GOOD = "good"
    BASIC = "basic"


class Standing(StrEnum):
    """Where a member stands on the way into the network, or out of it."""

    APPLICANT = "applicant"
    NEWCOMER = "newcomer"
    MEMBER = "member"
    DORMANT = "dormant"
    LEFT = "left"


class ProgramRole(StrEnum):
    """What somebody does in a program."""

    ATTENDEE = "attendee"
    APPRENTICE = "apprentice"
    PEER_MENTOR = "peer mentor"
    FACILITATOR = "facilitator"
    HOST = "host"
    STEWARD = "steward"


class Channel(StrEnum):
    """How somebody matched with a member reaches them."""

    MAIL = "mail"
    PHONE = "phone"
    DESK = "desk"


@dataclass(frozen=True)
class Language:
    code: str
    level: Fluency


@dataclass(frozen=True)
class Share:
    """A skill that a member gives, in the member's own words."""

    skill: str
    level: Level = Level.CAN_DO
    format: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True)
class Invitation:
    """A standing wish for help: no date, no place, no reason, no other person."""

    skill: str
    note: str = ""


@dataclass(frozen=True)
class Role:
    program: str
    role: ProgramRole


@dataclass(frozen=True)
class Consent:
    """A member's word on who may read a field: to which wording, and since when."""

    audience: Audience
    on: date
    wording: int = CONSENT_WORDING


CONSENT_FIELDS = ("name", "pronouns", "languages", "zone", "shares", "invites", "roles", "about")
"""The fields of an entry that a member opens or closes one by one."""


@dataclass(frozen=True)
class Entry:
    """What a member says of themself; all of it theirs to show or hide."""

    slug: str
    name: str
    pronouns: str = ""
    languages: tuple[Language, ...] = ()
    zone: str = ""
    shares: tuple[Share, ...] = ()
    invites: tuple[Invitation, ...] = ()
    roles: tuple[Role, ...] = ()
    since: date | None = None
    about: str = ""


@dataclass(frozen=True)
class Availability:
    """
    When a member has time, by their own word of *confirmed_on*, good to the end of *until*.

    *bands* are of `domain.time_bands`, none meaning "ask me"; *reminded_on* is the day the last reminder went out.
    """

    confirmed_on: date
    until: date
    bands: tuple[str, ...] = ()
    reminded_on: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the word still holds on the day *on*."""
        return on <= self.until


@dataclass(frozen=True)
class Admission:
    """
    How somebody came into the network, step by step; a day is None where the step is ahead or was never noted.

    *why* and *program* are what they wrote when they asked to join, for the stewards alone; *address_known* tells
    that the mail address they gave is somebody else's on the roll, so it was not kept. *met_by* is the steward
    who met them; *on_word_of* are those whose vouches counted when they became a member.
    *founder* marks who was put on the roll on the machine itself while the network had no three members.
    """

    why: str = ""
    program: str = ""
    address_known: bool = False
    met_by: str = ""
    met_on: date | None = None
    newcomer_on: date | None = None
    member_on: date | None = None
    on_word_of: tuple[str, ...] = ()
    founder: bool = False


@dataclass(frozen=True)
class Hidden:
    """Why a steward hid something of an entry, and since when; *mended_on* is the day its owner changed it."""

    reason: ModerationReason
    on: date
    mended_on: date | None = None


@dataclass(frozen=True)
class Member:
    """
    A row of the roll, private: the entry, the consents, and what nobody else reads.

    *consents* maps a field of CONSENT_FIELDS to its consent; what is absent is for nobody. *availability* is
    None where the member never said when they have time. *call_consent* is the word, given on *call_consent_on*,
    to stand with the telephone number on call lists. *channel* is how they wish to be reached by a match.
    *vote_mails* is false once they stopped the mails about votes.
    *hidden* has what a steward hid, by field; under "name" stands the whole entry.
    """

    id: str
    entry: Entry
    standing: Standing
    joined_on: date
    consents: Mapping[str, Consent] = field(default_factory=dict)
    email: str = ""
    steward: bool = False
    call_consent: bool = False
    call_consent_on: date | None = None
    phone: str = ""
    channel: Channel = Channel.MAIL
    availability: Availability | None = None
    admission: Admission = Admission()
    hidden: Mapping[str, Hidden] = field(default_factory=dict)
    blocked: tuple[str, ...] = ()
    vote_mails: bool = True

    @property
    def votes(self) -> bool:
        """Tell whether the member belongs on an electoral roll."""
        return self.standing is Standing.MEMBER


def audience_of(member: Member, name: str) -> Audience:
    """Return who may read the field *name* of the member's entry; nobody unless a consent says so."""
    consent = member.consents.get(name)
    return consent.audience if consent else Audience.NOBODY


def channel(member: Member) -> Channel:
    """Return how a match reaches the member: as they wish, else by the desk, where what it takes is not known."""
    there = {Channel.MAIL: bool(member.email), Channel.PHONE: bool(member.phone), Channel.DESK: True}
    return member.channel if there[member.channel] else Channel.DESK


def seen_by(member: Member, reader: Audience) -> Entry | None:
    """
    Return the member's entry as *reader* may see it, closed fields empty; None where even the name is closed.

    A member whose name is closed has no entry: a page about nobody would still tell that somebody is there.
    What a steward hid is closed to everybody but the stewards.
    """
    entry = member.entry

    def open_to(name: str) -> bool:
        hidden = name in member.hidden and reader is not Audience.STEWARDS
        return not hidden and audience_of(member, name).reaches(reader)

    if not open_to("name"):
        return None

    return Entry(
        slug=entry.slug,
        name=entry.name,
        pronouns=entry.pronouns if open_to("pronouns") else "",
        languages=entry.languages if open_to("languages") else (),
        zone=entry.zone if open_to("zone") else "",
        shares=entry.shares if open_to("shares") else (),
        invites=entry.invites if open_to("invites") else (),
        roles=entry.roles if open_to("roles") else (),
        since=entry.since if open_to("about") else None,
        about=entry.about if open_to("about") else "",
    )
