"""Members of another system, row by row: held against the roll, and against the rows before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from domain.catalogue import Catalogue
from domain.people import Standing
from forms_api.services.ids import repeatable
from forms_api.services.import_table import Cells
from forms_api.services.import_values import day_in, without_number
from forms_api.services.importing import Line, NameOf, Outcome, Reader, Settings
from forms_api.services.refusals import N_
from forms_api.services.roll_import import Known, member_from
from forms_api.services.roll_table import Wrong
from forms_api.store.base import UnitOfWork

_TELEPHONE = re.compile(r"\+?[\d\s./()-]{5,30}", re.ASCII)


def people_reader(
    unit: UnitOfWork, catalogue: Catalogue, settings: Settings, name_of: NameOf, now: datetime
) -> Reader:
    """Return what reads one row after the other into a member; what is on the roll already stays as it is."""
    known = Known(unit.members, catalogue, now.date())
    live = [m for m in unit.members if m.standing is not Standing.LEFT]
    ids = {m.id for m in unit.members}
    emails = {m.email.casefold() for m in live if m.email}
    taken = {m.entry.slug for m in unit.members} | set(catalogue.members)

    def read(cells: Cells) -> Line:
        name, behind = without_number(cells["name"])
        number = cells["number"] or behind
        key = name_of("member", number or cells["email"].casefold() or name)
        if key in ids or (cells["email"] and cells["email"].casefold() in emails):
            return Line(cells.line, Outcome.KNOWN, None, N_("On the roll already"))
        row = known.checked(cells.line, _as_row(cells, name, settings, now))
        made = member_from(row, catalogue, taken, repeatable("import", key))
        made = replace(made, id=key, phone=_phone(cells["phone"]))
        taken.add(made.entry.slug)
        ids.add(key)
        if made.email:
            emails.add(made.email.casefold())
        return Line(cells.line, Outcome.NEW, made)

    return read


def _as_row(cells: Cells, name: str, settings: Settings, now: datetime) -> dict[str, str]:
    joined = cells["joined_on"]
    return {
        "name": " ".join(name.split()),
        "email": cells["email"],
        "joined_on": day_in(joined, settings.dates, now.date()).isoformat() if joined else "",
        "standing": settings.standing.value,
        "zone": cells["zone"],
        "languages": cells["languages"],
    }


def _phone(text: str) -> str:
    if text and not _TELEPHONE.fullmatch(text):
        raise Wrong(N_("The telephone number is none."))
    return text
