"""The form of the import desk: a table, what its columns are, how it is taken; looked at before it is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from wtforms import BooleanField, FieldList, HiddenField, TextAreaField

from domain.catalogue import Catalogue
from domain.people import Standing
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.fields import OneOf, OneRadio, option, skill_choices
from forms_api.forms.text import MaxLength, Required
from forms_api.language import gettext as _
from forms_api.services.import_table import MOST_COLUMNS, TARGETS
from forms_api.services.importing import Basis, Settings
from presentation.translations import N_

MOST_SIGNS = 75_000
KINDS = [option("members", N_("Members")), option("exchanges", N_("Exchanges"))]
NO_BASIS = "none"


class ImportForm(BaseForm):
    """
    The table travels with the form, so nothing of it is stored before the yes.

    *seen* is a mark of all that was looked at: what was changed since is looked at again first.
    """

    kind = OneRadio(N_("What does it hold?"), [Required(N_("Choose what the table holds"))], choices=KINDS)
    table = TextAreaField(N_("The table"), [Required(N_("Paste the table")), MaxLength(MOST_SIGNS)])
    columns = FieldList(OneOf(), max_entries=MOST_COLUMNS)
    standing = OneRadio(
        N_("As what do they come in?"),
        choices=[
            option(Standing.NEWCOMER.value, N_("As newcomers: they take part at once")),
            option(Standing.APPLICANT.value, N_("As applicants: somebody admits each of them first")),
        ],
        default=Standing.NEWCOMER.value,
    )
    dates = OneRadio(
        N_("How are days written?"),
        choices=[
            option("iso", N_("Year first, like 2026-03-31")),
            option("dmy", N_("Day first, like 31/03/2026")),
            option("mdy", N_("Month first, like 03/31/2026")),
        ],
        default="iso",
    )
    skill = OneOf(N_("For what is not known here by its name"))
    basis = OneRadio(
        N_("Did both sides confirm them in the old system?"),
        choices=[
            option(NO_BASIS, N_("Not known: each of the two is asked here")),
            option(Basis.BOTH_ASKED.value, N_("Yes: it asked both, and kept only what both said")),
            option(Basis.BOTH_SIGNED.value, N_("Yes: both signed, on paper that we keep")),
        ],
        default=NO_BASIS,
    )
    leave_out = BooleanField(N_("Leave out the lines that cannot come in"))
    seen = HiddenField()
    act = HiddenField()

    def choose_from(self, catalogue: Catalogue) -> None:
        """Offer what a column can be, and the skills of *catalogue*."""
        self.skill.choices = skill_choices(catalogue, _("Nothing: such lines cannot come in"))
        if not typed(self.skill):
            # The first page does not ask for it.
            self.skill.data = ""
        targets = TARGETS.get(self.kind.data or "", {})
        choices = [option("", _("Leave out")), *(option(name, _(label)) for name, label in targets.items())]
        for column in self.columns:
            column.choices = choices

    @property
    def mapping(self) -> tuple[str, ...]:
        """Return what each column was said to be."""
        return tuple(column.data or "" for column in self.columns)

    @property
    def mark(self) -> str:
        """Return a mark of all that decides what comes in."""
        said = (typed(self.table), self.kind.data, *self.mapping, repr(self.settings))
        return hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()

    @property
    def settings(self) -> Settings:
        """Return what was chosen beside the columns."""
        return Settings(
            standing=Standing(self.standing.data),
            dates=str(self.dates.data),
            skill=typed(self.skill),
            basis=None if self.basis.data == NO_BASIS else Basis(self.basis.data),
            leave_out=bool(self.leave_out.data),
        )

    def guess(self, targets: Sequence[str]) -> None:
        """Fill in what the columns likely are."""
        while self.columns.entries:
            self.columns.pop_entry()
        for target in targets:
            self.columns.append_entry(target)
