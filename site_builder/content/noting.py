"""
What a file asked about the others while it was read.

A file that was read without a problem is right as long as every question it asked has the same answer. A question
is "is there such a slug of this kind?", written "KIND/SLUG"; whoever looks at a whole kind asked "KIND/*".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from site_builder.content.known import Known

EVERY = "*"


class Noting(Known):
    """What may be named, noting each question: take them with asked() after each file."""

    def __init__(self, languages: tuple[str, ...], by_kind: Mapping[str, frozenset[str]]) -> None:
        super().__init__(languages, by_kind)
        object.__setattr__(self, "_noted", set())
        object.__setattr__(self, "_sets", {})

    def slugs(self, kind: str) -> frozenset[str]:
        """Return the slugs of *kind* as a set that notes who asks it; one without members for an unknown kind."""
        sets: dict[str, _Asked] = self.__dict__["_sets"]
        if kind not in sets:
            sets[kind] = _Asked.of(kind, self.by_kind.get(kind, frozenset()), self.__dict__["_noted"])
        return sets[kind]

    def asked(self) -> frozenset[str]:
        """Return the questions since the last call."""
        noted: set[str] = self.__dict__["_noted"]
        questions = frozenset(noted)
        noted.clear()
        return questions


class _Asked(frozenset[str]):
    """A set that notes each question; it is never false, so that nobody passes an empty one without asking."""

    _kind: str
    _noted: set[str]

    @classmethod
    def of(cls, kind: str, slugs: frozenset[str], noted: set[str]) -> _Asked:
        made = cls(slugs)
        made._kind, made._noted = kind, noted
        return made

    def __contains__(self, slug: object) -> bool:
        self._noted.add(f"{self._kind}/{slug}")
        return super().__contains__(slug)

    def _whole(self) -> frozenset[str]:
        self._noted.add(f"{self._kind}/{EVERY}")
        return frozenset(super().__iter__())

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def __or__(self, other: Any) -> Any:
        return self._whole() | other

    def __and__(self, other: Any) -> Any:
        return self._whole() & other

    def __sub__(self, other: Any) -> Any:
        return self._whole() - other

    __ror__ = __or__
    __rand__ = __and__

    def __rsub__(self, other: Any) -> Any:
        return other - self._whole()

    def __eq__(self, other: object) -> bool:
        return self._whole() == other

    __hash__ = frozenset.__hash__


def other_answers(before: Mapping[str, frozenset[str]], now: Mapping[str, frozenset[str]]) -> set[str]:
    """Return the questions that are answered otherwise *now* than *before*."""
    changed: set[str] = set()
    for kind in before.keys() | now.keys():
        others = before.get(kind, frozenset()) ^ now.get(kind, frozenset())
        changed.update(f"{kind}/{slug}" for slug in others)
        if others:
            changed.add(f"{kind}/{EVERY}")
    return changed
