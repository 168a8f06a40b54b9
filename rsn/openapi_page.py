"""Write docs/openapi.json anew from the routes of the forms service and their forms: `make openapi`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import Flask

from domain.catalogue import Catalogue
from forms_api.api.document import as_text, description
from forms_api.app import create_app
from forms_api.config import Config
from forms_api.store.memory import MemoryStore

PAGE = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def written() -> str:
    """Return the description as the file has to hold it."""
    return as_text(description(unattached()))


def unattached() -> Flask:
    """Return a service of no community, to read its routes: nothing is stored or sent by it."""
    nowhere = Path("/nonexistent")
    config = Config(
        data_dir=nowhere,
        record_dir=nowhere,
        base_url="https://weirside.example",
        secret=b"-" * 32,
        mail=nowhere,
    )
    return create_app(config, MemoryStore(), _nothing_said, _no_time)


def _nothing_said() -> Catalogue:
    raise LookupError("The description is made of classes; it needs no content.")


def _no_time() -> datetime:
    raise LookupError("The description is the same at any time.")


def main() -> None:
    """Write the file."""
    PAGE.write_text(written(), "utf-8")


if __name__ == "__main__":
    main()
