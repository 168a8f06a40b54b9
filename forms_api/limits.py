"""How often something may be tried: counted in memory, per network and for all, and forgotten by the hour."""

from __future__ import annotations

import hmac
import ipaddress
from collections import deque
from datetime import datetime, timedelta
from threading import Lock


class TooMany(Exception):
    """A limit is reached; *seconds* until the next try is worth it."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many tries; wait {seconds} seconds.")
        self.seconds = seconds


class Limiter:
    """Counts tries. Keys are kept only as a keyed hash, so that memory holds no address of anybody."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._tries: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def check(self, what: str, key: str, now: datetime, *, most: int, within: timedelta) -> None:
        """
        Count one try of *what* by *key*.

        Raises:
            TooMany: *most* were counted already *within* this time.
        """
        name = hmac.digest(self._secret, f"rsn/limit/v1|{what}|{key}".encode(), "sha256").hex()
        with self._lock:
            tries = self._tries.setdefault(name, deque())
            while tries and tries[0] <= now - within:
                tries.popleft()
            if len(tries) >= most:
                raise TooMany(max(1, int((tries[0] + within - now).total_seconds())))
            tries.append(now)
            self._forget(now)

    def _forget(self, now: datetime) -> None:
        if len(self._tries) > 10_000:
            old = now - timedelta(hours=1)
            self._tries = {name: tries for name, tries in self._tries.items() if tries and tries[-1] > old}


def network_of(address: str | None) -> str:
    """Return the network of an address (/24, or /48 for IPv6): one person's addresses change within it."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))
