"""What the plan is made of: one step per file of the site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from presentation.shell import Shell


@dataclass(frozen=True)
class Step:
    """
    A page: the template sees *inputs* and nothing else, so what is declared is what is used.

    *own* are the inputs that belong to the page alone; *frame* stands around every page of a language, *hung* are
    its fields that this page fills. They are kept apart so that what all pages share is looked at once. *told* is
    what the page's own parts say, written down, where that is known already.
    """

    output: PurePosixPath
    template: str
    language: str
    time_zone: str
    own: Mapping[str, object]
    frame: Shell | None = None
    hung: Mapping[str, object] = field(default_factory=dict)
    told: bytes = b""

    @property
    def inputs(self) -> Mapping[str, object]:
        """What the template sees."""
        return self.own if self.frame is None else {"shell": filled(self.frame, self.hung), **self.own}


def filled(frame: Shell, hung: Mapping[str, object]) -> Shell:
    """Return the frame with some of its fields filled, as replace() does, which looks at all others, too."""
    shell = object.__new__(type(frame))
    shell.__dict__.update(frame.__dict__, **hung)
    return shell


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
