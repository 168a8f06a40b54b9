"""Whether a vote that waits for paper need wait any longer; publish asks before it closes one."""

from __future__ import annotations

from datetime import datetime

from domain.governance.proposal import Proposal
from forms_api.services.two_people import are_two
from forms_api.store.base import UnitOfWork


def all_paper_is_in(unit: UnitOfWork, proposal: Proposal, shut: datetime | None, now: datetime) -> bool:
    """Tell whether a vote that waits for paper need not wait any longer: it is shut, and two have said so."""
    if proposal.policy is None or not proposal.policy.paper or shut is None or now < shut:
        return False
    # A second reading has a shut of its own: what was said before it was said of another box.
    return are_two(unit, (one.member for one in unit.paper_in.where(proposal=proposal.id) if one.at >= shut))
