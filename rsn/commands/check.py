"""`rsn check`: report every mistake in the content and in the site it makes, and say what each policy means."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option, now_option

if TYPE_CHECKING:
    from domain.catalogue import Catalogue
    from rsn.site_check import Outcome
    from site_builder.problems import Problem

KINDS = ("skills", "programs", "cohorts", "members", "playbooks", "policies", "pages", "news")


@click.command()
@content_option
@data_option
@now_option
@click.option("--members", type=click.IntRange(1, 10_000_000), help="Read the policies for a roll of so many.")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Check the site built in this folder, instead of one built aside for it.",
)
@click.option("--content-only", is_flag=True, help="Read the content only; build and check no site.")
@click.option("--external", is_flag=True, help="Ask other sites whether the pages we link to are there.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Workers that read pages; one for each core without it.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as one JSON list, for a script.")
def command(
    content: Path,
    data: Path,
    now: datetime | None,
    members: int | None,
    site: Path | None,
    content_only: bool,
    external: bool,
    strict: bool,
    jobs: int | None,
    as_json: bool,
) -> None:
    """
    Report every mistake in the content and in the site it makes, and say what each policy means.

    All content is read before anything is said, so one run shows all there is to mend. Where it has no mistake,
    the site is built aside and read as visitors' programs read it: links and the places on pages they name,
    pictures, headings, ids, HTML, feeds, calendars, JSON and tables, what a first view weighs, words left
    untranslated, and anything that looks like an e-mail address, a telephone number or a street address. Each
    line says where, what is wrong, and how to mend it; docs/checking.md explains each. The site that is up stays
    as it is.

    Policies are read for the members of --members, else for those of the last publish; one that so many could
    never meet is a mistake.

    \b
    Example:  rsn check --content content
              rsn check --site public --strict
              rsn check --external
              rsn check --content-only --members 120
    Exit:     0 no mistake (with --strict: no warning either), 1 mistakes, 2 wrong usage
    """
    from rsn.clock import DemoClock

    folders = Folders(content, data, Path())
    moment = now or DemoClock(data / "clock")()
    catalogue = _content(folders, moment, members, as_json=as_json)
    if content_only:
        if as_json:
            click.echo("[]")
        return
    outcome = _site(folders, catalogue, moment, site, jobs, external=external)
    sys.exit(_report(outcome, as_json=as_json, strict=strict))


def _content(folders: Folders, now: datetime, members: int | None, *, as_json: bool) -> Catalogue:
    """Return the catalogue of a content without mistakes; else tell them and end."""
    from site_builder.content import ContentErrors, load_catalogue

    try:
        catalogue = load_catalogue(folders.content, today=now.date())
        roll = members or roll_of(folders.data)
        unmet = _never_met(catalogue, folders.content, roll) if roll else ()
        if unmet:
            raise ContentErrors(unmet)
    except ContentErrors as errors:
        _tell_problems(errors.problems, as_json=as_json)
        sys.exit(1)
    if not as_json:
        for line in _policies(catalogue, roll):
            click.echo(line)
        counts = ", ".join(f"{len(getattr(catalogue, kind))} {kind}" for kind in KINDS)
        click.echo(f"No mistake in {folders.content}: {counts}.")
    return catalogue


def _site(
    folders: Folders, catalogue: Catalogue, now: datetime, site: Path | None, jobs: int | None, *, external: bool
) -> Outcome:
    """Return what is wrong with the site; a site that cannot even be built ends here."""
    from rsn.site_check import check
    from site_builder.refusals import BuildRefused
    from site_builder.render import PageFailed

    show = progress_on(sys.stderr)
    try:
        return check(folders, catalogue, now, site=site, jobs=jobs, external=external, progress=show)
    except (BuildRefused, PageFailed) as refused:
        click.echo(str(refused), err=True)
        sys.exit(1)


def progress_on(stream: TextIO) -> Callable[[int, int], None]:
    """Return what shows how far the reading is: on a terminal a line that changes, elsewhere nothing."""

    def show(done: int, of: int) -> None:
        if stream.isatty() and (done % 50 == 0 or done == of):
            stream.write(f"\rReading the site … {done} of {of}" + ("\r\x1b[K" if done == of else ""))
            stream.flush()

    return show


def _report(outcome: Outcome, *, as_json: bool, strict: bool) -> int:
    """Say what was found; return the exit code."""
    errors = sum(told.level == "error" for told in outcome.told)
    warnings = len(outcome.told) - errors
    if as_json:
        click.echo(json.dumps([asdict(told) for told in outcome.told], ensure_ascii=False, indent=2))
    else:
        for told in outcome.told:
            click.echo(str(told))
        click.echo(_summary(outcome.files, errors, warnings))
    return 1 if errors or (strict and warnings) else 0


def _summary(files: int, errors: int, warnings: int) -> str:
    mistakes = "No mistake" if not errors else f"{errors} {'mistake' if errors == 1 else 'mistakes'}"
    warned = f", {warnings} {'warning' if warnings == 1 else 'warnings'}" if warnings else ""
    return f"{mistakes}{warned} in {files} files of the site."


def roll_of(data: Path) -> int | None:
    """Return how many members had a vote at the last publish; None where nothing was published."""
    try:
        found = json.loads((data / "record" / "state" / "strength.json").read_bytes())["members"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found if isinstance(found, int) and found > 0 else None


def _policies(catalogue: Catalogue, roll: int | None) -> Iterator[str]:
    from rsn.policy_words import SIZES, sentences, sizes

    for policy in catalogue.policies.values():
        yield from sentences(policy, roll or SIZES[-2])
        yield sizes(policy)
        yield ""


def _never_met(catalogue: Catalogue, content: Path, roll: int) -> tuple[Problem, ...]:
    from rsn.policy_words import never_met
    from site_builder.problems import Problem

    found = []
    for policy in catalogue.policies.values():
        path = content / "policies" / f"{policy.slug}.yaml"
        lines = path.read_text("utf-8").splitlines()
        for field, what, mend in never_met(policy, roll):
            at = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{field}:")), 1)
            found.append(Problem(path.as_posix(), at, what, mend))
    return tuple(found)


def _tell_problems(problems: Sequence[Problem], *, as_json: bool) -> None:
    if as_json:
        listed = [{**asdict(problem), "level": "error", "check": "content", "pages": []} for problem in problems]
        click.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        click.echo(str(problem))
    files = len({problem.path for problem in problems})
    click.echo(f"{len(problems)} to mend in {files} {'file' if files == 1 else 'files'}.", err=True)
