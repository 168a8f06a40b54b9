"""What other directories read of the network: HSDS and Murmurations, made of public things alone."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.model import Site
from site_builder.standards.hsds import hsds_files
from site_builder.standards.murmurations import murmurations_files
from site_builder.steps import Verbatim
from site_builder.units import Unit


def units(site: Site) -> Iterator[Unit]:
    yield Unit(hsds_files)
    yield Unit(murmurations_files)


def data_files(site: Site) -> Iterator[Verbatim]:
    """Yield the files under /data/."""
    yield from hsds_files(site)
    yield from murmurations_files(site)
