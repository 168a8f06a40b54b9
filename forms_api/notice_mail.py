"""
The mails about votes: as one opens, three days before it ends, and on its last day, to who has no ballot in it.

Rules of this file: subjects are ours and fixed; a mail names the vote by its number, never by its title, and
nothing a member wrote stands in it. Each has the address that stops them all.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

from domain.catalogue import Network
from domain.governance.notices import NoticeKind
from domain.words import in_language
from forms_api.config import Config
from forms_api.mail import Mail, Outbox
from forms_api.reminding import language_of
from forms_api.services import notices
from forms_api.services.notices import Letter
from forms_api.stop_address import stop_token
from forms_api.store.base import Store
from presentation.environment import text_of
from presentation.translations import N_, translations

log = logging.getLogger("rsn.mail")

SUBJECTS = {
    NoticeKind.OPENING: N_("A vote has opened"),
    NoticeKind.THREE_DAYS: N_("A vote ends in three days"),
    NoticeKind.LAST_DAY: N_("A vote ends within a day"),
}
FAILURES_TO_STOP = 3
"""So many deliveries that fail one after the other end a round: the server is down, not one mailbox."""

Deliver = Callable[[Mail], None]


@dataclass(frozen=True)
class NoticeRounds:
    """Sends what the queue of notices holds, one round at a time."""

    store: Store
    network: Callable[[], Network]
    config: Config
    outbox: Outbox
    _at_work: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, now: datetime) -> int:
        """Queue what opened since, and let what is due be sent behind the answer; return how many are tried."""
        notices.enqueue(self.store, now)
        waiting = notices.waiting(self.store, now)
        if not waiting or not self._at_work.acquire(blocking=False):
            return 0

        def round_(deliver: Deliver) -> None:
            try:
                self.send(waiting, deliver, now)
            finally:
                self._at_work.release()

        try:
            self.outbox.let(round_)
        except RuntimeError:
            # The service is stopping; the queue keeps them.
            self._at_work.release()
            return 0
        return len(waiting)

    def send(self, waiting: tuple[str, ...], deliver: Deliver, begun: datetime) -> None:
        """Send what is *waiting*, one after the other, until all are or the server seems to be down."""
        started, failed = monotonic(), 0
        for notice in waiting:
            if failed == FAILURES_TO_STOP:
                return
            # A long round outlives its moment: the vote may be over before its end.
            now = begun + timedelta(seconds=monotonic() - started)
            failed = 0 if self._sent(notice, deliver, now) else failed + 1

    def _sent(self, notice: str, deliver: Deliver, now: datetime) -> bool:
        network = self.network()
        letter = notices.claim(self.store, notice, ZoneInfo(network.time_zone), now)
        if letter is None:
            return True
        try:
            deliver(self._mail(letter, network))
        except Exception as error:
            # Whatever it was, it is tried again; the trace may hold an address, so no trace.
            log.error("a notice was not delivered: %s", type(error).__name__)
            notices.give_back(self.store, notice, now)
            return False
        return True

    def _mail(self, letter: Letter, network: Network) -> Mail:
        language = language_of(letter.member, network)
        base = self.config.base_url.rstrip("/")
        stop = f"{base}/forms/stop/{stop_token(self.config.secret, letter.member.id)}"
        said = {
            "name": in_language(network.name, language),
            "proposal": letter.proposal,
            "opening": letter.kind is NoticeKind.OPENING,
            "shut": letter.shut,
            "paper": letter.paper,
            "link": f"{base}/forms/proposals/{letter.proposal}/ballot",
            "head": self._head(),
            "stop": stop,
        }
        text = text_of(language, network.time_zone, "mail/vote.txt", said)
        return Mail(letter.member.email, translations(language).gettext(SUBJECTS[letter.kind]), text, stop)

    def _head(self) -> tuple[str, ...]:
        """Return the newest head of the public record, its origin, size and root; nothing before there is one."""
        try:
            lines = (self.config.record_dir / "checkpoint").read_text(encoding="utf-8").splitlines()
        except OSError:
            return ()
        return tuple(lines[:3])
