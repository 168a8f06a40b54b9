"""Publish and build in the background while `rsn serve` runs: after a change, after a post, and every minute."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from rsn.folders import Folders, make_private
from rsn.mail_told import told

if TYPE_CHECKING:
    from datetime import datetime

    from domain.catalogue import Catalogue
    from forms_api.store.base import Store
    from rsn.live_catalogue import LiveCatalogue

EVERY_SECONDS = 60.0
SETTLE_SECONDS = 0.25
"""How long a burst of changes may go on before it is built: an editor writes one file several times."""


class Rebuilding:
    """
    Keeps record and site up with store and content; *problems* is why the newest could not be built.

    *remind*, where there is one, is called after each publish.
    """

    def __init__(
        self,
        folders: Folders,
        store: Store,
        catalogue: LiveCatalogue,
        clock: Callable[[], datetime],
        say: Callable[[str], None],
        *,
        drafts: bool = False,
    ) -> None:
        self._folders = folders
        self._store = store
        self._catalogue = catalogue
        self._clock = clock
        self._say = say
        self._drafts = drafts
        self._wanted = threading.Event()
        self._stopped = threading.Event()
        self._at_work = threading.Lock()
        self._build_problems: tuple[str, ...] = ()
        self._files_changed = False
        self._built: tuple[Catalogue, int, datetime] | None = None
        self.remind: Callable[[datetime], object] | None = None
        self._threads = [
            threading.Thread(target=self._work, name="rebuilding", daemon=True),
            threading.Thread(target=self._watch, name="watching", daemon=True),
        ]

    @property
    def problems(self) -> tuple[str, ...]:
        return self._catalogue.problems or self._build_problems

    def start(self) -> None:
        make_private(self._folders.mail)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._wanted.set()
        for thread in self._threads:
            thread.join(timeout=10)

    def want(self) -> None:
        """Ask for a publish soon, and for a build if that changes what is public."""
        self._wanted.set()

    def once(self, *, always: bool = True) -> None:
        """
        Publish and build now; keep the last good site where something is wrong, and say what.

        Most of what members send changes nothing that is public: unless *always*, nothing is built then.
        """
        from forms_api.publish.elected import publish_if_elected
        from presentation.theme import use_theme_of
        from site_builder.build import build

        with self._at_work:
            try:
                use_theme_of(self._folders.content)
                catalogue = self._catalogue()
                now = self._clock()
                published = publish_if_elected(self._store, catalogue, self._folders.record, now)
                if published is None:
                    return
                if self.remind is not None:
                    self.remind(now)
                if not always and self._is_built(catalogue, published.sequence, now):
                    return
                report = build(
                    catalogue,
                    self._folders.record,
                    self._folders.out,
                    now,
                    state=self._folders.build,
                    drafts=self._drafts,
                )
                self._built = catalogue, published.sequence, now
            except Exception as failed:
                # Whatever it was, the last good site stays up and its maintainer reads why.
                self._build_problems = tuple(str(failed).splitlines()) or (type(failed).__name__,)
                self._say("".join(traceback.format_exception(failed)))
                return
            self._build_problems = ()
            if report.written or report.removed:
                self._say(str(report))

    def _is_built(self, catalogue: Catalogue, sequence: int, now: datetime) -> bool:
        """Tell whether the site shows just this, and was built in the last minute."""
        if self._built is None:
            return False
        content, number, built_at = self._built
        recent = timedelta(0) <= now - built_at < timedelta(seconds=EVERY_SECONDS)
        return content is catalogue and number == sequence and recent

    def _work(self) -> None:
        while not self._stopped.is_set():
            asked = self._wanted.wait(EVERY_SECONDS)
            self._stopped.wait(SETTLE_SECONDS)
            self._wanted.clear()
            changed, self._files_changed = self._files_changed, False
            if not self._stopped.is_set():
                self.once(always=changed or not asked)

    def _watch(self) -> None:
        from watchfiles import Change, watch

        from presentation.translations import TEMPLATES

        folders = (self._folders.content, TEMPLATES, self._folders.mail)
        for changes in watch(*folders, stop_event=self._stopped, rust_timeout=1000):
            mails = [Path(path) for change, path in changes if change is Change.added and path.endswith(".eml")]
            for mail in sorted(mails):
                self._say(told(mail))
            if len(mails) < len(changes):
                self._catalogue.look_again()
                self._files_changed = True
                self.want()
