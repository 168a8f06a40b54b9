"""
Which store a community has: the embedded one in its data folder, or PostgreSQL where RSN_DATABASE_URL names one.

Only the environment names it: on a command line every user of the machine could read its password.
"""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from rsn.folders import Folders, make_private

if TYPE_CHECKING:
    from forms_api.store.base import Store
    from forms_api.store.disk import Disk

VARIABLE = "RSN_DATABASE_URL"


def database_url() -> str:
    """Return the address of the database; "" for the embedded store."""
    return os.environ.get(VARIABLE, "")


def open_store(folders: Folders, disk: Disk | None = None) -> Store:
    """
    Return the store of the community; *disk* is what an embedded one writes through.

    Raises:
        StoreBusy: another process holds the embedded store.
        StoreFailed: it cannot be made or reached.
        StoreUnreadable: it holds what this version cannot read.
    """
    make_private(folders.data)
    url = database_url()
    return open_database(url) if url else open_embedded(folders, disk)


def open_embedded(folders: Folders, disk: Disk | None = None) -> Store:
    """Return the store in the data folder, on the machine's own disk or on *disk*; raises as `open_store`."""
    from forms_api.store.disk import REAL
    from forms_api.store.tinydb import TinyStore

    make_private(folders.data)
    return TinyStore.open(folders.store, disk or REAL)


def open_database(url: str) -> Store:
    """Return the store in the database at *url*; raises as `open_store`."""
    store: Store = _driver().PostgresStore.open(url)
    return store


def database_has_tables(url: str) -> bool:
    """
    Tell whether a store was ever made in the database at *url*; it is not made by asking.

    Raises:
        StoreFailed: it cannot be reached.
    """
    made: bool = _driver().is_made(url)
    return made


def _driver() -> ModuleType:
    from forms_api.store.base import StoreFailed

    try:
        return import_module("forms_api.store.postgres")
    except ImportError as missing:
        why = "psycopg is not installed. Run: pip install -r requirements-postgres.txt"
        raise StoreFailed(f"PostgreSQL, named by {VARIABLE},", why) from missing
