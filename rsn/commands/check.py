"""`rsn check`: report every mistake in the content, with file, line and how to mend it."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from rsn.folders import content_option, now_option


@click.command()
@content_option
@now_option
@click.option("--json", "as_json", is_flag=True, help="Print the problems as one JSON list, for a script.")
def command(content: Path, now: datetime | None, as_json: bool) -> None:
    """
    Report every mistake in the content.

    All files are read before anything is said, so one run shows all there is to mend. Each line says where, what
    is wrong, and how to mend it. Nothing is written, and the site that is up stays as it is.

    \b
    Example:  rsn check --content content
    Exit:     0 no mistake, 1 mistakes, 2 wrong usage
    """
    from rsn.clock import machine_clock
    from site_builder.content import ContentErrors, load_catalogue

    try:
        catalogue = load_catalogue(content, today=(now or machine_clock()).date())
    except ContentErrors as errors:
        _tell(errors, as_json=as_json)
        sys.exit(1)
    kinds = ("skills", "programs", "cohorts", "members", "playbooks", "policies", "pages", "news")
    counts = ", ".join(f"{len(getattr(catalogue, kind))} {kind}" for kind in kinds)
    click.echo("[]" if as_json else f"No mistake in {content}: {counts}.")


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
