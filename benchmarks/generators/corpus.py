"""
The generated community as a folder of Markdown that any generator reads: its own files, and one for each proposal.

Rules of this file: bodies and front matter are those that our own build reads, byte for byte; what our build takes
from the public record of a proposal stands in the front matter of its file here, so that nobody has less to read.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

KINDS = ("members", "programs", "cohorts", "skills", "news", "playbooks", "pages")
_SHOWN = (
    "id", "title", "summary", "author", "program", "state", "events", "turnout", "result", "options", "eligible",
    "sponsors", "sponsors_needed", "sponsors_named", "promises", "policy", "policy_hash",
)  # fmt: skip


def export(content: Path, record: Path, into: Path) -> int:
    """Fill the folder *into* with what *content* and *record* say; return how many files it holds."""
    for kind in KINDS:
        shutil.copytree(content / kind, into / kind)
    (into / "proposals").mkdir()
    for number, proposal in proposals(record).items():
        write_proposal(into, number, proposal)
    return sum(1 for _ in into.rglob("*.md"))


def proposals(record: Path) -> dict[str, dict[str, Any]]:
    """Return what the record says of each proposal, by its number."""
    found: dict[str, dict[str, Any]] = json.loads((record / "state" / "proposals.json").read_bytes())
    return found


def write_proposal(into: Path, number: str, proposal: dict[str, Any]) -> None:
    """Write one proposal as Markdown with JSON front matter, which all of the generators read."""
    made = proposal["events"][0]["at"]
    fields = {name: proposal[name] for name in _SHOWN} | {"made": made, "date": made}
    fields["arguments"] = [
        {"kind": said["kind"], "text": said["text"], "by": said["by"], "on": said["on"]}
        for said in proposal["arguments"]
    ]
    text = json.dumps(fields, ensure_ascii=False, indent=1)
    (into / "proposals" / f"{number}.md").write_text(f"{text}\n\n{proposal['text']}\n", encoding="utf-8")
