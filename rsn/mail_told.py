"""A mail in the folder, told on the terminal of who serves a community to try it: to whom, and its link."""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser
from pathlib import Path

_LINK = re.compile(r"https?://\S+")


def told(mail: Path) -> str:
    """Return one line about the mail in the file *mail*: its receiver, its subject, its first link."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(mail.read_bytes())
    except FileNotFoundError:
        return f"Mail {mail.name} came and went."
    body = message.get_body(("plain",))
    link = _LINK.search(body.get_content() if body else "")
    return f"Mail to {message['To']}: {message['Subject']}{f'  {link.group()}' if link else ''}"
