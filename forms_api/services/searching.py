"""
Answer a search: the skills meant, the programs where they are learnt or wanted, and who shares them in public.

Rules of this file: it reads content/ and the public record, never the store: what stands here anybody may read on
the site already. No need is found by it, and nobody who closed their name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from domain.catalogue import Catalogue
from domain.programs import Program
from domain.search import Found, index_of
from domain.skills import Skill


@dataclass(frozen=True)
class Sharer:
    """Somebody who shares a skill and agreed to be named for it: the address of their page and their name."""

    slug: str
    name: str


@dataclass(frozen=True)
class SkillFound:
    """A skill and what leads further from it: the programs that teach or need it, and who shares it by name."""

    skill: Skill
    found: Found
    programs: tuple[Program, ...]
    sharers: tuple[Sharer, ...]


@dataclass(frozen=True)
class Answer:
    """What a search found; *meant* is a name near what was typed, "" where the words were met as they are."""

    skills: tuple[SkillFound, ...]
    meant: str


def answer(catalogue: Catalogue, record_dir: Path, text: str) -> Answer:
    """Return what the words of *text* may mean; nothing for no words."""
    index = index_of(catalogue.skills.values(), catalogue.categories)
    found = index.find(text)
    sharers = _public_sharers(record_dir) if found else {}
    skills = tuple(
        SkillFound(catalogue.skills[f.skill], f, _programs(catalogue, f.skill), sharers.get(f.skill, ()))
        for f in found
    )
    if found and found[0].sure:
        return Answer(skills, "")
    return Answer(skills, found[0].words if found else index.nearest(text))


def skills_meant(catalogue: Catalogue, text: str) -> tuple[Skill, ...]:
    """Return the skills somebody may mean by their own words, the likeliest first."""
    index = index_of(catalogue.skills.values(), catalogue.categories)
    return tuple(catalogue.skills[found.skill] for found in index.find(text))


def _programs(catalogue: Catalogue, skill: str) -> tuple[Program, ...]:
    return tuple(
        program
        for program in catalogue.programs.values()
        if skill in program.skills_taught or skill in program.skills_needed
    )


def _public_sharers(record_dir: Path) -> dict[str, tuple[Sharer, ...]]:
    """Return by skill who shares it by name, as the site shows them; nobody before the first publish."""
    state = record_dir / "state"
    try:
        skills, members = (_state(state / f"{name}.json") for name in ("skills", "members"))
    except FileNotFoundError:
        return {}
    return {
        slug: tuple(Sharer(m, members[m]["entry"]["name"]) for m in one["named"] if m in members)
        for slug, one in skills.items()
    }


def _state(file: Path) -> Any:
    # Publish replaces a file whole: another moment of writing or another size is another file.
    seen = file.stat()
    return _read(file, seen.st_mtime_ns, seen.st_size)


@lru_cache(maxsize=4)
def _read(file: Path, _written: int, _size: int) -> Any:
    return json.loads(file.read_bytes())
