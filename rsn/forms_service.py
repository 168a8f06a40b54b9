"""The forms service ready to be served: store held, socket listening, application made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from rsn.folders import Folders, make_private

if TYPE_CHECKING:
    from flask import Flask

    from forms_api.config import Config
    from forms_api.store.base import Store
    from rsn.live_catalogue import LiveCatalogue


class NotStarted(Exception):
    """The service does not start like this; the message says what to do."""


@dataclass(frozen=True)
class FormsService:
    """*remind* writes the reminders due at a moment and not written yet, and returns how many."""

    app: Flask
    store: Store
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
        return LiveCatalogue(folders.content)
    except ContentErrors as errors:
        raise NotStarted("\n".join(str(problem) for problem in errors.problems)) from errors


@contextmanager
def store_held(folders: Folders) -> Iterator[Store]:
    """
    Hold the store while the block runs.

    Raises:
        NotStarted: somebody else holds it, or it cannot be read.
    """
    from forms_api.store.base import StoreBusy, StoreFailed, StoreUnreadable
    from forms_api.store.tinydb import TinyStore

    make_private(folders.data)
    try:
        store = TinyStore.open(folders.store)
    except (StoreBusy, StoreFailed, StoreUnreadable) as refused:
        raise NotStarted(str(refused)) from refused
    try:
        yield store
    finally:
        store.close()


@contextmanager
def forms_service(
    folders: Folders,
    store: Store,
    catalogue: LiveCatalogue,
    clock: Callable[[], datetime],
    config: Config,
    *,
    any_now: bool = False,
) -> Iterator[FormsService]:
    """Make the application and answer build.py and `rsn` on the control socket while the block runs."""
    from forms_api.app import create_app
    from forms_api.control import ControlError, SomebodyThere, serve
    from forms_api.current import EXTENSION
    from forms_api.notice_mail import NoticeRounds
    from forms_api.reminding import send_due
    from rsn.house import Holder, answer

    app = create_app(config, store, catalogue, clock)
    outbox = app.extensions[EXTENSION].outbox

    rounds = NoticeRounds(store, lambda: catalogue().network, config, outbox)

    def remind(now: datetime) -> int:
        return send_due(store, catalogue().network, config.base_url, outbox, now) + rounds.begin(now)

    holder = Holder(store, folders, catalogue, clock, any_now=any_now, remind=remind)
    try:
        control = serve(folders.socket, partial(answer, holder))
    except (ControlError, SomebodyThere) as refused:
        raise NotStarted(str(refused)) from refused
    try:
        yield FormsService(app, store, remind)
    finally:
        control.close()
