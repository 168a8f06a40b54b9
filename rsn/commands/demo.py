"""`rsn demo`: the hand-written community in a folder of its own, or one of any size made up for trials."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from rsn.demo.generating.sizes import LANGUAGES, LEAST_MEMBERS, MOST_MEMBERS, sizes_of
from rsn.options import now_option

HAND_WRITTEN = Path("content")
LINE_EVERY = 25_000
"""In a log one line tells of so many ballots."""

_GENERATED = ("seed", "ballots", "programs", "proposals", "news", "languages")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--content",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of the hand-written community to copy.  [default: content]",
)
@click.option(
    "--members",
    type=click.IntRange(LEAST_MEMBERS, MOST_MEMBERS),
    help="Generate a community of so many members instead of copying one.",
)
@click.option(
    "--seed", type=click.IntRange(0), help="Where chance begins: the same one, the same bytes.  [default: 1]"
)
@click.option(
    "--ballots",
    type=click.IntRange(0),
    help="How many ballots all votes hold together.  [default: two of five on each roll]",
)
@click.option("--programs", type=click.IntRange(3), help="How many programs.  [default: a seventh of the members]")
@click.option(
    "--proposals", type=click.IntRange(10), help="How many proposals.  [default: a seventh of the members]"
)
@click.option(
    "--news", type=click.IntRange(0), help="How many pieces of news.  [default: a seventh of the members]"
)
@click.option(
    "--languages",
    help="Languages of the generated site, like en,es. Texts are in English.  [default: en]",
)
@now_option
def command(
    folder: Path, content: Path | None, members: int | None, now: datetime | None, **generated: Any
) -> None:
    """
    Copy the demo community to FOLDER and let it live up to now, or generate one of any size.

    FOLDER gets content/ and data/: a store with members, exchanges and a proposal at every stage, and the public
    record that follows from it. The hand-written community is moved to now by whole weeks.

    With --members a community is made up: so many members, a program, a proposal and a piece of news for each
    seven of them, up to 300 skills, every vote of its years counted. It is for trials and measurements; its keys
    follow from the seed, so never put people into it. 7000 members come to 10 000 pages.

    \b
    Example:  rsn demo var/demo
              rsn demo var/large --members 7000 --seed 1 --ballots 100000
              python build.py --content var/large/content --data var/large/data --out public
    Exit:     0 made, 1 problems, 2 wrong usage
    """
    from rsn.clock import machine_clock
    from rsn.demo.generating.boxes import TooManyBallots
    from rsn.demo.seeding import FolderTaken, seed
    from site_builder.content import ContentErrors

    now = now or machine_clock()
    try:
        if members is None:
            _refuse([name for name in _GENERATED if generated[name] is not None], "goes with --members")
            seed(content or HAND_WRITTEN, folder, now, click.echo)
        else:
            _refuse(
                ["content"] if content else [], "goes with the hand-written community, and --members makes one up"
            )
            _generate(folder, members, now, generated)
    except (FolderTaken, TooManyBallots) as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)
    except ContentErrors as errors:
        for problem in errors.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    click.echo(f"The community is in {folder}.")


def _refuse(given: list[str], why: str) -> None:
    if given:
        raise click.UsageError(f"--{given[0]} {why}.")


def _generate(folder: Path, members: int, now: datetime, generated: dict[str, Any]) -> None:
    from rsn.demo.generating.generate import generate

    sizes = sizes_of(
        members,
        programs=generated["programs"],
        proposals=generated["proposals"],
        news=generated["news"],
        ballots=generated["ballots"],
        languages=_languages(generated["languages"] or "en"),
    )
    seed = 1 if generated["seed"] is None else generated["seed"]
    click.echo(f"{sizes.pages} pages about one thing each, from the seed {seed}.")
    generate(folder, sizes, seed, now, click.echo, BallotsTold())


class BallotsTold:
    """Shows how many ballots are cast: one line that moves on a terminal, few lines in a log."""

    def __init__(self) -> None:
        self._lines = 0

    def __call__(self, done: int, all_of_them: int) -> None:
        over = done == all_of_them
        if sys.stdout.isatty():
            click.echo(f"\r{done} of {all_of_them} ballots", nl=over)
        elif over:
            click.echo(f"{done} ballots.")
        elif done // LINE_EVERY > self._lines:
            self._lines = done // LINE_EVERY
            click.echo(f"{done} of {all_of_them} ballots …")


def _languages(said: str) -> tuple[str, ...]:
    languages = tuple(dict.fromkeys(code.strip() for code in said.split(",") if code.strip()))
    unknown = [code for code in languages if code not in LANGUAGES]
    if unknown:
        raise click.UsageError(f"--languages: {unknown[0]!r} is none of {', '.join(LANGUAGES)}.")
    if not languages or languages[0] != LANGUAGES[0]:
        raise click.UsageError(f"--languages: begin with {LANGUAGES[0]}, in which the texts are.")
    return languages
