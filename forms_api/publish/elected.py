"""Publishing where several service processes share one store: one of them does it, the others go on."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.catalogue import Catalogue
from forms_api.publish import Published, publish
from forms_api.store.base import Store
from forms_api.store.electing import elected

OFFICE = "publisher"


def publish_if_elected(store: Store, catalogue: Catalogue, record_dir: Path, now: datetime) -> Published | None:
    """
    Publish; return None where another process is publishing, which needs no help.

    Raises:
        RecordRefused: nothing true could be signed; the message says why and what to do.
    """
    with elected(store, OFFICE) as mine:
        return publish(store, catalogue, record_dir, now) if mine else None
