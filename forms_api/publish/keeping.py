"""What is over is closed and deleted, once with every publish and before anything is written for the public."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from domain.catalogue import Catalogue
from forms_api.services import erasure, retention
from forms_api.services.attendance import forget_over
from forms_api.services.closing import close_due
from forms_api.store.base import Store

MAIL = "mail"
"""The folder of mails where no server takes them, beside the record."""


def keep_no_longer(store: Store, catalogue: Catalogue, data: Path, now: datetime) -> None:
    """Close what is over, end the erasures that were stopped half-way, delete what was kept long enough."""
    close_due(store, now)
    forget_over(store, catalogue, now.date())
    retention.purge(store, now)
    erasure.forget_unanswered(store, now)
    erasure.let_go_of_addresses(store, catalogue.members)
    end_erasures(store, data / MAIL, now)


def end_erasures(store: Store, mails: Path, now: datetime) -> None:
    """Clear what lies outside the main file of everybody who is erased: mails first, for their mark goes then."""
    open_ones = erasure.unfinished(store)
    retention.purge_mails(mails, now, {one.member: one.mail for one in open_ones if one.mail})
    erasure.finish(store, now)
