"""The public form of who asks to join."""

from __future__ import annotations

from wtforms import BooleanField, EmailField, Field, Form, StringField, TextAreaField

from domain.catalogue import Catalogue
from domain.people import Channel
from domain.words import in_language
from forms_api import current
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.exchange import LANGUAGES
from forms_api.forms.fields import OneOf, OneRadio, language_choices, option
from forms_api.forms.sign_in import MailAddress
from forms_api.forms.telephone import Telephone
from forms_api.forms.text import MaxLength, OneScript, Required
from forms_api.language import gettext as _
from forms_api.services.applications import Application
from presentation.translations import N_

MOST_WHY = 600
CHANNELS = [
    option(Channel.MAIL, N_("By mail")),
    option(Channel.PHONE, N_("By telephone")),
    option(Channel.DESK, N_("I come to the desk")),
]


class WhereTyped:
    """Checks a field only where something was typed into it."""

    def __init__(self, check: MailAddress) -> None:
        self._check = check

    def __call__(self, form: Form, field: Field) -> None:
        if field.data:
            self._check(form, field)


class JoinForm(BaseForm):
    name = StringField(N_("Name"), [Required(N_("Enter the name you go by")), MaxLength(80), OneScript()])
    channel = OneRadio(
        N_("How a steward reaches you"), [Required(N_("Choose how a steward reaches you"))], choices=CHANNELS
    )
    email = EmailField(N_("E-mail address"), [MaxLength(254), WhereTyped(MailAddress())])
    phone = StringField(N_("Telephone"), [MaxLength(30), Telephone()])
    program = OneOf(N_("A program you would like to come to"))
    why = TextAreaField(N_("What brings you here"), [MaxLength(MOST_WHY)])
    language = OneOf(N_("A language you speak well"))
    other_language = OneOf(N_("Another one"))
    findable = BooleanField(N_("Members who type my name exactly may give their word for me"))
    agreed = BooleanField(
        N_("Stewards may keep what I wrote until they have answered me"),
        [Required(N_("Tick that stewards may keep what you wrote; without that they cannot answer"))],
    )

    def choose_from(self, catalogue: Catalogue) -> None:
        """Offer the programs and languages."""
        language = current.language()
        titles = [
            (in_language({code: words.title for code, words in program.words.items()}, language), program.slug)
            for program in catalogue.programs.values()
        ]
        programs = [option(slug, title) for title, slug in sorted(titles)]
        self.program.choices = [option("", _("None yet")), *programs]
        languages = language_choices(LANGUAGES, _("No language"))
        self.language.choices = self.other_language.choices = languages

    def unreachable(self) -> Field | None:
        """Return the field that the chosen way needs and that is empty, or None."""
        wanted = {Channel.MAIL: self.email, Channel.PHONE: self.phone}.get(Channel(self.channel.data))
        return wanted if wanted is not None and not typed(wanted) else None

    @property
    def application(self) -> Application:
        """What was typed."""
        spoken = (typed(self.language), typed(self.other_language))
        return Application(
            name=typed(self.name),
            email=typed(self.email),
            phone=typed(self.phone),
            channel=Channel(self.channel.data),
            why=typed(self.why),
            program=typed(self.program),
            languages=tuple(code for code in spoken if code),
            findable=bool(self.findable.data),
        )
