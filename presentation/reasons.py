"""
Reasons for a suggestion as they lie in the store: values, so that each reader is told them in their own language.

A match that a person wrote down keeps that person's sentence instead; `read` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from domain.matching.model import Reason, ReasonKind

MARK = "reason:"


def written(reason: Reason) -> str:
    """Return the reason on one line, as a match keeps it."""
    return f"{MARK}{reason.kind.value}?{urlencode(dict(reason.params))}"


def read(line: str) -> Reason | None:
    """Return the reason a line holds; None where it is somebody's own sentence."""
    kind, _, params = line.removeprefix(MARK).partition("?")
    if not line.startswith(MARK) or kind not in [k.value for k in ReasonKind]:
        return None
    return Reason(ReasonKind(kind), dict(parse_qsl(params)))


def told(reasons: Iterable[Reason], *kinds: ReasonKind) -> tuple[Reason, ...]:
    """Return the reasons but for those of *kinds*."""
    return tuple(reason for reason in reasons if reason.kind not in kinds)
