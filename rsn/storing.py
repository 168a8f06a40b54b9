"""
Which store a community has: the embedded one in its data folder, or PostgreSQL where RSN_DATABASE_URL names one.

Only the environment names it: on a command line every user of the machine could read its password.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rsn.folders import Folders, make_private

if TYPE_CHECKING:
    from forms_api.store.base import Store

VARIABLE = "RSN_DATABASE_URL"


def database_url() -> str:
    """Return the address of the database; "" for the embedded store."""
    return os.environ.get(VARIABLE, "")


def open_store(folders: Folders) -> Store:
    """
    Return the store of the community.

    Raises:
        StoreBusy: another process holds the embedded store.
        StoreFailed: it cannot be made or reached.
        StoreUnreadable: it holds what this version cannot read.
    """
    make_private(folders.data)
    url = database_url()
    return open_database(url) if url else open_embedded(folders)


def open_embedded(folders: Folders) -> Store:
    """Return the store in the data folder; raises as `open_store`."""
    from forms_api.store.tinydb import TinyStore

    make_private(folders.data)
    return TinyStore.open(folders.store)


def open_database(url: str) -> Store:
    """Return the store in the database at *url*; raises as `open_store`."""
    from forms_api.store.base import StoreFailed

    try:
        from forms_api.store.postgres import PostgresStore
    except ImportError as missing:
        why = "psycopg is not installed. Run: pip install -r requirements-postgres.txt"
        raise StoreFailed(f"{VARIABLE} names PostgreSQL, which", why) from missing
    return PostgresStore.open(url)
