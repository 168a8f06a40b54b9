"""Hold deploy/ to the command line as it is: a unit that names an option nobody reads starts nothing."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from rsn.__main__ import COMMANDS
from rsn.watched import TOLD

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
SERVICES = ("rsn-forms.service", "rsn-build.service", "rsn-backup.service")
FILES = (*SERVICES, "rsn-build.timer", "rsn-backup.timer", "rsn.cron", "nginx.conf", "Caddyfile", "Containerfile")


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
    for name in SERVICES:
        unit = directives(name)
        for line in (*unit.get("ExecStartPre", ()), *unit["ExecStart"]):
            yield name, shlex.split(line)
    for line in (DEPLOY / "rsn.cron").read_text().splitlines():
        if " rsn cd " in line:
            yield "rsn.cron", shlex.split(line[line.index(".venv/") :])


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
    # The guide has the file made; here it only has to be there.
    words = [__file__ if word.startswith("/etc/rsn/") else word for word in words]
    command, arguments = command_of(words)

    context = command.make_context(command.name or name, list(arguments), resilient_parsing=False)

    assert str(context.params["data"]) == "/var/lib/rsn"


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_deploy_opens_by_saying_what_it_is_for(name: str) -> None:
    first = (DEPLOY / name).read_text().splitlines()[0]

    assert re.match(r"# [A-Z].{20,}", first)


@pytest.mark.parametrize("name", SERVICES)
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


UNITS = sorted(DEPLOY.glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_each_service_well_locked_up(unit: Path) -> None:
    command = [systemd_analyze(), "security", "--offline=true", "--no-pager", unit.name]
    found = subprocess.run(command, cwd=DEPLOY, capture_output=True, text=True, check=False)
    exposure = re.search(r"exposure level for \S+: ([0-9.]+)", found.stdout)

    assert exposure, found.stdout + found.stderr
    assert float(exposure[1]) < 2


def systemd_analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None and os.environ.get("CI") == "true" and shutil.which("apt-get"):
        install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "systemd"]
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(install, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=True)
        found = shutil.which("systemd-analyze")
    return found or pytest.skip("systemd-analyze was not found.")


@pytest.mark.parametrize("page", ["docs/deploy.md", "docs/operations.md", "deploy/README.md"])
def test_every_option_of_rsn_that_a_page_names_exists(page: str) -> None:
    text = (DEPLOY.parent / page).read_text("utf-8")
    known = {option for name in COMMANDS for option in options_of(import_module(f"rsn.commands.{name}").command)}

    for name, rest in re.findall(r"\brsn (\w+)([^\n`|]*)", text):
        if name in COMMANDS:
            for option in re.findall(r"(?<![\w-])--[a-z-]+", rest):
                assert option in known, f"rsn {name} has no {option}"


def options_of(command: click.Command) -> Iterator[str]:
    """Yield all options of a command and of those below it."""
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)
    for below in getattr(command, "commands", {}).values():
        yield from options_of(below)


def test_every_setting_of_the_service_is_on_the_page_about_it() -> None:
    page = (DEPLOY.parent / "docs" / "deploy.md").read_text("utf-8")
    service = import_module("rsn.commands.forms").command
    plain = {"--host", "--port", "--content", "--data", "--now"}

    for parameter in service.params:
        assert set(parameter.opts) & plain or f"`{parameter.opts[0]}`" in page or "--check" in parameter.opts
        assert not parameter.envvar or f"`{parameter.envvar}`" in page


def test_every_metric_is_on_the_page_about_it() -> None:
    page = (DEPLOY.parent / "docs" / "deploy.md").read_text("utf-8")

    assert {name for name in TOLD if f"`{name}`" not in page} == set()


def test_the_container_copies_what_exists_and_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Containerfile").read_text("utf-8").splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from" not in line]

    assert [name for names in copied for name in names if not (DEPLOY.parent / name).exists()] == []
    assert "USER rsn" in lines
