"""`rsn new KIND SLUG`: write a new file of the content with everything it needs."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rsn.options import content_option, now_option

if TYPE_CHECKING:
    from site_builder.content.files import Files

KINDS = ("skill", "program", "cohort", "member", "playbook", "policy", "page", "news")


@click.command()
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("slug")
@content_option
@click.option("--title", help="How it is called; else its slug is taken for it.")
@click.option("--language", help="Write the translation of a program, playbook or page that is there.")
@now_option
def command(
    kind: str, slug: str, content: Path, title: str | None, language: str | None, now: datetime | None
) -> None:
    """
    Write a new file of the content, with every field and beside it what belongs there.

    KIND is skill, program, cohort, member, playbook, policy, page or news. SLUG is its name in addresses: small
    letters and digits, with dashes between. For a cohort it is the program, and the next number is taken; news
    are put under today. What only you can know is left empty, and `rsn check` lists it.

    \b
    Example:  rsn new program bread-tuesdays --title "Bread Tuesdays"
              rsn new cohort bread-tuesdays
              rsn new program bread-tuesdays --language es
    Exit:     0 written, 1 not written, 2 wrong usage
    """
    from rsn.clock import machine_clock
    from site_builder.content.files import read_files
    from site_builder.problems import Report

    if not content.is_dir():
        raise click.ClickException(f"There is no folder {content}. Name yours with --content.")
    files = read_files(content, Report())
    today = (now or machine_clock()).date()
    title = title or slug.replace("-", " ").capitalize()
    slug = _full_slug(kind, slug, files, today)
    if language:
        file, text = _translation(kind, slug, language, files, content)
    else:
        file, text = _original(kind, slug, title, files, content, today)
    _write(file, text)
    _say_what_is_left(file, content, today)


def _full_slug(kind: str, slug: str, files: Files, today: date) -> str:
    """Return the slug with what a cohort or news adds to it."""
    from rsn.blank_files import next_cohort
    from site_builder.content.fields import SLUG
    from site_builder.content.folder import slugified

    if not SLUG.match(slug):
        better = slugified(slug)
        mend = f" Write it as {better!r}." if better else ""
        raise click.UsageError(f"SLUG has small letters, digits and single dashes.{mend}")
    if kind == "news" and not slug[:10].replace("-", "").isdigit():
        return f"{today}-{slug}"
    if kind != "cohort":
        return slug
    programs = files.known.slugs("program") or frozenset()
    program = slug if slug in programs else slug.rpartition("-")[0]
    if program not in programs:
        from site_builder.content.near import meant

        raise click.UsageError(f"There is no program {slug!r}. {meant(slug, sorted(programs), 'Write it first.')}")
    return next_cohort(slug, files) if slug == program else slug


def _original(kind: str, slug: str, title: str, files: Files, content: Path, today: date) -> tuple[Path, str]:
    from rsn.blank_files import blank_file
    from site_builder.content.kinds import KINDS as FOLDERS

    place = next(folder for folder in FOLDERS if folder.name == kind)
    return content / place.folder / f"{slug}{place.suffix}", blank_file(kind, slug, title, files, today)


def _translation(kind: str, slug: str, language: str, files: Files, content: Path) -> tuple[Path, str]:
    from rsn.blank_files import blank_translation
    from site_builder.content import pages, playbooks, programs
    from site_builder.content.near import one_of

    translated = {"program": programs.TRANSLATED, "playbook": playbooks.TRANSLATED, "page": pages.TRANSLATED}
    if kind not in translated:
        raise click.UsageError(f"A {kind} is not translated by a file beside it.")
    others = files.known.languages[1:]
    if language not in others:
        raise click.UsageError(f"--language is one of network.yaml's: {one_of(others) if others else 'none yet'}.")
    original = files.originals.get((kind, slug))
    if original is None:
        raise click.ClickException(f"There is no {kind} {slug!r} that can be read. Write it first.")
    file = Path(original.path).with_name(f"{slug}.{language}.md")
    return file, blank_translation(original, translated[kind])


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as new:
            new.write(text)
    except FileExistsError:
        raise click.ClickException(f"{file} is there already. Nothing was written.") from None


def _say_what_is_left(file: Path, content: Path, today: date) -> None:
    from site_builder.content import ContentErrors, load_catalogue

    click.echo(f"Written: {file}")
    try:
        load_catalogue(content, today=today)
    except ContentErrors as errors:
        left = [problem for problem in errors.problems if problem.path == file.as_posix()]
        if left:
            click.echo("To fill in:")
        for problem in left:
            click.echo(f"  line {problem.line}: {problem.what} {problem.mend}")
