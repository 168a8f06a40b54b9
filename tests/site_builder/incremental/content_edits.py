"""Edits of content/, as maintainers make them; every one of them leaves content that can be read."""

from __future__ import annotations

import re
from pathlib import Path

from tests.site_builder.incremental.world import World, edit, nth

TEXTS = ("programs", "pages", "news", "members")
WORDS = ("Brook", "Crane", "Drift", "Ember", "Finch", "Grove", "Heath", "Inlet")
"""All of one length: an edit that changes no size is the harder one to notice."""


def files(world: World, *kinds: str, originals: bool = True) -> list[Path]:
    """Return the files of these kinds, translations only where asked for."""
    found = [file for kind in kinds for file in sorted((world.content / kind).glob("*.md"))]
    return [file for file in found if ("." not in file.stem) is originals]


def sub(file: Path, pattern: str, new: str) -> bool:
    """Replace the first match in *file*; return False where that changes nothing."""
    old = file.read_text("utf-8")
    text = re.sub(pattern, new, old, count=1, flags=re.MULTILINE)
    file.write_text(text, "utf-8")
    return text != old


def word(n: int) -> str:
    return WORDS[n % len(WORDS)] + " " + WORDS[n // len(WORDS) % len(WORDS)]


@edit
def edit_a_text(world: World, n: int) -> bool:
    file: Path = nth(files(world, *TEXTS), n)
    return sub(file, r"(?s)\n---\n.*\Z", f"\n---\nA new text: {word(n)}.\n")


@edit
def edit_a_translated_text(world: World, n: int) -> bool:
    found = files(world, "programs", "pages", originals=False)
    return bool(found) and sub(nth(found, n), r"(?s)\n---\n.*\Z", f"\n---\nOtro texto: {word(n)}.\n")


@edit
def edit_a_title(world: World, n: int) -> bool:
    return sub(nth(files(world, "programs", "pages", "news", "playbooks"), n), r"^title: .*", f"title: {word(n)}")


@edit
def edit_a_translated_title(world: World, n: int) -> bool:
    found = files(world, "programs", "pages", "playbooks", originals=False)
    return bool(found) and sub(nth(found, n), r"^title: .*", f"title: {word(n)} dos")


@edit
def edit_a_summary(world: World, n: int) -> bool:
    return sub(
        nth(files(world, "programs", "pages", "news", "playbooks"), n), "^summary: .*", f"summary: {word(n)}."
    )


@edit
def rename_a_member_in_words(world: World, n: int) -> bool:
    file: Path = nth(files(world, "members"), n)
    return sub(file, r"^name: .*", f"name: {word(n)} {file.stem}")


@edit
def edit_a_skills_label(world: World, n: int) -> bool:
    return sub(nth(files(world, "skills"), n), r"^label: .*", f"label: {word(n)}")


@edit
def edit_a_skills_description(world: World, n: int) -> bool:
    return sub(nth(files(world, "skills"), n), r"^description: .*", f"description: {word(n)}.")


@edit
def move_a_skill_to_another_shelf(world: World, n: int) -> bool:
    return sub(
        nth(files(world, "skills", "programs"), n), r"^category: .*", f"category: {nth(['papers', 'repair'], n)}"
    )


@edit
def change_a_programs_status(world: World, n: int) -> bool:
    status = nth(["planned", "running", "paused", "ended"], n // 2)
    return sub(nth(files(world, "programs"), n), r"^status: .*", f"status: {status}")


@edit
def change_a_cohort(world: World, n: int) -> bool:
    file: Path = nth(files(world, "cohorts"), n)
    if n % 2:
        return sub(file, r"^capacity: .*", f"capacity: {n % 20 + 3}")
    return sub(file, r"^time: .*", f'time: "1{n % 7}:30-20:30"')


@edit
def edit_a_playbooks_resources(world: World, n: int) -> bool:
    return sub(world.content / "playbooks" / "power-cut.md", r"^resources: .*", f"resources: [a stove, {word(n)}]")


@edit
def edit_a_shelf(world: World, n: int) -> bool:
    field = nth(["label", "description"], n)
    return sub(world.content / "categories.yaml", rf"^  {field}: .*", f"  {field}: {word(n)}")


@edit
def edit_the_networks_words(world: World, n: int) -> bool:
    field = nth(["tagline", "lead", "privacy", "contact"], n)
    return sub(world.content / "network.yaml", rf"^{field}: .*", f"{field}: {word(n)}")


@edit
def rename_the_network(world: World, n: int) -> bool:
    return sub(world.content / "network.yaml", r"^name: .*", f"name: {{en: {word(n)}, es: Dos {word(n)}}}")


@edit
def move_the_network(world: World, n: int) -> bool:
    if n % 3 == 0:
        return sub(world.content / "network.yaml", r"^base_url: .*", f"base_url: https://bridges-{n % 9}.example")
    if n % 3 == 1:
        return sub(world.content / "network.yaml", r"^    name: .*", f"    name: {word(n)}")
    zone = nth(["Europe/London", "Pacific/Auckland", "America/Lima"], n // 3)
    return sub(world.content / "network.yaml", r"^time_zone: .*", f"time_zone: {zone}")


@edit
def change_the_rules(world: World, n: int) -> bool:
    if n % 2:
        return sub(world.content / "policies" / "ordinary.yaml", r"^voting_days: .*", f"voting_days: {n % 20 + 5}")
    return sub(world.content / "policies" / "ordinary.yaml", r"^summary: .*", f"summary: {word(n)}.")
