"""
The token in every form: proof that the page it was sent from was made for this very browser.

HMAC(secret, browser id and hour), so nothing is kept for it; good for two hours, stale after. A stale token is
still proof of where it came from: pages that hold typed text show it again instead of losing it. A page shown
while somebody was acted for says so in its token: what is typed for one person is never taken for another.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from flask import g
from wtforms import HiddenField, ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField

from forms_api import current
from forms_api.language import gettext as _

FIELD = "csrf_token"
HEADER = "X-CSRF-Token"
HOURS = 2


class Token(Enum):
    """What a token that came in is worth."""

    GOOD = "good"
    STALE = "stale"
    OTHER_HAND = "other hand"
    FOREIGN = "foreign"


def token_for(secret: bytes, browser: str, now: datetime, acting_for: str = "") -> str:
    """Return the token for forms shown to *browser* at *now*; *acting_for* is whose affairs, "" for one's own."""
    hour, whose = _hour(now), _whose(secret, browser, acting_for)
    return f"{hour:x}{whose}.{_mac(secret, browser, hour, whose)}"


def read_token(secret: bytes, browser: str, token: str, now: datetime, acting_for: str = "") -> Token:
    """Return what *token* is worth at *now*; one from the future is as foreign as one of another browser."""
    head, _dot, mac = token.partition(".")
    stated, dash, mark = head.partition("-")
    whose = dash + mark
    try:
        hour = int(stated, 16) if len(stated) <= 8 else -1
    except ValueError:
        hour = -1
    genuine = hmac.compare_digest(mac.encode("utf-8", "replace"), _mac(secret, browser, hour, whose).encode())
    age = _hour(now) - hour
    if not genuine or hour < 0 or age < 0:
        return Token.FOREIGN
    if whose != _whose(secret, browser, acting_for):
        return Token.OTHER_HAND
    return Token.GOOD if age < HOURS else Token.STALE


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // 3600


def _mac(secret: bytes, browser: str, hour: int, whose: str) -> str:
    # hmac.digest would do in one call, and let go of the interpreter for so short a text.
    keyed = _keyed(secret).copy()
    keyed.update(f"rsn/csrf/v1|{browser}|{hour}{whose}".encode("utf-8", "replace"))
    return keyed.hexdigest()


@lru_cache(maxsize=4)
def _keyed(secret: bytes) -> hmac.HMAC:
    return hmac.new(secret, digestmod="sha256")


def _whose(secret: bytes, browser: str, acting_for: str) -> str:
    """Return a mark of the member acted for, which tells nothing of them; empty for one's own affairs."""
    if not acting_for:
        return ""
    return "-" + hmac.digest(secret, f"rsn/csrf-hand/v1|{browser}|{acting_for}".encode(), "sha256")[:8].hex()


class _LateTokenField(CSRFTokenField):
    """The field of the token; a new one is made when the form is shown, and a vote shows none."""

    def process(self, *args: Any, **kwargs: Any) -> None:
        HiddenField.process(self, *args, **kwargs)

    def _value(self) -> str:
        return str(self.csrf_impl.generate_csrf_token(self))


class BrowserBound(CSRF):
    """The token as WTForms wants it; what came in was judged before the view ran (auth/checks.py)."""

    field_class = _LateTokenField

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Return the token for this browser and hour."""
        return current.csrf_token()

    def validate_csrf_token(self, form: Any, field: CSRFTokenField) -> None:
        """Refuse a stale token in words, and what could not be stored; a foreign one never comes so far."""
        if not_stored := g.get("not_stored"):
            raise ValidationError(not_stored)
        if current.csrf_verdict() is not Token.GOOD:
            raise ValidationError(
                _("This page was open for a long time. Your text is kept: please send it again.")
            )
