"""
Printed sign-in codes: a sheet of them for whoever has no mail. Each works once; a new sheet voids the old.

Sixteen signs by chance (80 bits) and a check sign. The store knows them by a memory-hard hash only, so that a
stolen copy of it opens nothing. Source: OWASP ASVS 5.0, 6.5.2.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from domain.governance.receipt import WrongCode, read_receipt_code, receipt_code
from domain.people import Standing
from forms_api.services.ids import Chance
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store
from forms_api.store.rows import SignInCode

PER_SHEET = 10
MOST_PER_SHEET = 50
_SALT = b"rsn/sign-in-code/v1"


class CodeUnknown(Refused):
    """The code is misspelt, used, void or nobody's; which of these is not told."""

    message = N_("This code does not sign in. Compare each sign with your sheet; a code works only once.")


def issue(
    store: Store, member: str, now: datetime, *, number: int = PER_SHEET, token: Chance = secrets.token_bytes
) -> tuple[str, ...]:
    """Return a fresh sheet of codes for the member; those of earlier sheets are void from now on."""
    sheet = tuple(receipt_code(token(32)) for _ in range(number))
    rows = [SignInCode(code_id(code), member, now) for code in sheet]
    with store.unit() as unit:
        for old in unit.codes.where(member=member):
            unit.codes.remove(old.id)
        for row in rows:
            unit.codes.add(row)
    return sheet


def void(store: Store, members: Iterable[str]) -> int:
    """Void all codes of the members; return how many there were."""
    gone = 0
    with store.unit() as unit:
        for member in members:
            for old in unit.codes.where(member=member):
                gone += unit.codes.remove(old.id)
    return gone


def use_code(store: Store, typed: str, now: datetime, *, only: str = "") -> str:
    """
    Use a code up and return the id of the member it signs in; *only* is the one member whose codes are taken.

    Raises:
        CodeUnknown: it is no code, or none that still works.
    """
    try:
        name = code_id(read_receipt_code(typed))
    except WrongCode as wrong:
        raise CodeUnknown from wrong
    with store.unit() as unit:
        row = unit.codes.get(name)
        member = unit.members.get(row.member) if row is not None else None
        if row is None or row.used_at is not None or member is None or member.standing is Standing.LEFT:
            raise CodeUnknown
        if only and row.member != only:
            raise CodeUnknown
        unit.codes.put(replace(row, used_at=now))
    return row.member


def beginning(typed: str) -> str:
    """Return the first four signs as they were meant, by which tries are counted: O is 0, I and L are 1."""
    return "".join(typed.upper().split()).replace("-", "").translate(str.maketrans("OIL", "011"))[:4]


def code_id(code: str) -> str:
    """Return the name under which the store knows a printed code."""
    signs = code.replace("-", "").encode()
    return hashlib.scrypt(signs, salt=_SALT, n=2**12, r=8, p=1, dklen=32).hex()
