"""Sessions: who is signed in on which browser, and until when."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import replace
from datetime import datetime, timedelta

from domain.people import Member, Standing
from forms_api.store.base import Store, UnitOfWork
from forms_api.store.rows import Session

# Idle time counts from the last thing sent, since a GET changes nothing in the store.
OWN_DEVICE = (timedelta(days=7), timedelta(days=30))
SHARED_DEVICE = (timedelta(minutes=30), timedelta(hours=4))
PROOF_HOLDS = timedelta(minutes=10)
"""How long a link or code just used is proof enough for acts that cannot be undone, or that hand things over."""
NOTED_EVERY = timedelta(minutes=5)
"""How old the last note of use may be before another is written: most acts are one write, not two."""


def lifetime(shared: bool) -> tuple[timedelta, timedelta]:
    """Return how long a session may idle and how long it may live at all."""
    return SHARED_DEVICE if shared else OWN_DEVICE


def browser_id(token: str) -> str:
    """Return the name under which the store knows a cookie's token: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(
    store: Store,
    member: str,
    token: str,
    now: datetime,
    *,
    shared: bool,
    by_code: bool = False,
    twofold: bool = False,
    key: str = "",
) -> Session:
    """Sign *member* in on the browser that will hold *token*, and forget sessions that ran out."""
    _, absolute = lifetime(shared)
    session = Session(
        browser_id(token), member, now, now, now + absolute, shared,
        by_code=by_code, twofold=twofold, proved_at=now, key=key,
    )  # fmt: skip
    with store.unit() as unit:
        for old in list(unit.sessions):
            if not alive(old, now):
                unit.sessions.remove(old.id)
        unit.sessions.add(session)
    return session


def proved_lately(session: Session, now: datetime) -> bool:
    """Tell whether a link or a code was used for the session within the last PROOF_HOLDS."""
    return session.proved_at is not None and now < session.proved_at + PROOF_HOLDS


def alive(session: Session, now: datetime) -> bool:
    """Tell whether the session neither idled too long nor reached its end."""
    idle, _ = lifetime(session.shared)
    return now < session.expires_at and now < session.used_at + idle


def signed_in(
    unit: UnitOfWork, browser: str, now: datetime, keys: Container[str] | None = None
) -> tuple[Session, Member] | None:
    """
    Return the session of the browser and its member; None if there is none, it ran out or the member left.

    *keys* are the names of the secret keys that are honoured; a session opened under another one is dead.
    """
    session = unit.sessions.get(browser)
    if session is None or not alive(session, now):
        return None
    if session.key and keys is not None and session.key not in keys:
        return None
    member = unit.members.get(session.member)
    if member is None or member.standing is Standing.LEFT:
        return None
    return session, member


def noted_lately(session: Session, now: datetime) -> bool:
    """Tell whether the last note of the session's use is so young that no other is written."""
    return now < session.used_at + NOTED_EVERY


def touch(store: Store, session: Session, now: datetime, *, acting: bool = False, key: str = "") -> None:
    """
    Note that the session was used, *acting* for whom it acts or for its own member.

    Written only where the last note is older than NOTED_EVERY, so a session may end by that much sooner than the
    idle time it was given, never later. Acting that ran out is forgotten by this, at once: otherwise the fresh
    time of use would wake it up again.
    """
    ran_out = bool(session.acting_for) and not acting
    if not ran_out and noted_lately(session, now):
        return
    with store.unit() as unit:
        found = unit.sessions.get(session.id)
        if found is not None:
            kept = found if acting else replace(found, acting_for="", way="")
            unit.sessions.put(replace(kept, used_at=max(now, found.used_at), key=key or found.key))


def end(store: Store, browser: str) -> None:
    """Sign the browser out."""
    with store.unit() as unit:
        unit.sessions.remove(browser)


def end_all(store: Store, member: str) -> int:
    """Sign the member out everywhere; return of how many browsers."""
    with store.unit() as unit:
        sessions = unit.sessions.where(member=member)
        for session in sessions:
            unit.sessions.remove(session.id)
    return len(sessions)
