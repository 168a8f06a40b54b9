"""Keep the search for rubbish short in a process that answers: what stays is not looked through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from presentation.unsearched import unsearched as nothing_searched

NEW_ONES = 10_000
"""So many new objects before the young ones are looked through; a request leaves a few hundred, and no circles."""


def leave_out_what_stays() -> None:
    """
    Look through everything once, and leave what is there out of every later search.

    A full search goes through some 300 000 objects of content and code and stops every thread for 10 to 30 ms;
    while people vote there were two a second. Called again when other content was loaded: what the old left in
    circles goes then.
    """
    gc.set_threshold(NEW_ONES, 20, 20)
    gc.unfreeze()
    gc.collect()
    gc.freeze()


@contextmanager
def unsearched() -> Iterator[None]:
    """
    Search for no rubbish meanwhile, until `search_what_comes`: what a job imports and reads first, it keeps.

    An edit of one page spent a tenth of its time on looking through some 300 000 such objects.
    """
    with nothing_searched():
        try:
            yield
        finally:
            gc.unfreeze()


def search_what_comes() -> None:
    """Search again where nothing was searched so far, but never through what is there by now."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def left_out() -> bool:
    """Tell whether this process has left anything out so far."""
    return gc.get_freeze_count() > 0
