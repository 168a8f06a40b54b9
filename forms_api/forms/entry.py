"""The form of a member's own entry: what it says, and who may read it."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField

from domain.catalogue import Catalogue
from domain.people import CONSENT_FIELDS, Audience, Channel, Fluency, Invitation, Language, Level, Member, Share
from forms_api import current
from forms_api.forms.base import BaseForm, PartForm, typed
from forms_api.forms.exchange import LANGUAGES
from forms_api.forms.fields import OneOf, OneRadio, language_choices, option, skill_choices, zone_choices
from forms_api.forms.telephone import Telephone
from forms_api.forms.text import MaxLength, NoContact, OneScript, Required
from forms_api.language import gettext as _
from forms_api.services.entries import EntryDraft, audiences_of
from presentation.translations import N_

MOST_ROWS = 12
SPARE_ROWS = 2

AUDIENCES = [
    (Audience.NOBODY, N_("Nobody but me")),
    (Audience.STEWARDS, N_("Stewards")),
    (Audience.MATCHED, N_("People matched with me, and stewards")),
    (Audience.MEMBERS, N_("All members")),
    (Audience.PUBLIC, N_("Everybody, on the public site")),
]
LEVELS = [
    (Level.CAN_DO, N_("I can do this")),
    (Level.CAN_TEACH, N_("I can teach this")),
    (Level.LEARNING, N_("I am learning this")),
]
FLUENCIES = [
    (Fluency.FIRST, N_("first language")),
    (Fluency.FLUENT, N_("fluent")),
    (Fluency.GOOD, N_("good")),
    (Fluency.BASIC, N_("a little")),
]
CHANNELS = [
    option(Channel.MAIL, N_("By mail")),
    option(Channel.PHONE, N_("By telephone")),
    option(Channel.DESK, N_("Through the desk: stewards pass it on")),
]
FIELD_LABELS = {
    "name": N_("Name"),
    "pronouns": N_("Pronouns"),
    "languages": N_("Languages"),
    "zone": N_("Where, roughly"),
    "shares": N_("What I share"),
    "invites": N_("What I invite help with"),
    "roles": N_("What I do in programs"),
    "about": N_("About me, and since when"),
}


class LanguagePart(PartForm):
    code = OneOf(N_("Language"))
    level = OneOf(N_("How well"))


class SharePart(PartForm):
    skill = OneOf(N_("Skill"))
    level = OneOf(N_("How well"))
    format = StringField(N_("How"), [MaxLength(120), NoContact()])
    when = StringField(N_("When"), [MaxLength(120), NoContact()])
    note = StringField(N_("In your own words"), [MaxLength(300), NoContact()])


class InvitePart(PartForm):
    skill = OneOf(N_("Skill"))
    note = StringField(N_("In your own words"), [MaxLength(300), NoContact()])


class AudiencesPart(PartForm):
    """Who may read each field of CONSENT_FIELDS."""

    name = OneOf(FIELD_LABELS["name"])
    pronouns = OneOf(FIELD_LABELS["pronouns"])
    languages = OneOf(FIELD_LABELS["languages"])
    zone = OneOf(FIELD_LABELS["zone"])
    shares = OneOf(FIELD_LABELS["shares"])
    invites = OneOf(FIELD_LABELS["invites"])
    roles = OneOf(FIELD_LABELS["roles"])
    about = OneOf(FIELD_LABELS["about"])


class EntryForm(BaseForm):
    """Rows whose skill or language is left empty are no rows."""

    name = StringField(
        N_("Name"), [Required(N_("Enter the name you go by")), MaxLength(80), OneScript(), NoContact()]
    )
    pronouns = StringField(N_("Pronouns"), [MaxLength(40), NoContact()])
    zone = OneOf(N_("Where, roughly"))
    about = TextAreaField(N_("About me"), [MaxLength(1000), NoContact()])
    languages = FieldList(FormField(LanguagePart), max_entries=MOST_ROWS)
    shares = FieldList(FormField(SharePart), max_entries=MOST_ROWS)
    invites = FieldList(FormField(InvitePart), max_entries=MOST_ROWS)
    audiences = FormField(AudiencesPart)
    phone = StringField(N_("Telephone"), [MaxLength(30), Telephone()])
    channel = OneRadio(
        N_("How a match reaches me"), [Required(N_("Choose how a match reaches you"))], choices=CHANNELS
    )
    call_consent = BooleanField(N_("In a crisis I may be rung: put me on a call list"))

    def choose_from(self, catalogue: Catalogue) -> None:
        """Offer the skills, zones and languages of *catalogue*."""
        self.zone.choices = zone_choices(catalogue, _("Not said"))
        skills = skill_choices(catalogue, _("No skill"))
        spoken_now = {known.code for known in current.member().entry.languages}
        spoken = language_choices({*LANGUAGES, *spoken_now}, _("No language"))
        levels = [option(level.value, _(label)) for level, label in LEVELS]
        fluencies = [option(level.value, _(label)) for level, label in FLUENCIES]
        audiences = [option(audience.value, _(label)) for audience, label in AUDIENCES]
        for row in (*self.shares, *self.invites):
            row.form.skill.choices = skills
        for row in self.shares:
            row.form.level.choices = levels
        for row in self.languages:
            row.form.code.choices, row.form.level.choices = spoken, fluencies
        readers: Any = self.audiences.form
        for choice in readers:
            choice.choices = audiences

    def draft(self) -> EntryDraft:
        """Return what was typed."""
        return EntryDraft(
            name=typed(self.name),
            pronouns=typed(self.pronouns),
            languages=tuple(
                Language(typed(f.code), Fluency(f.level.data))
                for f in (row.form for row in self.languages)
                if typed(f.code)
            ),
            zone=typed(self.zone),
            shares=tuple(_share(row.form) for row in self.shares if typed(row.form.skill)),
            invites=tuple(
                Invitation(typed(f.skill), typed(f.note))
                for f in (row.form for row in self.invites)
                if typed(f.skill)
            ),
            about=typed(self.about),
            audiences={name: Audience(self.audiences.form[name].data) for name in CONSENT_FIELDS},
            call_consent=bool(self.call_consent.data),
            phone=typed(self.phone),
            channel=Channel(self.channel.data),
        )


def _share(form: Any) -> Share:
    return Share(
        skill=typed(form.skill),
        level=Level(form.level.data),
        format=typed(form.format),
        when=typed(form.when),
        note=typed(form.note),
    )


def filled_from(member: Member) -> dict[str, Any]:
    """Return the entry as it stands, with a few empty rows to add to, as the form's first values."""
    entry = member.entry
    languages = [{"code": known.code, "level": known.level.value} for known in entry.languages]
    shares = [
        {"skill": s.skill, "level": s.level.value, "format": s.format, "when": s.when, "note": s.note}
        for s in entry.shares
    ]
    invites = [{"skill": invite.skill, "note": invite.note} for invite in entry.invites]
    return {
        "name": entry.name,
        "pronouns": entry.pronouns,
        "zone": entry.zone,
        "about": entry.about,
        "languages": _with_room(languages),
        "shares": _with_room(shares),
        "invites": _with_room(invites),
        "audiences": {name: audience.value for name, audience in audiences_of(member).items()},
        "call_consent": member.call_consent,
        "phone": member.phone,
        "channel": member.channel.value,
    }


def _with_room(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*rows, *({} for _row in range(min(SPARE_ROWS, MOST_ROWS - len(rows))))]
