"""The guards of requirements 46 to 80: content, privacy, authorisation and integrity, operations."""

from __future__ import annotations

from tests.security.guards import Guard

GUARDS: tuple[Guard, ...] = ()
