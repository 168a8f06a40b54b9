"""
Mails before something runs out: written by whoever publishes, once for each end.

Rules of this file: such a mail says that something of its reader's ends, and where to read what. What it is, a
need for instance, stands nowhere in it: not everybody reads their mailbox alone.
"""

from __future__ import annotations

from datetime import datetime

from domain.catalogue import Network
from domain.people import Member, Standing
from forms_api.mail import Mail, Outbox
from forms_api.services import reminders, running_out
from forms_api.store.base import Store
from presentation.environment import text_of
from presentation.translations import N_, translations

SUBJECT = N_("Something of yours ends soon")
ENDING = "/forms/availability/ending"
MY_PAGE = "/forms/me"


def send_due(store: Store, network: Network, base_url: str, outbox: Outbox, now: datetime) -> int:
    """Write the reminders that are due at *now* and were not written yet; return how many."""
    waiting = {one.member for one in running_out.claim(store, now.date())}
    ending = {reminder.member.id: reminder.member for reminder in reminders.claim(store, now)}
    mails = {key: (member, ENDING) for key, member in ending.items()}
    # Who has both reads of both on their own page.
    mails |= {member.id: (member, MY_PAGE) for member in _reached(store, waiting)}
    for member, page in mails.values():
        language = language_of(member, network)
        subject = translations(language).gettext(SUBJECT)
        outbox.send(Mail(member.email, subject, _text(network, language, base_url.rstrip("/") + page)))
    return len(mails)


def language_of(member: Member, network: Network) -> str:
    spoken = (known.code for known in member.entry.languages if known.code in network.languages)
    return next(spoken, network.languages[0])


def _reached(store: Store, ids: set[str]) -> list[Member]:
    with store.reading() as unit:
        found = [unit.members.get(key) for key in sorted(ids)]
    return [m for m in found if m is not None and m.email and m.standing is not Standing.LEFT]


def _text(network: Network, language: str, link: str) -> str:
    name = network.name.get(language) or next(iter(network.name.values()))
    return text_of(language, network.time_zone, "mail/ending.txt", {"name": name, "link": link})
