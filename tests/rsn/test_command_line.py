from pathlib import Path

import pytest
from click.testing import CliRunner

from rsn.__main__ import COMMANDS, main

ROOT = Path(__file__).parents[2]


def run(*words):
    return CliRunner().invoke(main, list(words), prog_name="rsn")


def test_the_list_of_commands_is_the_list_of_files():
    files = {file.stem for file in (ROOT / "rsn" / "commands").glob("*.py")} - {"__init__"}

    assert files == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name):
    answer = run(name, "--help")

    assert answer.exit_code == 0
    assert answer.output.startswith(f"Usage: rsn {name}")
    assert len(answer.output.splitlines()) >= 8


def test_a_misspelt_command_is_met_with_a_suggestion():
    answer = run("serv")

    assert answer.exit_code == 2
    assert "Did you mean 'serve'?" in answer.output


def test_an_unknown_command_names_where_to_look():
    answer = run("xyzzy")

    assert answer.exit_code == 2
    assert "`rsn --help` lists the commands." in answer.output


def test_help_names_every_command_without_importing_one(monkeypatch):
    monkeypatch.setattr("importlib.import_module", lambda name: pytest.fail(f"imported {name}"))
    answer = run("--help")

    assert answer.exit_code == 0
    assert all(name in answer.output for name in COMMANDS)


def test_a_moment_that_is_none_says_how_to_write_one():
    answer = run("build", "--now", "tomorrow")

    assert answer.exit_code == 2
    assert "Write it like 2026-11-23T18:00Z." in answer.output
