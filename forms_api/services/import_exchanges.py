"""Exchanges of another system, row by row: between people on the roll, once each."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time

from domain.catalogue import Catalogue
from domain.exchange import MAX_QUARTERS, Exchange, Kind
from domain.people import Member, Standing
from forms_api.services.entries import name_skeleton
from forms_api.services.import_table import Cells
from forms_api.services.import_values import day_in, quarters_in, without_number
from forms_api.services.importing import Line, NameOf, Outcome, Reader, Settings
from forms_api.services.refusals import N_
from forms_api.services.roll_table import Wrong
from forms_api.store.base import UnitOfWork


def exchange_reader(
    unit: UnitOfWork, catalogue: Catalogue, settings: Settings, name_of: NameOf, now: datetime
) -> Reader:
    """Return what reads one row after the other into an exchange; equal rows of one file are so many exchanges."""
    people = _People(unit, name_of)
    skills = _skills(catalogue)
    seen: Counter[tuple[str, ...]] = Counter()
    there = {e.id for e in unit.exchanges}

    def read(cells: Cells) -> Line:
        giver, receiver = people.found(cells, "giver"), people.found(cells, "receiver")
        if giver == receiver:
            raise Wrong(N_("The same person stands on both sides."))
        on = day_in(cells["on"], settings.dates, now.date())
        quarters = quarters_in(cells["hours"])
        if quarters > MAX_QUARTERS:
            raise Wrong(N_("More than 24 hours. Write several days as several lines."))
        skill = _skill(cells["skill"], skills, settings.skill)
        words = (giver, receiver, on.isoformat(), str(quarters), cells["skill"])
        seen[words] += 1
        key = name_of("exchange", *words, str(seen[words]))
        if key in there:
            return Line(cells.line, Outcome.KNOWN, None, N_("There already"))
        said = datetime.combine(on, time(12), UTC) if settings.basis is not None else None
        said = min(said, now) if said else None
        made = Exchange(key, giver, receiver, skill, Kind.HOURS, quarters, on, "", said, said)
        return Line(cells.line, Outcome.NEW, made, _rounded(cells["hours"], quarters))

    return read


class _People:
    """Everybody on the roll, found by their number in the old system or by a name that only they have."""

    def __init__(self, unit: UnitOfWork, name_of: NameOf) -> None:
        live = [m for m in unit.members if m.standing is not Standing.LEFT]
        self._ids = {m.id for m in live}
        self._by_name: dict[str, list[Member]] = {}
        for member in live:
            self._by_name.setdefault(name_skeleton(member.entry.name), []).append(member)
        self._name_of = name_of

    def found(self, cells: Cells, side: str) -> str:
        name, behind = without_number(cells[side])
        number = cells[f"{side}_number"] or behind
        if number and (key := self._name_of("member", number)) in self._ids:
            return key
        found = self._by_name.get(name_skeleton(name), []) if name_skeleton(name) else []
        if len(found) == 1:
            return found[0].id
        shown = (cells[side] or number)[:40]
        if found:
            raise Wrong(N_("Several people on the roll are called “%(given)s”. Use their numbers."), given=shown)
        raise Wrong(N_("Nobody on the roll is “%(given)s”. Bring in the members first."), given=shown)


def _skills(catalogue: Catalogue) -> dict[str, str]:
    """Return every name of a skill, in any language, by what it comes to in small letters."""
    found = {}
    for skill in catalogue.skills.values():
        also = (word for words in skill.also.values() for word in words)
        for word in (*also, *skill.label.values(), skill.slug, skill.slug.replace("-", " ")):
            found[" ".join(word.casefold().split())] = skill.slug
    return found


def _skill(text: str, skills: dict[str, str], otherwise: str) -> str:
    found = skills.get(" ".join(text.casefold().split())) or otherwise
    if not found:
        raise Wrong(N_("“%(given)s” is no skill here. Choose one for what is not known."), given=text[:40])
    return found


def _rounded(text: str, quarters: int) -> str:
    whole = text.replace(",", ".").rstrip("0").rstrip(".") if ":" not in text else text
    exact = {
        f"{quarters / 4:g}",
        f"{quarters // 4}:{quarters % 4 * 15:02}",
        f"{quarters // 4:02}:{quarters % 4 * 15:02}",
    }
    return "" if whole in exact or text in exact else N_("Rounded to the nearest quarter hour")
