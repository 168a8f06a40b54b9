"""All that stands around the application while it is served: store, control socket, health and metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from rsn.folders import Folders

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from forms_api.config import Config
    from forms_api.metrics import Tally
    from rsn.commands.forms import Wanted
    from rsn.house import Holder
    from rsn.live_catalogue import LiveCatalogue


JOB_SECONDS = 60.0
"""A scheduled job that holds the store when the service starts is done long before."""


@contextmanager
def standing(
    folders: Folders, wanted: Wanted, config: Config, catalogue: LiveCatalogue, now: datetime | None
) -> Iterator[WSGIApplication]:
    """Hold the store and lend the application; after the block the mails left are sent and the store is closed."""
    from forms_api.current import EXTENSION
    from forms_api.event_log import say
    from forms_api.metrics import Tally
    from forms_api.watching import tally_of
    from rsn.clock import DemoClock, machine_clock
    from rsn.collecting import leave_out_what_stays
    from rsn.forms_service import forms_service, store_held
    from rsn.watched import CountedDisk

    disk_tally = Tally()
    with ExitStack() as around:
        store = around.enter_context(store_held(folders, disk=CountedDisk(disk_tally), patience=JOB_SECONDS))
        clock: Callable[[], datetime] = machine_clock
        if now:
            clock = moved = DemoClock(folders.data / "clock")
            moved.start_at(now)
        service = around.enter_context(forms_service(folders, store, catalogue, clock, config))
        around.callback(service.app.extensions[EXTENSION].outbox.close)
        if wanted.ops_port is not None:
            port = around.enter_context(_ops(wanted.ops_port, service.holder, tally_of(service.app), disk_tally))
            say("health and metrics", port=port)
        say("started", server=wanted.server)
        leave_out_what_stays()
        yield service.app.wsgi_app


@contextmanager
def _ops(port: int, holder: Holder, *tallies: Tally) -> Iterator[int]:
    from forms_api.health import as_answer, troubles
    from forms_api.ops import served
    from rsn.watched import figures

    def health() -> dict[str, object]:
        now = holder.clock()
        return as_answer(troubles(holder.patient(), now), now)

    with served(port, health, lambda: figures(holder, *tallies)) as bound:
        yield bound
