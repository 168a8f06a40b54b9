"""What may be named: the slugs that have a file, the zones, categories and languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_ADDED = {
    "zone": "The zones stand in network.yaml.",
    "category": "The categories stand in categories.yaml.",
    "cohort": "Cohorts are the files of cohorts/, like 'work-door-2'.",
}


@dataclass(frozen=True)
class Known:
    """*by_kind* lacks a kind, and *languages* is empty, where its file cannot be read: then nobody is blamed."""

    languages: tuple[str, ...] = ()
    by_kind: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def default(self) -> str:
        return self.languages[0] if self.languages else "en"

    def slugs(self, kind: str) -> frozenset[str] | None:
        return self.by_kind.get(kind)

    def how_to_add(self, kind: str) -> str:
        """Return what to do where a slug of *kind* resembles none."""
        return _ADDED.get(kind, f"Name one that has a file in {kind}s/, or write it with 'rsn new {kind} SLUG'.")
