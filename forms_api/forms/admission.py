"""Forms of the admission desk: a step into the network, a paper that was seen, something of an entry hidden."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from domain.catalogue import Catalogue
from domain.people import Member, Standing
from domain.skills import CheckKind
from domain.trust import Grounds
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.fields import Day, OneOf, OneRadio, option, skill_choices
from forms_api.forms.moderation import REASONS
from forms_api.forms.text import MaxLength, NoContact, Required
from forms_api.language import gettext as _
from forms_api.services.checks import Paper
from forms_api.services.hiding import WHOLE
from presentation.order import by_name
from presentation.translations import N_

GROUNDS = [
    option(Grounds.KNOWN_BEFORE, N_("The network has known them for a long time")),
    option(Grounds.RETURNED, N_("They were a member before and have come back")),
    option(Grounds.CANNOT_TAKE_PART, N_("Illness, care or work keeps them from taking part as the step asks")),
    option(Grounds.TOO_FEW_TO_VOUCH, N_("Too few members know them yet who could give their word")),
]
KINDS = [
    option(CheckKind.CRIMINAL_RECORD, N_("Criminal record check")),
    option(CheckKind.LICENCE, N_("Licence or card")),
    option(CheckKind.IDENTITY, N_("Identity")),
]
HIDEABLE = [
    option("about", N_("About them")),
    option("pronouns", N_("Pronouns")),
    option("shares", N_("What they share")),
    option("invites", N_("What they invite help with")),
    option(WHOLE, N_("The whole entry")),
]


class StepForm(BaseForm):
    """*grounds* are asked for only where a criterion is not met; *step* is the one that was shown."""

    step = HiddenField()
    grounds = OneRadio(N_("Reason of the exception"), choices=GROUNDS)

    @property
    def asked(self) -> Standing | None:
        """The step that the page showed."""
        return Standing(self.step.data) if self.step.data in set(Standing) else None

    @property
    def why(self) -> Grounds | None:
        """The reason that was chosen, or None."""
        return Grounds(self.grounds.data) if self.grounds.data else None


class PaperForm(BaseForm):
    member = OneOf(N_("Whose"), [Required(N_("Choose whose paper it is"))])
    kind = OneRadio(N_("What you have seen"), [Required(N_("Choose what you have seen"))], choices=KINDS)
    skill = OneOf(N_("Skill, for a licence"))
    issuer = StringField(N_("Issued by"), [Required(N_("Enter who issued it")), MaxLength(80), NoContact()])
    valid_until = Day(N_("Valid until"), [Required(N_("Enter until when it holds"))])

    def choose_from(self, catalogue: Catalogue, members: list[Member]) -> None:
        """Offer the members by name, and the skills."""
        named = sorted(members, key=lambda m: by_name(m.entry.name, m.entry.slug))
        self.member.choices = [option("", _("Choose")), *(option(m.id, m.entry.name) for m in named)]
        self.skill.choices = skill_choices(catalogue, _("No licence"))

    @property
    def paper(self) -> Paper:
        """The paper as it was noted; only of a form that fits."""
        kind = CheckKind(self.kind.data)
        if self.valid_until.data is None:
            raise LookupError("valid_until")
        return Paper(kind, typed(self.issuer), self.valid_until.data, typed(self.skill))


class HideForm(BaseForm):
    field = OneRadio(N_("What"), [Required(N_("Choose what to hide"))], choices=HIDEABLE)
    reason = OneRadio(N_("Why"), [Required(N_("Choose the reason"))], choices=REASONS)
