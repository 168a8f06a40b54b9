"""Writing everything kept into a folder on the same machine, by whoever holds the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Write the whole network into the folder that is asked for."""
    from forms_api.services.exporting import write_all
    from forms_api.services.refusals import Refused

    try:
        return {"records": write_all(holder.store, Path(question["folder"]), holder.clock())}
    except (Refused, OSError) as refused:
        return {"refused": str(refused)}
