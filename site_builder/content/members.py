"""Read a file of members/: a public entry, so whatever is meant for fewer than everybody is refused."""

from __future__ import annotations

import re
from datetime import date

from domain.catalogue import ContentMember
from domain.names import mixed_scripts
from domain.people import (
    CONSENT_WORDING,
    Audience,
    Consent,
    Entry,
    Fluency,
    Invitation,
    Language,
    Level,
    ProgramRole,
    Role,
    Share,
)
from site_builder.content.fields import UNKNOWN_DAY, Fields
from site_builder.content.known import Known
from site_builder.content.near import shown
from site_builder.content.network import LANGUAGE
from site_builder.content.publication import publication_keys
from site_builder.content.source import Source
from site_builder.problems import Findings

_REACHES = ("e-mail", "email", "mail", "mobile", "phone", "phone_number", "tel", "telephone", "contact")
_FINDS = ("address", "city", "home", "household", "postcode", "street", "surname", "zip", "emergency_contact")
_DESCRIBES = ("birth_date", "birthday", "born", "dob", "access_needs", "availability", "needs", "notes", "private")
_DECIDES = ("audience", "consents", "visibility", "visible", "blocked", "call_consent")
_RECORDS = ("check", "checks", "vouches", "exchanges", "given", "hours", "received", "reports", "standing")
NOT_FOR_EVERYONE = frozenset({*_REACHES, *_FINDS, *_DESCRIBES, *_DECIDES, *_RECORDS})
"""Keys that tell what the entry in the store is for."""

_DATED = re.compile(
    r"\d{4}-\d{2}-\d{2}|\b\d{1,2}[:.]\d{2}\b|\b\d{1,2}(st|nd|rd|th)?\s+(of\s+)?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)


def read_member(source: Source, known: Known, findings: Findings, today: date | None) -> ContentMember:
    fields = Fields(source.root, findings, known, "a member")
    entry = Entry(
        slug=source.slug,
        name=fields.text("name", 80),
        pronouns=fields.text("pronouns", 40, required=False),
        languages=_languages(fields),
        zone=fields.reference("zone", "zone", required=False),
        shares=_shares(fields),
        invites=_invites(fields),
        roles=_roles(fields),
        since=_past_day(fields, "since", today, required=False),
        about=source.body,
    )
    consent = _consent(fields, today)
    if mixed_scripts(entry.name):
        mend = "Write each word with the letters of one alphabet."
        fields.wrong(fields.line_of("name"), "a word of the name mixes the letters of two alphabets.", mend)
    _refuse_private(fields)
    fields.taken += publication_keys("member")
    fields.done(also=NOT_FOR_EVERYONE)
    return ContentMember(entry, consent)


def _languages(fields: Fields) -> tuple[Language, ...]:
    languages: list[Language] = []
    for item in fields.groups("languages", "a language", required=True):
        code = item.text("code", 20)
        if code and not LANGUAGE.match(code):
            item.wrong(
                item.line_of("code"), f"code is {shown(code)}.", "Write a language code, like en, ti or bfi."
            )
        elif any(language.code == code for language in languages):
            item.wrong(item.line_of("code"), f"the language {shown(code)} stands twice.", "Keep one of the two.")
        languages.append(Language(code, item.choice("level", Fluency)))
        item.done()
    return tuple(languages)


def _skill(item: Fields, others: list[str], verb: str) -> str:
    skill = item.reference("skill", "skill")
    if skill and skill in others:
        item.wrong(item.line_of("skill"), f"{verb} names {shown(skill)} twice.", "Keep one of the two.")
    return skill


def _shares(fields: Fields) -> tuple[Share, ...]:
    shares: list[Share] = []
    for item in fields.groups("shares", "a share"):
        skill = _skill(item, [s.skill for s in shares], "shares")
        level = item.choice("level", Level)
        texts = {key: item.text(key, 200, required=False) for key in ("format", "when", "note")}
        shares.append(Share(skill, level, **texts))
        item.done()
    return tuple(shares)


def _invites(fields: Fields) -> tuple[Invitation, ...]:
    invites: list[Invitation] = []
    for item in fields.groups("invites", "an invitation"):
        skill = _skill(item, [i.skill for i in invites], "invites")
        note = item.text("note", 200, required=False)
        if _DATED.search(note):
            mend = "Take the day out; a need with a date is entered through the forms and stays private."
            item.wrong(item.line_of("note"), "an invitation names a day or an hour.", mend)
        invites.append(Invitation(skill, note))
        item.done()
    return tuple(invites)


def _roles(fields: Fields) -> tuple[Role, ...]:
    roles: list[Role] = []
    for item in fields.groups("roles", "a role"):
        role = Role(item.reference("program", "program"), item.choice("role", ProgramRole))
        if role in roles and role.program:
            item.wrong(
                item.line, f"the role '{role.role}' of '{role.program}' stands twice.", "Keep one of the two."
            )
        roles.append(role)
        item.done()
    return tuple(roles)


def _past_day(fields: Fields, key: str, today: date | None, *, required: bool = True) -> date | None:
    day = fields.day(key, required=required)
    if day and today and day > today:
        fields.wrong(
            fields.line_of(key),
            f"{fields.name(key)} is {day}, which is still to come.",
            "Write the day it happened.",
        )
    return day


def _consent(fields: Fields, today: date | None) -> Consent:
    group = fields.group("consent", "consent")
    if group is None:
        return Consent(Audience.PUBLIC, UNKNOWN_DAY)
    on = _past_day(group, "on", today)
    wording = group.number("wording", 1, CONSENT_WORDING)
    group.done()
    return Consent(Audience.PUBLIC, on or UNKNOWN_DAY, wording or CONSENT_WORDING)


def _refuse_private(fields: Fields) -> None:
    for key, line in fields.pairs.key_lines.items():
        if key.casefold().replace(" ", "_") in NOT_FOR_EVERYONE:
            what = f"{shown(key)} is not for everyone, and everyone reads content/."
            fields.wrong(line, what, "Take it out and enter it through the forms.")
