"""Hold deploy/ to the command line as it is: a unit that names an option nobody reads starts nothing."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
FILES = ("rsn-forms.service", "rsn-build.service", "rsn-build.timer", "rsn.cron")


def directives(name: str) -> dict[str, list[str]]:
    """Return every directive of a unit with its values, in order; comments must stand on lines of their own."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text().splitlines():
        if line and line[0] not in "#[":
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def calls() -> Iterator[tuple[str, list[str]]]:
    """Yield each file with the words of the command it runs, from the program's name on."""
    for name in ("rsn-forms.service", "rsn-build.service"):
        yield name, shlex.split(directives(name)["ExecStart"][0])
    (cron,) = [line for line in (DEPLOY / "rsn.cron").read_text().splitlines() if line.startswith("* * * * *")]
    yield "rsn.cron", shlex.split(cron[cron.index(".venv/") :])


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """Return the click command that *words* call, and its arguments."""
    program, *rest = words
    if program.endswith("/rsn"):
        return import_module(f"rsn.commands.{rest[0]}").command, rest[1:]
    assert rest[0] == "build.py"
    return import_module("rsn.commands.build").command, rest[1:]


@pytest.mark.parametrize(
    ("name", "words"), list(calls()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_of_deploy_is_one_the_command_line_understands(name: str, words: list[str]) -> None:
    command, arguments = command_of(words)

    context = command.make_context(command.name or name, list(arguments), resilient_parsing=False)

    assert str(context.params["data"]) == "/var/lib/rsn"


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_deploy_opens_by_saying_what_it_is_for(name: str) -> None:
    first = (DEPLOY / name).read_text().splitlines()[0]

    assert re.match(r"# [A-Z].{20,}", first)


@pytest.mark.parametrize("name", ["rsn-forms.service", "rsn-build.service"])
def test_a_service_runs_without_privileges_and_keeps_the_store_to_itself(name: str) -> None:
    unit = directives(name)

    assert unit["User"] == ["rsn"]
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["StateDirectoryMode"] == ["0700"]


def test_the_build_reaches_no_network() -> None:
    unit = directives("rsn-build.service")

    assert unit["PrivateNetwork"] == ["yes"]
    assert unit["RestrictAddressFamilies"] == ["AF_UNIX"]
