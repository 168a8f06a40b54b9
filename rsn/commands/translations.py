"""`rsn translations`: gather the words of the interface, keep the catalogues, tell how far they are."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

    from rsn.translation_standing import Standing

SHOWN = 10


@click.group()
def command() -> None:
    """
    Keep the words of the interface in every language.

    The catalogues are templates/locales/LANGUAGE/LC_MESSAGES/messages.po; any editor of .po files opens them.

    \b
    Example:  rsn translations update        after a template changed
              rsn translations report        what is left to translate
              rsn translations update fr     begin with French
    """


@command.command("extract")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write; without it, the screen."
)
def extract_words(out: Path | None) -> None:
    """Write the English words to translate as a .pot file, for a translator's own tools."""
    from babel.messages.pofile import write_po

    words = BytesIO()
    write_po(words, _gathered(), omit_header=True, include_lineno=False, sort_by_file=True)
    if out is None:
        click.echo(words.getvalue(), nl=False)
    else:
        out.write_bytes(words.getvalue())
        click.echo(f"The words are in {out}.")


@command.command("update")
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]…")
def update(languages: tuple[str, ...]) -> None:
    """
    Bring the catalogues up to date with templates and code; a LANGUAGE without one gets one.

    New words come in empty, nothing is guessed, and words that nobody says any more go.
    """
    from babel import UnknownLocaleError

    from presentation.translations import catalogue_path
    from rsn import gettext_catalogues as catalogues
    from rsn.translation_standing import standing

    words = _gathered()
    for language in languages or catalogues.languages():
        try:
            new = catalogues.written(catalogues.merged(catalogues.opened(language), words))
        except (UnknownLocaleError, ValueError):
            raise click.BadParameter(f"'{language}' is no language code. Write it like es.") from None
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != new:
            path.write_bytes(new)
        _tell(standing(language, words))


@command.command("report")
@click.argument("languages", nargs=-1, metavar="[LANGUAGE]…")
def report(languages: tuple[str, ...]) -> None:
    """
    Tell per language what is translated, what is not, and where a translation lost a placeholder.

    \b
    Exit:     0 all languages are whole, 1 something is left to do
    """
    from rsn.gettext_catalogues import languages as kept
    from rsn.translation_standing import standing

    words = _gathered()
    standings = [standing(language, words) for language in languages or kept()]
    for found in standings:
        _tell(found)
        _list("not translated", found.missing)
        _list("a placeholder or an element differs", found.faulty)
        _list("no longer used (`rsn translations update` removes it)", found.obsolete)
    sys.exit(0 if all(found.whole for found in standings) else 1)


def _gathered() -> Catalog:
    from jinja2 import TemplateSyntaxError

    from rsn.gettext_catalogues import gathered

    try:
        return gathered()
    except TemplateSyntaxError as broken:
        raise click.ClickException(f"{broken.filename}:{broken.lineno}: {broken.message}") from broken


def _tell(standing: Standing) -> None:
    click.echo(
        f"{standing.language}: {standing.translated} translated, {len(standing.missing)} not, "
        f"{len(standing.faulty)} with wrong placeholders, {len(standing.obsolete)} no longer used."
    )


def _list(what: str, texts: tuple[str, ...]) -> None:
    for text in texts[:SHOWN]:
        click.echo(f"  {what}: {text}")
    if len(texts) > SHOWN:
        click.echo(f"  … and {len(texts) - SHOWN} more")
