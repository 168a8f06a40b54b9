"""
Mail: written to a folder, or handed to a server, one after another behind the answer.

Rules of this file: no text of a member in any header; subjects are ours and fixed; plain text only. Some
versions of Python turn an encoded word into a second header, so what was composed is read back and compared.
Sources: CVE-2024-6923; RFC 8058 (stopping mails in one step).
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from forms_api.config import SmtpSettings

log = logging.getLogger("rsn.mail")

LONGEST = 254
_ADDRESS = re.compile(
    r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", re.ASCII | re.IGNORECASE
)
_POLICY = policy.SMTP.clone(max_line_length=200)


@dataclass(frozen=True)
class Mail:
    """A plain mail to one person; *stop* is the address that stops such mails in one step, or empty."""

    to: str
    subject: str
    text: str
    stop: str = ""


class NotAnAddress(ValueError):
    """Something that no mail can be sent to."""

    def __init__(self, given: str) -> None:
        super().__init__("This is no mail address.")
        self.given = given


class HeaderSmuggled(RuntimeError):
    """A composed mail holds a header that nobody put there; it is not sent."""


Deliver = Callable[[bytes, str], None]
"""Takes the bytes of a mail and the address it goes to."""


def address(text: str) -> str:
    """
    Return *text* if a mail can go there.

    Raises:
        NotAnAddress: it is none, or could break out of its header.
    """
    if len(text) > LONGEST or not _ADDRESS.fullmatch(text) or "=?" in text:
        raise NotAnAddress(text)
    try:
        return Address(addr_spec=text).addr_spec
    except (ValueError, IndexError, MessageError) as broken:
        raise NotAnAddress(text) from broken


def compose(mail: Mail, sender: str) -> bytes:
    """
    Return the bytes of *mail*.

    Raises:
        NotAnAddress: its receiver is no mail address.
        HeaderSmuggled: a header came out that was not put in.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = address(mail.to)
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"
    if mail.stop:
        message["List-Unsubscribe"] = f"<{mail.stop}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    composed = message.as_bytes()
    if set(BytesParser(policy=_POLICY).parsebytes(composed).keys()) != set(message.keys()):
        raise HeaderSmuggled
    return composed


def to_folder(folder: Path) -> Deliver:
    """Return a way to deliver that writes each mail as a file of mode 0600 into *folder*."""

    def deliver(composed: bytes, _to: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = f"{len(list(folder.glob('*.eml'))) + 1:06}-{secrets.token_hex(4)}"
        part = folder / f".{name}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(composed)
        part.rename(folder / f"{name}.eml")

    return deliver


@dataclass(frozen=True)
class Letter:
    """A mail that lies in a folder; *link* is the first address in it, or empty."""

    to: str
    subject: str
    link: str


def letters_in(folder: Path, most: int) -> list[Letter]:
    """Return the latest mails of a folder, the newest first: a demo has no other mailbox."""
    files = sorted(folder.glob("*.eml"), reverse=True)[:most]
    return [_letter(BytesParser(policy=policy.default).parsebytes(file.read_bytes())) for file in files]


def _letter(message: EmailMessage) -> Letter:
    link = re.search(r"https?://\S+", message.get_content())
    return Letter(str(message["To"]), str(message["Subject"]), link.group() if link else "")


def to_server(settings: SmtpSettings, sender: str) -> Deliver:
    """Return a way to deliver by the mail server of *settings*, encrypted unless told otherwise."""

    def deliver(composed: bytes, to: str) -> None:
        context = ssl.create_default_context()
        if settings.implicit_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, timeout=settings.timeout_seconds, context=context
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_seconds)
        with server:
            if settings.starttls and not settings.implicit_tls:
                server.starttls(context=context)
            if settings.user:
                server.login(settings.user, settings.password)
            server.sendmail(sender, [to], composed)

    return deliver


class Outbox:
    """
    Sends mails one after another, behind the answer: nobody can tell from its time whether one was sent.

    A mail that cannot be delivered is noted without its address; its reader asks for another. How many were *sent*
    and how many *failed* is counted, and how many failed since one last was sent.
    """

    sent = 0
    failed = 0
    failed_in_a_row = 0

    def __init__(self, deliver: Deliver, sender: str) -> None:
        self._deliver = deliver
        self._sender = sender
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")

    def send(self, mail: Mail) -> None:
        """Take a mail to send."""
        self._line.submit(self._send, mail)

    def compose_only(self, mail: Mail) -> None:
        """Take a mail that goes nowhere, with the same trouble: no time tells of an address that is nobody's."""
        self._line.submit(self._send, mail, deliver=lambda mail: compose(mail, self._sender))

    def let(self, job: Callable[[Callable[[Mail], None]], None]) -> None:
        """
        Let *job* run in its turn, behind the mails taken so far. It is given a function that delivers one mail
        at once and raises where that fails.
        """
        self._line.submit(self._run, job)

    def wait(self) -> None:
        """Return when all mails taken so far are on their way."""
        self._line.submit(lambda: None).result()

    def close(self) -> None:
        """Send what is left and stop."""
        self._line.shutdown()

    def _now(self, mail: Mail) -> None:
        try:
            self._deliver(compose(mail, self._sender), mail.to)
        except Exception:
            self.failed += 1
            self.failed_in_a_row += 1
            raise
        self.sent += 1
        self.failed_in_a_row = 0

    def _run(self, job: Callable[[Callable[[Mail], None]], None]) -> None:
        try:
            job(self._now)
        except Exception as error:
            log.error("a round of mails ended early: %s", type(error).__name__)

    def _send(self, mail: Mail, deliver: Callable[[Mail], object] | None = None) -> None:
        try:
            (deliver or self._now)(mail)
        except Exception as error:
            # Whatever it was, the next mail is tried all the same; the trace may hold an address, so no trace.
            log.error("a mail was not delivered: %s", type(error).__name__)
