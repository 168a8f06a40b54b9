"""
What is deleted because it was kept long enough: the part of retention_table.py that no other code does.

Rules of this file: it is asked for once with every publish, and a second time changes nothing.
"""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

from domain.people import Standing
from domain.record.erasing import mail_mark
from forms_api.services.retention_table import APPLICATIONS_KEPT, CODES_KEPT, ENDED_KEPT, MAILS_KEPT
from forms_api.services.sessions import alive
from forms_api.store.base import Store, UnitOfWork


def purge(store: Store, now: datetime) -> None:
    """Delete what no other code ends: applications nobody answered, ends long past, dead sessions, used codes."""
    with store.unit() as unit:
        _purge_people(unit, now)
    with store.unit() as unit:
        _purge_sign_in(unit, now)


def purge_mails(folder: Path, now: datetime, marks: dict[str, str]) -> int:
    """
    Delete the mails in *folder* that are old, and those to erased members; return how many.

    *marks* maps the id of an erased member to the mark of their address.
    """
    gone = 0
    for file in sorted(folder.glob("*.eml")) if folder.is_dir() else ():
        old = file.stat().st_mtime < (now - MAILS_KEPT).timestamp()
        if old or (marks and _is_to(file, marks)):
            file.unlink()
            gone += 1
    return gone


def _is_to(file: Path, marks: dict[str, str]) -> bool:
    header = message_from_bytes(file.read_bytes(), policy=SMTP)["To"]
    found = [one.addr_spec for one in header.addresses] if header is not None else []
    return any(mail_mark(member, one) == mark for member, mark in marks.items() for one in found)


def _purge_people(unit: UnitOfWork, now: datetime) -> None:
    today = now.date()
    for member in unit.members.where(standing=Standing.APPLICANT):
        if member.joined_on + APPLICATIONS_KEPT <= today:
            for vouch in unit.vouches.where(of=member.id):
                unit.vouches.remove(vouch.id)
            unit.members.remove(member.id)
    for vouch in list(unit.vouches):
        if min(vouch.expires_on, vouch.withdrawn_on or vouch.expires_on) + ENDED_KEPT < today:
            unit.vouches.remove(vouch.id)
    for check in list(unit.checks):
        if check.valid_until + ENDED_KEPT < today:
            unit.checks.remove(check.id)
    for mandate in list(unit.mandates):
        if min(mandate.until, mandate.revoked_on or mandate.until) + ENDED_KEPT < today:
            unit.mandates.remove(mandate.id)


def _purge_sign_in(unit: UnitOfWork, now: datetime) -> None:
    for session in list(unit.sessions):
        if not alive(session, now):
            unit.sessions.remove(session.id)
    for link in list(unit.links):
        if link.expires_at <= now:
            unit.links.remove(link.id)
    for code in list(unit.codes):
        if code.used_at is not None and code.used_at + CODES_KEPT <= now:
            unit.codes.remove(code.id)
