"""Names for new records: by chance, so that no order of arrival is readable from them."""

from __future__ import annotations

import secrets
from collections.abc import Callable

Chance = Callable[[int], bytes]
"""Returns so many random bytes; secrets.token_bytes outside of tests."""


def new_id(token: Chance = secrets.token_bytes) -> str:
    """Return a fresh id of sixteen hexadecimal signs."""
    return token(8).hex()
