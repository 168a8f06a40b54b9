"""
Measure what a maintainer waits for: seeding the demo, a first build, one after an edit, one with nothing to do.

Run by `make bench`. Every figure is the wall-clock time of a real process, start of Python included, on
this machine with whatever else it is doing; the middle of the runs is printed, with the fastest and slowest.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parent.parent
RSN = Path(sys.executable).parent / "rsn"
RUNS = 5


def main() -> None:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "demo"
        page = folder / "content" / "programs" / "kitchen-table-budgeting.md"
        report("seed the demo community", [timed(RSN, "demo", folder)])
        report("first build", [timed_build(folder)])
        pages = len(list((folder / "public").rglob("*.html")))
        report("build after one edit", repeat(folder, lambda: edit(page)))
        report("build with nothing to do", repeat(folder, lambda: None))
    print(f"{pages} pages. Larger communities: benchmarks/site.py")


def repeat(folder: Path, before: Callable[[], None]) -> list[float]:
    seconds = []
    for _ in range(RUNS):
        before()
        seconds.append(timed_build(folder))
    return seconds


def edit(page: Path) -> None:
    """Add one sentence to *page*, as a maintainer would."""
    page.write_text(page.read_text(encoding="utf-8") + "\nBring a friend.\n", encoding="utf-8")


def timed_build(folder: Path) -> float:
    names = ("content", "data", "out")
    places = (folder / "content", folder / "data", folder / "public")
    options = [text for name, place in zip(names, places, strict=True) for text in (f"--{name}", str(place))]
    return timed(sys.executable, "build.py", *options)


def timed(*command: object) -> float:
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def report(what: str, seconds: list[float]) -> None:
    middle = statistics.median(seconds)
    spread = f" ({min(seconds):.2f} to {max(seconds):.2f}, {len(seconds)} runs)" if len(seconds) > 1 else ""
    print(f"{what + ':':27}{middle:7.2f} s{spread}", flush=True)


if __name__ == "__main__":
    main()
