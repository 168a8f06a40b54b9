"""
Who holds the store's lock does the work; everyone else asks it.

A command puts its work as a *question*: a JSON object whose "ask" names an entry of QUESTIONS. `settle` asks the
service that holds the store by its control socket, else answers here. So a command behaves the same whether the
service runs or not. A store on PostgreSQL is held by nobody: every command opens it itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rsn.folders import Folders
from rsn.storing import database_url, open_store

if TYPE_CHECKING:
    from domain.catalogue import Catalogue
    from forms_api.health import Patient
    from forms_api.mail import Outbox
    from forms_api.store.base import Store

WAIT_SECONDS = 60.0
"""How long to wait for a holder that neither answers nor lets go: another job, most likely."""

QUESTIONS = {
    "publish": "rsn.questions.publish",
    "codes": "rsn.questions.codes",
    "members": "rsn.questions.members",
    "import": "rsn.questions.importing",
    "export": "rsn.questions.exporting",
    "measures": "rsn.questions.measures",
    "backup": "rsn.questions.backup",
    "health": "rsn.questions.health",
    "store": "rsn.questions.store",
}
"""Each question's module; it has `answer(holder, question) -> dict`."""

Question = dict[str, Any]


@dataclass(frozen=True)
class Holder:
    """
    What whoever holds the store works with. *any_now*: a question may name its own moment (demonstrations).

    *remind* writes the reminders that are due; whoever has no mailbox leaves them to the service, which does.
    """

    store: Store
    folders: Folders
    catalogue: Callable[[], Catalogue]
    clock: Callable[[], datetime]
    any_now: bool = True
    remind: Callable[[datetime], object] | None = None
    outbox: Outbox | None = None

    def patient(self) -> Patient:
        """Return what a look at the service's health looks at."""
        from forms_api.health import Patient
        from presentation.worn import worn

        mistakes: tuple[str, ...] = getattr(self.catalogue, "problems", ())
        failed, wearing = self.outbox.failed_in_a_row if self.outbox else 0, worn()
        theme = tuple(wearing.failed) if wearing else ()
        return Patient(self.folders.data, self.folders.record, self.store, failed, mistakes, theme)


class UnknownQuestion(Exception):
    """Nobody here knows what is asked."""

    def __init__(self, asked: object) -> None:
        super().__init__(f"Unknown question {asked!r}. Known: {', '.join(QUESTIONS)}.")


class StoreHeld(Exception):
    """Another process holds the store and does not answer on its socket."""

    def __init__(self, folders: Folders) -> None:
        super().__init__(
            f"The store in {folders.store} is held by a process that does not answer at {folders.socket}. "
            "Wait for the other job to end, or restart the forms service."
        )


def answer(holder: Holder, question: Question) -> dict[str, Any]:
    """
    Answer *question* with the store at hand.

    Raises:
        UnknownQuestion: "ask" names none of QUESTIONS.
    """
    name = QUESTIONS.get(str(question.get("ask")))
    if name is None:
        raise UnknownQuestion(question.get("ask"))
    reply: dict[str, Any] = import_module(name).answer(holder, question)
    return reply


def settle(
    folders: Folders,
    question: Question,
    catalogue: Callable[[], Catalogue],
    clock: Callable[[], datetime],
    at_rest: Callable[[], object] | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> dict[str, Any]:
    """
    Ask whoever holds the store, or answer *question* here where nobody does; wait while a job is at work.

    *at_rest* is called where this process has answered and closed the store, and nobody else may open it yet;
    *meanwhile* where another one was asked and works.

    Raises:
        StoreHeld: after WAIT_SECONDS nobody answered and the store was still held.
        ControlError: the holder refused or failed.
    """
    deadline = time.monotonic() + WAIT_SECONDS
    pause = 0.02
    while True:
        found = _asked(folders, question, meanwhile) or _answered_here(
            folders, question, catalogue, clock, at_rest
        )
        if found:
            return found[0]
        if time.monotonic() > deadline:
            raise StoreHeld(folders)
        time.sleep(pause)
        pause = min(1.0, pause * 2)


def _asked(
    folders: Folders, question: Question, meanwhile: Callable[[], object] | None
) -> tuple[dict[str, Any]] | None:
    """Return the answer of the service, alone in a tuple; None where none answers here."""
    # Who answers holds the store: nothing of it need be imported to find that out. A database is held by nobody.
    if database_url() or not folders.socket.exists():
        return None
    from forms_api.control_client import NobodyThere, ask

    try:
        return (ask(folders.socket, question, float(question.get("wait", WAIT_SECONDS)), meanwhile),)
    except NobodyThere:
        return None


def _answered_here(
    folders: Folders,
    question: Question,
    catalogue: Callable[[], Catalogue],
    clock: Callable[[], datetime],
    at_rest: Callable[[], object] | None,
) -> tuple[dict[str, Any]] | None:
    """Return the answer of this process, alone in a tuple; None where another one holds the store."""
    from forms_api.store.base import StoreBusy

    try:
        with _opened(folders, at_rest) as store:
            return (answer(Holder(store, folders, catalogue, clock), question),)
    except StoreBusy:
        return None


@contextmanager
def _opened(folders: Folders, at_rest: Callable[[], object] | None) -> Iterator[Store]:
    store = open_store(folders)
    hold = getattr(store, "hold", None) if at_rest else None
    held = hold() if hold else None
    try:
        try:
            yield store
        finally:
            store.close()
        if at_rest and held is not None:
            at_rest()
    finally:
        if held is not None:
            os.close(held)
