"""The schemas of other directories, strict: formats are checked, and a field they do not know is an error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7


def hsds_problems(fixtures: Path, name: str, value: Any) -> list[str]:
    """Return what the HSDS schema *name* finds wrong with *value*, unknown keys included."""
    schema = json.loads((fixtures / "schemas" / "hsds" / f"{name}.json").read_bytes())
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
    return found + list(_unknown(schema, value, "$"))


def murmurations_problems(fixtures: Path, value: Any) -> list[str]:
    """Return what the schemas that *value* says it follows find wrong with it."""
    folder = fixtures / "schemas" / "murmurations"
    registry: Registry[Any] = Registry(
        retrieve=lambda uri: Resource(
            json.loads((folder / "fields" / uri.rsplit("/", 1)[-1]).read_bytes()), DRAFT7
        )
    )
    found = []
    for linked in value["linked_schemas"]:
        schema = json.loads((folder / "schemas" / f"{linked}.json").read_bytes())
        # Its own draft is named by an address that no validator knows.
        schema.pop("$schema")
        validator = Draft7Validator(schema, registry=registry, format_checker=FormatChecker())
        found += [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        found += [f"$.{key}: unknown" for key in value.keys() - schema["properties"].keys()]
    return found


def _unknown(schema: Any, value: Any, where: str) -> Iterator[str]:
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _unknown(schema.get("items", {}), item, f"{where}[{place}]")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        for key, item in value.items():
            if key not in known:
                yield f"{where}.{key}: unknown"
            else:
                yield from _unknown(known[key], item, f"{where}.{key}")
