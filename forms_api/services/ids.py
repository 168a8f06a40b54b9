"""Names for new records: by chance, so that no order of arrival is readable from them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from itertools import count

Chance = Callable[[int], bytes]
"""Returns so many random bytes; secrets.token_bytes outside of tests."""


def new_id(token: Chance = secrets.token_bytes) -> str:
    """Return a fresh id of sixteen hexadecimal signs."""
    return token(8).hex()


def repeatable(*seed: str) -> Chance:
    """
    Return chance that gives the same bytes again for the same *seed*.

    For what a form sent twice must not do twice: the seed holds the form's nonce, so the second time finds the
    id taken.
    """
    turns = count()
    base = hashlib.sha256("|".join(seed).encode()).digest()

    def token(size: int) -> bytes:
        return hashlib.sha256(base + next(turns).to_bytes(4, "big")).digest()[:size]

    return token
