"""A whole community in a folder: seeded by `rsn demo`, served by `rsn serve --demo`, as real processes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent.parent
RSN = Path(sys.executable).parent / "rsn"
SECONDS_TO_START = 90


class NotServing(Exception):
    def __init__(self, log: Path) -> None:
        super().__init__(f"`rsn serve --demo` did not answer. It printed:\n{log.read_text()[-4000:]}")


@dataclass(frozen=True)
class Community:
    """A served community: where to open it, and where its files lie."""

    origin: str
    folder: Path
    cookies: dict[str, list[Any]] = field(default_factory=dict)
    """Of who is signed in already, by name."""

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def record(self) -> Path:
        return self.folder / "data" / "record"

    def build(self) -> str:
        """Publish and build as the timer would, beside the running service; return what it printed."""
        command = [sys.executable, "build.py", *folders(self.folder)]
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def folders(folder: Path) -> list[str]:
    return ["--content", f"{folder}/content", "--data", f"{folder}/data", "--out", f"{folder}/public"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(seeded: Path, folder: Path) -> Iterator[Community]:
    """Serve a copy of the *seeded* community from *folder* until the block ends."""
    shutil.copytree(seeded, folder, dirs_exist_ok=True)
    port, log = free_port(), folder / "serve.log"
    command = [str(RSN), "serve", "--demo", "--port", str(port), *folders(folder)]
    with log.open("w") as printed:
        process = subprocess.Popen(
            command, cwd=CHECKOUT, stdout=printed, stderr=subprocess.STDOUT, env={**os.environ, "NO_COLOR": "1"}
        )
    try:
        origin = f"http://127.0.0.1:{port}"
        wait_for(origin, process, log)
        yield Community(origin, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(origin: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as the home page answers."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(origin + "/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise NotServing(log)
