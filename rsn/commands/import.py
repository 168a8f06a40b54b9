"""`rsn import`: members and exchanges of another system, from a file of any size."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option


@click.command("import")
@click.argument("kind", type=click.Choice(["members", "exchanges", "network"]))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--map",
    "mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the columns are, a line each: hours = Quantity. Without it the names are guessed from.",
)
@click.option("--dry-run", is_flag=True, help="Say what would become of each line, and store nothing.")
@click.option("--standing", type=click.Choice(["newcomer", "applicant"]), default="newcomer", show_default=True)
@click.option("--dates", type=click.Choice(["iso", "dmy", "mdy"]), default="iso", show_default=True)
@click.option("--skill", default="", help="The slug of the skill for whatever is not known here by its name.")
@click.option(
    "--basis",
    type=click.Choice(["old_system_asked_both", "both_signed_on_paper"]),
    help="Why the exchanges count as confirmed by both; stands in the public record. Without it they wait.",
)
@click.option("--leave-out", is_flag=True, help="Leave out the lines that cannot come in; else nothing comes in.")
@content_option
@data_option
def command(
    kind: str, file: Path, mapping: Path | None, dry_run: bool, content: Path, data: Path, **how: Any
) -> None:
    """
    Bring in members or exchanges from a CSV file: all of it or nothing, and nothing twice.

    Members first, then exchanges. Everything about whoever comes in is private until they say otherwise; balances
    stay behind. docs/import-export.md walks through a TimeOverflow and an hOurworld table. `network` reads back
    a folder that `rsn export` wrote, into an empty store.

    \b
    Example:  rsn import members users.csv --dry-run
              rsn import members users.csv
              rsn import exchanges transfers.csv --skill letter-reading --basis old_system_asked_both
    """
    from rsn.asking import ask_the_holder

    question = {
        "ask": "import",
        "kind": kind,
        "file": str(file.resolve()),
        "map": str(mapping.resolve()) if mapping else "",
        "dry_run": dry_run,
        **how,
    }
    answer = ask_the_holder(Folders(content, data, Path("public")), question)
    for line in answer.get("columns", ()):
        click.echo(line)
    for line in answer.get("problems", ()):
        click.echo(line, err=True)
    if "refused" in answer:
        click.echo(answer["refused"], err=True)
        sys.exit(1)
    if kind == "network":
        click.echo(f"{answer['new']} records came in.")
        return
    what = "would come in" if dry_run else "came in"
    click.echo(f"{answer['new']} {what}, {answer['known']} here already, {answer['left_out']} left out.")
