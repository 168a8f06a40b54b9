import pytest
from click.testing import CliRunner

from rsn.__main__ import main
from tests.rsn.test_roll_commands import CONTENT


@pytest.fixture
def rsn(tmp_path):
    def run(*words):
        folders = ["--content", str(CONTENT), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(main, ["playbook", *words, *folders], prog_name="rsn")

    return run


def test_packs_are_compiled_and_copied_to_a_folder_of_ones_own(rsn, tmp_path):
    answer = rsn("pack", "--to", str(tmp_path / "stick"))
    copied = {file.name: file for file in (tmp_path / "stick").iterdir()}

    assert answer.exit_code == 0
    assert set(copied) >= {"index.html", "cards.html", "fever-wave.html", "fever-wave.txt"}
    assert ".written" not in copied
    assert {file.stat().st_mode & 0o777 for file in copied.values()} == {0o600}
    assert "shut them away" in answer.output


def test_one_pack_is_named_or_copied_alone(rsn, tmp_path):
    named = rsn("pack", "fever-wave")
    rsn("pack", "fever-wave", "--to", str(tmp_path / "stick"))

    assert named.output.splitlines() == [
        str(tmp_path / "data" / "packs" / "fever-wave.html"),
        str(tmp_path / "data" / "packs" / "fever-wave.txt"),
    ]
    assert sorted(file.name for file in (tmp_path / "stick").iterdir()) == ["fever-wave.html", "fever-wave.txt"]


@pytest.mark.parametrize("slug", ["earthquake", "cards", "../../etc/passwd"])
def test_an_unknown_playbook_is_told_with_those_there_are(rsn, slug):
    answer = rsn("pack", slug)

    assert answer.exit_code == 1
    assert "There are: fever-wave, five-day-power-cut, main-employer-closes." in answer.output


def test_the_packs_that_lie_ready_are_listed(rsn):
    before = rsn("list")
    rsn("pack")
    after = rsn("list")

    assert before.exit_code == 1
    assert "rsn publish" in before.output
    assert "Fever wave, schools shut" in after.output


def test_where_the_store_cannot_be_read_the_last_packs_are_copied_all_the_same(rsn, tmp_path):
    rsn("pack")
    (tmp_path / "data" / "store" / "store.json").write_text("{ torn")
    answer = rsn("pack", "--to", str(tmp_path / "stick"))

    assert answer.exit_code == 0
    assert "The packs are those of the last publish." in answer.output
    assert (tmp_path / "stick" / "index.html").is_file()


def test_the_page_is_opened_where_that_is_asked_for(rsn, monkeypatch):
    opened = []
    monkeypatch.setattr("click.launch", opened.append)
    rsn("pack", "fever-wave", "--open")

    assert [name.rsplit("/", 1)[1] for name in opened] == ["fever-wave.html"]
