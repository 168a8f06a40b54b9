"""docs/verifying.md: every command it says is run, against a record that is served on the web."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from domain.governance.ballot import Ballot
from domain.governance.receipt import receipt_code
from domain.record.verification import Answer
from tests.recount.checkers import run_program
from tests.recount.made_record import made_record, yes_no

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "verifying.md"
ADDRESS = "https://weirside.example"
BIN = Path(sys.executable).parent


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Serve a site with a record under /record/, and return its address."""
    made_record(yes_no()).write(tmp_path / "site" / "record")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    # An outsider's machine: nothing of ours in the environment but the two programs the page names.
    env = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        ["bash", "-ec", command], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


def test_every_command_of_the_page_does_what_the_page_says(site: str, tmp_path: Path) -> None:
    home = tmp_path / "outside"
    home.mkdir()
    commands = [block.replace(ADDRESS, site) for block in blocks("sh")]
    (cron,) = (block.replace(ADDRESS, site).strip() for block in blocks("cron"))

    done = [shell(command, home) for command in commands]
    scheduled = shell(cron.split(maxsplit=5)[5], home)

    assert [one.stderr for one in done if one.returncode] == []
    assert len(done) == 6
    assert done[1].stdout.splitlines()[-1] == "verified"
    assert "is NOT in the log" in done[2].stdout
    assert done[3].stdout.count("\nverified\n") == 3 and '"answer": "verified"' in done[3].stdout
    assert re.fullmatch(r"[\d*/]+ [\d*/]+ \S+ \S+ \S+", " ".join(cron.split()[:5]))
    assert (scheduled.returncode, scheduled.stdout, scheduled.stderr) == (0, "", "")


def test_the_three_answers_of_the_page_are_those_there_are() -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert re.findall(r"^\| \*\*(.+?)\*\* \|", text, re.MULTILINE) == [answer.value for answer in Answer]


# ---------------------------------------------------------------------------------------- the program itself


def written(folder: Path, **more: Any) -> Path:
    return made_record(yes_no(**more)).write(folder) / "proposals" / "2026-1"


def codes() -> dict[str, Ballot]:
    vote = yes_no()
    return {"counted": vote.ballot(7, vote.choices[7]), "void": vote.ballot(0, vote.choices[0], again=1)}


def test_the_program_runs_alone_in_an_empty_environment_and_counts_in_words(tmp_path: Path) -> None:
    done = run_program(written(tmp_path))

    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[:2] == [
        "Proposal 2026-1: What the meadow becomes",
        "60 could vote, 40 did: 38 valid, 2 blank, 0 invalid.",
    ]
    assert "yes: 25" in lines and "Passed." in lines
    assert lines[-1] == "verified"


def test_a_receipt_code_is_found_counted_void_or_not_at_all(tmp_path: Path) -> None:
    place = written(tmp_path)
    counted, void = (receipt_code(codes()[kind].commitment) for kind in ("counted", "void"))
    typed = counted.lower().replace("0", "o").replace("-", " ")

    assert "is among the counted" in run_program(place, "--receipt", counted).stdout
    assert "is among the counted" in run_program(place, "--receipt", typed).stdout
    assert "is void in the log" in run_program(place, "--receipt", void).stdout
    assert "NOT in the log" in run_program(place, "--receipt", "0000-0000-0000-0000-0").stdout


def test_a_changed_record_is_broken_in_words_and_a_wrong_folder_is_wrong_usage(tmp_path: Path) -> None:
    place = written(tmp_path)
    (place / "roll.json").write_bytes(b"[]")

    broken, lost = run_program(place), run_program(place, str(tmp_path / "nowhere"))

    assert broken.returncode == 1
    assert broken.stdout.startswith("broken\nproposals/2026-1/roll.json is not what was signed")
    assert broken.stderr == ""
    assert lost.returncode == 2


def test_without_the_record_around_it_the_program_says_what_is_missing(tmp_path: Path) -> None:
    place = written(tmp_path)
    (tmp_path / "checkpoint").unlink()

    assert "checkpoint is missing. Was the whole record downloaded?" in run_program(place).stdout


def test_what_a_liar_signs_in_another_shape_is_broken_without_a_crash(tmp_path: Path) -> None:
    made = made_record(yes_no())
    place = made.write(tmp_path) / "proposals" / "2026-1"
    at = next(i for i, raw in enumerate(made.entries) if b'"type":"freeze"' in raw)
    made.entries[at] = made.entries[at].replace(b'"policy":', b'"polity":')
    made.forge()
    made.write(tmp_path)

    done = run_program(place)

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("broken\n")


def test_under_ten_ballots_the_count_is_signed_only(tmp_path: Path) -> None:
    place = written(tmp_path, yes=5, no=2, abstain=0, blank=0, eligible=9)

    assert run_program(place).stdout.splitlines()[-1] == "signed but not recomputable"
