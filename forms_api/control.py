"""
The control socket: whoever holds the store's lock does the work, everyone else asks it here.

One question and one answer per connection, each one line of JSON, over a Unix socket that only its owner may
open. Rules of this file: nothing a client sends or leaves out may stop the service, and a socket file left by a
killed process is removed, one that somebody answers on never.
"""

from __future__ import annotations

import json
import logging
import os
import socketserver
import stat
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from forms_api.control_client import ControlError, NobodyThere, ask, connected, line_of, short

__all__ = ["Control", "ControlError", "NobodyThere", "SomebodyThere", "ask", "serve"]

Answer = Callable[[dict[str, Any]], dict[str, Any]]

MAX_QUESTION_BYTES = 64 * 1024
CLIENT_SECONDS = 5.0
"""How long a client may take to send its question, or to take its answer."""

log = logging.getLogger(__name__)


class SomebodyThere(Exception):
    """Another process listens on the socket already."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"Another process listens on {path}. Stop it first.")
        self.path = path


class Control:
    """A listening control socket; `close` ends it and removes its file."""

    def __init__(self, path: Path, server: socketserver.BaseServer) -> None:
        self.path = path
        self._server = server
        self._made = path.stat().st_ino
        self._thread = threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.1}, name="control socket", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Stop listening, give the answers under way and remove the socket's file."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        with suppress(OSError):
            if self.path.stat().st_ino == self._made:
                self.path.unlink()


def serve(path: Path, answer: Answer) -> Control:
    """
    Listen on *path* in a thread and give each question to *answer*, which may be called by several threads.

    An exception of *answer* reaches the one who asked as a ControlError with its message.

    Raises:
        SomebodyThere: another process listens there.
        ControlError: the socket cannot be made there.
    """
    try:
        _clear_stale(path)
        with short(path) as near:
            server = _Server(near, answer)
        path.chmod(0o600)
    except OSError as refused:
        raise ControlError(f"No socket can be made at {path}: {refused.strerror or refused}.") from refused
    return Control(path, server)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, path: str, answer: Answer) -> None:
        self.answer = answer
        super().__init__(path, _Conversation)

    def server_bind(self) -> None:
        # Linux makes the file with the mode of the unbound socket: it is never open to others, not for a moment.
        os.fchmod(self.socket.fileno(), 0o600)
        super().server_bind()

    def handle_error(self, request: object, client_address: object) -> None:
        # A client that hung up: its loss, and nobody else's.
        log.info("A conversation on the control socket broke off.", exc_info=True)


class _Conversation(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        line = line_of(self.request, time.monotonic() + CLIENT_SECONDS, MAX_QUESTION_BYTES)
        if line:
            reply = json.dumps(self._reply(line)).encode() + b"\n"
            self.request.settimeout(CLIENT_SECONDS)
            self.request.sendall(reply)

    def _reply(self, line: bytes) -> dict[str, Any]:
        if not line.endswith(b"\n"):
            return {"error": f"A question is one line of at most {MAX_QUESTION_BYTES} bytes."}
        try:
            question = json.loads(line)
        except (ValueError, RecursionError):
            return {"error": "A question is one line of JSON."}
        if not isinstance(question, dict):
            return {"error": "A question is a JSON object."}
        try:
            return {"answer": self.server.answer(question)}
        except Exception as failed:
            log.exception("A question on the control socket could not be answered.")
            return {"error": f"{type(failed).__name__}: {failed}"}


def _clear_stale(path: Path) -> None:
    try:
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise ControlError(f"{path} is not a socket. Move it away.")
        connected(path, CLIENT_SECONDS).close()
    except FileNotFoundError:
        return
    except NobodyThere:
        path.unlink(missing_ok=True)
        return
    raise SomebodyThere(path)
