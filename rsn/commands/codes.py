"""`rsn codes`: sheets of printed sign-in codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from rsn.code_sheets import WIDTH, sheets_for
from rsn.folders import Folders
from rsn.options import content_option, data_option


@click.command()
@click.argument("slugs", nargs=-1, metavar="[MEMBER]…")
@click.option("--vote", metavar="PROPOSAL", default="", help="Letters with ballot codes for this vote instead.")
@click.option("--number", type=click.IntRange(1, 50), default=10, show_default=True, help="Codes on a sheet.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("sign-in-codes.txt"),
    show_default=True,
    help="File for the sheets; only you can read it.",
)
@content_option
@data_option
def command(slugs: tuple[str, ...], vote: str, number: int, out: Path, content: Path, data: Path) -> None:
    """
    Make a sheet of sign-in codes for each MEMBER named by slug; without names, for everybody without mail.

    Each code signs in once. A new sheet voids the old one. No sheet bears a name: which sheet is whose is told
    here, on the screen, and nowhere else. Print the file, hand the sheets over, delete the file. With --out ending
    in .html it is a page to print from a browser, with a picture to scan beside each code.

    With --vote they are letters for one vote on paper, each with the ballot code of one member: for the members
    named, or for everybody on its roll whom no mail reaches. The name stands above the fold, the code below
    (docs/paper.md).

    \b
    Example:  rsn codes walter-pruitt nerys-pugh
              rsn codes --vote 2026-14
              rsn codes --number 20 --out /media/usb/codes.html
    """
    from rsn.asking import ask_the_holder

    if out.exists():
        raise click.ClickException(f"{out} is there already. Print and delete it, or name another with --out.")
    folders = Folders(content, data, Path("public"))
    answer = ask_the_holder(folders, {"ask": "codes", "slugs": list(slugs), "number": number, "vote": vote})
    if "refused" in answer:
        click.echo(answer["refused"], err=True)
        sys.exit(1)
    if vote:
        letters = [
            _letter(letter["name"], letter["code"], vote, answer["address"]) for letter in answer["letters"]
        ]
        _write(out, "\f".join(letters))
        many = "1 letter" if len(letters) == 1 else f"{len(letters)} letters"
        click.echo(f"{many} in {out}. Print the file, fold and close the letters, then delete it.")
        return
    sheets = [(f"{place:02}", sheet) for place, sheet in enumerate(answer["sheets"], start=1)]
    if not sheets:
        click.echo("Everybody on the roll has a mail address. Name members to make sheets for them.")
        return
    _write(out, sheets_for(out, [(mark, sheet["codes"]) for mark, sheet in sheets], answer["address"]))
    for mark, sheet in sheets:
        click.echo(f"Sheet {mark}: {sheet['name']}")
    many = "1 sheet" if len(sheets) == 1 else f"{len(sheets)} sheets"
    click.echo(f"{many} in {out}. Print the file, hand the sheets over, then delete it.")


def _write(out: Path, text: str) -> None:
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


def _letter(name: str, code: str, vote: str, address: str) -> str:
    lines = [
        name,
        *[""] * 8,
        "- " * (WIDTH // 2),
        "",
        f"BALLOT CODE{f'vote {vote}':>{WIDTH - 11}}",
        "=" * WIDTH,
        f"  {code}",
        "",
        f"Go to   {address}/forms/vote-by-code",
        "and type the code, or write it on a ballot sheet. It is yours alone.",
        "You can vote again until the close; the last ballot counts.",
        "",
    ]
    return "\n".join(lines)
