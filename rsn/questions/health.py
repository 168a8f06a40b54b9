"""Health: whether the service that holds the store is well."""

from __future__ import annotations

from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, _question: Question) -> dict[str, Any]:
    """Return what is not well."""
    from forms_api.health import as_answer, troubles

    now = holder.clock()
    return as_answer(troubles(holder.patient(), now), now)
