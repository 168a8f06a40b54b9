"""
Bringing in members and exchanges from another system: looked at first, then all of it or nothing.

Rules of this file: whoever comes in has consented to nothing, so nobody is shown anything of theirs. What comes
in twice is found to be there. Balances never come in. An exchange counts only once both confirmed it, unless a
steward states in public on what ground the old system had both sides' word.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.catalogue import Catalogue
from domain.exchange import Exchange
from domain.people import Member, Standing
from forms_api.services.ids import Chance, new_id
from forms_api.services.import_table import Cells, Table, check_mapping, mapped
from forms_api.services.refusals import N_, Refused
from forms_api.services.roll_table import Wrong
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Trace

NameOf = Callable[..., str]
STANDINGS = (Standing.APPLICANT, Standing.NEWCOMER)
BASIS_ACT = "import_exchanges"


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    PROBLEM = "problem"


class HasProblems(Refused):
    message = N_("%(number)s lines cannot come in. Mend them, or say that they are to be left out.")


@dataclass(frozen=True)
class Settings:
    """
    What the steward chose beside the columns.

    *dates* is the order in the old system's days: "iso", "dmy" or "mdy". *skill* takes exchanges whose own is not
    known here. *basis* says why imported exchanges count as confirmed by both; without one they do not.
    *leave_out* takes the rest where some lines cannot come in.
    """

    standing: Standing = Standing.NEWCOMER
    dates: str = "iso"
    skill: str = ""
    basis: Basis | None = None
    leave_out: bool = False


@dataclass(frozen=True)
class Line:
    """A row as understood: what becomes of it, the record it makes, and words with *values* to fill in."""

    line: int
    outcome: Outcome
    record: Member | Exchange | None = None
    words: str = ""
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """All rows as understood, in their order."""

    lines: tuple[Line, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many rows come out so."""
        return sum(line.outcome is outcome for line in self.lines)

    @property
    def new(self) -> int:
        return self.count(Outcome.NEW)

    @property
    def known(self) -> int:
        return self.count(Outcome.KNOWN)

    @property
    def problems(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.outcome is Outcome.PROBLEM)


class Basis(StrEnum):
    """On what ground exchanges of the old system count as confirmed by both; stands in the public record."""

    BOTH_ASKED = "old_system_asked_both"
    BOTH_SIGNED = "both_signed_on_paper"


def naming(secret: bytes) -> NameOf:
    """Return what makes the same id of the same row each time, and a guessable one never."""

    def name(*words: str) -> str:
        return hmac.digest(secret, "\x1f".join(("rsn/import/v1", *words)).encode(), hashlib.sha256)[:8].hex()

    return name


Reader = Callable[[Cells], Line]


def look(
    store: Store,
    catalogue: Catalogue,
    kind: str,
    table: Table,
    mapping: Sequence[str],
    settings: Settings,
    secret: bytes,
    now: datetime,
) -> Plan:
    """
    Return what would become of each row; changes nothing.

    Raises:
        ColumnMissing.
    """
    with store.unit() as unit:
        return _plan(unit, catalogue, kind, table, mapping, settings, secret, now)


def bring_in(
    store: Store,
    catalogue: Catalogue,
    kind: str,
    table: Table,
    mapping: Sequence[str],
    settings: Settings,
    secret: bytes,
    steward: str,
    now: datetime,
    token: Chance,
) -> Plan:
    """
    Store what is new, in one unit of work: all of it or nothing; a second time nothing is new.

    Raises:
        ColumnMissing.
        HasProblems: a row cannot come in, and the settings do not leave such rows out.
    """
    with store.unit() as unit:
        plan = _plan(unit, catalogue, kind, table, mapping, settings, secret, now)
        if plan.problems and not settings.leave_out:
            raise HasProblems(number=len(plan.problems))
        for line in plan.lines:
            if line.outcome is Outcome.NEW and isinstance(line.record, Member):
                unit.members.add(line.record)
            elif line.outcome is Outcome.NEW and isinstance(line.record, Exchange):
                unit.exchanges.add(line.record)
        if kind == "exchanges" and settings.basis is not None and plan.new:
            unit.traces.add(Trace(new_id(token), BASIS_ACT, "", settings.basis.value, now, steward))
    return plan


def _plan(
    unit: UnitOfWork,
    catalogue: Catalogue,
    kind: str,
    table: Table,
    mapping: Sequence[str],
    settings: Settings,
    secret: bytes,
    now: datetime,
) -> Plan:
    from forms_api.services.import_exchanges import exchange_reader
    from forms_api.services.import_people import people_reader

    check_mapping(kind, mapping)
    make = people_reader if kind == "members" else exchange_reader
    read = make(unit, catalogue, settings, naming(secret), now)
    return Plan(tuple(_line(read, cells) for cells in mapped(table, mapping)))


def _line(read: Reader, cells: Cells) -> Line:
    try:
        if cells.bad:
            raise Wrong(N_("The cell %(column)s holds a sign that cannot be shown."), column=cells.bad)
        return read(cells)
    except Wrong as wrong:
        return Line(cells.line, Outcome.PROBLEM, None, wrong.reason, dict(wrong.values))


def people(store: Store) -> tuple[Member, ...]:
    """Return everybody on the roll."""
    with store.reading() as unit:
        return tuple(unit.members)
