"""
The open data as files: each table as CSV and as JSON, with a schema that says what stands in it.

Rules of this file: equal values give equal bytes; what a spreadsheet would run as a formula does not stand in a
table as one (an apostrophe comes before it, and JSON has the text as it is); every column is described where a
program looks for it.
Sources: RFC 4180 (CSV), JSON Schema 2020-12, Data Package and Table Schema (specs.frictionlessdata.io).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from zlib import crc32

from domain.words import in_language
from presentation.spreadsheets import safe_cell
from site_builder.indented import indented, indented_list, indented_part
from site_builder.model import Site
from site_builder.open_data import TABLES, Column, Table, Type
from site_builder.open_data_rows import Row, Value, keys, rows
from site_builder.steps import Verbatim
from site_builder.structured import base
from site_builder.units import Unit, each
from site_builder.watching import kept, summary

FOLDER = "data"
PACKAGE = "datapackage.json"
JSON_TYPES = {Type.WHOLE: "integer", Type.NUMBER: "number", Type.TRUTH: "boolean"}
FORMATS = {Type.DAY: "date", Type.ADDRESS: "uri"}
TOGETHER = 32
"""About so many entries, or half as many, are written together."""

Written = tuple[str, tuple[str, ...]]
"""Rows as lines of CSV, and each as JSON."""

_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


def units(site: Site) -> Iterator[Unit]:
    yield from each(table_files, TABLES)
    yield Unit(package)


def table_files(site: Site, name: str) -> Iterator[Verbatim]:
    """Yield a table as CSV, as JSON, and the schema of the latter."""
    table, lines = TABLES[name], _lines(site, name)
    yield _file(f"{name}.csv", f"{_csv([[column.name for column in table.columns]])}{''.join(lines[0])}".encode())
    yield _file(f"{name}.json", f"{indented_list(lines[1])}\n".encode())
    yield _file(f"{name}.schema.json", _json(schema(table, base(site))))


def _lines(site: Site, name: str) -> tuple[list[str], list[str]]:
    """Return the rows of a table as CSV and as JSON."""
    written: dict[str, Written] = {}
    for number in range(len(_groups(site, name))):
        written |= written_group(site, name, str(number))
    ordered = [written[key] for key in keys(site, name)]
    return [line for line, _ in ordered], [record for _, records in ordered for record in records]


@kept
@summary
def written_group(site: Site, name: str, number: str) -> Mapping[str, Written]:
    """Return a part of a table as it is written; kept, so that of the others nobody asks where a row changes."""
    table = TABLES[name]
    found = {key: rows(site, name, key) for key in _group(site, name, number)}
    return {
        key: (_csv([_cell(value) for value in row] for row in about), tuple(_part(table, row) for row in about))
        for key, about in found.items()
    }


@summary
def _group(site: Site, name: str, number: str) -> tuple[str, ...]:
    return _groups(site, name)[int(number)]


@summary
def _groups(site: Site, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the keys of a table, some together: with whom one is follows from its name alone."""
    found = list(keys(site, name))
    groups: list[list[str]] = [[] for _ in range(1 << (len(found) // TOGETHER).bit_length())]
    for key in found:
        groups[crc32(key.encode()) % len(groups)].append(key)
    return tuple(map(tuple, groups))


def package(site: Site) -> Iterator[Verbatim]:
    """Yield the description of all tables together, as a data package."""
    network = site.catalogue.network
    made = {
        "profile": "tabular-data-package",
        "name": "open-data",
        "title": in_language(network.name, site.default),
        "homepage": f"{base(site)}/data/",
        "resources": [_resource(table) for table in TABLES.values()],
    }
    yield _file(PACKAGE, _json(made))


def schema(table: Table, where: str) -> dict[str, Any]:
    """Return the JSON Schema of a table's JSON file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{where}/{FOLDER}/{table.name}.schema.json",
        "title": table.title,
        "description": table.about,
        "type": "array",
        "items": {
            "type": "object",
            "required": [column.name for column in table.columns],
            "additionalProperties": False,
            "properties": {column.name: _property(column) for column in table.columns},
        },
    }


def _property(column: Column) -> dict[str, Any]:
    kind = JSON_TYPES.get(column.type, "string")
    made: dict[str, Any] = {
        "description": column.about,
        "type": [kind, "null"] if column.optional else kind,
    }
    return made | ({"format": FORMATS[column.type]} if column.type in FORMATS else {})


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.about,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n", "delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "missingValues": [""],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    kind = "string" if column.type is Type.ADDRESS else column.type.value
    made: dict[str, Any] = {"name": column.name, "type": kind, "description": column.about}
    if column.type is Type.ADDRESS:
        made["format"] = "uri"
    return made if column.optional else made | {"constraints": {"required": True}}


def _record(table: Table, row: Row) -> dict[str, Value]:
    pairs = zip(table.columns, row, strict=True)
    return {c.name: value.isoformat() if isinstance(value, date) else value for c, value in pairs}


def _part(table: Table, row: Row) -> str:
    return indented_part(_record(table, row))


def _csv(found: Iterable[Iterable[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(found)
    return written.getvalue()


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # A negative number is one and no formula.
    return str(value) if value is not None and _PLAIN_NUMBER.match(str(value)) else safe_cell(value)


def _json(value: object) -> bytes:
    return f"{indented(value)}\n".encode()


def _file(name: str, content: bytes) -> Verbatim:
    return Verbatim(PurePosixPath(FOLDER, name), content)
