"""
The signed address that stops the mails about votes in one step: it stands in each of them, and needs no sign-in.

It says whose mails and proves that the network wrote it; it can do nothing else, so it does not run out.
"""

from __future__ import annotations

import hmac

SIGNS = 40


def stop_token(secret: bytes, member: str) -> str:
    """Return what follows /forms/stop/ in the member's address."""
    return f"{member}.{_mac(secret, member)}"


def member_of(secret: bytes, token: str) -> str | None:
    """Return whose mails the address stops; None where the network did not write it."""
    member, _dot, mac = token.rpartition(".")
    genuine = hmac.compare_digest(mac.encode("utf-8", "replace"), _mac(secret, member).encode())
    return member if member and genuine else None


def _mac(secret: bytes, member: str) -> str:
    signed = f"rsn/stop/v1|{member}".encode("utf-8", "replace")
    return hmac.digest(secret, signed, "sha256").hex()[:SIGNS]
