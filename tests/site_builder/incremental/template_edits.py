"""Edits of templates, of what they share, of the words of a language and of what lies beside the pages."""

from __future__ import annotations

import re
from pathlib import Path

from tests.site_builder.incremental.content_edits import sub, word
from tests.site_builder.incremental.world import World, edit, nth

PAGES = ("programs", "program", "member", "skills", "news", "text", "proposal", "not_found")
PIECE = "shared/piece.html"
"""A template that nothing knows before a page includes it."""


@edit
def edit_a_pages_template(world: World, n: int) -> bool:
    return _mark(world.templates / "site" / f"{nth(PAGES, n)}.html", n)


@edit
def edit_what_all_pages_extend(world: World, n: int) -> bool:
    return _mark(world.templates / "shared" / "base.html", n)


@edit
def edit_an_imported_macro(world: World, n: int) -> bool:
    """Change what a macro writes, in a template that pages import."""
    found = [file for file in _site(world) if re.search(r"\{% macro", file.read_text("utf-8"))]
    return sub(nth(found, n), r"(\{%-? macro [^%]*%\})(<!-- [a-z ]+ -->)?", rf"\1<!-- {word(n).lower()} -->")


@edit
def edit_an_included_template(world: World, n: int) -> bool:
    found = [
        file for file in _site(world) if "{% extends" not in file.read_text("utf-8") and _included(world, file)
    ]
    if not found:
        return False
    file: Path = nth(found, n)
    file.write_text(
        f"<!-- {word(n).lower()} -->" + re.sub(r"\A<!-- [a-z ]+ -->", "", file.read_text("utf-8")), "utf-8"
    )
    return True


@edit
def include_or_drop_a_piece(world: World, n: int) -> bool:
    page = world.templates / "site" / f"{nth(PAGES, n)}.html"
    text = page.read_text("utf-8")
    (world.templates / PIECE).write_text(f"<p>{word(n)}</p>", "utf-8")
    if PIECE in text:
        return sub(page, re.escape(f'{{% include "{PIECE}" %}}'), "")
    return sub(page, r"(\{% block main[^%]*%\})", rf'\1{{% include "{PIECE}" %}}')


@edit
def edit_the_piece(world: World, n: int) -> bool:
    file = world.templates / PIECE
    if not file.exists():
        return False
    file.write_text(f"<p>{word(n)}</p>", "utf-8")
    return True


@edit
def edit_a_translation_of_the_interface(world: World, n: int) -> bool:
    file = world.templates / "locales" / nth(["es", "ar"], n) / "LC_MESSAGES" / "messages.po"
    return sub(file, r'(msgid "(?:Skills|Programs|Members|Home|News)"\nmsgstr) ".*"', rf'\1 "{word(n)}"')


@edit
def edit_an_asset(world: World, n: int) -> bool:
    file = world.templates / "assets" / nth(["site.css", "check.js", "icon.svg"], n)
    text = file.read_text("utf-8")
    file.write_text(text.rstrip() + "\n" * (n % 3 + 1), "utf-8")
    return text != file.read_text("utf-8")


@edit
def add_or_drop_an_asset(world: World, n: int) -> bool:
    file = world.templates / "assets" / f"badge-{n % 2}.svg"
    if file.exists():
        file.unlink()
    else:
        file.write_text(f"<svg><title>{word(n)}</title></svg>", "utf-8")
    return True


def _site(world: World) -> list[Path]:
    return sorted(file for folder in ("site", "shared") for file in (world.templates / folder).glob("*.html"))


def _included(world: World, file: Path) -> bool:
    name = f'"{file.parent.name}/{file.name}"'
    return any(f"include {name}" in each.read_text("utf-8") for each in _site(world))


def _mark(file: Path, n: int) -> bool:
    """Put a mark into a block that is shown; one of the same length as the one there before."""
    return sub(
        file, r"(\{% block (?:main|body|footer)[^%]*%\})(<!-- [a-z ]+ -->)?", rf"\1<!-- {word(n).lower()} -->"
    )
