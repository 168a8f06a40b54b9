"""Ids by which other directories know things of ours: the same with every build, while the address stays."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from uuid import NAMESPACE_URL, uuid5

from site_builder.model import Site
from site_builder.steps import Verbatim
from site_builder.watching import summary


def stable_id(site: Site, *words: str) -> str:
    """Return the UUID of what *words* name in this network (RFC 9562, version 5)."""
    return str(uuid5(uuid5(NAMESPACE_URL, base_of(site) + "/"), "/".join(words)))


@summary
def base_of(site: Site) -> str:
    """Return the site's address without a slash at its end."""
    return site.catalogue.network.base_url.rstrip("/")


def json_file(path: str, value: object) -> Verbatim:
    """Return a file of JSON as people can read it, too; equal values give equal bytes."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return Verbatim(PurePosixPath(path), text.encode())
