"""The public record as files of the site, byte for byte: one unit for each of its folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from site_builder.model import Site
from site_builder.steps import Copied
from site_builder.units import Unit, each

PLACE = PurePosixPath("record")


def units(site: Site) -> Iterator[Unit]:
    yield from each(folder_files, site.record_folders)


def folder_files(site: Site, folder: str) -> Iterator[Copied]:
    """Yield the files of the record that lie in *folder* itself."""
    for name, (file, digest) in site.record_folders[folder].items():
        yield Copied(PLACE / folder / name, file, digest)
