"""Work in which nothing is looked through for rubbish: what it makes stays as long as it goes on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unsearched() -> Iterator[None]:
    """
    Search for no rubbish while the block runs: there is none, only very many values that stay.

    Looking through them again and again took a fifth of the close of a large vote.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
