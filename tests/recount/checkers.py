"""Ask both checkers about a record in memory: the product's, and the published recount program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from domain.governance.policy import Method
from domain.record.verification import Answer, Read, Report, Wrong
from domain.record.verifying import check_record
from rsn.ed25519 import verify
from tests.recount.programs import program


class NotAFolder:
    """What the recount program needs of a folder, over files in memory."""

    def __init__(self, files: Mapping[str, bytes], path: str = "") -> None:
        self._files, self._path = files, path
        self.name = path.rsplit("/", 1)[-1]

    def __truediv__(self, more: str) -> NotAFolder:
        return NotAFolder(self._files, f"{self._path}/{more}".strip("/"))

    def read_bytes(self) -> bytes:
        if self._path not in self._files:
            raise FileNotFoundError(self._path)
        return self._files[self._path]

    def iterdir(self) -> Iterator[NotAFolder]:
        inside = self._path + "/"
        return (NotAFolder(self._files, path) for path in self._files if path.startswith(inside))


def reader(files: Mapping[str, bytes]) -> Read:
    def read(path: str) -> bytes:
        if path not in files:
            raise Wrong(path, "is missing.")
        return files[path]

    return read


def verified(files: Mapping[str, bytes]) -> Report:
    """Return what the product says of the record."""
    return check_record(reader(files), verify, files).report


def told(report: Report) -> str:
    """Return all that is wrong, in one text."""
    return "\n".join(str(wrong) for wrong in (*report.problems, *(p for v in report.votes for p in v.problems)))


def recounted(files: Mapping[str, bytes], method: Method, proposal: str = "2026-1") -> tuple[str, str]:
    """Return the answer of the recount program, and what it says is wrong; any other exception is a crash."""
    module = program(method)
    try:
        vote = module.Vote(module.Record(NotAFolder(files)), proposal)
        answer: str = vote.check()[0]
    except module.Broken as wrong:
        return Answer.BROKEN.value, str(wrong)
    return answer, ""


def run_program(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the published program as anybody would: in its folder, in an empty environment."""
    command = [sys.executable, "-I", "recount.py", *options]
    return subprocess.run(command, cwd=folder, env={}, capture_output=True, text=True, check=False)
