"""The content as the service knows it at each moment: without drafts and without what is still to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from domain.catalogue import Catalogue


class Begun:
    """A callable that returns what has begun of another's catalogue; the same object until that changes."""

    def __init__(self, catalogue: Callable[[], Catalogue], clock: Callable[[], datetime]) -> None:
        self._catalogue = catalogue
        self._clock = clock
        self._seen: tuple[Catalogue, datetime | None, Catalogue] | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """Why a newer catalogue is not the other's."""
        return _problems_of(self._catalogue)

    def __call__(self) -> Catalogue:
        whole = self._catalogue()
        if not whole.publications:
            return whole
        from domain.publication import BEGUN, next_turn, seen

        now, zone = self._clock(), ZoneInfo(whole.network.time_zone)
        turn = next_turn(whole, now, zone)
        if self._seen is None or self._seen[0] is not whole or self._seen[1] != turn:
            self._seen = whole, turn, seen(whole, now, zone, BEGUN)
        return self._seen[2]


class Dressed:
    """A callable that returns another's catalogue; the process wears the theme as it was found good with it."""

    def __init__(self, live: Callable[[], Catalogue], content: Path) -> None:
        self._live = live
        self._content = content
        self._seen: Catalogue | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        return _problems_of(self._live)

    def __call__(self) -> Catalogue:
        found = self._live()
        if found is not self._seen:
            from presentation.worn import wear_theme_of

            self._seen = found
            wear_theme_of(self._content)
        return found


def _problems_of(catalogue: Callable[[], Catalogue]) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(catalogue, "problems", ())
    return found
