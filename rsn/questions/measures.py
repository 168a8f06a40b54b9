"""The figures of the Strength page, recomputed on the store for stewards."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Return every figure as it is now, nothing left out; nothing is written."""
    from domain.codec import to_plain
    from domain.measures.hours import twelve_months
    from forms_api.publish.members import Community
    from forms_api.publish.snapshot import snapshot
    from forms_api.publish.strength import for_stewards

    community = Community(snapshot(holder.store), holder.catalogue(), holder.clock().astimezone(UTC).date())
    since, until = twelve_months(community.on)
    return {
        "since": since.isoformat(),
        "until": until.isoformat(),
        "measures": [to_plain(figure) for figure in for_stewards(community)],
    }
