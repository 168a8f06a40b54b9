"""What a server must be like before ballots are given to it."""

from __future__ import annotations

from forms_api.store.base import StoreFailed
from forms_api.store.postgres.connections import Connection

OLDEST = 130000
"""PostgreSQL 13: the oldest that Debian or its makers still look after."""


def check_server(connection: Connection, where: str, *, fsync_off: bool) -> None:
    """
    Make sure that the server keeps what it acknowledges and can hold every text.

    Raises:
        StoreFailed: it does not; the message says what to change.
    """
    if connection.info.server_version < OLDEST:
        raise StoreFailed(where, f"the server is older than PostgreSQL {OLDEST // 10000}")
    if _shown(connection, "server_encoding") != "UTF8":
        raise StoreFailed(where, "its encoding is not UTF8. Make it with CREATE DATABASE … ENCODING 'UTF8'")
    for setting in () if fsync_off else ("fsync", "full_page_writes"):
        if _shown(connection, setting) != "on":
            why = f"{setting} is off there: a power cut would lose ballots. Set {setting} = on in postgresql.conf"
            raise StoreFailed(where, why)


def _shown(connection: Connection, setting: str) -> object:
    row = connection.execute("SELECT current_setting(%s)", (setting,)).fetchone()
    return row[0] if row else None
