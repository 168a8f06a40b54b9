"""Ids by which other directories know things of ours: the same with every build, while the address stays."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import PurePosixPath

from site_builder.indented import indented
from site_builder.model import Site
from site_builder.steps import Verbatim
from site_builder.watching import summary


def stable_id(site: Site, *words: str) -> str:
    """Return the UUID of what *words* name in this network (RFC 9562, version 5)."""
    # What uuid.uuid5 does, without a value of its own for each of many thousands.
    name = _namespace(base_of(site)) + "/".join(words).encode()
    sign = hashlib.sha1(name, usedforsecurity=False).hexdigest()
    variant = "89ab"[int(sign[16], 16) & 3]
    return f"{sign[:8]}-{sign[8:12]}-5{sign[13:16]}-{variant}{sign[17:20]}-{sign[20:32]}"


@cache
def _namespace(base: str) -> bytes:
    from uuid import NAMESPACE_URL, uuid5

    return uuid5(NAMESPACE_URL, f"{base}/").bytes


@summary
def base_of(site: Site) -> str:
    """Return the site's address without a slash at its end."""
    return site.catalogue.network.base_url.rstrip("/")


def json_file(path: str, value: object) -> Verbatim:
    """Return a file of JSON as people can read it, too; equal values give equal bytes."""
    return Verbatim(PurePosixPath(path), f"{indented(value, 2, sort_keys=True)}\n".encode())
