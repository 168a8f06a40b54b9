"""
The token in every form: proof that the page it was sent from was made for this very browser.

HMAC(secret, browser id and hour), so nothing is kept for it; good for two hours, stale after. A stale token is
still proof of where it came from: pages that hold typed text show it again instead of losing it.
"""

from __future__ import annotations

import hmac
from datetime import datetime
from enum import Enum
from typing import Any

from wtforms import ValidationError
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
    FOREIGN = "foreign"


def token_for(secret: bytes, browser: str, now: datetime) -> str:
    """Return the token for forms shown to *browser* at *now*."""
    hour = _hour(now)
    return f"{hour:x}.{_mac(secret, browser, hour)}"


def read_token(secret: bytes, browser: str, token: str, now: datetime) -> Token:
    """Return what *token* is worth at *now*; one from the future is as foreign as one of another browser."""
    stated, _dot, mac = token.partition(".")
    try:
        hour = int(stated, 16) if len(stated) <= 8 else -1
    except ValueError:
        hour = -1
    genuine = hmac.compare_digest(mac.encode("utf-8", "replace"), _mac(secret, browser, hour).encode())
    age = _hour(now) - hour
    if not genuine or hour < 0 or age < 0:
        return Token.FOREIGN
    return Token.GOOD if age < HOURS else Token.STALE


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // 3600


def _mac(secret: bytes, browser: str, hour: int) -> str:
    return hmac.digest(secret, f"rsn/csrf/v1|{browser}|{hour}".encode(), "sha256").hex()


class BrowserBound(CSRF):
    """The token as WTForms wants it; what came in was judged before the view ran (auth/checks.py)."""

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        """Return the token for this browser and hour."""
        return current.csrf_token()

    def validate_csrf_token(self, form: Any, field: CSRFTokenField) -> None:
        """Refuse a stale token in words; a foreign one never comes so far."""
        if current.csrf_verdict() is not Token.GOOD:
            raise ValidationError(
                _("This page was open for a long time. Your text is kept: please send it again.")
            )
