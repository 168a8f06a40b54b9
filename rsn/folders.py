"""Where a community lives on the disk: its content, its private data, its built site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click


@dataclass(frozen=True)
class Folders:
    content: Path
    data: Path
    out: Path

    @property
    def store(self) -> Path:
        return self.data / "store"

    @property
    def record(self) -> Path:
        return self.data / "record"

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def mail(self) -> Path:
        return self.data / "mail"

    @property
    def build(self) -> Path:
        """What the last build and the last reading of the content left for the next; it may be deleted."""
        return self.data / "build"

    @property
    def socket(self) -> Path:
        return self.data / "control.sock"


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def content_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its --content."""
    return click.option(
        "--content",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("content"),
        show_default=True,
        help="Folder of the Markdown and YAML files.",
    )(command)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its --data."""
    return click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("data"),
        show_default=True,
        help="Folder of the private store, the public record and the mails.",
    )(command)


def out_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its --out."""
    return click.option(
        "--out",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("public"),
        show_default=True,
        help="Folder the site is written to.",
    )(command)


class Moment(click.ParamType[datetime]):
    """An ISO 8601 moment; without a zone it is read as UTC."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no moment. Write it like 2026-11-23T18:00Z.", param, ctx)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def now_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its --now."""
    return click.option(
        "--now", type=Moment(), default=None, help="Work as if it were this moment, like 2026-11-23T18:00Z."
    )(command)
