"""The server behind the commands, over a real socket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from socket import create_connection
from threading import Event, Thread
from time import monotonic, sleep

import pytest
from werkzeug.wrappers import Response

from rsn.listening import Serving, is_loopback, listening, server_of
from rsn.serving import DemoOnly


@pytest.fixture
def demo_port() -> Iterator[int]:
    with listening("127.0.0.1", 0) as bound:
        server = server_of(DemoOnly(Response("here")), bound)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        yield bound.getsockname()[1]
        server.close()
        thread.join(timeout=5)


def status(port: int, **headers: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/", headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    connection.close()
    return answer.status


def test_a_demo_sees_that_a_request_came_through_a_proxy_and_refuses_it(demo_port: int) -> None:
    assert status(demo_port) == 200
    assert status(demo_port, X_Forwarded_For="192.0.2.1") == 400
    assert status(demo_port, X_Forwarded_Host="localhost") == 400
    assert status(demo_port, Forwarded="for=192.0.2.1") == 400
    assert status(demo_port, Host="weirside.example") == 400


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("x", False)],
)
def test_a_demo_listens_on_this_machine_only(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_what_was_asked_is_answered_whole_after_the_service_was_told_to_stop() -> None:
    begun, go_on = Event(), Event()
    large = b"a" * 3_000_000

    def slow(environ: dict[str, object], start: Callable[..., object]) -> list[bytes]:
        begun.set()
        go_on.wait(10)
        start("200 OK", [("Content-Length", str(len(large)))])
        return [large]

    with listening("127.0.0.1", 0) as bound:
        serving = Serving(server_of(slow, bound))
        port = bound.getsockname()[1]
        running = Thread(target=serving.run)
        running.start()
        idle = create_connection(("127.0.0.1", port))
        asking = HTTPConnection("127.0.0.1", port, timeout=20)
        asking.request("GET", "/")
        begun.wait(10)
        serving.stop()
        refused = stops_listening(port)
        go_on.set()
        answer = asking.getresponse()
        body = answer.read()
        running.join(10)
        asking.close()
        idle.close()

    assert refused
    assert (answer.status, body == large) == (200, True)
    assert not running.is_alive()


def stops_listening(port: int) -> bool:
    """Tell whether a new connection is soon refused."""
    until = monotonic() + 10
    while monotonic() < until:
        try:
            create_connection(("127.0.0.1", port)).close()
        except OSError:
            return True
        sleep(0.02)
    return False


def test_a_service_that_answers_nobody_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rsn.listening.PATIENCE_SECONDS", 0.2)
    with listening("127.0.0.1", 0) as bound:
        serving = Serving(server_of(Response("here"), bound))
        running = Thread(target=serving.run)
        running.start()
        with create_connection(bound.getsockname()) as half:
            half.sendall(b"GET / HTTP/1.1\r\nHost: local")
            sleep(0.3)
            serving.stop()
            running.join(10)

    assert not running.is_alive()
