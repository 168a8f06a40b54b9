"""The control socket: who may ask, what is answered, and that nobody's bad manners stop it."""

from __future__ import annotations

import json
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from forms_api import control
from forms_api.control import Control, ControlError, NobodyThere, SomebodyThere, ask, serve


def echo(question: dict[str, Any]) -> dict[str, Any]:
    return {"heard": question}


def fail(question: dict[str, Any]) -> dict[str, Any]:
    raise LookupError("no such work")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "control.sock"


@pytest.fixture
def listening(path: Path) -> Iterator[Control]:
    listening = serve(path, echo)
    yield listening
    listening.close()


def sent(path: Path, line: bytes, *, then_close: bool = False) -> Any:
    """Return the reply to these very bytes."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        client.connect(str(path))
        client.sendall(line)
        if then_close:
            client.shutdown(socket.SHUT_WR)
        return json.loads(client.makefile("rb").readline() or b"null")


def silent(path: Path, reply: bytes) -> socket.socket:
    """Return a listener of another kind, which answers the first question with *reply*."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen()

    def answer() -> None:
        client, _ = listener.accept()
        with client:
            client.recv(65536)
            client.sendall(reply)

    threading.Thread(target=answer, daemon=True).start()
    return listener


def test_a_question_is_answered(listening: Control, path: Path) -> None:
    assert ask(path, {"ask": "publish", "name": "Noor نور"}, 5) == {
        "heard": {"ask": "publish", "name": "Noor نور"}
    }


def test_who_asks_may_do_something_else_while_the_answer_is_made(path: Path) -> None:
    done = threading.Event()
    waiting = serve(path, lambda question: {"done": done.wait(5)})
    try:
        assert ask(path, {}, 10, done.set) == {"done": True}
    finally:
        waiting.close()


def test_a_failure_reaches_the_one_who_asked_and_the_next_question_is_answered(path: Path) -> None:
    failing = serve(path, fail)
    try:
        for _ in range(2):
            with pytest.raises(ControlError, match="LookupError: no such work"):
                ask(path, {}, 5)
    finally:
        failing.close()


def test_an_answer_that_cannot_be_written_down_is_a_failure_for_the_one_who_asked(path: Path) -> None:
    strange = serve(path, lambda question: {"when": object()})
    try:
        with pytest.raises(ControlError):
            ask(path, {}, 5)
    finally:
        strange.close()


def test_the_socket_is_its_owners_alone(listening: Control, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_several_may_ask_at_one_time(path: Path) -> None:
    together = threading.Barrier(4)
    waiting = serve(path, lambda question: {"place": together.wait(5)})
    answers: list[int] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(path, {}, 5)["place"])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waiting.close()

    assert sorted(answers) == [0, 1, 2, 3]


BAD = {
    "no JSON": b"publish\n",
    "no object": b"[1]\n",
    "not text": b"\xff\xfe\n",
    "too deep": b"[" * 60_000 + b"\n",
    "too long": b'{"a":"' + b"x" * control.MAX_QUESTION_BYTES + b'"}\n',
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD.keys())
def test_a_bad_question_is_told_what_a_question_is(listening: Control, path: Path, line: bytes) -> None:
    assert "A question is" in sent(path, line[: control.MAX_QUESTION_BYTES + 1])["error"]
    assert ask(path, {"still": "there"}, 5) == {"heard": {"still": "there"}}


def test_a_question_cut_short_is_told_so(listening: Control, path: Path) -> None:
    assert "one line" in sent(path, b'{"ask": "pub', then_close=True)["error"]


def test_who_hangs_up_or_dawdles_does_not_stop_the_others(
    listening: Control, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "CLIENT_SECONDS", 0.3)
    for _ in range(5):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
            client.sendall(b'{"ask"')

    with socket.socket(socket.AF_UNIX) as dawdler:
        dawdler.connect(str(path))
        answer = ask(path, {"a": 1}, 5)
        dawdler.settimeout(5)
        let_go = dawdler.recv(1)
    assert answer == {"heard": {"a": 1}}
    assert let_go == b""


