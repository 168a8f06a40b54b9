"""The options that many commands have: where a community lives, and which moment it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click


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
