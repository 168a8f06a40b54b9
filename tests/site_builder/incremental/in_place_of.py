"""Let the program read its templates from another folder, wherever it keeps the path."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import presentation.translations
import site_builder.build  # noqa: F401 - all that builds has to be loaded before paths are exchanged in it

PACKAGES = ("presentation", "site_builder", "rsn")


@contextmanager
def templates_at(folder: Path) -> Iterator[None]:
    """Let every module look into *folder* instead of templates/; nothing kept in memory outlives the exchange."""
    original = presentation.translations.TEMPLATES
    _exchange(original, folder)
    try:
        yield
    finally:
        _exchange(folder, original)


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
