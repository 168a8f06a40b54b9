"""
A count as a case: method, rules, options and ballots in one plain mapping, as `rsn tally` reads it.

Only the keys named in the design are looked at; others (a name, a source, what was expected) are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from domain.governance.methods.result import BallotUnreadable
from domain.governance.policy import Base, Proportion

E = TypeVar("E", bound=StrEnum)

QUORUM_BASES = (Base.VALID, Base.CAST)


@dataclass(frozen=True)
class Case:
    """*options* are sorted by code point; *eligible* is None where the case does not say it."""

    method: str
    params: Mapping[str, Any]
    options: tuple[str, ...]
    ballots: Sequence[Mapping[str, Any]]
    eligible: int | None = None

    def on_roll(self, where: str) -> int:
        """
        Return the size of the roll.

        Raises:
            BallotUnreadable: the case does not say it, and *where* needs it.
        """
        if self.eligible is None:
            raise BallotUnreadable(where, 'is measured against the roll: give "eligible".')
        return self.eligible

    def whole(self, name: str, *, least: int = 0) -> int:
        """
        Return a rule that is a whole number.

        Raises:
            BallotUnreadable: it is missing, or not a whole number of at least *least*.
        """
        value = self.params.get(name)
        if type(value) is not int or value < least:
            raise BallotUnreadable(f"params.{name}", f"Give a whole number, {least} or more.")
        return value

    def one_of(self, name: str, kind: type[E], default: E) -> E:
        """
        Return a rule that is one of a few words.

        Raises:
            BallotUnreadable: another word.
        """
        value = self.params.get(name, default.value)
        if value not in list(kind):
            raise BallotUnreadable(f"params.{name}", f"{value!r} is unknown. Use one of: {', '.join(kind)}.")
        return kind(value)

    def amount(self, name: str) -> Fraction:
        """
        Return a rule that is an amount: a decimal or a fraction as text, none negative.

        Raises:
            BallotUnreadable: it is missing or no amount.
        """
        return amount_of(self.params.get(name), f"params.{name}")

    def costs(self) -> tuple[Fraction, ...]:
        """
        Return what each option costs, by place.

        Raises:
            BallotUnreadable: one is missing or no amount.
        """
        given = self.params.get("costs")
        if not isinstance(given, Mapping):
            raise BallotUnreadable("params.costs", "Give what each option costs, as a mapping.")
        return tuple(amount_of(given.get(option), f"params.costs.{option}") for option in self.options)

    def proportion(self, name: str, bases: Sequence[Base]) -> Proportion | None:
        """
        Return a rule that is a share {num, den, strict, base}; None where it is not given.

        Raises:
            BallotUnreadable: it is no such share, or of another base than *bases*.
        """
        given = self.params.get(name)
        if given is None:
            return None
        where = f"params.{name}"
        if not isinstance(given, Mapping):
            raise BallotUnreadable(where, "Give num, den, strict and base.")
        num, den, base = given.get("num"), given.get("den"), given.get("base", bases[0].value)
        if type(num) is not int or type(den) is not int or num < 0 or den < 1:
            raise BallotUnreadable(where, "Give num and den as whole numbers, den above 0.")
        if base not in [b.value for b in bases]:
            raise BallotUnreadable(f"{where}.base", f"Use one of: {', '.join(bases)}.")
        strict = given.get("strict", False)
        if type(strict) is not bool:
            raise BallotUnreadable(f"{where}.strict", "Use true (more than) or false (at least).")
        return Proportion(num, den, Base(base), strict)


def amount_of(value: object, where: str) -> Fraction:
    """
    Return an amount of money, given as text ("12.50", "25/2") or as a whole number.

    Raises:
        BallotUnreadable: it is none, or below zero.
    """
    wrong = BallotUnreadable(where, 'Give an amount of 0 or more as text, like "1200", "12.50" or "25/2".')
    if not isinstance(value, str) and type(value) is not int:
        raise wrong
    try:
        amount = Fraction(value)
    except (ValueError, ZeroDivisionError) as unreadable:
        raise wrong from unreadable
    if amount < 0:
        raise wrong
    return amount


def read_case(plain: object) -> Case:
    """
    Return the case that *plain* stands for.

    Raises:
        BallotUnreadable: it has no method, or options, rules or ballots of another shape.
    """
    if not isinstance(plain, Mapping):
        raise BallotUnreadable("case", "Give an object with method, params, options and ballots.")
    method, params = plain.get("method"), plain.get("params") or {}
    if not isinstance(method, str):
        raise BallotUnreadable("method", "Give the name of a method.")
    if not isinstance(params, Mapping):
        raise BallotUnreadable("params", "Give the rules of the method as a mapping.")
    eligible = plain.get("eligible")
    if eligible is not None and (type(eligible) is not int or eligible < 0):
        raise BallotUnreadable("eligible", "Give the size of the roll, 0 or more.")
    return Case(method, params, _options(plain.get("options")), _ballots(plain.get("ballots")), eligible)


def _options(given: object) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list | tuple) or not all(isinstance(option, str) and option for option in given):
        raise BallotUnreadable("options", "Give a list of names.")
    if len(set(given)) < len(given):
        raise BallotUnreadable("options", "Each option stands once.")
    return tuple(sorted(given))


def _ballots(given: object) -> Sequence[Mapping[str, Any]]:
    # What each of them is, is seen when the box is filled: a large box is looked at once.
    if not isinstance(given, list | tuple):
        raise BallotUnreadable("ballots", "Give a list of ballots, [] for none.")
    return given
