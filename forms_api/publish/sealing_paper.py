"""What leaves the store of a polling table at the close: sheets nobody confirmed, and which ballots were its."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.governance.lifecycle import State
from forms_api.publish.files import RecordFolder
from forms_api.store.base import Store


def drop_paper(store: Store, folder: RecordFolder, states: Mapping[str, State]) -> bool:
    """Drop what a closed vote still has of its table, who sat there excepted; tell whether there was any."""
    with store.unit() as unit:
        left = [one for one in unit.paper_ballots if _over(states, one.proposal)]
        known = [batch for batch in unit.paper_batches if batch.ballots and _over(states, batch.proposal)]
        if left or known:
            folder.begin()
        for one in left:
            unit.paper_ballots.remove(one.id)
        for batch in known:
            unit.paper_batches.put(replace(batch, ballots=(), marks=()))
    return bool(left or known)


def _over(states: Mapping[str, State], proposal: str) -> bool:
    return states.get(proposal) is not State.VOTING
