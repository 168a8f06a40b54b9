"""Counting what strangers try: per network, per key where there is one, and for all of them together."""

from __future__ import annotations

from datetime import timedelta

from flask import request

from forms_api import current
from forms_api.limits import Limit, network_of

HOUR = timedelta(hours=1)


def count_try(what: str, *, for_all: int, per_network: int, key: str = "", per_key: int = 0) -> None:
    """
    Count one try of *what*; the numbers are for an hour.

    Raises:
        TooMany: one of them is reached. Then none is counted, so that one network cannot use up what is for all.
    """
    limits = [
        Limit(what, "all", for_all, HOUR),
        Limit(what, f"network {network_of(request.remote_addr)}", per_network, HOUR),
    ]
    if per_key:
        limits.append(Limit(what, f"key {key}", per_key, HOUR))
    current.parts().limiter.take(current.now(), *limits)
