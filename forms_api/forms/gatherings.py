"""The form of a group event: what was shared, when, who gave and who took part."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wtforms import BooleanField, Field, HiddenField, StringField, ValidationError

from domain.catalogue import Catalogue
from domain.exchange import Kind
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.fields import Day, Figure, OneOf, Ticks, option, skill_choices
from forms_api.forms.text import MaxLength, NoContact, Required
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.services.amounts import WrongAmount, amount_from
from forms_api.services.gatherings import GatheringDraft
from presentation.translations import N_


class GatheringForm(BaseForm):
    """*nonce* makes sending the same answers twice store them once; *cohort* is whose list is to choose from."""

    skill = OneOf(N_("Skill"), [Required(N_("Choose what was shared"))])
    title = StringField(N_("What it was"), [MaxLength(120), NoContact()])
    on = Day(N_("On which day"), [Required(N_("Enter the day"))])
    hours = Figure(N_("How long, in hours"), [Required(N_("Enter how long it was")), MaxLength(20)])
    gave = Ticks(N_("Who gave"))
    gave_codes = StringField(N_("Codes of others who gave"), [MaxLength(400)])
    took = Ticks(N_("Who took part"))
    took_codes = StringField(N_("Codes of others who took part"), [MaxLength(400)])
    mutual = BooleanField(N_("We taught each other: some stand on both sides"))
    cohort = HiddenField()
    nonce = HiddenField()

    def choose_from(self, catalogue: Catalogue, me: str, known: Mapping[str, str]) -> None:
        """Offer the skills, and oneself and the people one knows."""
        self.skill.choices = skill_choices(catalogue, _("Choose a skill"))
        people = [option(me, _("I myself")), *(option(one, name) for one, name in known.items())]
        self.gave.choices = self.took.choices = people

    def validate_hours(self, field: Field) -> None:
        """Say what is wrong with the time."""
        try:
            amount_from(Kind.HOURS, typed(field))
        except WrongAmount as refused:
            raise ValidationError(said(refused)) from refused

    def codes(self, field: Field) -> tuple[str, ...]:
        """Return the codes typed into one of the two fields for them."""
        return tuple(typed(field).replace(",", " ").split())

    def draft(self, gave: tuple[str, ...], took: tuple[str, ...]) -> GatheringDraft:
        """Return what was typed; *gave* and *took* are the people whose codes were."""
        day: date | None = self.on.data
        if day is None:
            raise LookupError("The form was not validated: it demands a day.")
        return GatheringDraft(
            skill=typed(self.skill),
            on=day,
            quarters=amount_from(Kind.HOURS, typed(self.hours)),
            givers=(*(self.gave.data or ()), *gave),
            receivers=(*(self.took.data or ()), *took),
            title=typed(self.title),
            cohort=typed(self.cohort),
            mutual=bool(self.mutual.data),
        )
