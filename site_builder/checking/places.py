"""From what is wrong on a page to the line of the content somebody wrote, where it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path, PurePosixPath

from site_builder.checking.findings import Finding

KINDS = ("programs", "skills", "members", "playbooks", "news")
COHORT = "cohort-"
WRITTEN = (".md", ".yaml", ".yml", ".html", ".css")
SHORTEST = 4
"""A shorter text stands in too many lines to say where it came from."""


class Places:
    """The files of a content folder, read when something is looked for in them."""

    def __init__(self, content: Path, languages: Sequence[str]) -> None:
        self.content = content
        self.languages = languages

    def find(self, finding: Finding) -> tuple[str, int] | None:
        """Return the file and line of the content that *finding* comes from; None where no line can be told."""
        if not finding.needle:
            return None
        for needle in self._spellings(finding):
            for path in self.candidates(finding.file):
                line = self._line(path, needle)
                if line:
                    return path.as_posix(), line
        return self._anywhere(finding)

    def candidates(self, page: str) -> Iterator[Path]:
        """Yield the files a page is written in, that of its own language first; they need not exist."""
        parts = PurePosixPath(page).parts
        language = parts[0] if len(parts) > 1 and parts[0] in self.languages[1:] else ""
        name = self._source(parts[1:-1] if language else parts[:-1])
        if name:
            if language:
                yield self.content / f"{name}.{language}.md"
            yield self.content / f"{name}.md"
        yield self.content / "network.yaml"

    def _source(self, parts: Sequence[str]) -> str:
        match parts:
            case ["programs", program, cohort] if cohort.startswith(COHORT):
                return f"cohorts/{program}-{cohort.removeprefix(COHORT)}"
            case [kind, slug, *_] if kind in KINDS:
                return f"{kind}/{slug}"
            case [slug]:
                return f"pages/{slug}"
        return ""

    def _spellings(self, finding: Finding) -> Iterator[str]:
        """Yield how what was found may be written: a link into another language is written without it."""
        yield finding.needle
        for language in self.languages[1:]:
            if finding.needle.startswith(f"/{language}/"):
                yield finding.needle.removeprefix(f"/{language}")

    def _anywhere(self, finding: Finding) -> tuple[str, int] | None:
        if len(finding.needle) < SHORTEST:
            return None
        found = [(path, line) for path in self._files if (line := self._line(path, finding.needle))]
        return (found[0][0].as_posix(), found[0][1]) if len(found) == 1 else None

    def _line(self, path: Path, needle: str) -> int:
        text = self._texts.get(path)
        if text is None:
            try:
                text = path.read_text("utf-8", "replace")
            except OSError:
                text = ""
            self._texts[path] = text
        at = text.find(needle)
        return text.count("\n", 0, at) + 1 if at >= 0 else 0

    @cached_property
    def _texts(self) -> dict[Path, str]:
        return {}

    @cached_property
    def _files(self) -> list[Path]:
        found = (Path(folder, name) for folder, _, names in os.walk(self.content) for name in names)
        return sorted(path for path in found if path.suffix in WRITTEN)
