"""
Measure what a maintainer waits for, beside Hugo: nothing changed, a page edited, votes, a template, everything.

One generated community is the corpus of all: the same Markdown, the same front matter, templates with the same
parts. Every row is a pair of whole processes, start of the program included, in turns and in changing order, so
that what else the machine does meets both; the middle of the ratios is told. The forms service runs beside all of
it. After each build the site is asked for what it must show now. Ours publishes first and writes search, feeds,
calendars, open data and the record besides, which Hugo is not asked for.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from benchmarks.generators.running import ProgramFailed, Took  # noqa: E402
from benchmarks.generators.sites import NotShown, Ours, Site, eleventy, hugo, ours, pelican  # noqa: E402
from benchmarks.generators.voting import Box, open_box, service  # noqa: E402

PAGES, PAIRS, JOBS = 2_000, 3, 2
MOST_BALLOTS = 100_000
SETTLED_SECONDS = 2.3
"""An input younger than this is not trusted by our builder, as a second change may hide behind a coarse clock."""


@dataclass(frozen=True)
class Corpus:
    """The generated community, the open vote of it, and a program whose page is edited."""

    folder: Path
    box: Box
    program: str
    pages: int


@dataclass(frozen=True)
class Row:
    """
    *before* makes the change in the source of a site and returns what has to be shown afterwards: an address and
    words; *reach* is what ours is held to, as a number of times Hugo's wall time.
    """

    name: str
    before: Callable[[Site, int], tuple[str, str]]
    reach: float
    settle: bool = False


@dataclass
class Measured:
    """What the pairs of one row took."""

    row: Row
    ours: list[Took] = field(default_factory=list)
    theirs: list[Took] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Return how many times Hugo's wall time ours takes."""
        return statistics.median(a.wall / b.wall for a, b in zip(self.ours, self.theirs, strict=True))

    def seconds(self) -> float:
        return statistics.median(took.wall for took in self.ours)


def main(arguments: Sequence[str] | None = None) -> None:
    asked = _parsed(arguments)
    print(_machine())
    first = table(asked.pages, asked.pairs, asked.jobs, asked.into)
    if asked.against:
        print()
        second = table(asked.against, max(1, asked.pairs // 2), asked.jobs, asked.into)
        print(f"\nCost of a page at {asked.against} pages against {asked.pages} (reach 1.2):")
        for name, seconds in first.items():
            if name in second:
                grown = second[name] / asked.against / (seconds / asked.pages)
                print(f"  {name:44}{grown:6.2f}")


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="?", type=int, default=PAGES, help=f"pages of the corpus ({PAGES})")
    parser.add_argument("pairs", nargs="?", type=int, default=PAIRS, help=f"pairs of builds a row ({PAIRS})")
    parser.add_argument("--jobs", type=int, default=JOBS, help=f"workers of our builder ({JOBS})")
    parser.add_argument("--against", type=int, metavar="PAGES", help="a second size, to tell the cost of a page")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="keep corpus and sites in this folder")
    return parser.parse_args(arguments)


def table(pages: int, pairs: int, jobs: int, into: Path | None) -> dict[str, float]:
    """Print the table for a corpus of so many pages; return our seconds by row."""
    with ExitStack() as stack:
        folder = into / str(pages) if into else Path(stack.enter_context(TemporaryDirectory()))
        now = datetime.now(UTC).replace(hour=1, minute=10, second=0, microsecond=0) + timedelta(days=1)
        corpus = prepared(folder, pages, now, voters=9 * pairs + 60)
        running = stack.enter_context(service(corpus.folder, corpus.box, now))
        mine, theirs = ours(corpus.folder, jobs), hugo(corpus.folder, folder / "hugo")
        print(f"\n{corpus.pages} pages about one thing each, {pairs} pairs a row, {jobs} jobs.")
        if theirs is None:
            print("Hugo is not installed (make .venv-bench/stamp): ours alone is measured.")
        print(f"ours {mine.version}, {f'Hugo {theirs.version}' if theirs else 'no Hugo'}")
        found = [one for row in rows(corpus) if (one := _tried(row, mine, theirs, pairs))]
        _memory(mine, theirs)
        print(f"  the service beside it held {running.memory() / 2**20:.0f} MiB at the end")
        for peer in (eleventy, pelican):
            _peer(peer, corpus, folder)
    return {one.row.name: one.seconds() for one in found}


