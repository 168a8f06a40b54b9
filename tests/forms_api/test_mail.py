"""Mails: what may stand in one, where they go, and that nobody learns from one that failed."""

from __future__ import annotations

import logging
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from forms_api.mail import Mail, NotAnAddress, Outbox, address, compose, to_folder

SENDER = "no-reply@weirside.example"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "ada@mail",
        "@mail.example",
        "ada@mail.example\r\nBcc: b@mail.example",
        "ada@mail.example,ben@mail.example",
        "ada@mail.example>,<b@mail.example",
        "=?utf-8?q?a=0ABcc:_x@y.example?=@mail.example",
        '"a@b.example"@mail.example',
        "v@ex\u0430mple.org",
        "a..b@mail.example",
        ".a@mail.example",
        "a" * 65 + "@mail.example",
        "a@" + "m." * 130 + "example",
        "<script>@mail.example",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(NotAnAddress):
        address(text)


@pytest.mark.parametrize("text", ["ada@mail.example", "ada+rsn@sub.mail.example", "o'neill@mail.example"])
def test_an_address_is_taken_as_it_is(text: str) -> None:
    assert address(text) == text


@pytest.mark.parametrize("subject", ["Your link", "رابطك", "Tu enlace"])
def test_a_mail_has_the_headers_put_in_and_no_others(subject: str) -> None:
    composed = compose(Mail("ada@mail.example", subject, "Hello\n.\nعربي\n"), SENDER)
    read = message_from_bytes(composed, policy=policy.default)

    assert read["Subject"] == subject
    assert read["To"] == "ada@mail.example"
    assert set(read.keys()) == {
        "From", "To", "Subject", "Auto-Submitted", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


def test_mails_lie_in_the_folder_in_the_order_they_were_sent(tmp_path: Path) -> None:
    outbox = Outbox(to_folder(tmp_path / "mail"), SENDER)
    for number in range(3):
        outbox.send(Mail(f"m{number}@mail.example", "Your link", "x"))
    outbox.close()
    files = sorted((tmp_path / "mail").iterdir())

    assert [f"m{number}@mail.example" in file.read_text() for number, file in enumerate(files)] == [True] * 3
    assert {file.suffix for file in files} == {".eml"}


def test_a_mail_that_fails_is_noted_without_its_address_and_the_next_one_goes_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent = []

    def deliver(_composed: bytes, to: str) -> None:
        if to.startswith("bad"):
            raise OSError(f"no way to {to}")
        sent.append(to)

    outbox = Outbox(deliver, SENDER)
    with caplog.at_level(logging.ERROR):
        outbox.send(Mail("bad@mail.example", "Your link", "x"))
        outbox.send(Mail("good@mail.example", "Your link", "x"))
        outbox.close()

    assert sent == ["good@mail.example"]
    assert "OSError" in caplog.text
    assert "bad@mail.example" not in caplog.text
