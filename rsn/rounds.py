"""Something to be done every minute while a service runs, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY_SECONDS = 60.0

log = logging.getLogger("rsn.rounds")


@contextmanager
def every_minute(act: Callable[[], object], seconds: float = EVERY_SECONDS) -> Iterator[None]:
    """Call *act* again and again while the block runs; what goes wrong is noted and tried again."""
    stopped = threading.Event()

    def work() -> None:
        while not stopped.wait(seconds):
            try:
                act()
            except Exception as failed:
                # Whatever it was; the trace may hold an address, so no trace.
                log.error("a round failed: %s", type(failed).__name__)

    thread = threading.Thread(target=work, name="rounds", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=10)
