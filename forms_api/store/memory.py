"""The store that forgets everything when its process ends: for tests and for trying things out."""

from __future__ import annotations

from forms_api.store.shelved import ShelvedStore


class MemoryStore(ShelvedStore):
    """A store whose records last as long as it does."""
