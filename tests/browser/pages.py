"""Name one page of every kind the site has, by what it is for; proposals by the stage they stand at."""

from __future__ import annotations

import json

from tests.browser.community import Community

FIXED = {
    "home": "/",
    "programs": "/programs/",
    "lineage": "/programs/lineage/",
    "program": "/programs/kitchen-table-budgeting/",
    "cohort": "/programs/kitchen-table-budgeting/cohort-2/",
    "skills": "/skills/",
    "skills-a-z": "/skills/a-z/",
    "skill-category": "/skills/categories/money-work/",
    "skill": "/skills/household-budgeting/",
    "search": "/search/",
    "arabic-search": "/ar/search/",
    "everything-a-z": "/search/a-z/",
    "members": "/members/",
    "speakers": "/members/languages/ar/",
    "member": "/members/mehret-tesfay/",
    "proposals": "/proposals/",
    "decisions": "/decisions/",
    "playbooks": "/playbooks/",
    "playbook": "/playbooks/five-day-power-cut/",
    "news": "/news/",
    "strength": "/strength/",
    "record": "/record/",
    "page": "/how-we-decide/",
    "prints": "/print/",
    "print-entry": "/print/entry/",
    "arabic-print-need": "/ar/print/need/",
    "not-found": "/404.html",
    "spanish-home": "/es/",
    "spanish-program": "/es/programs/first-words-together/",
    "arabic-home": "/ar/",
    "arabic-program": "/ar/programs/first-words-together/",
    "arabic-playbook": "/ar/playbooks/five-day-power-cut/",
}
# Every stage at which the demo has a proposal; `kind` is the page's name in photographs.
STAGES = (
    "sponsoring",
    "deliberation",
    "frozen",
    "voting",
    "provisional",
    "adopted",
    "implementing",
    "done",
    "rejected",
    "no_quorum",
    "tied",
    "withdrawn",
    "lapsed",
)
NEWS = "news-item"
KINDS = (*FIXED, NEWS, *(f"proposal-{stage}" for stage in STAGES))


def address(kind: str, community: Community) -> str:
    """Return the address of the page of this *kind* in the *community*."""
    if kind in FIXED:
        return FIXED[kind]
    if kind == NEWS:
        return f"/news/{min(folder.name for folder in (community.public / 'news').iterdir() if folder.is_dir())}/"
    return f"/proposals/{proposal_at(kind.removeprefix('proposal-'), community)}/"


def proposal_at(stage: str, community: Community) -> str:
    """Return the id of a proposal that stands at *stage*."""
    proposals: dict[str, dict[str, str]] = json.loads((community.record / "state" / "proposals.json").read_text())
    return next(identity for identity, proposal in proposals.items() if proposal["state"] == stage)
