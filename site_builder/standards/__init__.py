"""What other directories read of the network: HSDS and Murmurations, made of public things alone."""

from __future__ import annotations

from collections.abc import Iterator

from site_builder.model import Site
from site_builder.standards.hsds import hsds_files
from site_builder.standards.murmurations import murmurations_files, offer_file
from site_builder.steps import Verbatim
from site_builder.units import Unit, each


def units(site: Site) -> Iterator[Unit]:
    yield Unit(hsds_files)
    yield Unit(murmurations_files)
    yield from each(offer_file, site.catalogue.skills)


def data_files(site: Site) -> Iterator[Verbatim]:
    """Yield the files under /data/."""
    for unit in units(site):
        yield from (file for file in unit.plan(site, *unit.arguments) if isinstance(file, Verbatim))
