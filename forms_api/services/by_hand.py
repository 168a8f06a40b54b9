"""
The store as it is while somebody acts for a member: nothing is done in that member's name without a trace.

Rules of this file: the row that says who entered an act for whom is written in the same unit of work as the act,
so there is never the one without the other, whatever fails. Ballots and their keys look empty and take nothing.
The member stands there without their steward's rights. Nobody confirms, for one side, what they themselves gave
or received on the other, and nobody vouches for themself in another's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from domain.exchange import Exchange
from domain.mandates import ActedFor
from domain.meeting import Gathering
from domain.people import Member
from domain.skills import Vouch
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import COLLECTIONS, Home, Store, UnitOfWork, key_of
from forms_api.store.rows import Erasure

HOMES = {collection.name: collection.home for collection in COLLECTIONS}
UNSEEN = frozenset({Home.BALLOTS, Home.KEYS})
MOST_SUBJECTS = 12


class OwnHand(Refused):
    """An act that nobody does for another."""

    message = N_("This is done by the member alone. Stop entering for somebody else first.")
    status = 403


class BothSides(Refused):
    message = N_(
        "You are the other side of this. Somebody else has to enter it for them: another steward, "
        "or another helper."
    )
    status = 403


@dataclass(frozen=True)
class Hand:
    """Who (*by*) acts for whom in this request; *act* is the address's name, *row* the id of its one trace."""

    row: str
    member: str
    by: str
    act: str
    way: str
    at: datetime


class ByHandStore:
    """*inner*, seen by whoever acts for somebody."""

    def __init__(self, inner: Store, hand: Hand) -> None:
        self._inner = inner
        self._hand = hand

    @contextmanager
    def unit(self) -> Iterator[UnitOfWork]:
        with self._inner.unit() as unit:
            seen = _Unit(unit, self._hand)
            yield cast(UnitOfWork, seen)
            seen.leave_trace()

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self._inner.reading() as unit:
            yield cast(UnitOfWork, _Unit(unit, self._hand))

    def settle(self) -> None:
        self._inner.settle()

    def health(self) -> str:
        return self._inner.health()

    def rewrite(self, home: Home) -> None:
        raise OwnHand

    def close(self) -> None:
        raise OwnHand


class _Unit:
    def __init__(self, unit: UnitOfWork, hand: Hand) -> None:
        self._unit = unit
        self._hand = hand
        self._touched: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._unit, name)
        if HOMES[name] in UNSEEN:
            return _Unseen()
        if HOMES[name] is not Home.MAIN:
            return inner
        kind = _People if name == "members" else _Noting
        return kind(inner, name, self._hand, self._touched)

    def leave_trace(self) -> None:
        if not self._touched:
            return
        hand, rows = self._hand, self._unit.acted
        earlier = rows.get(hand.row)
        subjects = sorted(self._touched | set(earlier.subject.split() if earlier else ()))[:MOST_SUBJECTS]
        rows.put(ActedFor(hand.row, hand.member, hand.by, hand.act, hand.at, hand.way, " ".join(subjects)))


class _Noting:
    """A collection whose changes are noted, and held against what nobody may enter for another."""

    def __init__(self, inner: Any, name: str, hand: Hand, touched: set[str]) -> None:
        self._inner = inner
        self._name = name
        self._hand = hand
        self._touched = touched

    def get(self, key: str) -> Any:
        return self._inner.get(key)

    def where(self, **equal: object) -> list[Any]:
        found: list[Any] = self._inner.where(**equal)
        return found

    def count(self, **equal: object) -> int:
        return len(self.where(**equal))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._inner)

    def __len__(self) -> int:
        return len(self._inner)

    def add(self, record: Any) -> None:
        self._check(None, record)
        self._inner.add(record)
        self._note(key_of(record))

    def put(self, record: Any) -> None:
        before = self._inner.get(key_of(record))
        self._check(before, record)
        self._inner.put(record)
        if before != record:
            self._note(key_of(record))

    def remove(self, key: str) -> bool:
        there: bool = self._inner.remove(key)
        if there:
            self._note(key)
        return there

    def _note(self, key: str) -> None:
        self._touched.add(f"{self._name}/{key}")

    def _check(self, before: Any, after: Any) -> None:
        hand = self._hand
        match after:
            case Erasure():
                # Nobody is erased but by their own word, or by two who ask them themselves.
                raise OwnHand
            case Exchange() if {after.giver, after.receiver} == {hand.member, hand.by}:
                both = _newly_confirmed(before, after, hand.member)
            case Gathering() if hand.by in (*after.givers, *after.receivers):
                both = hand.member in after.confirmed and (before is None or hand.member not in before.confirmed)
            case Vouch():
                both = after != before and (after.by, after.of) == (hand.member, hand.by)
            case _:
                both = False
        if both:
            raise BothSides


class _People(_Noting):
    """The roll, on which the member who is acted for has no steward's rights, and keeps them all the same."""

    def get(self, key: str) -> Any:
        return self._plain(self._inner.get(key))

    def where(self, **equal: object) -> list[Any]:
        return [self._plain(member) for member in self._inner.where(**equal)]

    def __iter__(self) -> Iterator[Any]:
        return (self._plain(member) for member in self._inner)

    def put(self, record: Any) -> None:
        held = self._inner.get(key_of(record))
        own = held is not None and record.id == self._hand.member
        super().put(replace(record, steward=held.steward) if own else record)

    def _plain(self, member: Member | None) -> Member | None:
        return without_rights(member) if member is not None and member.id == self._hand.member else member


class _Unseen:
    """The ballot box, for whoever is not its voter: empty to look at, closed to put anything in."""

    def get(self, key: str) -> None:
        return None

    def where(self, **equal: object) -> list[Any]:
        return []

    def count(self, **equal: object) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def add(self, record: Any) -> None:
        raise OwnHand

    put = add

    def remove(self, key: str) -> bool:
        raise OwnHand


def without_rights(member: Member) -> Member:
    """Return the member as others act for them: a steward's rights are never acted with."""
    return replace(member, steward=False)


def _newly_confirmed(before: Exchange | None, after: Exchange, member: str) -> bool:
    def said(exchange: Exchange | None) -> datetime | None:
        if exchange is None:
            return None
        return exchange.confirmed_by_giver if exchange.giver == member else exchange.confirmed_by_receiver

    return said(after) is not None and (said(before) is None or before != after)
