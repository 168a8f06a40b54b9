"""
How often something may be tried: per network, per key and for all, counted where it outlives a restart.

Keys are kept only as a keyed hash, under a key of the day, so that what is counted holds no address of anybody and
no day can be laid beside another. Tries are all counted or none: who is refused by one limit uses up no other.
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

KEPT = timedelta(days=1)
"""The longest time anything is counted within; older tries are forgotten."""


class TooMany(Exception):
    """A limit is reached; *seconds* until the next try is worth it."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many tries; wait {seconds} seconds.")
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """At most so many tries of *what* by *key* *within* this time, which is no longer than KEPT."""

    what: str
    key: str
    most: int
    within: timedelta


class Tries(Protocol):
    """What was counted, open for one decision: nobody else counts meanwhile."""

    def seen(self, names: Sequence[str], since: datetime) -> tuple[int, datetime | None]:
        """Return how many tries under any of the names were later than *since*, and the oldest of them."""

    def add(self, name: str, at: datetime) -> None:
        """Count one try."""

    def forget(self, before: datetime) -> None:
        """Remove all tries before this moment."""


class Counts(Protocol):
    """Where tries are counted: in memory, in a file, in a database."""

    def opened(self, names: Sequence[str]) -> AbstractContextManager[Tries]:
        """Return what was counted, held for whoever decides on these names."""


class Limiter:
    """Decides whether one more try is one too many."""

    def __init__(self, secret: bytes, counts: Counts | None = None) -> None:
        self._secret = secret
        self._counts = counts or MemoryCounts()
        self._swept = ""

    def check(self, what: str, key: str, now: datetime, *, most: int, within: timedelta) -> None:
        """
        Count one try of *what* by *key*.

        Raises:
            TooMany: *most* were counted already *within* this time.
        """
        self.take(now, Limit(what, key, most, within))

    def take(self, now: datetime, *limits: Limit) -> None:
        """
        Count one try under all of the limits.

        Raises:
            TooMany: one of them is reached; then nothing is counted.
        """
        named = [(limit, self._names(limit, now)) for limit in limits]
        with self._counts.opened(sorted(names[0] for _, names in named)) as tries:
            wait = max((self._wait(tries, limit, names, now) for limit, names in named), default=0)
            if not wait:
                for _, (today, _yesterday) in named:
                    tries.add(today, now)
                self._sweep(tries, now)
        if wait:
            raise TooMany(wait)

    def _wait(self, tries: Tries, limit: Limit, names: Sequence[str], now: datetime) -> int:
        count, oldest = tries.seen(names, now - limit.within)
        if count < limit.most or oldest is None:
            return 0
        return max(1, int((oldest + limit.within - now).total_seconds()))

    def _names(self, limit: Limit, now: datetime) -> tuple[str, str]:
        # Counted under today's key; what was tried before midnight still counts after it.
        return self._name(limit, now), self._name(limit, now - timedelta(days=1))

    def _name(self, limit: Limit, day: datetime) -> str:
        daily = hmac.digest(self._secret, f"rsn/limit-key/v1|{day:%Y-%m-%d}".encode(), "sha256")
        return hmac.digest(daily, f"{limit.what}|{limit.key}".encode("utf-8", "replace"), "sha256").hex()

    def _sweep(self, tries: Tries, now: datetime) -> None:
        hour = f"{now:%Y-%m-%d %H}"
        if hour != self._swept:
            tries.forget(now - KEPT)
            self._swept = hour


class MemoryCounts:
    """Counts that end with the process: for tests, and for a service that nobody else reaches."""

    def __init__(self) -> None:
        self._tries: dict[str, list[datetime]] = {}
        self._lock = Lock()

    @contextmanager
    def opened(self, _names: Sequence[str]) -> Iterator[Tries]:
        """Return the counts, held."""
        with self._lock:
            yield self

    def seen(self, names: Sequence[str], since: datetime) -> tuple[int, datetime | None]:
        """Return how many tries were later than *since*, and the oldest of them."""
        found = [at for name in names for at in self._tries.get(name, ()) if at > since]
        return len(found), min(found, default=None)

    def add(self, name: str, at: datetime) -> None:
        """Count one try."""
        self._tries.setdefault(name, []).append(at)

    def forget(self, before: datetime) -> None:
        """Remove all tries before this moment."""
        kept = {name: [at for at in tries if at >= before] for name, tries in self._tries.items()}
        self._tries = {name: tries for name, tries in kept.items() if tries}


def network_of(address: str | None) -> str:
    """Return the network of an address (/24, or /48 for IPv6): one person's addresses change within it."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))
