"""
Digests of values: equal values have equal digests, in every process and on every day.

Pickle writes a value down quickly; without its memo what it writes depends on what a value says alone, never on
which parts of it happen to be one object. Sets have no order of their own and may not stand in such a value.
"""

from __future__ import annotations

import io
import pickle  # nosec B403
from hashlib import blake2b

SIZE = 16
PROTOCOL = 5


def digest_of(value: object) -> bytes:
    """Return the digest of a value made of frozen dataclasses, tuples, mappings, words and numbers."""
    return blake2b(written(value), digest_size=SIZE).digest()


def digest_of_bytes(content: bytes) -> bytes:
    """Return the digest of the content of a file."""
    return blake2b(content, digest_size=SIZE).digest()


def written(value: object) -> bytes:
    """Return the value as bytes that say what it says, and nothing else."""
    into = io.BytesIO()
    pickler = pickle.Pickler(into, PROTOCOL)
    pickler.fast = True
    pickler.dump(value)
    return into.getvalue()
