"""Publish: record what is due, write the public record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Publish at the moment the question names, where that is allowed, else at the holder's own; then remind."""
    from forms_api.publish.elected import publish_if_elected
    from forms_api.services.notices import enqueue

    asked = question.get("now")
    now = datetime.fromisoformat(asked) if asked and holder.any_now else holder.clock()
    anew = bool(question.get("anew"))
    published = publish_if_elected(holder.store, holder.catalogue(), holder.folders.record, now, anew=anew)
    if published is None:
        return {"elsewhere": True}
    # Who has no mailbox queues them all the same; the service sends what it finds.
    enqueue(holder.store, now)
    if holder.remind is not None:
        holder.remind(now)
    return {
        "sequence": published.sequence,
        "changed": published.changed,
        "keys_made": published.keys_made,
    }
