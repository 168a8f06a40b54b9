"""Hold the house together: the locks, the make targets, the import directions and the licences."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGES = ("domain", "presentation", "site_builder", "forms_api", "rsn")
LOCKS = ("requirements.txt", "requirements-dev.txt")
TARGETS = ("run", "test", "check", "build", "bench", "test-long", "fresh", "format", "lock", "clean", "help")
BIN = Path(sys.executable).parent

WRONG_ARROWS = [
    ("presentation", "import rsn"),
    ("site_builder", "import forms_api"),
    ("forms_api", "import site_builder"),
    ("domain", "import presentation"),
    ("domain", "import random"),
    ("domain", "import time"),
    ("domain", "from pathlib import Path"),
    ("domain", "import jinja2"),
    ("site_builder", "import flask"),
    ("site_builder", "import tinydb"),
]


def pinned(lock: str) -> dict[str, str]:
    """Return each requirement's name in *lock* with the text that follows it, hashes included."""
    blocks = re.split(r"\n(?=[a-z0-9])", (CHECKOUT / lock).read_text())
    return {block.split("==")[0]: block for block in blocks if "==" in block.splitlines()[0]}


def asked_for(file: str) -> set[str]:
    lines = (CHECKOUT / file).read_text().splitlines()
    names = (re.split(r"[<>=\s]", line)[0] for line in lines if line and line[0] not in "#-")
    return {name.lower().replace(".", "-") for name in names}


@pytest.fixture
def copy_of_the_packages(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(CHECKOUT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_requirement_carries_a_hash(lock: str) -> None:
    without = [name for name, block in pinned(lock).items() if "--hash=sha256:" not in block]

    assert len(pinned(lock)) > 20
    assert without == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_path_of_the_machine_it_was_made_on(lock: str) -> None:
    text = (CHECKOUT / lock).read_text()

    assert not re.search(r"https?:|file:/|--index-url|--find-links|--trusted-host|[ =]/", text)


@pytest.mark.parametrize("stem", ["requirements", "requirements-dev"])
def test_whatever_is_asked_for_is_locked(stem: str) -> None:
    assert asked_for(f"{stem}.in") <= pinned(f"{stem}.txt").keys()


def test_both_locks_agree_where_they_meet() -> None:
    run_time, development = (pinned(lock) for lock in LOCKS)
    shared = run_time.keys() & development.keys()
    versions = {name: {block.split(" ")[0] for block in (run_time[name], development[name])} for name in shared}

    assert shared
    assert [name for name, found in versions.items() if len(found) > 1] == []


@pytest.mark.parametrize("name", sorted(pinned("requirements.txt")))
def test_no_run_time_requirement_is_under_the_gpl(name: str) -> None:
    about = distribution(name).metadata
    licences = [*about.get_all("License-Expression", []), *about.get_all("Classifier", [])]

    assert not any(re.search(r"\bA?GPL|General Public License", licence) for licence in licences)


def test_make_without_a_target_lists_every_target_with_a_sentence() -> None:
    shown = subprocess.run(["make"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout

    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.+)$", shown, re.MULTILINE))
    assert set(TARGETS) <= listed.keys()


def test_make_says_what_is_missing_when_python_is_too_old(tmp_path: Path) -> None:
    old = tmp_path / "python-of-old"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && { echo Python 3.9.2; exit 0; }\nexit 1\n')
    old.chmod(0o755)
    for name in ("Makefile", "requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, tmp_path)

    done = subprocess.run(
        ["make", "build", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode != 0
    assert "is Python 3.9.2; Python 3.11 or newer is needed." in done.stdout


def test_ci_calls_the_two_targets_and_stops_at_the_first_failure() -> None:
    script = CHECKOUT / ".ci" / "run"
    lines = script.read_text().splitlines()

    assert script.stat().st_mode & 0o111
    assert "set -euo pipefail" in lines
    assert [line for line in lines if line.startswith("make ")] == ["make check", "make test"]


@pytest.mark.parametrize(("package", "line"), WRONG_ARROWS)
def test_an_import_against_the_directions_is_refused(copy_of_the_packages: Path, package: str, line: str) -> None:
    (copy_of_the_packages / package / "planted.py").write_text(line + "\n")

    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache"],
        cwd=copy_of_the_packages,
        env={"PYTHONPATH": str(copy_of_the_packages), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert f"{package}.planted" in done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_only_domain_is_forbidden_the_clock(package: str) -> None:
    code = "from datetime import UTC, datetime\n\nnow = datetime.now(UTC)\n"

    done = subprocess.run(
        [BIN / "ruff", "check", "--stdin-filename", f"{package}/planted.py", "-"],
        cwd=CHECKOUT,
        input=code,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ("TID251" in done.stdout) == (package == "domain")


def test_no_source_file_grows_past_four_hundred_lines() -> None:
    folders = [CHECKOUT / folder for folder in (*PACKAGES, "tests", "benchmarks")]
    long = [
        file.relative_to(CHECKOUT)
        for folder in folders
        for file in folder.rglob("*.py")
        if len(file.read_text().splitlines()) > 400
    ]

    assert long == []


def test_the_project_is_named_licensed_and_started_as_promised() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]

    assert project["name"] == "reciprocal-strength-network"
    assert project["license"] == "MIT"
    assert project["scripts"] == {"rsn": "rsn.__main__:main"}
    assert "The Reciprocal Strength Network contributors" in (CHECKOUT / "LICENSE").read_text()
