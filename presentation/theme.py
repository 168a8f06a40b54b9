"""
The community's own templates, style and assets: a folder that is looked into before ours.

Rules of this file: one theme for the whole process, chosen by whoever starts it (the job, the service), never by
a page; a name is looked up anew each time, so that a file which comes or goes is seen at once. Heavy libraries
are not imported here: the builder asks where a template lies long before it renders one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from presentation.translations import TEMPLATES

ORIGINAL = "original/"
"""Before a template's name: ours, whatever the theme says. So a theme extends what it replaces."""
OWN = "own/"
"""Where a theme keeps templates that replace none of ours."""
FOLDER = "theme"
"""Its name inside content/."""
ASSETS = TEMPLATES / "assets"


@dataclass(frozen=True)
class Theme:
    """*folder* holds templates/, assets/, tokens.css and theme.css, or any of them; None is no theme at all."""

    folder: Path | None = None

    def file(self, *parts: str) -> Path | None:
        """Return the theme's own file of that name, or None where it has none."""
        found = self.folder.joinpath(*parts) if self.folder else None
        return found if found and found.is_file() else None


_in_use = Theme()


def use(folder: Path | None) -> Theme:
    """Let *folder* be the theme of this process from now on, and return it; a folder that is missing is none."""
    # Rules of this file: one for the process, and both programs start with it.
    global _in_use
    _in_use = Theme(folder.resolve() if folder and folder.is_dir() else None)
    return _in_use


def use_theme_of(content: Path) -> Theme:
    """Let the theme inside the folder *content* be that of this process, and return it."""
    return use(content / FOLDER)


def current() -> Theme:
    """Return the theme in use."""
    return _in_use


def template_file(name: str) -> Path:
    """Return where the template *name* lies: the theme's where it has one, else ours, even if that is missing."""
    if name.startswith(ORIGINAL):
        return TEMPLATES / name.removeprefix(ORIGINAL)
    return _in_use.file("templates", *name.split("/")) or TEMPLATES / name


def shown(name: str) -> str:
    """Return the path of the template *name* as its author would type it."""
    return shown_file(template_file(name))


def shown_file(file: Path) -> str:
    """Return the path of a template's *file* as its author would type it: templates/… or content/theme/…"""
    theme = _in_use.folder
    if theme and file.is_relative_to(theme):
        return f"{theme.parent.name}/{theme.name}/{file.relative_to(theme).as_posix()}"
    return f"templates/{file.relative_to(TEMPLATES).as_posix()}" if file.is_relative_to(TEMPLATES) else str(file)


def asset_files() -> Mapping[str, Path]:
    """Return the files of assets/ by their names there, the theme's before ours, in the order of the names."""
    found = _below(ASSETS)
    if _in_use.folder:
        found |= _below(_in_use.folder / "assets")
    return dict(sorted(found.items()))


def _below(folder: Path) -> dict[str, Path]:
    return {
        file.relative_to(folder).as_posix(): file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    }
