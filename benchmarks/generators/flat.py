"""The corpus for generators whose front matter is one text a line, or which want theirs marked as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.generators.corpus import proposals
from domain.codec import to_plain
from site_builder.content import load_catalogue

LAYOUTS = {"members": "member.njk", "skills": "skill.njk"}


def for_eleventy(content: Path) -> None:
    """Name each kind's layout beside its files, and mark the front matter of the proposals."""
    for folder in content.iterdir():
        fields = {"layout": LAYOUTS.get(folder.name, "text.njk"), "tags": folder.name}
        (folder / f"{folder.name}.11tydata.json").write_text(json.dumps(fields))
    for file in (content / "proposals").glob("*.md"):
        front, _, body = file.read_text(encoding="utf-8").partition("\n}\n")
        file.write_text(f"---json\n{front}\n}}\n---\n{body}", encoding="utf-8")


def for_pelican(community: Path, into: Path) -> None:
    """Write every page as Markdown whose fields stand in one line of JSON."""
    for kind, slug, title, facts, body in _flat(community):
        place = into / kind / f"{slug}.md"
        place.parent.mkdir(parents=True, exist_ok=True)
        own = f"{slug}/" if kind == "pages" else f"{kind}/{slug}/"
        head = {"Title": title, "Slug": f"{kind}-{slug}", "URL": own, "Save_as": f"{own}index.html"}
        lines = [f"{name}: {text}" for name, text in head.items()]
        said = json.dumps(facts, ensure_ascii=False)
        place.write_text("\n".join([*lines, f"Facts: {said}", "", body, ""]), encoding="utf-8")


def _flat(community: Path) -> Iterator[tuple[str, str, str, dict[str, Any], str]]:
    catalogue = load_catalogue(community / "content")
    for slug, member in catalogue.members.items():
        yield "members", slug, member.entry.name, to_plain(member.entry), member.entry.about
    for slug, skill in catalogue.skills.items():
        yield "skills", slug, skill.label["en"], {"description": skill.description["en"]}, skill.text
    for slug, program in catalogue.programs.items():
        words = program.words["en"]
        yield "programs", slug, words.title, to_plain(program) | {"summary": words.summary}, words.text
    for slug, cohort in catalogue.cohorts.items():
        yield "cohorts", slug, slug, to_plain(cohort), cohort.text
    for slug, item in catalogue.news.items():
        yield "news", slug, item.title, {"summary": item.summary}, item.text
    for slug, page in catalogue.pages.items():
        yield "pages", slug, page.words["en"].title, {"summary": page.words["en"].summary}, page.words["en"].text
    for number, said in proposals(community / "data" / "record").items():
        yield "proposals", number, said["title"], said | {"policy": said["policy"]["slug"]}, said["text"]