def test_nobody_is_there_without_a_file_or_behind_one_left_by_a_killed_process(path: Path) -> None:
    with pytest.raises(NobodyThere):
        ask(path, {}, 5)
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))
    with pytest.raises(NobodyThere, match=r"Nobody listens on .*control\.sock"):
        ask(path, {}, 5)


def test_a_file_left_by_a_killed_process_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))

    listening = serve(path, echo)
    try:
        assert ask(path, {}, 5) == {"heard": {}}
    finally:
        listening.close()


def test_a_socket_that_somebody_listens_on_is_left_to_them(listening: Control, path: Path) -> None:
    with pytest.raises(SomebodyThere):
        serve(path, fail)

    assert ask(path, {}, 5) == {"heard": {}}


def test_a_file_that_is_no_socket_is_left_alone(path: Path) -> None:
    path.write_text("mine")

    with pytest.raises(ControlError, match="is not a socket"):
        serve(path, echo)
    assert path.read_text() == "mine"


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ControlError, match="No socket can be made at"):
        serve(tmp_path / "missing" / "control.sock", echo)


def test_closing_removes_the_file_and_may_be_done_twice(path: Path) -> None:
    listening = serve(path, echo)
    listening.close()
    listening.close()

    assert not path.exists()
    with pytest.raises(NobodyThere):
        ask(path, {}, 5)


def test_closing_leaves_a_file_that_is_no_longer_its_own(path: Path) -> None:
    listening = serve(path, echo)
    path.rename(path.with_name("old.sock"))
    path.write_text("a newcomer's")

    listening.close()

    assert path.read_text() == "a newcomer's"


def test_an_answer_under_way_is_given_before_the_socket_closes(path: Path) -> None:
    asked = threading.Event()

    def slow(question: dict[str, Any]) -> dict[str, Any]:
        asked.set()
        time.sleep(0.3)
        return {"done": True}

    listening = serve(path, slow)
    answers: list[dict[str, Any]] = []
    asking = threading.Thread(target=lambda: answers.append(ask(path, {}, 5)))
    asking.start()
    asked.wait(5)
    listening.close()
    asking.join()

    assert answers == [{"done": True}]


@pytest.mark.parametrize("length", [101, 180])
def test_a_path_longer_than_the_system_takes_works_all_the_same(tmp_path: Path, length: int) -> None:
    folder = tmp_path / ("long" * 50)[:length]
    folder.mkdir()
    path = folder / "control.sock"

    listening = serve(path, echo)
    try:
        assert stat.S_ISSOCK(path.stat().st_mode)
        assert ask(path, {"far": True}, 5) == {"heard": {"far": True}}
    finally:
        listening.close()
    assert not path.exists()


def test_who_does_not_answer_in_time_is_told_of(path: Path) -> None:
    sleeping = serve(path, lambda question: time.sleep(0.5) or {})
    try:
        with pytest.raises(ControlError, match=r"No answer came .* within 0\.1 seconds"):
            ask(path, {}, 0.1)
    finally:
        sleeping.close()


@pytest.mark.parametrize("reply", [b"", b"hello\n", b"[]\n", b"{}\n", b'{"answer"', b"7\n"])
def test_a_reply_that_is_no_answer_is_refused(path: Path, reply: bytes) -> None:
    with silent(path, reply), pytest.raises(ControlError, match="gave no answer"):
        ask(path, {}, 5)


def test_a_listener_that_hangs_up_is_told_of(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        threading.Thread(target=lambda: listener.accept()[0].close(), daemon=True).start()

        with pytest.raises(ControlError, match=r"The connection to .*control\.sock broke"):
            ask(path, {"long": "x" * 4_000_000}, 5)


def test_a_listener_that_takes_no_connections_is_told_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "connect", refused)

    with pytest.raises(ControlError, match="Permission denied"):
        ask(path, {}, 5)
