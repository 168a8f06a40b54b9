"""Mails handed to a real mail server on this machine, as `rsn forms --smtp` does."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from threading import Thread

import click
import pytest

from forms_api.config import SmtpSettings
from forms_api.mail import Mail, Outbox, to_server
from rsn.commands.forms import _smtp

SENDER = "no-reply@weirside.example"
MAIL = Mail("ines@weirside.example", "Your link", "Open http://127.0.0.1/forms/sign-in/link/abc\n")


class Server(socketserver.ThreadingTCPServer):
    """Takes mails as RFC 5321 says, or refuses every receiver."""

    daemon_threads = True

    def __init__(self, *, refuses: bool) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.refuses = refuses
        self.heard: list[str] = []
        self.taken: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self._say("220 ready")
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            self.server.heard.append(line)
            word = line.split(" ")[0].upper()
            if word == "QUIT":
                self._say("221 bye")
                return
            if word == "DATA":
                self._say("354 go on")
                self.server.taken.append(self._data())
            self._say("550 no" if word == "RCPT" and self.server.refuses else "250 fine")

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())

    def _data(self) -> str:
        lines = iter(lambda: self.rfile.readline().decode().rstrip("\r\n"), ".")
        return "\n".join(lines)


@pytest.fixture(params=[False])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with Server(refuses=request.param) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server
        server.shutdown()


def send(server: Server) -> None:
    settings = SmtpSettings("127.0.0.1", server.port, starttls=False, timeout_seconds=5)
    outbox = Outbox(to_server(settings, SENDER), SENDER)
    outbox.send(MAIL)
    outbox.close()


def test_a_mail_reaches_the_server_with_its_link(server: Server) -> None:
    send(server)

    (taken,) = server.taken
    assert "To: ines@weirside.example" in taken
    assert "http://127.0.0.1/forms/sign-in/link/abc" in taken
    assert any("<ines@weirside.example>" in line for line in server.heard)


@pytest.mark.parametrize("server", [True], indirect=True)
def test_a_refused_mail_is_noted_without_its_address(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    send(server)

    assert server.taken == []
    assert "a mail was not delivered: SMTPRecipientsRefused" in caplog.text
    assert "ines" not in caplog.text


def test_a_server_without_encryption_gets_nothing_where_encryption_is_asked(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = Outbox(to_server(SmtpSettings("127.0.0.1", server.port, timeout_seconds=5), SENDER), SENDER)
    outbox.send(MAIL)
    outbox.close()

    assert server.taken == []
    assert "a mail was not delivered: SMTPNotSupportedError" in caplog.text


def test_the_command_line_names_the_server() -> None:
    assert _smtp("mail.example.org:2525", "weirside", None) == SmtpSettings("mail.example.org", 2525, "weirside")
    assert _smtp("mail.example.org:465", "", None) == SmtpSettings("mail.example.org", 465, implicit_tls=True)
    assert _smtp(None, "", None) is None


def test_a_garbled_server_is_refused_with_how_to_write_it() -> None:
    with pytest.raises(click.UsageError, match="Write host:port"):
        _smtp("mail.example.org:smtp", "", None)
