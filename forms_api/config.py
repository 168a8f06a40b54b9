"""Settings of the forms service: given once, at the start; nothing reads the environment later."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from forms_api.secret_file import SECRET_BYTES, OldSecret, SecretTooOpen, secret_from

__all__ = ("LOOPBACK", "Config", "DemoHooks", "SecretTooOpen", "SecretTooShort", "SmtpSettings", "secret_from")

LOOPBACK = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class SmtpSettings:
    """A mail server; *starttls* before signing in, unless *implicit_tls* encrypts from the first byte."""

    host: str
    port: int = 587
    user: str = ""
    password: str = ""
    starttls: bool = True
    implicit_tls: bool = False
    timeout_seconds: int = 20


@dataclass(frozen=True)
class DemoHooks:
    """What the demo's pages may do besides: let time pass, and publish and build anew after it did."""

    let_pass: Callable[[int], None]
    refresh: Callable[[], None]


@dataclass(frozen=True)
class Config:
    """
    Everything create_app needs to know.

    *base_url* is the site's own address: links in mails are made from it, never from a request. *mail* is a
    folder that takes each mail as a file, or a mail server. *proxy_hops* is how many web servers of ours hand a
    request on: so many entries of X-Forwarded-For are believed, from the last. *limits_file* keeps how often
    something was tried, where the store is no database; without it that is forgotten with the process.
    *old_secrets* are honoured beside *secret* for their time of grace. *max_body_bytes* bounds every request.
    """

    data_dir: Path
    record_dir: Path
    base_url: str
    secret: bytes
    mail: Path | SmtpSettings
    languages: tuple[str, ...] = ("en",)
    trusted_hosts: tuple[str, ...] = LOOPBACK
    secure_cookies: bool = False
    demo: bool = False
    demo_hooks: DemoHooks | None = None
    proxy_hops: int = 0
    limits_file: Path | None = None
    old_secrets: tuple[OldSecret, ...] = ()
    mail_from: str = ""
    max_body_bytes: int = 64 * 1024
    max_fields: int = 200
    max_field_chars: int = 20_000

    def __post_init__(self) -> None:
        if len(self.secret) < SECRET_BYTES:
            raise SecretTooShort(len(self.secret))

    @property
    def cookie_name(self) -> str:
        """Return the session cookie's name; the __Host- prefix binds it to this host where https allows it."""
        return "__Host-rsn" if self.secure_cookies else "rsn"

    def secrets_at(self, now: datetime) -> tuple[bytes, ...]:
        """Return the secret key and those before it that are still honoured."""
        return self.secret, *(old.secret for old in self.old_secrets if now < old.until)


@lru_cache(maxsize=8)
def key_name(secret: bytes) -> str:
    """Return a name for a secret key, which tells nothing of it."""
    return hmac.digest(secret, b"rsn/key-name/v1", "sha256")[:8].hex()


class SecretTooShort(ValueError):
    """The service's secret key is shorter than it must be."""

    def __init__(self, given: int) -> None:
        super().__init__(f"The secret key has {given} bytes; it needs {SECRET_BYTES}. Remove it to have one made.")
        self.given = given
