"""`rsn members`: the roll on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rsn.folders import Folders
from rsn.options import content_option, data_option


@click.command()
@click.option("--add", "name", help="Put somebody with this name on the roll.")
@click.option("--email", default="", help="Their mail address; without one they sign in by printed codes.")
@click.option("--newcomer", is_flag=True, help="They get to know the network first and vote later.")
@click.option("--steward", "steward", help="Make the member with this slug a steward; with --add: NAME itself.")
@click.option("--no-steward", "dismissed", help="The member with this slug is no longer a steward.")
@content_option
@data_option
def command(
    name: str | None,
    email: str,
    newcomer: bool,
    steward: str | None,
    dismissed: str | None,
    content: Path,
    data: Path,
) -> None:
    """
    List the members of the roll, add one, or say who is a steward.

    A new network begins here: add yourself and two more, make at least two of you stewards, and give your word for
    one another on the site. The first three members found the network, so their word counts from the first day;
    from the fourth on a member's word counts after thirty days. Everybody after that comes by the page "Join",
    the steward desk, or a pasted table. Everything about a new member is private until they say otherwise.
    docs/vouching.md tells the whole way.

    \b
    Example:  rsn members --add "Inés Marroquín" --email ines@example.org
              rsn members --steward ines-marroquin
              rsn members
    """
    if name:
        _ask(
            content,
            data,
            {
                "act": "add",
                "name": name,
                "email": email,
                "steward": False,
                "standing": "newcomer" if newcomer else "member",
            },
        )
    elif steward or dismissed:
        _ask(content, data, {"act": "steward", "slug": steward or dismissed, "steward": bool(steward)})
    else:
        _ask(content, data, {"act": "list"})


def _ask(content: Path, data: Path, question: dict[str, Any]) -> None:
    from rsn.asking import ask_the_holder

    answer = ask_the_holder(Folders(content, data, Path("public")), {"ask": "members"} | question)
    if "refused" in answer:
        click.echo(answer["refused"], err=True)
        sys.exit(1)
    for member in sorted(answer["members"], key=lambda m: m["slug"]):
        marks = [member["standing"], *(["steward"] if member["steward"] else [])]
        marks.append("mail" if member["email"] else "printed codes")
        click.echo(f"{member['slug']:32}  {member['name']}  ({', '.join(marks)})")
    if question.get("steward"):
        slug = answer["members"][0]["slug"]
        click.echo(
            f"The desk asks a steward for a mailed link and a printed code. Make the codes: rsn codes {slug}"
        )
    if not answer["members"]:
        click.echo('Nobody yet. Begin with: rsn members --add "Your Name" --email you@example.org')
