"""Forms of exchange: what I share and invite help with, "I could", and what was given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import Field, FormField, HiddenField, StringField, TextAreaField, ValidationError

from domain.catalogue import Catalogue
from domain.exchange import Direction, Exchange, Intent, Kind, Visibility
from domain.time_bands import in_order
from forms_api.forms.base import BaseForm, PartForm, typed
from forms_api.forms.fields import (
    Bands,
    Day,
    Figure,
    Hours,
    OneOf,
    OneRadio,
    language_choices,
    option,
    skill_choices,
    zone_choices,
)
from forms_api.forms.text import MaxLength, NoContact, Required
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.services.amounts import WrongAmount, amount_from
from forms_api.services.exchanges import Given
from forms_api.services.intents import IntentDraft
from forms_api.services.messages import MOST_SIGNS
from presentation.translations import N_

LANGUAGES = (
    "ak", "ar", "bfi", "bn", "cy", "de", "en", "es", "fa", "fr", "gd", "hi", "ig", "it", "ja", "nl", "pa", "pl",
    "pt", "ro", "ru", "so", "sv", "sw", "ta", "ti", "tr", "uk", "ur", "vi", "yi", "yo", "zh",
)  # fmt: skip
"""Languages to choose from where one may name any."""

LASTS = [option("until", N_("Until a day")), option("standing", N_("Until I take it back"))]
SEEN_BY = [
    option(Visibility.MEMBERS.value, N_("All members")),
    option(Visibility.MATCHED.value, N_("Only members it may suit")),
    option(Visibility.STEWARDS.value, N_("Stewards only, who look for somebody")),
]
MOST_HOURS_QUARTERS = 40 * 4


class Amount(Hours):
    """Hours of one offer or need: at most a working week."""

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if self.quarters > MOST_HOURS_QUARTERS:
            raise ValidationError(_("Enter at most 40 hours; open a second one for more"))


class IntentPart(PartForm):
    """One side of the form: an offer or a need; wholly empty means nothing on this side."""

    skill = OneOf(N_("Skill"), validate_choice=True)
    described = StringField(N_("Not sure what it is called? Describe it"), [MaxLength(120), NoContact()])
    when = StringField(N_("When"), [MaxLength(120), NoContact()])
    bands = Bands(N_("Days and times that suit"))
    note = TextAreaField(N_("In your own words"), [MaxLength(600), NoContact()])
    hours = Amount(N_("Hours, about"))
    zone = OneOf(N_("Where, roughly"))
    language = OneOf(N_("Language"))
    lasts = OneRadio(N_("How long it stands"), choices=LASTS, default="until")
    until = Day(N_("Until which day"))
    seen_by = OneRadio(N_("Who may see it"), choices=SEEN_BY, default=Visibility.MEMBERS.value)

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in; what stands there by itself does not count."""
        words = (self.skill, self.described, self.when, self.note, self.hours)
        return not any(typed(field) for field in words) and self.until.data is None

    @property
    def unnamed(self) -> bool:
        """Whether a skill was described and none is chosen yet."""
        return bool(typed(self.described)) and not self.skill.data

    def choose_from(self, catalogue: Catalogue) -> None:
        """Offer the skills, zones and languages of *catalogue*."""
        self.skill.choices = skill_choices(catalogue, _("Nothing this time"))
        self.zone.choices = zone_choices(catalogue, _("Anywhere"))
        self.language.choices = language_choices(LANGUAGES, _("Any"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether the side is empty or whole."""
        fits = super().validate(extra_validators)
        if not self.empty and not self.unnamed and not self.skill.data and not self.skill.errors:
            self.skill.errors = [_("Choose a skill, describe it, or empty this side")]
            fits = False
        return bool(fits)

    def draft(self, direction: Direction) -> IntentDraft:
        """Return what was typed as an offer or a need."""
        standing = self.lasts.data == "standing"
        return IntentDraft(
            direction=direction,
            skill=typed(self.skill),
            note=typed(self.note),
            when=typed(self.when),
            zone=typed(self.zone),
            language=typed(self.language),
            quarters=self.hours.quarters,
            bands=in_order(self.bands.data or ()),
            standing=standing,
            until=None if standing else self.until.data,
            visibility=Visibility(self.seen_by.data),
        )

    def show(self, intent: Intent) -> None:
        """Fill in an offer or a need that stands, to be changed."""
        for name in ("skill", "when", "note", "zone", "language"):
            self[name].data = getattr(intent, name)
        self.bands.data = list(intent.bands)
        self.hours.data = f"{intent.quarters / 4:g}" if intent.quarters else ""
        self.lasts.data = "standing" if intent.expires_on is None else "until"
        self.until.data = intent.expires_on
        self.seen_by.data = intent.visibility.value


class ShareForm(BaseForm):
    """
    Both directions on one page; either side may be left empty. *step* is the button that was pressed,
    *nonce* what makes sending the same answers twice store them once.
    """

    offer = FormField(IntentPart)
    need = FormField(IntentPart)
    step = StringField(default="check")
    nonce = StringField(validators=[MaxLength(64)])

    def choose_from(self, catalogue: Catalogue) -> None:
        """Offer what the content has to choose from."""
        self.offer.form.choose_from(catalogue)
        self.need.form.choose_from(catalogue)

    def drafts(self) -> tuple[IntentDraft, ...]:
        """Return the sides that were filled in."""
        sides = ((self.offer.form, Direction.OFFER), (self.need.form, Direction.NEED))
        return tuple(side.draft(direction) for side, direction in sides if not side.empty)

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether both sides fit and one of them says something."""
        fits = super().validate(extra_validators)
        if fits and not self.drafts():
            self.offer.form.skill.errors = [
                _("Choose a skill on either side: one you share or one you invite help with")
            ]
            return False
        return fits


class ChangeForm(BaseForm):
    """An offer or a need that stands, to be changed; it is never emptied, only taken back."""

    part = FormField(IntentPart)

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether what was typed is an offer or a need."""
        fits = super().validate(extra_validators)
        part = self.part.form
        if not part.skill.data:
            part.skill.errors = [_("Choose a skill from the list")]
            return False
        return fits


class CouldForm(BaseForm):
    message = TextAreaField(
        N_("A few words to them"),
        [Required(N_("Write when and how you could")), MaxLength(600), NoContact()],
    )


class DoneForm(BaseForm):
    """What was given, typed by either side; *kind* says what *amount* counts."""

    kind = OneRadio(
        N_("What was given"),
        [Required(N_("Choose what was given"))],
        choices=[
            option(Kind.HOURS.value, N_("Hours")),
            option(Kind.MEALS.value, N_("Meals")),
            option(Kind.THINGS.value, N_("Things lent")),
        ],
    )
    amount = Figure(N_("How many"), [Required(N_("Enter how many")), MaxLength(10)])
    on = Day(N_("On which day"), [Required(N_("Enter the day"))])

    def show(self, exchange: Exchange) -> None:
        """Fill in what the other side wrote, to be corrected."""
        self.kind.data = exchange.kind.value
        self.on.data = exchange.on
        hours = exchange.kind is Kind.HOURS
        self.amount.data = f"{exchange.amount / 4:g}" if hours else str(exchange.amount)

    @property
    def day(self) -> date:
        """The day that was typed; only once the form is found to fit."""
        found: date | None = self.on.data
        if found is None:
            raise LookupError("The form was not validated: it demands a day.")
        return found

    @property
    def counted(self) -> int:
        """The amount in what its kind counts: quarter hours or pieces; only once the form is found to fit."""
        return amount_from(Kind(self.kind.data), typed(self.amount))

    def validate_amount(self, field: Field) -> None:
        """Say what is wrong with the amount, once its kind is known."""
        if self.kind.data not in set(Kind):
            return
        try:
            amount_from(Kind(self.kind.data), typed(field))
        except WrongAmount as refused:
            raise ValidationError(said(refused)) from refused


class GivenForm(DoneForm):
    """Something given without a match; *nonce* has it stored once, however often it is sent."""

    skill = OneOf(N_("Skill"), [Required(N_("Choose what was shared"))])
    way = OneRadio(
        N_("Which way"),
        [Required(N_("Choose who gave"))],
        choices=[option("gave", N_("I gave this")), option("received", N_("I received this"))],
    )
    who = OneOf(N_("With whom"))
    code = StringField(N_("Or their code"), [MaxLength(20)])
    nonce = HiddenField()

    def choose_from(self, catalogue: Catalogue, known: Mapping[str, str]) -> None:
        """Offer the skills, and the people one knows."""
        self.skill.choices = skill_choices(catalogue, _("Choose a skill"))
        self.who.choices = [option("", _("Somebody whose code I have")), *(option(i, n) for i, n in known.items())]

    def validate_who(self, field: Field) -> None:
        """Ask for a person or a code, and not for both."""
        if bool(field.data) is bool(typed(self.code)):
            raise ValidationError(_("Choose one person, or type one code"))

    def given(self, other: str) -> Given:
        """Return what was typed, *other* being whom it was with."""
        giving = self.way.data == "gave"
        return Given(other, giving, typed(self.skill), Kind(self.kind.data), self.counted, self.day)


class MessageForm(BaseForm):
    text = TextAreaField(
        N_("A message to the other side"), [Required(N_("Write a few words")), MaxLength(MOST_SIGNS), NoContact()]
    )
