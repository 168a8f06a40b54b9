"""The server behind the commands, over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Thread

import pytest
from werkzeug.wrappers import Response

from rsn.listening import is_loopback, listening, server_of
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
