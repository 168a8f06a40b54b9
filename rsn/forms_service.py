"""The forms service ready to be served: store held, socket listening, application made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from rsn.folders import Folders
from rsn.storing import open_embedded, open_store

if TYPE_CHECKING:
    from flask import Flask

    from domain.catalogue import Catalogue
    from forms_api.config import Config
    from forms_api.metrics import Tally
    from forms_api.store.base import Store
    from forms_api.store.disk import Disk
    from rsn.house import Holder
    from rsn.live_catalogue import LiveCatalogue


LOOK_EVERY_SECONDS = 0.1


class NotStarted(Exception):
    """The service does not start like this; the message says what to do."""


@dataclass(frozen=True)
class FormsService:
    """*remind* writes the reminders due at a moment and not written yet, and returns how many."""

    app: Flask
    store: Store
    holder: Holder
    remind: Callable[[datetime], int]


def read_catalogue(folders: Folders) -> LiveCatalogue:
    """
    Return the content as it will be followed.

    Raises:
        NotStarted: it has mistakes; they are the message.
    """
    from rsn.live_catalogue import LiveCatalogue
    from site_builder.content import ContentErrors

    try:
        return LiveCatalogue(folders.content, kept=folders.build)
    except ContentErrors as errors:
        raise NotStarted("\n".join(str(problem) for problem in errors.problems)) from errors


@contextmanager
def store_held(
    folders: Folders, *, embedded: bool = False, disk: Disk | None = None, patience: float = 0.0
) -> Iterator[Store]:
    """
    Hold the store while the block runs; *embedded* takes the one in the data folder, whatever else is named.

    *disk* is what an embedded one writes through. A job that publishes is waited for, *patience* seconds at most;
    a service is not.

    Raises:
        NotStarted: somebody else holds it, or it cannot be read.
    """
    from forms_api.store.base import StoreBusy, StoreFailed, StoreUnreadable

    until = time.monotonic() + patience
    try:
        while True:
            try:
                store = open_embedded(folders, disk) if embedded else open_store(folders, disk)
                break
            except StoreBusy:
                if time.monotonic() > until or _answered(folders):
                    raise
                time.sleep(LOOK_EVERY_SECONDS)
    except (StoreBusy, StoreFailed, StoreUnreadable) as refused:
        raise NotStarted(str(refused)) from refused
    try:
        yield store
    finally:
        store.close()


def _answered(folders: Folders) -> bool:
    """Tell whether whoever holds the store answers questions, as a service does and a job does not."""
    from forms_api.control_client import NobodyThere, connected

    try:
        connected(folders.socket, 1.0).close()
    except NobodyThere:
        return False
    except OSError:
        # Somebody listens who is slow to answer.
        return True
    return True


@contextmanager
def forms_service(
    folders: Folders,
    store: Store,
    live: Callable[[], Catalogue],
    clock: Callable[[], datetime],
    config: Config,
    *,
    any_now: bool = False,
) -> Iterator[FormsService]:
    """Make the application; while the block runs answer build.py and `rsn`, or remind by oneself."""
    from forms_api.app import create_app
    from forms_api.current import EXTENSION
    from forms_api.notice_mail import NoticeRounds
    from forms_api.reminding import send_due
    from forms_api.store.electing import Elects
    from forms_api.watching import tally_of
    from presentation.worn import take_off
    from rsn.begun import Begun, Dressed
    from rsn.house import Holder

    catalogue = Begun(Dressed(live, folders.content), clock)
    app = create_app(config, store, catalogue, clock)
    outbox = app.extensions[EXTENSION].outbox

    rounds = NoticeRounds(store, lambda: catalogue().network, config, outbox)

    def remind(now: datetime) -> int:
        return send_due(store, catalogue().network, config.base_url, outbox, now) + rounds.begin(now)

    holder = Holder(store, folders, catalogue, clock, any_now=any_now, remind=remind, outbox=outbox)
    catalogue()
    try:
        with _reminding(holder) if isinstance(store, Elects) else _answering(holder, tally_of(app)):
            yield FormsService(app, store, holder, remind)
    finally:
        take_off()


@contextmanager
def _answering(holder: Holder, tally: Tally) -> Iterator[None]:
    """Answer on the control socket, for whoever cannot open the store while this process holds it."""
    from forms_api.control import ControlError, SomebodyThere, serve
    from rsn.watched import answer_watched

    try:
        control = serve(holder.folders.socket, partial(answer_watched, holder, tally))
    except (ControlError, SomebodyThere) as refused:
        raise NotStarted(str(refused)) from refused
    try:
        yield
    finally:
        control.close()


@contextmanager
def _reminding(holder: Holder) -> Iterator[None]:
    """
    Write every minute the reminders that are due, in one of the processes that share the store.

    Whoever publishes opens the store itself then, and has no mailbox.
    """
    from forms_api.store.electing import elected
    from rsn.rounds import every_minute

    def remind() -> None:
        with elected(holder.store, "reminders") as mine:
            if mine and holder.remind is not None:
                holder.remind(holder.clock())

    with every_minute(remind):
        yield
