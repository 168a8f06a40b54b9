"""`rsn check`: report every mistake in the content, and say what each policy means."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.folders import content_option, data_option, now_option

if TYPE_CHECKING:
    from domain.catalogue import Catalogue
    from site_builder.problems import Problem


@click.command()
@content_option
@data_option
@now_option
@click.option("--members", type=click.IntRange(1, 10_000_000), help="Read the policies for a roll of so many.")
@click.option("--json", "as_json", is_flag=True, help="Print the problems as one JSON list, for a script.")
def command(content: Path, data: Path, now: datetime | None, members: int | None, as_json: bool) -> None:
    """
    Report every mistake in the content, and say in plain sentences what each policy means.

    All files are read before anything is said, so one run shows all there is to mend. Each line says where, what
    is wrong, and how to mend it. Nothing is written, and the site that is up stays as it is. Policies are read for
    the members of --members, else for those of the last publish; one that so many could never meet is a mistake.

    \b
    Example:  rsn check --content content
              rsn check --members 120
    Exit:     0 no mistake, 1 mistakes, 2 wrong usage
    """
    from rsn.clock import machine_clock
    from site_builder.content import ContentErrors, load_catalogue

    try:
        catalogue = load_catalogue(content, today=(now or machine_clock()).date())
    except ContentErrors as errors:
        _tell(errors, as_json=as_json)
        sys.exit(1)
    roll = members or roll_of(data)
    unmet = _never_met(catalogue, content, roll) if roll else ()
    if unmet:
        _tell(ContentErrors(unmet), as_json=as_json)
        sys.exit(1)
    kinds = ("skills", "programs", "cohorts", "members", "playbooks", "policies", "pages", "news")
    counts = ", ".join(f"{len(getattr(catalogue, kind))} {kind}" for kind in kinds)
    if as_json:
        click.echo("[]")
        return
    for line in _policies(catalogue, roll):
        click.echo(line)
    click.echo(f"No mistake in {content}: {counts}.")


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


def _tell(errors: Exception, *, as_json: bool) -> None:
    from dataclasses import asdict

    problems = getattr(errors, "problems", ())
    if as_json:
        click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2))
        return
    for problem in problems:
        click.echo(str(problem))
    files = len({problem.path for problem in problems})
    click.echo(f"{len(problems)} to mend in {files} {'file' if files == 1 else 'files'}.", err=True)