def prepared(folder: Path, pages: int, now: datetime, voters: int) -> Corpus:
    """Generate the community, with so many members signed in who have not voted."""
    members = max(40, pages * 7 // 10)
    place, ballots = folder / "community", min(pages * pages // 1000, MOST_BALLOTS)
    command = [sys.executable, "-m", "rsn", "demo", str(place), "--members", str(members), "--seed", "1"]
    more = ["--ballots", str(ballots)] if pages >= PAGES else []
    begin = time.perf_counter()
    subprocess.run(
        [*command, *more, "--now", now.isoformat()], cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL
    )
    box = open_box(place / "data", voters, now)
    held = box_size(place)
    print(f"Generated in {time.perf_counter() - begin:.1f} s, {held} ballots stored.")
    programs = sorted((place / "content" / "programs").iterdir())
    kinds = ("members", "programs", "news", "skills")
    counted = sum(sum(1 for _ in (place / "content" / kind).iterdir()) for kind in kinds)
    return Corpus(place, box, programs[len(programs) // 2].stem, counted + members // 7)


def box_size(community: Path) -> int:
    """Return how many ballots the store holds."""
    from contextlib import closing

    from forms_api.store.tinydb import TinyStore

    with closing(TinyStore.open(community / "data" / "store")) as store, store.reading() as unit:
        return len(unit.ballots)


def rows(corpus: Corpus) -> list[Row]:
    """Return what is measured, the coldest last."""
    told: dict[int, int] = {}

    def nothing(site: Site, turn: int) -> tuple[str, str]:
        return f"programs/{corpus.program}", "</html>"

    def edited(site: Site, turn: int) -> tuple[str, str]:
        sentence = f"And a {turn + 2}th thing: {turn * 7} chairs."
        site.edit(corpus.program, sentence)
        return f"programs/{corpus.program}", sentence

    def voted(site: Site, turn: int) -> tuple[str, str]:
        if turn not in told:
            told[turn] = corpus.box.vote()
        if not isinstance(site, Ours):
            state = corpus.folder / "data" / "record"
            site.vote(corpus.box.proposal, state)
            return f"proposals/{corpus.box.proposal}", "</html>"
        return f"proposals/{corpus.box.proposal}", f"{told[turn]:,} of"

    def template(site: Site, turn: int) -> tuple[str, str]:
        site.template(f"turn {turn}")
        return f"programs/{corpus.program}", f"<p hidden>turn {turn}</p>"

    def cold(site: Site, turn: int) -> tuple[str, str]:
        site.clear()
        return f"programs/{corpus.program}", "</html>"

    return [
        Row("nothing changed", nothing, 1 / 80, settle=True),
        Row("one page edited", edited, 1 / 25),
        Row("three votes published", voted, 1 / 25),
        Row("a template of all pages changed", template, 0.5),
        Row("from nothing, all checks on", cold, 1.5),
    ]


def _tried(row: Row, mine: Ours, theirs: Site | None, pairs: int) -> Measured | None:
    """Return what a row took; a build that does not show what it was built from has no time at all."""
    try:
        return measured(row, mine, theirs, pairs)
    except (NotShown, ProgramFailed) as wrong:
        print(f"  {row.name:34}WRONG: {wrong}")
        return None


def measured(row: Row, mine: Ours, theirs: Site | None, pairs: int) -> Measured:
    """Run a row and print it."""
    found = Measured(row)
    for site in (mine, theirs) if theirs else (mine,):
        # Once unmeasured, so that every row begins from a site that stands.
        site.build()
    for turn in range(pairs):
        # What is voted on is published by ours, so that it stands in the source of the other only afterwards.
        first_ours = turn % 2 == 0 or row.name == "three votes published"
        order: list[Site | None] = [mine, theirs] if first_ours else [theirs, mine]
        for one in filter(None, order):
            (found.ours if one is mine else found.theirs).append(_once(row, one, turn))
    _print_row(found)
    return found


def _once(row: Row, site: Site, turn: int) -> Took:
    address, words = row.before(site, turn)
    if row.settle and isinstance(site, Ours):
        time.sleep(SETTLED_SECONDS)
        site.build()
    took = site.build()
    site.shows(address, words)
    return took


def _print_row(found: Measured) -> None:
    line = f"  {found.row.name:32}{_seconds(found.ours)}"
    if found.theirs:
        spread = [a.wall / b.wall for a, b in zip(found.ours, found.theirs, strict=True)]
        verdict = "reaches" if found.ratio <= found.row.reach else "MISSES"
        line += f", Hugo {_seconds(found.theirs)}: {_times(found.ratio)}"
        line += f" ({_times(min(spread))} to {_times(max(spread))}), " if len(spread) > 1 else ", "
        line += f"{verdict} {_times(found.row.reach)}"
    print(line, flush=True)


def _seconds(runs: Sequence[Took]) -> str:
    wall, cpu = (statistics.median(getattr(took, name) for took in runs) for name in ("wall", "cpu"))
    return f"{wall:8.3f} s ({cpu:.3f} s of processor)"


def _times(ratio: float) -> str:
    return f"{1 / ratio:.0f} times as quick" if ratio < 0.2 else f"{ratio:.2f} times its time"


def _memory(mine: Ours, theirs: Site | None) -> None:
    """Print the most memory of a build from nothing, of one process and of all together."""
    mine.clear()
    looked = mine.build(look=True)
    own, together = looked.largest / 2**20, looked.together / 2**20
    line = f"  most memory of a process, from nothing: {own:.0f} MiB, of all together {together:.0f} MiB"
    if theirs:
        theirs.clear()
        other = theirs.build(look=True)
        ratio = looked.largest / other.largest
        verdict = "reaches" if ratio <= 1 / 3 else "MISSES"
        line += f", Hugo {other.largest / 2**20:.0f} MiB: {ratio:.2f} of it, {verdict} 0.33"
    print(line)
    pages = f"  pages of HTML: ours {mine.pages()}"
    print(f"{pages}, Hugo {theirs.pages()}" if theirs else pages)


def _peer(made: Callable[[Path, Path], Site | None], corpus: Corpus, folder: Path) -> None:
    """Print what a build from nothing takes another generator, which knows no other kind."""
    name = made.__name__
    peer = made(corpus.folder, folder / name)
    if peer is None:
        print(f"  {name.capitalize()} is not installed here.")
        return
    took = peer.build()
    peer.edit(corpus.program, "And one chair more.")
    again = peer.build()
    peer.shows(f"programs/{corpus.program}", "And one chair more.")
    print(
        f"  {peer.name} {peer.version}: from nothing {took.wall:.1f} s, one page edited {again.wall:.1f} s, "
        f"{took.largest / 2**20:.0f} MiB, {peer.pages()} pages, with fewer parts on each"
    )


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores} cores, "
        f"load {load:.1f} before the first row"
    )


if __name__ == "__main__":
    main()
