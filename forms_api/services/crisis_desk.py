"""What the stewards' desk says of crisis and drills, in counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.catalogue import Catalogue
from domain.crisis import last_drill
from forms_api.services.crisis_classes import thin
from forms_api.store.base import Store


@dataclass(frozen=True)
class CrisisDesk:
    """*to_agree* wait for the word of whoever looks; *untried* playbooks never had a drill; *thin* skills."""

    running: int
    waiting: int
    to_agree: int
    untried: int
    thin: int


def crisis_desk(store: Store, catalogue: Catalogue, steward: str, now: datetime) -> CrisisDesk:
    """Return what waits, as *steward* sees it."""
    with store.reading() as unit:
        every = [one for one in unit.activations if one.playbook in catalogue.playbooks]
    waiting = [one for one in every if one.waiting(now)]
    return CrisisDesk(
        running=sum(one.running for one in every),
        waiting=len(waiting),
        to_agree=sum(one.by != steward for one in waiting),
        untried=sum(last_drill(every, slug) is None for slug in catalogue.playbooks),
        thin=sum(not one.under_way for one in thin(store, catalogue, now)),
    )
