"""
A lock that is never held by a thread which still waits for the interpreter.

Python runs one thread at a time. A waiter that is given an ordinary lock has to wait for the interpreter while it
holds it, and everybody who comes by meanwhile goes to sleep on it too: sixteen threads that each need a lock for
fifty microseconds then change places forty times for one ballot. Here a waiter is only woken; it takes the lock,
if it is still free, once it runs. Whoever comes by first has it, so nobody may count on the order.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from types import TracebackType


class Turn:
    """A lock for short pieces of work that wait for nothing inside."""

    def __init__(self) -> None:
        self._held = Lock()
        self._asleep: deque[Lock] = deque()

    def acquire(self) -> None:
        """Return once this thread has the turn."""
        while not self._held.acquire(False):
            bell = Lock()
            bell.acquire()
            self._asleep.append(bell)
            # It may have been given up before the bell hung there; then nobody would ring it.
            if self._held.acquire(False):
                self._hang_down(bell)
                return
            bell.acquire()

    def release(self) -> None:
        """Give the turn up and wake the one who has slept longest."""
        self._held.release()
        self._ring()

    def _hang_down(self, bell: Lock) -> None:
        try:
            self._asleep.remove(bell)
        except ValueError:
            # Somebody rang it in between: that call was for whoever sleeps next.
            self._ring()

    def _ring(self) -> None:
        try:
            self._asleep.popleft().release()
        except IndexError:
            return

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
