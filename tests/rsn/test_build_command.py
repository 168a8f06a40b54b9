"""`rsn build`: what a maintainer reads when the site cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from rsn import usual_job
from rsn.commands.build import command
from rsn.folders import Folders


def test_an_output_folder_that_leads_elsewhere_is_refused_in_one_sentence(tmp_path: Path, checkout: Path) -> None:
    out = tmp_path / "public"
    out.mkdir()
    (out / "index.html").symlink_to(tmp_path)

    result = CliRunner().invoke(
        command, ["--content", str(checkout / "content"), "--data", str(tmp_path / "data"), "--out", str(out)]
    )

    assert result.exit_code == 1
    # A slow machine says before it which stages took over a second.
    assert result.stderr.splitlines()[-1] == (
        f"{out / 'index.html'}: is a symlink. Nothing was written there; choose another output folder."
    )
    assert [file.name for file in out.iterdir()] == ["index.html"]


PLAIN: dict[str, list[str]] = {
    "nothing": [],
    "folders": ["--content", "town", "--data", "kept", "--out", "site"],
    "processes": ["--jobs", "2"],
}
WISHES: dict[str, list[str]] = {
    "help": ["--help"],
    "an unknown option": ["--drafts", "yes"],
    "an option without its value": ["--content"],
    "an option instead of its value": ["--content", "--data", "--out", "site"],
    "no number of processes": ["--jobs", "many"],
    "no process": ["--jobs", "0"],
    "too many processes": ["--jobs", "65"],
    "every page": ["--full"],
    "a file for a folder": ["--content", "file"],
}


@pytest.fixture
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Folders, int | None]]:
    """What the jobs that ran were told, in a folder that holds one file."""
    ran: list[tuple[Folders, int | None]] = []
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()

    def run(folders: Folders, *, jobs: int | None, **_: object) -> int:
        ran.append((folders, jobs))
        return 7

    monkeypatch.setattr(usual_job, "run_usual_job", run)
    monkeypatch.setattr("rsn.commands.build.run_usual_job", run)
    return ran


@pytest.mark.parametrize("given", PLAIN)
def test_plain_wishes_are_understood_without_the_command_line_as_with_it(
    jobs: list[tuple[Folders, int | None]], given: str
) -> None:
    plainly = usual_job.run_plainly(PLAIN[given], None)
    result = CliRunner().invoke(command, PLAIN[given])

    assert plainly == result.exit_code == 7
    assert jobs[0] == jobs[1]


@pytest.mark.parametrize("given", WISHES)
def test_all_others_are_left_to_the_command_line(jobs: list[tuple[Folders, int | None]], given: str) -> None:
    assert usual_job.run_plainly(WISHES[given], None) is None
    assert jobs == []


def test_a_job_that_is_broken_off_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(usual_job, "run_usual_job", broken)

    assert usual_job.run_plainly([], None) == 1
    assert capsys.readouterr().err == "\nAborted!\n"
