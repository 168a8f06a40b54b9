"""The schema of result.json, published beside the results it describes."""

from __future__ import annotations

from pathlib import Path

RESULT_SCHEMA = Path(__file__).with_name("result.schema.json").read_bytes()
NAME = "result.schema.json"
