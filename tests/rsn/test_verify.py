"""`rsn verify`: what people and scripts are told of a record, and what a witness finds out."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from domain.record.notes import signature_line
from domain.record.verification import Wrong
from rsn.__main__ import main
from rsn.record_source import files_in, from_address, from_folder
from tests.recount.made_record import Made, Signer, made_record, yes_no


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rsn.commands.verify.pause", lambda: None)


def rsn(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, arguments)])


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return made_record(yes_no()).write(tmp_path / "record")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def address(record: Path) -> Iterator[str]:
    yield from served(partial(Quiet, directory=str(record)))


def served(handler: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_honest_record_is_verified_and_its_head_and_key_are_told(record: Path) -> None:
    done = rsn(record)

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "verified"
    assert "Proposal 2026-1: verified" in done.stdout
    assert "Compare it with the printed one" in done.stdout
    assert "Checking signatures …" in done.stderr
    assert (record / "vkey").read_text().strip() in done.stdout


def test_a_broken_record_is_told_with_place_and_words_and_exit_one(record: Path) -> None:
    rows = record / "proposals/2026-1/ballots.jsonl"
    rows.write_bytes(rows.read_bytes().replace(b'"yes"', b'"no"', 1))

    done, plain = rsn(record), rsn(record, "--json")

    assert done.exit_code == plain.exit_code == 1
    assert "broken: proposals/2026-1/ballots.jsonl: is not what was signed" in done.stdout
    assert "ballots.jsonl, line" in done.stdout
    says = json.loads(plain.stdout)
    assert says["answer"] == says["votes"][0]["answer"] == "broken"
    assert says["problems"][0]["where"] == "proposals/2026-1/ballots.jsonl"


def test_a_few_ballots_are_signed_but_not_recomputable(tmp_path: Path) -> None:
    few = yes_no(yes=5, no=2, abstain=0, blank=0, eligible=9)
    done = rsn(made_record(few).write(tmp_path))

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "signed but not recomputable"
    assert "too few ballots" in done.stdout


def test_one_proposal_may_be_asked_for_and_must_be_there(tmp_path: Path) -> None:
    folder = made_record(yes_no(), yes_no(id="2026-2")).write(tmp_path)

    one, none = rsn(folder, "--proposal", "2026-2"), rsn(folder, "--proposal", "2026-9")

    assert "2026-2: verified" in one.stdout and "2026-1" not in one.stdout
    assert none.exit_code == 2
    assert "holds no proposal 2026-9" in none.stderr


def test_what_is_no_record_is_wrong_usage_or_told(tmp_path: Path) -> None:
    nowhere, empty = rsn(tmp_path / "nowhere"), rsn(tmp_path)

    assert nowhere.exit_code == 2
    assert "neither a folder nor an address" in nowhere.stderr
    assert empty.exit_code == 1
    assert "broken: vkey: is missing." in empty.stdout


def test_a_quiet_run_says_nothing_unless_something_is_wrong(record: Path) -> None:
    well = rsn(record, "--quiet")
    (record / "index.json").write_bytes(b"{}")
    ill = rsn(record, "--quiet")

    assert well.output == ""
    assert "broken: index.json" in ill.stdout
    assert ill.exit_code == 1


def test_a_named_key_must_be_the_one_that_signed(record: Path) -> None:
    own = (record / "vkey").read_text()
    stranger = str(Signer(seed=b"somebody else").key)

    trusted, mistaken = rsn(record, "--key", own), rsn(record, "--key", stranger)

    assert trusted.exit_code == 0
    assert "was believed" not in trusted.stdout
    assert mistaken.exit_code == 1
    assert "not by the key given" in mistaken.stdout


# ---------------------------------------------------------------------------------------------- the witness


def grown(made: Made) -> Made:
    """Return the same log, longer by a vote."""
    return made_record(yes_no(), yes_no(id="2026-2"), signer=made.signer)


def test_a_log_that_grew_is_welcome_and_remembered(tmp_path: Path) -> None:
    made, state = made_record(yes_no()), tmp_path / "weirside.json"
    first = rsn(made.write(tmp_path / "a"), "--state", state)
    remembered = json.loads(state.read_text())
    second = rsn(grown(made).write(tmp_path / "b"), "--state", state)

    assert first.exit_code == second.exit_code == 0
    assert "was believed" in first.stdout and "was believed" not in second.stdout
    assert remembered["size"] < json.loads(state.read_text())["size"]


def test_a_log_that_shrank_is_told_with_both_heads(tmp_path: Path) -> None:
    made, state = made_record(yes_no()), tmp_path / "state.json"
    rsn(grown(made).write(tmp_path / "long"), "--state", state)
    before = json.loads(state.read_text())

    done = rsn(made.write(tmp_path / "short"), "--state", state)

    assert done.exit_code == 1
    assert f"The log shrank from {before['size']} to {len(made.entries)} entries" in done.stdout
    assert before["root"] in done.stdout
    assert json.loads(state.read_text()) == before


def test_a_second_history_is_told_with_both_heads(tmp_path: Path) -> None:
    made, state = made_record(yes_no()), tmp_path / "state.json"
    rsn(made.write(tmp_path / "shown"), "--state", state)
    before = json.loads(state.read_text())

    other = made_record(yes_no(yes=24, no=11), yes_no(id="2026-2"), signer=made.signer)
    done = rsn(other.write(tmp_path / "other"), "--state", state)

    assert done.exit_code == 1
    assert f"The log forked: its first {before['size']} entries are others" in done.stdout
    assert before["root"] in done.stdout
    assert json.loads(state.read_text()) == before


def test_another_key_is_taken_only_by_name_and_another_log_never(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    rsn(made_record(yes_no()).write(tmp_path / "old"), "--state", state)
    renewed = made_record(yes_no(), signer=Signer(seed=b"next"))
    folder = renewed.write(tmp_path / "new")

    unasked = rsn(folder, "--state", state)
    asked = rsn(folder, "--state", state, "--key", renewed.signer.key)
    remembered = json.loads(state.read_text())
    state.write_text(json.dumps(remembered | {"origin": "elsewhere.example/record"}))

    assert "The key changed from" in unasked.stdout
    assert asked.exit_code == 0
    assert remembered["vkey"] == str(renewed.signer.key)
    assert "This is another log" in rsn(folder, "--state", state).stdout


def test_a_key_that_the_old_one_hands_over_to_is_taken(tmp_path: Path) -> None:
    state, old, new = tmp_path / "state.json", Signer(), Signer(seed=b"next")
    rsn(made_record(yes_no(), signer=old).write(tmp_path / "before"), "--state", state)
    renewed = made_record(yes_no(), signer=new)
    text = renewed.files["checkpoint"].split(b"\n\n")[0] + b"\n"
    renewed.files["checkpoint"] += signature_line(text, old.key, old.sign)

    done = rsn(renewed.write(tmp_path / "after"), "--state", state)

    assert done.exit_code == 0
    assert json.loads(state.read_text())["vkey"] == str(new.key)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"origin": "a", "size": "7", "root": "", "vkey": ""}'])
def test_a_state_file_that_holds_no_head_is_told_and_kept(record: Path, tmp_path: Path, content: str) -> None:
    state = tmp_path / "state.json"
    state.write_text(content)

    done = rsn(record, "--state", state)

    assert done.exit_code == 1
    assert "holds no remembered head" in done.stderr
    assert state.read_text() == content


# ---------------------------------------------------------------------------------------------- where it lies


def test_a_record_on_the_web_is_checked_without_its_listing(address: str) -> None:
    done = rsn(address + "/")

    assert done.exit_code == 0
    assert "  tile/entries/000.p/" in done.stderr


def test_a_missing_file_and_an_unreachable_server_are_told(record: Path, address: str) -> None:
    (record / "proposals/2026-1/roll.json").unlink()

    gone, closed = rsn(address), rsn("http://127.0.0.1:9/record")

    assert "proposals/2026-1/roll.json: The server answers 404" in gone.stdout
    assert gone.exit_code == closed.exit_code == 1
    assert "vkey: cannot be fetched" in closed.stdout


class Redirecting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_a_redirect_is_not_followed() -> None:
    for address in served(Redirecting):
        assert "vkey: The server answers 302" in rsn(address).stdout


def test_a_file_that_is_too_large_for_a_record_is_not_read_to_its_end(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rsn.record_source.LARGEST_FILE", 10)

    with pytest.raises(Wrong, match="larger than any file"):
        from_address(address)("vkey")


def test_only_files_of_the_record_are_asked_for_and_each_once(tmp_path: Path) -> None:
    (tmp_path / "record").mkdir()
    (tmp_path / "record" / "vkey").write_text("a")
    (tmp_path / "record" / ".vkey.new").write_text("half")
    (tmp_path / "secret").write_text("b")
    read = from_folder(tmp_path / "record")

    assert read("vkey") == b"a"
    (tmp_path / "record" / "vkey").write_text("c")
    assert read("vkey") == b"a"
    assert files_in(tmp_path / "record") == ["vkey"]
    for path in ("../secret", "/etc/passwd", "", "a//b", "a\n"):
        with pytest.raises(Wrong, match="no path of a record"):
            read(path)
    (tmp_path / "record" / "tile").mkdir()
    with pytest.raises(Wrong, match="cannot be read"):
        read("tile")


def test_entries_that_this_version_does_not_know_are_told_and_break_nothing(tmp_path: Path) -> None:
    made = made_record(yes_no())
    made.entries.append(b'{"type":"weather","v":1}')
    made.publish()

    done = rsn(made.write(tmp_path))

    assert done.exit_code == 0
    assert "1 entries of the kind 'weather'" in done.stdout


def test_a_record_that_is_just_being_published_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_record(yes_no())
    half = {name: content for name, content in made.files.items() if name not in ("checkpoint", "files")}
    written(tmp_path, half)
    monkeypatch.setattr("rsn.commands.verify.pause", lambda: written(tmp_path, made.files))

    result = rsn(tmp_path)

    assert result.exit_code == 0
    assert "being published. Checking it again" in result.stderr
    assert "broken" not in result.stdout


def written(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
