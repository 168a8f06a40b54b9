"""
Ask whoever holds the store's lock, over the control socket: the side that asks, and imports no more than that.

One question and one answer per connection, each one line of JSON. The other side is control.py.
"""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

MAX_ANSWER_BYTES = 16 * 1024 * 1024

LONGEST_PATH = 100
"""Systems take 104 (macOS) to 108 (Linux) bytes for a socket's path."""


class NobodyThere(Exception):
    """Nobody listens on the socket."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Nobody listens on {path}.")
        self.path = path


class ControlError(Exception):
    """The one who listens refused the question, failed at it, or did not answer."""


def ask(
    path: Path, question: dict[str, Any], timeout: float, meanwhile: Callable[[], object] | None = None
) -> dict[str, Any]:
    """
    Put *question* to whoever listens on *path* and return the answer; *meanwhile* is called while that works.

    Raises:
        NobodyThere: nobody listens.
        ControlError: the question was refused, the work failed, or no answer came within *timeout* seconds.
    """
    deadline = time.monotonic() + timeout
    try:
        with closing(connected(path, timeout)) as connection:
            connection.sendall(json.dumps(question).encode() + b"\n")
            if meanwhile:
                meanwhile()
            line = line_of(connection, deadline, MAX_ANSWER_BYTES)
    except TimeoutError:
        raise ControlError(f"No answer came on {path} within {timeout:g} seconds.") from None
    except OSError as broken:
        raise ControlError(f"The connection to {path} broke: {broken.strerror or broken}.") from broken
    return _read_reply(path, line)


def connected(path: Path, timeout: float) -> socket.socket:
    """
    Return a connection to whoever listens on *path*.

    Raises:
        NobodyThere: nobody does.
    """
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        with short(path) as near:
            connection.connect(near)
    except (FileNotFoundError, ConnectionRefusedError, NotADirectoryError):
        connection.close()
        raise NobodyThere(path) from None
    except BaseException:
        connection.close()
        raise
    return connection


def line_of(connection: socket.socket, deadline: float, max_bytes: int) -> bytes:
    """Return what comes up to the first line feed; without one at its end it was cut short or too long."""
    received = bytearray()
    while not received.endswith(b"\n") and len(received) <= max_bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        part = connection.recv(min(65536, max_bytes + 1 - len(received)))
        if not part:
            break
        received += part
    return bytes(received)


def _read_reply(path: Path, line: bytes) -> dict[str, Any]:
    try:
        reply = json.loads(line)
        if "error" in reply:
            raise ControlError(str(reply["error"]))
        answer: dict[str, Any] = reply["answer"]
    except (ValueError, KeyError, TypeError) as broken:
        raise ControlError(f"What listens on {path} gave no answer.") from broken
    return answer


@contextmanager
def short(path: Path) -> Iterator[str]:
    """Lend a path that every system takes: where the true one is too long, through a link to its folder."""
    if len(os.fsencode(path)) <= LONGEST_PATH:
        yield str(path)
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="rsn-") as aside:
        link = Path(aside, "d")
        link.symlink_to(path.parent.absolute(), target_is_directory=True)
        yield str(link / path.name)
