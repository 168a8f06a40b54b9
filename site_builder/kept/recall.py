"""
The values of a few large summaries, kept for the next build: one entry of many changed, and only it is read again.

Rules of this file: a kept value counts only while nothing that it was made from changed, and only where its bytes
have the digest that the plan of the last build names; whatever else lies there is made again. It only saves work.
"""

from __future__ import annotations

import pickle  # nosec B403
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from site_builder.digests import digest_of_bytes

NAME = "values"
NAME_SIGNS = 32


@dataclass(frozen=True)
class Recall:
    """*digests* are those of the summaries of the last build, *holds* tells which of them nothing has changed."""

    folder: Path
    digests: Callable[[str], bytes | None]
    holds: Callable[[str], bool]

    def value(self, fact: str) -> tuple[Any] | None:
        """Return the value of the summary *fact* as it was, alone in a tuple; None where it has to be made."""
        digest = self.digests(fact)
        if digest is None or not self.holds(fact):
            return None
        try:
            content = self._file(fact).read_bytes()
        except OSError:
            return None
        # Read only where it is what we wrote: the digest stands in a folder that only its owner may enter.
        return (pickle.loads(content),) if digest_of_bytes(content) == digest else None  # nosec B301

    def keep(self, fact: str, content: bytes) -> None:
        """Keep the value of a summary, as *content* says it."""
        file = self._file(fact)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(content)

    def forget_but(self, facts: Iterable[str]) -> None:
        """Remove the values of all summaries but those of *facts*."""
        known = {self._file(fact).name for fact in facts}
        for file in (self.folder / NAME).glob("*"):
            if file.name not in known:
                file.unlink(missing_ok=True)

    def _file(self, fact: str) -> Path:
        return self.folder / NAME / digest_of_bytes(fact.encode()).hex()[:NAME_SIGNS]


def recall_in(folder: Path | None, traces: Mapping[str, Any], holds: Callable[[str], bool]) -> Recall | None:
    """Return what the last build kept in *folder*, whose summaries left *traces*."""
    if folder is None:
        return None
    return Recall(folder, lambda fact: traces[fact][1] if fact in traces else None, holds)
