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
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from domain.words import in_language
from presentation.spreadsheets import safe_cell
from site_builder.indented import indented
from site_builder.model import Site
from site_builder.open_data import TABLES, Column, Table, Type
from site_builder.open_data_rows import Row, Value, rows
from site_builder.steps import Verbatim
from site_builder.structured import base
from site_builder.units import Unit, each

FOLDER = "data"
PACKAGE = "datapackage.json"
JSON_TYPES = {Type.WHOLE: "integer", Type.NUMBER: "number", Type.TRUTH: "boolean"}
FORMATS = {Type.DAY: "date", Type.ADDRESS: "uri"}
_PLAIN_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


def units(site: Site) -> Iterator[Unit]:
    yield from each(table_files, TABLES)
    yield Unit(package)


def table_files(site: Site, name: str) -> Iterator[Verbatim]:
    """Yield a table as CSV, as JSON, and the schema of the latter."""
    table, found = TABLES[name], tuple(rows(site, name))
    yield _file(f"{name}.csv", _csv(table, found))
    yield _file(f"{name}.json", _json([_record(table, row) for row in found]))
    yield _file(f"{name}.schema.json", _json(schema(table, base(site))))


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


def _csv(table: Table, found: Iterable[Row]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_cell(value) for value in row] for row in found)
    return written.getvalue().encode()


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    # A negative number is one and no formula.
    return str(value) if value is not None and _PLAIN_NUMBER.match(str(value)) else safe_cell(value)


def _json(value: object) -> bytes:
    return f"{indented(value)}\n".encode()


def _file(name: str, content: bytes) -> Verbatim:
    return Verbatim(PurePosixPath(FOLDER, name), content)
