"""Drafts, days of coming and going, old addresses, pictures, references and a theme: what comes with time."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PIL import Image

from tests.site_builder.incremental.content_edits import files, sub, word
from tests.site_builder.incremental.world import World, edit, nth

DAYS = ("2026-11-20", "2026-11-24", "2026-12-03", "2026-12-04 18:30", "2027-01-08")
PICTURE = "images/bench.png"


def _lonely(world: World) -> list[Path]:
    return [file for file in files(world, "news", "pages", "programs") if _may_go(file)]


def _may_go(file: Path) -> bool:
    return any(part in file.stem for part in ("bike-kitchen", "house-rules", "-lamps", "more"))


def _set(file: Path, field: str, value: str) -> bool:
    """Give *file* a field in its front matter, another value of it, or take it out again where it is the same."""
    old = file.read_text("utf-8")
    line = f"{field}: {value}\n"
    without = re.sub(rf"(?m)^{field}: .*\n", "", old)
    text = without if line in old else without.replace("---\n", f"---\n{line}", 1)
    file.write_text(text, "utf-8")
    return text != old


@edit
def make_a_draft_of_an_entry(world: World, n: int) -> bool:
    return bool(_lonely(world)) and _set(nth(_lonely(world), n), "draft", "true")


@edit
def let_an_entry_come_later(world: World, n: int) -> bool:
    return bool(_lonely(world)) and _set(nth(_lonely(world), n), "publish_on", nth(list(DAYS), n // 7))


@edit
def let_an_entry_go_again(world: World, n: int) -> bool:
    return bool(_lonely(world)) and _set(nth(_lonely(world), n), "expires_on", f"2027-0{n % 3 + 2}-05")


@edit
def give_an_entry_an_old_address(world: World, n: int) -> bool:
    found = _lonely(world)
    if not found:
        return False
    file: Path = nth(found, n)
    # An address of its own for each: two entries may not claim the same.
    return _set(file, "aliases", f"[/old/{file.parent.name}/{file.stem}-{n % 2}/]")


@edit
def refer_to_another_entry(world: World, n: int) -> bool:
    """Write a reference without words: the title of what it leads to stands there, and follows it."""
    target = nth(["page:about", "program:kitchen-table", "skill:budgeting", "member:ana", "proposal:2026-1"], n)
    page = world.content / "pages" / "about.md"
    return sub(page, r"(?s)\n---\n.*\Z", f"\n---\nSee []({target}) and {word(n)}.\n")


@edit
def show_change_or_drop_a_picture(world: World, n: int) -> bool:
    file, page = world.content / PICTURE, world.content / "pages" / "about.md"
    if file.exists() and n % 3 == 0:
        file.unlink()
        return sub(page, r"(?s)\n---\n.*\Z", f"\n---\nNo picture: {word(n)}.\n")
    file.parent.mkdir(exist_ok=True)
    Image.new("RGB", (40 + n % 3, 30), (n % 256, 90, 90)).save(file)
    sub(page, r"(?s)\n---\n.*\Z", f'\n---\n![A bench]({PICTURE} "{word(n)}")\n')
    return True


THEME = {
    "templates/site/text.html": '{{% extends "original/site/text.html" %}}\n'
    '{{% block main %}}<p>{}</p>{{{{ super() }}}}{{% include "own/sign.html" %}}{{% endblock %}}\n',
    "assets/badge.svg": "<svg><title>{}</title></svg>\n",
    "theme.css": "/* {} */\n",
}


@edit
def change_the_theme(world: World, n: int) -> bool:
    """Put a template, an asset or a style of the community's own before ours, or take one away."""
    theme = world.content / "theme"
    name = nth(THEME, n)
    file = theme / name
    if file.exists() and n % 4 == 3:
        file.unlink()
        return True
    sign = theme / "templates" / "own" / "sign.html"
    for each in (file, sign):
        each.parent.mkdir(parents=True, exist_ok=True)
    if not sign.exists():
        sign.write_text("<p>Own</p>\n", "utf-8")
    file.write_text(THEME[name].format(word(n)), "utf-8")
    return True


@edit
def edit_the_themes_own_template(world: World, n: int) -> bool:
    file = world.content / "theme" / "templates" / "own" / "sign.html"
    if not file.exists():
        return False
    file.write_text(f"<p>{word(n)}</p>\n", "utf-8")
    return True


@edit
def drop_the_theme(world: World, n: int) -> bool:
    there = (world.content / "theme").is_dir()
    shutil.rmtree(world.content / "theme", ignore_errors=True)
    return there
