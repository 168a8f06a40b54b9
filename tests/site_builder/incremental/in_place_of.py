"""Let the program read its templates from another folder, wherever it keeps the path."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import presentation.translations
import site_builder.build  # noqa: F401 - all that builds has to be loaded before paths are exchanged in it
from presentation.theme import use
from tests.site_builder.incremental.world import World, new_world, put

PACKAGES = ("presentation", "site_builder", "rsn")
SITE_FOLDERS = ("site", "shared", "assets", "locales", "packs", "recount", "mail")
"""What the record and the site are made of in templates/."""


@contextmanager
def templates_at(folder: Path) -> Iterator[None]:
    """Let every module look into *folder* instead of templates/; nothing kept in memory outlives the exchange."""
    original = presentation.translations.TEMPLATES
    _exchange(original, folder)
    try:
        yield
    finally:
        _exchange(folder, original)


@contextmanager
def worlds_in(folder: Path, templates: Path, checkout: Path) -> Iterator[Callable[[], World]]:
    """
    Give a function that returns a community of its own in *folder*, not built yet, with templates to be edited.

    Each call takes the place of the one before it. *templates* may be the same for many: what was compiled of an
    unchanged one is not compiled again.
    """

    def fresh() -> World:
        shutil.rmtree(folder / "town", ignore_errors=True)
        for name in SITE_FOLDERS:
            _make_equal(checkout / "templates" / name, templates / name)
        return new_world(folder / "town", templates)

    try:
        with templates_at(templates):
            yield fresh
    finally:
        use(None)


def _make_equal(original: Path, copy: Path) -> None:
    """Bring the folder *copy* to what *original* is; leave equal files alone."""
    wanted = {file.relative_to(original): file.read_bytes() for file in original.rglob("*") if file.is_file()}
    for name in {file.relative_to(copy) for file in copy.rglob("*") if file.is_file()} - set(wanted):
        (copy / name).unlink()
    for name, content in wanted.items():
        put(copy / name, content)


def _exchange(old: Path, new: Path) -> None:
    for module in _modules():
        for name, value in list(vars(module).items()):
            if isinstance(value, Path) and (value == old or old in value.parents):
                setattr(module, name, new / value.relative_to(old))
    for module in _modules():
        for value in list(vars(module).values()):
            clear = getattr(value, "cache_clear", None)
            if clear is not None:
                clear()


def _modules() -> list[ModuleType]:
    return [module for name, module in list(sys.modules.items()) if name.split(".")[0] in PACKAGES]
