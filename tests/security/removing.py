"""
Show that every guard is missed: take its line away in a copy of the tree, run its test, expect it to fail.

    python -m tests.security.removing [NUMBER …]      one requirement or several; all without a number

Prints a table and exits 1 when a test still passes without the line it guards. A test that breaks before it runs
(a file that no longer loads) counts as missed by nobody: it would fail whatever the line was for.
"""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.security.guards import Guard, all_guards

CHECKOUT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv*",
    "var",
    "public",
    "build",
    ".*_cache",
    "__pycache__",
    ".hypothesis",
    ".coverage*",
    "*.egg-info",
)
LEFT_OUT_PLUGINS = ("cacheprovider", "xdist", "schemathesis")
"""The last takes a third of the time in which a single test begins, and brings fixtures nobody here asks for."""
MISSED, NOT_MISSED, BROKEN = "missed", "NOT MISSED", "BROKEN"
PATIENCE = 300


@dataclass(frozen=True)
class Verdict:
    """What became of a guard's test without its line."""

    guard: Guard
    outcome: str
    seconds: float
    said: str = ""


@contextmanager
def copied_tree() -> Iterator[Path]:
    """Yield a copy of the checkout that may be changed."""
    with tempfile.TemporaryDirectory(prefix="rsn-guards-") as folder:
        yield Path(shutil.copytree(CHECKOUT, Path(folder, "tree"), ignore=LEFT_OUT, symlinks=True))


@contextmanager
def removed(guard: Guard, tree: Path) -> Iterator[None]:
    """Take the guard's line away in *tree*, and put it back as it was, its time included."""
    path = tree / guard.file
    was, times = path.read_text("utf-8"), path.stat()
    path.write_text(without_guard(was, guard), "utf-8")
    try:
        yield
    finally:
        path.write_text(was, "utf-8")
        # Compiled files are recognised by size and time: the old ones are right again.
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def without_guard(text: str, guard: Guard) -> str:
    """
    Return *text* without the guard's line.

    Raises:
        ValueError: the line stands there never or more than once, or what is left is no Python.
    """
    if text.count(guard.line) != 1:
        raise ValueError(f"{guard.file} holds {text.count(guard.line)} times: {guard.line!r}")
    left = text.replace(guard.line, guard.without)
    if guard.file.endswith(".py"):
        ast.parse(left, guard.file)
    return left


def run_test(node: str, tree: Path) -> subprocess.CompletedProcess[str]:
    """Run one test in *tree*, by itself."""
    left_out = [part for name in LEFT_OUT_PLUGINS for part in ("-p", f"no:{name}")]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", *left_out]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    return subprocess.run(
        [*command, node], cwd=tree, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def verdict(guard: Guard, tree: Path) -> Verdict:
    """Return what the guard's test says of a tree without it: 1 of pytest is a failed test, all else is not."""
    started = time.monotonic()
    try:
        with removed(guard, tree):
            ran = run_test(guard.test, tree)
    except (ValueError, SyntaxError, OSError, subprocess.TimeoutExpired) as error:
        return Verdict(guard, BROKEN, time.monotonic() - started, str(error))
    outcome = {0: NOT_MISSED, 1: MISSED}.get(ran.returncode, BROKEN)
    said = "" if outcome == MISSED else "\n".join((ran.stdout + ran.stderr).splitlines()[-15:])
    return Verdict(guard, outcome, time.monotonic() - started, said)


def verdicts(guards: Iterable[Guard], jobs: int) -> Iterator[Verdict]:
    """Yield a verdict on each guard, in their order, in as many copies of the tree as there are *jobs*."""
    trees: SimpleQueue[Path] = SimpleQueue()
    with copied_tree() as first:
        copies = [first, *(first.with_name(f"tree-{n}") for n in range(1, jobs))]
        for copy in copies[1:]:
            shutil.copytree(first, copy, symlinks=True)
        for copy in copies:
            trees.put(copy)

        def judge(guard: Guard) -> Verdict:
            tree = trees.get()
            try:
                return verdict(guard, tree)
            finally:
                trees.put(tree)

        with ThreadPoolExecutor(jobs) as pool:
            yield from pool.map(judge, guards)


def main(arguments: list[str]) -> int:
    """Print the table of all guards, or of the numbers given; return 1 if one is not missed."""
    asked = {int(number) for number in arguments}
    chosen = [one for one in all_guards() if not asked or one.number in asked]
    jobs = int(os.environ.get("JOBS", "2"))
    held = 0
    for one in verdicts(chosen, jobs):
        guard = one.guard
        held += one.outcome == MISSED
        test = guard.test.rpartition("::")[2]
        print(f"{guard.number:>3}  {one.outcome:<10} {one.seconds:5.1f} s  {guard.file:<40} {test}", flush=True)
        if one.said:
            print("     " + one.said.replace("\n", "\n     "), flush=True)
    print(f"{held} of {len(chosen)} guards are missed by their test when their line is taken away.")
    return 0 if held == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
