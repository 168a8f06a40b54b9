"""The embedded store's files, by whoever holds it: what they hold, and writing them anew."""

from __future__ import annotations

from typing import Any

from rsn.house import Holder, Question


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Compact the files if that is asked for, and tell how they stand."""
    from forms_api.store.base import COLLECTIONS, Home
    from forms_api.store.tinydb import TinyStore

    store = holder.store
    if question.get("compact"):
        for home in Home:
            store.rewrite(home)
    with store.reading() as unit:
        records = {c.name: len(getattr(unit, c.name)) for c in COLLECTIONS}
    files = [vars(file) for file in store.files()] if isinstance(store, TinyStore) else []
    return {"records": records, "files": files, "health": store.health()}
