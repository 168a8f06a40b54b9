"""Where a community lives on the disk: its content, its private data, its built site."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    content: Path
    data: Path
    out: Path

    @property
    def store(self) -> Path:
        return self.data / "store"

    @property
    def record(self) -> Path:
        return self.data / "record"

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def mail(self) -> Path:
        return self.data / "mail"

    @property
    def build(self) -> Path:
        """What the last build and the last reading of the content left for the next; it may be deleted."""
        return self.data / "build"

    @property
    def socket(self) -> Path:
        return self.data / "control.sock"


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
