import json

import pytest
from click.testing import CliRunner

from rsn.__main__ import main
from tests.site_builder.content.small_content import PROGRAM, write_content


def run(*words):
    return CliRunner().invoke(main, list(words), prog_name="rsn")


@pytest.fixture
def broken(tmp_path):
    status = PROGRAM.replace("running", "runing")
    return write_content(tmp_path / "content", {"programs/kitchen-table.md": status, "pages/about.md": "Words.\n"})


def test_a_content_without_mistakes_is_counted(tmp_path):
    answer = run("check", "--content", str(write_content(tmp_path)))

    assert answer.exit_code == 0
    assert "No mistake in" in answer.output
    assert "3 skills, 1 programs, 2 cohorts, 2 members" in answer.output


def test_all_mistakes_are_told_by_file_and_line(broken):
    answer = run("check", "--content", str(broken))

    assert answer.exit_code == 1
    assert answer.stdout.splitlines() == [
        f"{broken}/pages/about.md:1: the file does not begin with front matter. Begin it with a line '---'.",
        f"{broken}/programs/kitchen-table.md:13: status is 'runing'. Did you mean 'running'?",
    ]
    assert answer.stderr == "2 to mend in 2 files.\n"


def test_a_script_reads_the_mistakes_as_json(broken):
    answer = run("check", "--json", "--content", str(broken))

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)[1] == {
        "path": f"{broken}/programs/kitchen-table.md",
        "line": 13,
        "what": "status is 'runing'.",
        "mend": "Did you mean 'running'?",
    }


def test_no_mistakes_are_an_empty_json_list(tmp_path):
    answer = run("check", "--json", "--content", str(write_content(tmp_path)))

    assert (answer.exit_code, json.loads(answer.output)) == (0, [])


def test_a_consent_of_tomorrow_is_told_by_the_clock_given(tmp_path):
    content = write_content(tmp_path)
    (content / "network.yaml").write_text(
        (content / "network.yaml").read_text().replace("written_for: 2026-11-23\n", "")
    )

    early = run("check", "--content", str(content), "--now", "2025-12-31T12:00Z")
    late = run("check", "--content", str(content), "--now", "2026-01-01T12:00Z")

    assert early.exit_code == 1
    assert "consent.on is 2026-01-01, which is still to come." in early.stdout
    assert late.exit_code == 0


def test_a_mistake_leaves_the_last_site_untouched(tmp_path):
    content, data, out = (tmp_path / name for name in ("content", "data", "public"))
    words = ["build", "--content", str(content), "--data", str(data), "--out", str(out)]
    write_content(content)
    first = run(*words, "--now", "2026-11-23T12:00Z")
    before = {file: file.read_bytes() for file in out.rglob("*") if file.is_file()}

    write_content(content, {"programs/kitchen-table.md": PROGRAM.replace("running", "runing")})
    second = run(*words, "--now", "2026-11-23T13:00Z")

    assert first.exit_code == 0, first.output
    assert len(before) > 20
    assert second.exit_code == 1
    assert "programs/kitchen-table.md:13: status is 'runing'. Did you mean 'running'?" in second.output
    assert {file: file.read_bytes() for file in out.rglob("*") if file.is_file()} == before
