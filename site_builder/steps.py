"""What the plan is made of: one step per file of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath


@dataclass(frozen=True)
class Step:
    """A page: the template sees *inputs* and nothing else, so what is declared is what is used."""

    output: PurePosixPath
    template: str
    language: str
    time_zone: str
    inputs: Mapping[str, object]


@dataclass(frozen=True)
class Verbatim:
    """A file whose bytes the plan already knows: a feed, the sitemap, a calendar."""

    output: PurePosixPath
    content: bytes


@dataclass(frozen=True)
class Copied:
    """A file taken byte for byte from elsewhere, where it was looked at and had the *digest*: the record."""

    output: PurePosixPath
    source: Path
    digest: bytes


@dataclass(frozen=True)
class Derived:
    """A file that is costly to make: *key* says all it depends on, *make* is called only where that changed."""

    output: PurePosixPath
    key: str
    make: Callable[[], bytes] = field(compare=False)


Planned = Step | Verbatim | Copied | Derived


Outline = tuple[str, str, str, str]
"""A planned output without its inputs: its name, its fingerprint, template and language (empty: it is no page)."""


def page_file(path: str) -> PurePosixPath:
    """Return the file behind the address *path*: /skills/ is skills/index.html."""
    relative = path.lstrip("/")
    return PurePosixPath(relative + "index.html" if path.endswith("/") else relative)
