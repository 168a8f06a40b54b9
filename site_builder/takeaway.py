"""
The whole site as one file to carry: unpacked anywhere, it opens by a double click on index.html, without a server.

Rules of this file: equal sites give equal bytes (no time of day, fixed order); the file appears whole or not at
all; what needs the network says so in words and keeps its full address.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from domain.catalogue import Network
from presentation.environment import environment
from site_builder.carried_page import Carrier
from site_builder.manifest import read_manifest
from site_builder.refusals import BuildRefused
from site_builder.write import alone

README = "README.txt"
LEFT_OUT = frozenset(("_redirects", "_headers", "robots.txt", ".htaccess"))
"""What only a web server reads."""
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip file can name."""
FOR_EVERYONE = 0o644
UNIX = 3
PACKED_ALREADY = (".avif", ".webp", ".jpg", ".jpeg", ".png", ".gz", ".zip")
Progress = Callable[[int, int], None]


class CannotPack(BuildRefused):
    """There is nothing to pack, or no place for the file."""


@dataclass(frozen=True)
class Packed:
    file: Path
    files: int
    bytes: int

    def __str__(self) -> str:
        size = f"{self.bytes / 1_000_000:.1f} MB"
        return f"{self.file}: {self.files} files, {size}. Unpack it, then open index.html by a double click."


def pack(out: Path, file: Path, network: Network, progress: Progress | None = None) -> Packed:
    """
    Write the site built in *out* into the zip *file*; only what a build of ours made.

    Raises:
        CannotPack: nothing was built there, or *file* lies inside the site or is a folder.
    """
    if file.is_dir():
        raise CannotPack(f"{file} is a folder. Name the file to write, such as {file / 'site.zip'}.")
    if out.resolve() in file.resolve().parents:
        raise CannotPack(f"{file} would be part of the site. Name a file outside {out}.")
    with alone(out):
        names = sorted(name for name in read_manifest(out).made if name not in LEFT_OUT)
        if "index.html" not in names:
            raise CannotPack(f"{out} holds no site built by us. Run: rsn build --out {out}")
        return _pack(out, file, network, names, progress)


def _pack(out: Path, file: Path, network: Network, names: list[str], progress: Progress | None) -> Packed:
    top = urlsplit(network.base_url).hostname or "site"
    carrier = Carrier(frozenset(names), network.base_url)
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.rsn-new")
    try:
        with zipfile.ZipFile(aside, "w") as made:
            _add(made, f"{top}/{README}", readme(network, names))
            for number, name in enumerate(names, 1):
                content = (out / name).read_bytes()
                _add(made, f"{top}/{name}", carrier.carried(name, content) if name.endswith(".html") else content)
                if progress:
                    progress(number, len(names))
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    return Packed(file, len(names) + 1, file.stat().st_size)


def _add(made: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, BEGINNING)
    entry.external_attr = FOR_EVERYONE << 16
    entry.create_system = UNIX
    entry.compress_type = zipfile.ZIP_STORED if name.endswith(PACKED_ALREADY) else zipfile.ZIP_DEFLATED
    made.writestr(entry, content)


def readme(network: Network, names: Collection[str]) -> bytes:
    """Return what README.txt says, in every language of the site, with the line ends every editor shows."""
    parts = [
        environment(language, network.time_zone)
        .get_template("takeaway/readme.txt")
        .render(
            name=network.name,
            contact=network.contact,
            base_url=network.base_url,
            record="record/index.html" in names,
            search="search/index.html" in names,
        )
        .strip()
        for language in network.languages
    ]
    return ("\n\n\n".join(parts) + "\n").replace("\n", "\r\n").encode()
