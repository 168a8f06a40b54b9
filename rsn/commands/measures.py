"""`rsn measures`: the figures of the Strength page again, from the public list or from the store."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option

WIDTH = 34


@click.command()
@click.option(
    "--from",
    "published",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The public list of hours, record/edges.jsonl, of any network.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for scripts.")
@content_option
@data_option
def command(published: Path | None, as_json: bool, content: Path, data: Path) -> None:
    """
    Compute the figures of the Strength page again.

    With --from anybody can: the first five figures come from the published list of hours (there is one from fifty
    active members on), and must equal the page. The other figures come from the private store and are not
    recomputable from outside. Without --from stewards compute all of them on the store, exactly and with nothing
    left out: that output is not for publishing.

    \b
    Example:  rsn measures --from public/record/edges.jsonl
              rsn measures --data data --json
    """
    found = from_list(published) if published else from_store(content, data)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _print(found)


def from_list(file: Path) -> dict[str, Any]:
    """Return the first five figures of the list in *file*, and which figures no list can give."""
    from domain.codec import to_plain
    from domain.measures.edge_list import EdgeListUnreadable, network_from, read_list
    from domain.measures.passport import FORMULAS, RECOMPUTABLE
    from forms_api.publish.strength import month_measures

    try:
        listed = read_list(file.read_bytes())
    except EdgeListUnreadable as broken:
        click.echo(f"{file}:{broken.line}: {broken.why}.", err=True)
        sys.exit(1)
    figures = month_measures(network_from(listed.rows), listed.since, listed.until, listed=True)
    return {
        "since": listed.since.isoformat(),
        "until": listed.until.isoformat(),
        "measures": [to_plain(figure) for figure in figures],
        "not_recomputable": [key for key in FORMULAS if key not in RECOMPUTABLE],
    }


def from_store(content: Path, data: Path) -> dict[str, Any]:
    """Return every figure, from whoever holds the store."""
    from rsn.asking import ask_the_holder

    return ask_the_holder(Folders(content, data, Path("public")), {"ask": "measures"})


def _print(found: dict[str, Any]) -> None:
    click.echo(f"Hours from {found['since']} up to, and not including, {found['until']}")
    for figure in found["measures"]:
        name = f"{figure['key']} ({figure['about']})" if figure["about"] else figure["key"]
        click.echo(f"  {name:{WIDTH}}  {_said(figure)}")
    if not found["measures"]:
        click.echo("  No hours: nothing to compute.")
    for key in found.get("not_recomputable", ()):
        click.echo(f"  {key:{WIDTH}}  not recomputable from outside")


def _said(figure: dict[str, Any]) -> str:
    """Return "0.286  = 2/7, 8 of 28, interval 0.030 to 0.565, by chance 0.341 (500 networks)"."""
    from domain.measures.passport import decimals

    value = Fraction(figure["value"])
    more = [f"= {figure['value']}"] if "/" in figure["value"] else []
    if figure["whole"]:
        more.append(f"{figure['part']} of {figure['whole']}")
    if figure["low"]:
        more.append(f"interval {figure['low']} to {figure['high']}")
    if figure["null"]:
        null = figure["null"]
        more.append(f"by chance {null['mean']}, {null['networks']} networks")
    shown = str(value) if value.denominator == 1 else decimals(value)
    return f"{shown:>8}  {', '.join(more)}".rstrip()
