"""Fields that read what people type: amounts of time, days, and choices made from the content."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.widgets import CheckboxInput, ListWidget

from domain.catalogue import Catalogue
from domain.time_bands import BANDS
from domain.words import in_language
from forms_api import current
from forms_api.forms.text import Required
from forms_api.language import gettext as _
from forms_api.language import said
from forms_api.services.amounts import WrongAmount, pieces_from, quarters_from
from presentation.formats import Formats
from presentation.translations import N_

LONGEST_DAY = 10


def option(value: str, label: str, group: str | None = None) -> Any:
    """Return one thing to choose, under the heading *group* if there is one."""
    return SelectChoice(value, label, optgroup=group)


class OneOf(SelectField):
    """
    A list to choose one from; says in words what to do where something else was sent.

    A page always sends its first choice; a program that leaves the field out means the empty one, if there is one.
    """

    def pre_validate(self, form: Any) -> None:
        if not self.raw_data and self.data is None and any(choice[0] == "" for choice in self.iter_choices()):
            self.data = ""
            return
        try:
            super().pre_validate(form)
        except ValueError as wrong:
            raise ValidationError(_("Choose one from the list")) from wrong


class OneRadio(RadioField):
    """Radio buttons; what was not offered is told the same as nothing, in the words of its Required."""

    def pre_validate(self, form: Any) -> None:
        # Nothing chosen is for Required to speak of.
        if self.data is None:
            return
        try:
            super().pre_validate(form)
        except ValueError as wrong:
            asked = (check.says for check in self.validators if isinstance(check, Required))
            raise ValidationError(_(next(asked, N_("Choose one of these")))) from wrong


class Day(DateField):
    """A day, as the browser's own field sends it: 2026-11-30."""

    def process_formdata(self, valuelist: Any) -> None:
        self.data = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            return
        try:
            if len(typed) != LONGEST_DAY or not typed.isascii():
                raise ValueError(typed)
            self.data = date.fromisoformat(typed)
        except ValueError as wrong:
            raise ValueError(_("Enter a day like 2026-11-30")) from wrong


class Figure(StringField):
    """A number as people type it; a program may send it as one."""

    takes_numbers = True


class Hours(Figure):
    """Hours in quarters: "1.5", "0,25", "1:30", "90 min"; `quarters` is what they come to, 0 for nothing typed."""

    @property
    def quarters(self) -> int:
        return quarters_in(self.data or "") or 0

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            quarters_from(self.data)
        except WrongAmount as refused:
            raise ValidationError(said(refused)) from refused


def quarters_in(text: str) -> int | None:
    """Return how many quarter hours a typed time comes to; None if it is no number of quarters."""
    try:
        return quarters_from(text)
    except WrongAmount:
        return None


def count_in(text: str) -> int | None:
    """Return a typed whole number up to 9999, or None."""
    try:
        return pieces_from(text)
    except WrongAmount:
        return None


class Ticks(SelectMultipleField):
    """Boxes to tick, any number of them; nothing ticked is an answer too."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        # WTForms says in its own words what was not offered, with names of its own to fill in.
        offered = {choice[0] for choice in self.iter_choices()}
        if not offered.issuperset(self.data or ()):
            raise ValidationError(_("Tick some of these, or none"))


class Bands(Ticks):
    """Parts of the week to tick: shown by the macro of templates/forms/bands.html, a row for each day."""

    def __init__(self, label: str, **more: Any) -> None:
        choices = [option(band, band) for band in BANDS]
        super().__init__(label, choices=choices, default=(), **more)


def skill_choices(catalogue: Catalogue, first: str) -> list[Any]:
    """Return the skills by category, in the reader's language and order, after *first* for none."""
    language = current.language()
    choices = [option("", first)]
    for category in catalogue.categories.values():
        heading = in_language(category.label, language)
        skills = [s for s in catalogue.skills.values() if s.category == category.slug]
        labels = sorted((in_language(s.label, language), s.slug) for s in skills)
        choices += [option(slug, label, heading) for label, slug in labels]
    return choices


def zone_choices(catalogue: Catalogue, first: str) -> list[Any]:
    """Return the zones, after *first* for none."""
    zones = catalogue.network.zones
    return [option("", first), *(option(z.slug, in_language(z.name, current.language())) for z in zones)]


def language_choices(codes: Iterable[str], first: str) -> list[Any]:
    """Return languages by their names in the reader's language, after *first* for none."""
    formats = Formats(current.language())
    named = sorted((formats.language_name(code), code) for code in codes)
    return [option("", first), *(option(code, name) for name, code in named)]
