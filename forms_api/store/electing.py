"""One process among several for an office: to publish, to remind. A store of one process elects itself."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol, runtime_checkable

from forms_api.store.base import Store

Head = tuple[int, str]
"""The size and the root of the public record's log, as its checkpoint says them."""


@runtime_checkable
class Elects(Protocol):
    """A store that several processes share."""

    def elected(self, office: str) -> AbstractContextManager[bool]:
        """Tell whether this is the only process that holds *office* while the block runs; dying gives it up."""

    def published(self) -> Head | None:
        """Return the newest head that any process noted."""

    def note_published(self, head: Head) -> None:
        """Note the head that was published."""


def elected(store: Store, office: str) -> AbstractContextManager[bool]:
    """Tell whether this process holds *office* while the block runs."""
    return store.elected(office) if isinstance(store, Elects) else nullcontext(True)
