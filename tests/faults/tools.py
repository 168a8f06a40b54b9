"""What the faults need of the machine: strace to let the kernel fail, and a file system of half a megabyte."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ALONE = ("unshare", "--mount")
ALONE_AS_ANYBODY = ("unshare", "--user", "--map-root-user", "--mount")


def find_strace() -> str:
    """Return the path of strace, installed with apt by root where it is missing; a step aside, in CI a failure."""
    found = shutil.which("strace") or (_installed() and shutil.which("strace"))
    if found and _runs([found, "-o", "/dev/null", "true"]):
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("strace is not there or may not trace, and could not be installed.", pytrace=False)
    pytest.skip("strace is not there or may not trace: install it, or run the tests as root.")


def on_a_small_disk(folder: Path, command: list[str], size: str = "512k") -> list[str] | None:
    """Return the command so that *folder* is a file system of that size; None where none may be mounted."""
    mounting = ["sh", "-c", f'mount -t tmpfs -o size={size} tmpfs "$0" && exec "$@"', str(folder)]
    for alone in (ALONE, ALONE_AS_ANYBODY):
        if shutil.which("unshare") and _runs([*alone, *mounting, "true"]):
            return [*alone, *mounting, *command]
    return None


def _installed() -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "strace"]
    return _runs(["apt-get", "update", "-qq"], environment) and _runs(install, environment)


def _runs(command: list[str], environment: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
