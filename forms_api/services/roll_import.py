"""
Taking people into the roll from a pasted table (CSV): every bad row is told, good ones come in after a yes.

Rules of this file: nothing is guessed past a mistake; whoever comes in has consented to nothing yet, so nothing
of theirs is shown to anybody.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.catalogue import Catalogue
from domain.names import mixed_scripts, skeleton
from domain.people import CONSENT_FIELDS, Consent, Entry, Fluency, Language, Member, Standing
from forms_api.mail import NotAnAddress, address
from forms_api.services.entries import name_skeleton
from forms_api.services.ids import Chance, new_id
from forms_api.services.refusals import N_, Refused
from forms_api.services.roll_table import Wrong, cells_of, columns_of
from forms_api.store.base import Store, UnitOfWork
from presentation.languages import language_code

MOST_ROWS = 500
LONGEST_NAME = 80
MOST_LANGUAGES = 8
STANDINGS = {s.value: s for s in (Standing.APPLICANT, Standing.NEWCOMER, Standing.MEMBER, Standing.DORMANT)}


class TooManyRows(Refused):
    message = N_("Paste at most %(most)s rows at once.")


@dataclass(frozen=True)
class GoodRow:
    """A row that may come in; *slug* is that of an entry in content/, or empty."""

    line: int
    name: str
    email: str
    joined_on: date
    standing: Standing
    zone: str
    languages: tuple[Language, ...]
    slug: str


@dataclass(frozen=True)
class BadRow:
    """A row that may not: where it stands, and why, in words with *values* to fill in."""

    line: int
    reason: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Read:
    """A pasted table as understood."""

    good: tuple[GoodRow, ...]
    bad: tuple[BadRow, ...]


def read(store: Store, catalogue: Catalogue, text: str, today: date) -> Read:
    """
    Return the rows of *text*, good ones and bad ones, against the roll as it stands; changes nothing.

    Raises:
        NoTable, UnknownColumn, NearlyAColumn, ColumnTwice: the first line is not one of columns. TooManyRows.
    """
    with store.unit() as unit:
        return _read(unit, catalogue, text, today)


def take_in(
    store: Store, catalogue: Catalogue, text: str, now: datetime, token: Chance = secrets.token_bytes
) -> tuple[Member, ...]:
    """
    Take the good rows of *text* into the roll, and only those; pasting the same table twice adds nobody twice.

    Raises:
        NoTable, UnknownColumn, NearlyAColumn, ColumnTwice, TooManyRows.
    """
    with store.unit() as unit:
        good = _read(unit, catalogue, text, now.date()).good
        taken = {m.entry.slug for m in unit.members} | set(catalogue.members)
        made = []
        for row in good:
            member = member_from(row, catalogue, taken, token)
            taken.add(member.entry.slug)
            unit.members.add(member)
            made.append(member)
    return tuple(made)


def _read(unit: UnitOfWork, catalogue: Catalogue, text: str, today: date) -> Read:
    lines = text.split("\n")
    columns = columns_of(lines[0] if lines else "")
    rows = [(number, line) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    if len(rows) > MOST_ROWS:
        raise TooManyRows(most=MOST_ROWS)
    known = Known(unit.members, catalogue, today)
    good: list[GoodRow] = []
    bad: list[BadRow] = []
    for number, line in rows:
        try:
            good.append(known.checked(number, cells_of(line, columns)))
        except Wrong as wrong:
            bad.append(BadRow(number, wrong.reason, wrong.values))
    return Read(tuple(good), tuple(bad))


class Known:
    """What a row is held against: the roll, the content, and the rows before it."""

    def __init__(self, members: Iterable[Member], catalogue: Catalogue, today: date) -> None:
        live = [m for m in members if m.standing is not Standing.LEFT]
        self.emails = {m.email.casefold() for m in live if m.email}
        self.names = {skeleton(m.entry.name) for m in live}
        self.slugs = {m.entry.slug for m in live}
        self.zones = {zone.slug for zone in catalogue.network.zones}
        self.written = set(catalogue.members)
        self.today = today

    def checked(self, line: int, row: Mapping[str, str]) -> GoodRow:
        """Return the row, noted for those after it."""
        good = GoodRow(
            line=line,
            name=self._name(row["name"]),
            email=self._email(row.get("email", "")),
            joined_on=self._day(row.get("joined_on", "")),
            standing=self._standing(row.get("standing", "")),
            zone=self._zone(row.get("zone", "")),
            languages=_languages(row.get("languages", "")),
            slug=self._slug(row.get("slug", "")),
        )
        self.names.add(skeleton(good.name))
        self.emails.add(good.email.casefold())
        self.slugs.add(good.slug)
        return good

    def _name(self, name: str) -> str:
        if not name_skeleton(name):
            raise Wrong(N_("The name is missing."))
        if len(name) > LONGEST_NAME:
            raise Wrong(
                N_("The name has %(signs)s characters; %(most)s are the most."), signs=len(name), most=LONGEST_NAME
            )
        if mixed_scripts(name):
            raise Wrong(N_("A word of the name mixes the letters of two alphabets."))
        if skeleton(name) in self.names:
            raise Wrong(N_("Somebody of this name is on the roll, or in a row above."))
        return name

    def _email(self, email: str) -> str:
        if not email:
            return ""
        try:
            address(email)
        except NotAnAddress as wrong:
            raise Wrong(N_("The e-mail address is none.")) from wrong
        if email.casefold() in self.emails:
            raise Wrong(N_("Somebody with this e-mail address is on the roll, or in a row above."))
        return email

    def _day(self, text: str) -> date:
        if not text:
            return self.today
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
            raise Wrong(N_("joined_on has to be a day like 2026-03-31."))
        try:
            day = date.fromisoformat(text)
        except ValueError as wrong:
            raise Wrong(N_("joined_on has to be a day like 2026-03-31.")) from wrong
        if day > self.today:
            raise Wrong(N_("joined_on lies ahead of today."))
        return day

    def _standing(self, text: str) -> Standing:
        standing = STANDINGS.get(text.lower() or Standing.NEWCOMER.value)
        if standing is None:
            raise Wrong(N_("standing has to be one of: %(choices)s."), choices=", ".join(STANDINGS))
        return standing

    def _zone(self, zone: str) -> str:
        if zone and zone not in self.zones:
            raise Wrong(N_("zone has to be one of: %(choices)s."), choices=", ".join(sorted(self.zones)))
        return zone

    def _slug(self, slug: str) -> str:
        if not slug:
            return ""
        if slug not in self.written:
            raise Wrong(N_("There is no entry with this slug in the content."))
        if slug in self.slugs:
            raise Wrong(N_("The entry with this slug belongs to somebody on the roll, or in a row above."))
        return slug


def _languages(text: str) -> tuple[Language, ...]:
    parts = [part.split() for part in re.split("[,;/|]", text) if part.strip()]
    if len(parts) > MOST_LANGUAGES:
        raise Wrong(N_("languages names %(found)s; %(most)s are the most."), found=len(parts), most=MOST_LANGUAGES)
    return tuple(_language(words) for words in parts)


def _language(words: list[str]) -> Language:
    """Return a language as "ti first" or "Tigrinya" says it; without a level it is spoken fluently."""
    level = next((one for one in Fluency if one.value == words[-1].lower()), None)
    name = " ".join(words[:-1] if level else words)
    code = language_code(name)
    if code is None:
        raise Wrong(
            N_("“%(given)s” is no language. Write its code or its English name, like: ti first."), given=name
        )
    return Language(code, level or Fluency.FLUENT)


def member_from(row: GoodRow, catalogue: Catalogue, taken: set[str], token: Chance) -> Member:
    """Return the member a good row makes, under a slug that is not *taken*; nobody may read anything of theirs."""
    consents: dict[str, Consent] = {}
    if row.slug:
        written = catalogue.members[row.slug]
        entry = written.entry
        consents = dict.fromkeys(CONSENT_FIELDS, written.consent)
    else:
        entry = Entry(
            slug=free_slug(row.name, taken, token), name=row.name, zone=row.zone, languages=row.languages
        )
    return Member(new_id(token), entry, row.standing, row.joined_on, consents, row.email)


def free_slug(name: str, taken: set[str], token: Chance = secrets.token_bytes) -> str:
    """Return a slug for *name* that nobody has; one by chance where the name has no Latin letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall("[a-z0-9]+", plain))[:60].strip("-") or f"member-{token(3).hex()}"
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
