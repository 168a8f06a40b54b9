"""
Where to report a hole in the service: /.well-known/security.txt.

Source: RFC 9116. The day it ends is fixed by network.yaml, so that the file never changes because time passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from site_builder.model import Site
from site_builder.steps import Verbatim
from site_builder.units import Unit

PATH = PurePosixPath(".well-known", "security.txt")
PAGE = "security"
"""The slug of the page that says how to report, where the community wrote one."""


def units(site: Site) -> Iterator[Unit]:
    yield Unit(security_txt)


def security_txt(site: Site) -> Iterator[Verbatim]:
    """Yield the file, where network.yaml names a contact."""
    network = site.catalogue.network
    if not network.security_contact or network.security_expires is None:
        return
    base = network.base_url.rstrip("/")
    lines = [
        f"Contact: {network.security_contact}",
        f"Expires: {network.security_expires:%Y-%m-%d}T00:00:00Z",
        f"Preferred-Languages: {', '.join(network.languages)}",
        f"Canonical: {base}/{PATH}",
    ]
    if PAGE in site.catalogue.pages:
        lines.append(f"Policy: {base}/{PAGE}/")
    yield Verbatim(PATH, "".join(f"{line}\n" for line in lines).encode())
