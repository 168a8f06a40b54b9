"""
Find a web server for the tests of deploy/: on the machine, or taken out of Debian's own package.

A package is unpacked into a folder and never installed: nothing is started, and no right is needed but to read
the package lists. Where nothing helps the tests step aside; under CI that is a failure.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

PACKAGES = {"nginx": ("nginx", "nginx-common"), "caddy": ("caddy",)}
UPDATE = ["apt-get", "update", "-qq"]
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
UNPACKED = Path(__file__).resolve().parents[2] / "build" / "programs"


def program(name: str) -> Path:
    """Return the path of a web server, or leave the test."""
    # Benchmarks use this file too, where there are no test tools.
    import pytest

    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SYSTEM_PATH}")
    path = Path(found) if found else _unpacked(name)
    if path is None:
        reason = f"{name} was not found, and Debian's package of it could not be fetched."
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return path


def mime_types(nginx: Path) -> Path:
    """Return the list of types that came with *nginx*."""
    beside = nginx.parents[2] / "etc" / "nginx" / "mime.types"
    return beside if beside.exists() else Path("/etc/nginx/mime.types")


def _unpacked(name: str) -> Path | None:
    UNPACKED.mkdir(parents=True, exist_ok=True)
    with (UNPACKED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root = UNPACKED / name
        places = (root / "usr" / part / name for part in ("sbin", "bin"))
        if not root.exists() and not _fetch(name, root):
            return None
        return next((place for place in places if place.exists()), None)


def _fetch(name: str, root: Path) -> bool:
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return False
    aside = root.with_suffix(".new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    ask = ["apt-get", "download", "-qq", *PACKAGES[name]]
    # A fresh machine knows no package yet; only root may ask for the lists.
    if not _ran(ask, aside) and not (os.geteuid() == 0 and _ran(UPDATE, aside) and _ran(ask, aside)):
        return False
    for package in aside.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", package, aside], check=True, stdin=subprocess.DEVNULL)
    aside.rename(root)
    return True


def _ran(command: list[str], folder: Path) -> bool:
    quiet = subprocess.DEVNULL
    done = subprocess.run(command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet, timeout=300, check=False)
    return done.returncode == 0
