"""`rsn why`: what a file of the site is made from, and why the last build made it again or left it alone."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option, out_option

if TYPE_CHECKING:
    from site_builder.explaining import Explained


@click.command()
@click.argument("output")
@content_option
@data_option
@out_option
@click.option("--json", "as_json", is_flag=True, help="For programs: one object of JSON.")
def command(output: str, content: Path, data: Path, out: Path, as_json: bool) -> None:
    """
    Say what OUTPUT is made from, and why the last build made it again or left it alone.

    OUTPUT is a file of the site or the address of a page. What is told is what the last build kept in the data
    folder, under build.

    \b
    Example:  rsn why programs/budgeting/
              rsn why index.html --json
    Exit:     0 told, 1 no such file or nothing kept, 2 wrong usage
    """
    from presentation.theme import use_theme_of
    from site_builder.explaining import Unknown, explain

    folders = Folders(content, data, out)
    use_theme_of(folders.content)
    try:
        found = explain(folders.build, output)
    except Unknown as unknown:
        click.echo(str(unknown), err=True)
        sys.exit(1)
    click.echo(json.dumps(found.plain(), ensure_ascii=False, indent=2) if as_json else _said(found))


def _said(found: Explained) -> str:
    lines = [found.output, f"  {found.because}.", *(f"  What changed: {words}." for words in found.changed)]
    if found.templates:
        lines += [f"Made with ({found.language})", *(f"  {name}" for name in found.templates)]
    lines.append("Made from" if found.reads else "Made from nothing that changes.")
    lines += [f"  {words}" for _, words in found.reads]
    return "\n".join(lines)
