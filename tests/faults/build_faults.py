"""
Builds in a process of their own that are killed, disturbed or hindered.

A fork of the test's own process costs a hundredth of a new Python. What files it opens, renames and removes is
told by Python's own audit events, each before it happens: so a build can be killed before any of them.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

from tests.site_builder.incremental.checks import build_here
from tests.site_builder.incremental.world import World, copied

CHANGING = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "os.truncate", "os.chmod"})
LISTING = frozenset({"os.listdir", "os.scandir"})
WRITING = os.O_WRONLY | os.O_RDWR


@dataclass(frozen=True)
class Done:
    """How a process ended: its exit code, below zero where a signal ended it, and what it said."""

    code: int
    said: str


def in_a_fork(act: Callable[[], object], said_to: Path) -> Done:
    """Do *act* in a fork of this process; what it prints goes to the file *said_to*."""
    return ended(begun(act, said_to), said_to)


def begun(act: Callable[[], object], said_to: Path) -> int:
    """Begin to do *act* in a fork of this process; return its id."""
    child = os.fork()
    if child == 0:
        _act_and_end(act, said_to)
    return child


def ended(child: int, said_to: Path) -> Done:
    """Return how the process ended, when it has."""
    _, status = os.waitpid(child, 0)
    return Done(os.waitstatus_to_exitcode(status), said_to.read_text("utf-8"))


def _act_and_end(act: Callable[[], object], said_to: Path) -> NoReturn:
    code = 0
    try:
        said = os.open(said_to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(said, 1)
        os.dup2(said, 2)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        act()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def build_py(world: World, checkout: Path, *options: str, before: Callable[[], object] = int) -> Done:
    """Run build.py for the world, as its maintainer would; *before* is done first, in the same process."""

    def act() -> None:
        before()
        os.chdir(world.folder)
        sys.argv = ["build.py", "--now", world.now.isoformat(), "--out", str(world.out), *options]
        runpy.run_path(str(checkout / "build.py"), run_name="__main__")

    return in_a_fork(act, world.folder / "said")


def on_file_events(world: World, act: Callable[[str, Any], object], *, reading: bool = False) -> None:
    """
    Do *act* before each event of this process that changes a file of the world; it cannot be taken back.

    With *reading* also before a file is opened to be read, and a folder listed.
    """
    place = f"{world.folder}/"
    events = CHANGING | (LISTING if reading else frozenset())

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in events or (event == "open" and (reading or (arguments[2] or 0) & WRITING)):
            path = arguments[0]
            if isinstance(path, str | os.PathLike) and os.fspath(path).startswith(place):
                act(event, path)

    sys.addaudithook(hook)


def at_the_nth(number: int, act: Callable[[str, Any], object]) -> Callable[[str, Any], None]:
    """Return what does *act* when it is called for the n-th time."""
    calls = count(1)

    def called(event: str, path: Any) -> None:
        if next(calls) == number:
            act(event, path)

    return called


def killed_build(world: World, number: int, **options: Any) -> bool:
    """Kill a build before it changes the n-th file, or in the midst of writing it; tell whether it came so far."""

    def act() -> None:
        on_file_events(world, at_the_nth(number, _die))
        build_here(world, **options)

    return in_a_fork(act, world.folder / "said").code == -signal.SIGKILL


def _die(event: str, path: Any) -> None:
    if event == "open":
        # A file that is opened to be written is torn: something of it is there, and not all.
        with suppress(FileNotFoundError):
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.ftruncate(file, os.fstat(file).st_size // 2)
            os.write(file, b"tor")
    os.kill(os.getpid(), signal.SIGKILL)


def changes_of(world: World, scratch: Path, **options: Any) -> int:
    """Return how many times a build of the world changes a file; it is done to a copy in *scratch*."""
    copy, seen = copied(world, scratch), []

    def act() -> None:
        on_file_events(copy, lambda event, path: seen.append(event))
        build_here(copy, **options)
        print(len(seen))

    done = in_a_fork(act, copy.folder / "said")
    shutil.rmtree(scratch)
    return int(done.said)


def bound_by_modes() -> None:
    """Let root be stopped by a file's mode as everybody is: give away the right to pass over it."""
    if os.geteuid() != 0:
        return
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capget(header, held) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    held[0] &= ~0b110
    if libc.capset(header, held) != 0:
        raise OSError(ctypes.get_errno(), "capset")
