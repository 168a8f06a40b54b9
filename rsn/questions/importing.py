"""Bringing in a table of another system, read by whoever holds the store from a file on the same machine."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from rsn.house import Holder, Question

MOST_TOLD = 200


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """Look at the file's lines, and store what is new unless it is a dry run."""
    if question["kind"] == "network":
        return _network(holder, Path(question["file"]))
    from domain.people import Standing
    from forms_api.config import secret_from
    from forms_api.services import importing
    from forms_api.services.import_table import read_table
    from forms_api.services.refusals import Refused

    settings = importing.Settings(
        standing=Standing(question["standing"]),
        dates=question["dates"],
        skill=question["skill"],
        basis=importing.Basis(question["basis"]) if question["basis"] else None,
        leave_out=question["leave_out"],
    )
    catalogue = holder.catalogue()
    if settings.skill and settings.skill not in catalogue.skills:
        return {"refused": f"There is no skill {settings.skill!r} in the content."}
    secret, now, kind = secret_from(holder.folders.data / "secret.key"), holder.clock(), question["kind"]
    told: dict[str, Any] = {}
    try:
        table = read_table(_text(Path(question["file"])))
        mapping = _mapping(kind, table.columns, question["map"])
        told["columns"] = [f"{what}: {name}" for name, what in zip(table.columns, mapping, strict=True) if what]
        plan = importing.look(holder.store, catalogue, kind, table, mapping, settings, secret, now)
        told["problems"] = [_words(line) for line in plan.problems[:MOST_TOLD]]
        if not question["dry_run"]:
            plan = importing.bring_in(
                holder.store, catalogue, kind, table, mapping, settings, secret, "", now, secrets.token_bytes
            )
    except (Refused, _Unreadable) as refused:
        return told | {"refused": str(refused)}
    return told | {"new": plan.new, "known": plan.known, "left_out": len(plan.problems)}


def _network(holder: Holder, folder: Path) -> dict[str, Any]:
    from forms_api.services.exporting import read_back
    from forms_api.services.refusals import Refused

    try:
        return {"new": sum(read_back(holder.store, folder).values())}
    except Refused as refused:
        return {"refused": str(refused)}


class _Unreadable(Exception):
    """A file that holds no text, or says of a column what is not so."""


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as refused:
        raise _Unreadable(f"{file}: {refused.strerror}.") from refused
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _Unreadable(f"{file} is no text that can be read. Save it as CSV in UTF-8.")


def _mapping(kind: str, columns: tuple[str, ...], file: str) -> tuple[str, ...]:
    from forms_api.services.import_table import TARGETS, guessed

    if not file:
        return guessed(kind, columns)
    said: dict[str, str] = {}
    for number, line in enumerate(_text(Path(file)).splitlines(), start=1):
        target, sign, column = (part.strip() for part in line.partition("="))
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not sign or target not in TARGETS[kind]:
            raise _Unreadable(f"{file}:{number}: use one of {', '.join(TARGETS[kind])}, then = and the column.")
        if column not in columns:
            raise _Unreadable(f"{file}:{number}: there is no column {column!r}, only {', '.join(columns)}.")
        said[column] = target
    return tuple(said.get(column, "") for column in columns)


def _words(line: Any) -> str:
    return f"line {line.line}: {line.words % line.values if line.values else line.words}"
