"""Entries that come, go and change their address; languages that come and go."""

from __future__ import annotations

from pathlib import Path

from tests.site_builder.incremental.content_edits import files, sub, word
from tests.site_builder.incremental.town import CLEO, NEXT_COHORT, SECOND_NEWS, SECOND_PAGE, SECOND_PROGRAM
from tests.site_builder.incremental.world import World, edit, nth

NEW = {
    "news/2026-11-01-more-{}.md": SECOND_NEWS,
    "pages/more-{}.md": SECOND_PAGE,
    "programs/more-{}.md": SECOND_PROGRAM,
    "members/more-{}.md": CLEO,
}
LONELY = ("bike-kitchen", "more-", "cleo", "house-rules", "-lamps", "-more", "carving-")
"""Parts of the names of entries that nothing else in the town refers to."""

SKILL = """\
---
label: Carving
category: repair
description: Spoons first.
safeguarding: open
related: [budgeting]
---
"""

TRANSLATIONS = {
    "programs/bike-kitchen.es.md": """\
---
title: Cocina de bicis
summary: Frenos los sábados.
place: Patio
access: [sin escalones]
keeping_safe: Hay dos coordinadoras.
costs: Gratis.
---
Trae lo que roza.
""",
    "pages/house-rules.es.md": "---\ntitle: Reglas\nsummary: Cortas.\n---\nCierra la puerta.\n",
    "pages/about.ar.md": "---\ntitle: من نحن\nsummary: ما نؤمن به.\n---\nتعالوا.\n",
}


@edit
def add_an_entry(world: World, n: int) -> bool:
    pattern = nth(NEW, n)
    file = world.content / pattern.format(n % 3 + 1)
    text = NEW[pattern].replace("000", f"{n % 999:03}").replace("name: Cleo", f"name: Newcomer {file.stem}")
    file.write_text(text, "utf-8")
    return True


@edit
def add_a_skill(world: World, n: int) -> bool:
    (world.content / "skills" / f"carving-{n % 3}.md").write_text(SKILL.replace("Carving", word(n)), "utf-8")
    return True


@edit
def delete_an_entry(world: World, n: int) -> bool:
    found = _lonely(world)
    if not found:
        return False
    file: Path = nth(found, n)
    for each in file.parent.glob(f"{file.stem}.*"):
        each.unlink()
    return True


@edit
def rename_an_entry(world: World, n: int) -> bool:
    """Give an entry another address, or the one it had before."""
    found = [file for file in _lonely(world) if file.parent.name != "news"]
    if not found:
        return False
    file: Path = nth(found, n)
    stem = file.stem.removesuffix("-moved") if file.stem.endswith("-moved") else f"{file.stem}-moved"
    for each in sorted(file.parent.glob(f"{file.stem}.*")):
        each.rename(each.with_name(each.name.replace(file.stem, stem, 1)))
    return True


@edit
def exchange_two_entries(world: World, n: int) -> bool:
    """Let two entries take each other's address: the stamps of both files stay as they were."""
    found = [file for file in _lonely(world) if file.parent.name == "pages"]
    if len(found) < 2:
        return False
    one, other = found[n % len(found)], found[(n + 1) % len(found)]
    aside = one.with_name("aside~")
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    return True


def _lonely(world: World) -> list[Path]:
    found = files(world, "news", "pages", "programs", "members", "skills")
    return [file for file in found if any(part in file.stem for part in LONELY)]


@edit
def add_or_drop_a_cohort(world: World, n: int) -> bool:
    file = world.content / "cohorts" / "kitchen-table-4.md"
    if file.exists():
        file.unlink()
    else:
        later = (
            NEXT_COHORT.replace("number: 3", "number: 4")
            .replace("2026-12-03", "2027-02-04")
            .replace("01-07", "03-11")
        )
        file.write_text(later.replace("capacity: 10", f"capacity: {n % 9 + 2}"), "utf-8")
    return True


@edit
def add_or_drop_a_translation(world: World, n: int) -> bool:
    name = nth(TRANSLATIONS, n)
    file, original = world.content / name, world.content / (name.split(".")[0] + ".md")
    if file.exists():
        file.unlink()
        return True
    if not original.exists() or (name.endswith(".ar.md") and "ar" not in _languages(world)):
        return False
    file.write_text(TRANSLATIONS[name], "utf-8")
    return True


@edit
def add_or_drop_a_language(world: World, n: int) -> bool:
    languages = _languages(world)
    if "ar" in languages:
        for file in world.content.rglob("*.ar.md"):
            file.unlink()
        languages.remove("ar")
    else:
        languages.append("ar")
    return sub(world.content / "network.yaml", r"^languages: .*", f"languages: [{', '.join(languages)}]")


def _languages(world: World) -> list[str]:
    text = (world.content / "network.yaml").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("languages:"))
    return [code.strip() for code in line.partition("[")[2].rstrip("]").split(",")]
