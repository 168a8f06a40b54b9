"""The files of a small but complete community: every kind of entry, two languages, cohorts over and to come."""

from __future__ import annotations

from pathlib import Path

from tests.site_builder.content.small_content import FILES, write_content

NEXT_COHORT = """\
---
program: kitchen-table
number: 3
starts: 2026-12-03
ends: 2027-01-07
schedule: FREQ=WEEKLY;BYDAY=TH;COUNT=6
time: "18:30-20:30"
capacity: 10
language: en
leads:
  - member: ana
    role: facilitator
---
"""

SECOND_PROGRAM = """\
---
title: Bike kitchen
summary: Brakes on Saturdays.
category: repair
skills_taught: [bicycle-repair]
skills_needed: [form-filling]
languages: [en]
place: West Bank yard
access: [step-free]
keeping_safe: Two stewards are there.
costs: Free.
status: planned
---

Bring what rubs. Number 000.
"""

CLEO = """\
---
name: Cleo
languages:
  - {code: en, level: good}
shares:
  - skill: bicycle-repair
    level: can do
consent: {on: 2026-01-01, wording: 1}
---
I like spokes. Number 000.
"""

SECOND_NEWS = """\
---
title: Lamps for the steps
summary: Ten of them.
date: 2026-11-01
---

They *shine*. Number 000.
"""

SECOND_PAGE = """\
---
title: House rules
summary: Short ones.
order: 2
---

Shut the door. Number 000.
"""

EXTRA = {
    "cohorts/kitchen-table-3.md": NEXT_COHORT,
    "programs/bike-kitchen.md": SECOND_PROGRAM,
    "members/cleo.md": CLEO,
    "news/2026-11-01-lamps.md": SECOND_NEWS,
    "pages/house-rules.md": SECOND_PAGE,
}


def write_town(folder: Path) -> Path:
    """Return *folder* holding the community's content."""
    return write_content(folder, {**FILES, **EXTRA})
