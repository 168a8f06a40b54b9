"""
Connections to the database: a pool that heals by itself, and what its failures mean to who keeps records.

Rules of this file: no message of ours holds the address of the database, which may hold a password; nothing waits
for ever.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import gethostname
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool, PoolTimeout

from forms_api.store.base import StoreClosed, StoreFailed

Connection = psycopg.Connection[tuple[object, ...]]

MOST_CONNECTIONS = 16
"""More than the threads of a service, so that who only reads never waits for those who take turns."""
CONNECT_SECONDS = 5
OWN_NAME = f"rsn {os.getpid()} {gethostname()}"[:60]
"""What the server shows of this process; of more it would cut the end."""
SETTINGS = {
    # Somebody who waits that long for a turn is told so, and may try again.
    "lock_timeout": "30s",
    "statement_timeout": "60s",
    # A process that hangs in the middle of its turn must not stop all others for good.
    "idle_in_transaction_session_timeout": "120s",
    # A vote that was taken is on the disk, whatever the server does for others.
    "synchronous_commit": "on",
    "timezone": "UTC",
    "client_encoding": "UTF8",
}


def where_of(url: str) -> str:
    """Return the database's name and host: what may be shown of its address."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        return "RSN_DATABASE_URL"
    return f"PostgreSQL database {parts.get('dbname') or '?'} on {parts.get('host') or 'this machine'}"


class Connections:
    """The pool of one process."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.where = where_of(url)
        # Given up at once, a connection that was lost is asked for again by whoever comes next, not minutes later.
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            kwargs=_options(url),
            min_size=1,
            max_size=MOST_CONNECTIONS,
            timeout=CONNECT_SECONDS,
            reconnect_timeout=1,
            num_workers=1,
            open=True,
            name="rsn",
        )

    def begun(self, begin: str) -> Connection:
        """
        Return a connection on which *begin* was run; `give_back` takes it again.

        Raises:
            StoreFailed: no connection that works was to be had, or *begin* waited too long.
        """
        for _ in range(MOST_CONNECTIONS + 1):
            connection = self._taken()
            try:
                connection.execute(begin)
            except psycopg.Error as failed:
                lost = connection.closed
                undo(connection)
                self.give_back(connection)
                # The server was started again since: all of the pool's old connections are of no use.
                if not lost:
                    raise StoreFailed(self.where, why(failed)) from failed
            except BaseException:
                connection.close()
                self.give_back(connection)
                raise
            else:
                return connection
        raise StoreFailed(self.where, "the server goes away again and again")

    def give_back(self, connection: Connection) -> None:
        """Let go of a connection; whatever it still had begun is undone."""
        self._pool.putconn(connection)

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """Lend a connection that works, in autocommit."""
        connection = self.begun("SELECT 1")
        try:
            yield connection
        finally:
            self.give_back(connection)

    def close(self) -> None:
        self._pool.close()

    def _taken(self) -> Connection:
        if self._pool.closed:
            raise StoreClosed("The store has been closed.")
        try:
            return self._pool.getconn()
        except PoolTimeout as waited:
            raise StoreFailed(self.where, self._why_none()) from waited

    def _why_none(self) -> str:
        """Return why there is no connection: the server's own word, if it has one."""
        try:
            with psycopg.connect(self._url, **_options(self._url)):
                return f"all {MOST_CONNECTIONS} connections were in use for {CONNECT_SECONDS} seconds"
        except psycopg.Error as refused:
            return why(refused)


def why(error: psycopg.Error) -> str:
    """Return what the server or the library says, in one line."""
    said = error.diag.message_primary if error.diag.sqlstate else None
    return said or " ".join(str(error).split()) or type(error).__name__


def undo(connection: Connection) -> None:
    """Roll back what was begun; a connection that is lost has done so by itself."""
    with suppress(psycopg.Error):
        connection.execute("ROLLBACK")


def _options(url: str) -> dict[str, Any]:
    settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    try:
        own = conninfo_to_dict(url).get("options") or ""
    except psycopg.Error:
        own = ""
    return {
        "autocommit": True,
        "connect_timeout": CONNECT_SECONDS,
        "options": f"{own} {settings}".strip(),
        "application_name": OWN_NAME,
        # A machine that went away without a word is noticed within a minute.
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }
