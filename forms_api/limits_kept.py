"""Where tries are counted: in the store's own database, in a file beside it, or for the life of the process."""

from __future__ import annotations

from typing import cast

from forms_api.config import Config
from forms_api.limits import Counts, MemoryCounts
from forms_api.limits_postgres import Connects, PostgresCounts
from forms_api.limits_sqlite import SqliteCounts
from forms_api.store.base import Store


def counts_for(config: Config, store: Store) -> Counts:
    """Return what reaches as far as the store does: all machines, all processes of one, or this process."""
    if hasattr(store, "connected"):
        return PostgresCounts(cast(Connects, store))
    return SqliteCounts(config.limits_file) if config.limits_file else MemoryCounts()
