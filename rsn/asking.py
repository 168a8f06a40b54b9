"""Put a question to whoever holds the store, from a command: errors become its exit."""

from __future__ import annotations

from typing import Any

import click

from rsn.folders import Folders


def ask_the_holder(folders: Folders, question: dict[str, Any]) -> dict[str, Any]:
    """Return the answer; leave the command with a message where there is none."""
    from forms_api.control import ControlError
    from forms_api.record_refusals import RecordRefused
    from forms_api.store.base import StoreFailed, StoreUnreadable
    from rsn.clock import DemoClock
    from rsn.forms_service import NotStarted, read_catalogue
    from rsn.house import StoreHeld, settle

    try:
        clock = DemoClock(folders.data / "clock")
        # Most questions are about people: the content is read only if the answer needs it.
        return settle(folders, question, lambda: read_catalogue(folders)(), clock)
    except (NotStarted, StoreHeld, ControlError, StoreFailed, StoreUnreadable, RecordRefused) as refused:
        raise click.ClickException(str(refused)) from refused
