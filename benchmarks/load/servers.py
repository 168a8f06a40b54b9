"""Start a server, know what it has cost, stop it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

CHECKOUT = Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 120


@dataclass(frozen=True)
class Served:
    """A running server and all its processes."""

    ports: tuple[int, ...]
    pids: tuple[int, ...]

    def cpu(self) -> float:
        """Return the processor seconds its processes have used."""
        return sum(_cpu(pid) for pid in self.pids)

    def memory(self) -> int:
        """Return how many bytes of memory they hold, shared ones counted once for each."""
        return sum(_memory(pid) for pid in self.pids)


@contextmanager
def served(command: Sequence[str], environment: Mapping[str, str], port: int) -> Iterator[Served]:
    """Run *command* until the block ends; it listens on *port*."""
    # Into a file: a server that warns of every queue fills a pipe that nobody reads, and then waits for ever.
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=CHECKOUT,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _wait_for(port, process, said)
            yield Served((port,), (process.pid, *_children(process.pid)))
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=60)
            process.kill()
            process.wait()


def together(*running: Served) -> Served:
    """Return several servers as one."""
    return Served(
        tuple(port for one in running for port in one.ports), tuple(pid for one in running for pid in one.pids)
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def peer_form(port: int) -> tuple[str, str]:
    """Return the cookie and the token that a peer gives with its form."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/ballot")
    answer = connection.getresponse()
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', answer.read().decode())[0]
    cookie = str(answer.getheader("Set-Cookie")).split(";")[0]
    connection.close()
    return cookie, token


def _wait_for(port: int, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            said.seek(0)
            raise RuntimeError(said.read().decode())
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"Nobody listens on {port}.")


def _children(pid: int) -> tuple[int, ...]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return tuple(int(child) for child in listed)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found.group(1)) * 1024 if found else 0
