"""A whole content/ in miniature: two members, one program with two cohorts, and one file of everything else."""

from __future__ import annotations

from pathlib import Path

NETWORK = """\
name: {en: Two Bridges, es: Dos Puentes}
tagline: Everyone here gives.
lead: Neighbours on two banks.
base_url: https://two-bridges.example
languages: [en, es]
time_zone: Europe/London
zones:
  - slug: east-bank
    name: East Bank
  - slug: west-bank
    name: West Bank
contact: Ring 555 0142.
privacy: What is public was agreed to.
written_for: 2026-11-23
"""

CATEGORIES = """\
- slug: papers
  label: Papers
  description: Official letters and forms.
- slug: repair
  label: Repair
  description: What can be mended.
"""

FORM_FILLING = """\
---
label: {en: Form filling, es: Rellenar formularios}
also:
  en: [forms, paperwork]
  es:
    - papeles
category: papers
description: Reading a form together.
safeguarding: vouched
related: [budgeting]
crisis_relevant: true
---
"""

BUDGETING = """\
---
label: Budgeting
category: papers
description: Making the month last.
safeguarding: open
---
"""

BICYCLE_REPAIR = """\
---
label: Bicycle repair
category: repair
description: Spokes and chains.
safeguarding: open
---
"""

PROGRAM = """\
---
title: Kitchen Table
summary: Six evenings about money.
category: papers
stewards: [ana]
skills_taught: [budgeting]
skills_needed: []
languages: [en, ti]
place: East Bank hall
access: [step-free, hearing loop]
keeping_safe: The door stays open.
costs: Free.
status: running
---

We sit down with the letters.

## Afterwards

You can [look at forms](/skills/form-filling/) with others.
"""

PROGRAM_ES = """\
---
title: Mesa de cocina
summary: Seis tardes sobre el dinero.
place: Sala de East Bank
access: [sin escalones, bucle magnético]
keeping_safe: La puerta queda abierta.
costs: Gratis.
---

Nos sentamos con las cartas.
"""

FIRST_COHORT = """\
---
program: kitchen-table
number: 1
starts: 2026-02-05
ends: 2026-03-12
schedule: FREQ=WEEKLY;BYDAY=TH;COUNT=6
time: "18:30-20:30"
capacity: 12
language: en
leads:
  - member: ana
    role: facilitator
---
"""

SECOND_COHORT = """\
---
program: kitchen-table
number: 2
starts: 2026-09-03
ends: 2026-10-08
schedule: FREQ=WEEKLY;BYDAY=TH;COUNT=6
time: "18:30-20:30"
capacity: 12
language: en
leads:
  - member: ben
    role: peer mentor
    learnt_in: kitchen-table-1
---
"""

ANA = """\
---
name: Ana
pronouns: she/her
languages:
  - {code: en, level: first}
zone: east-bank
shares:
  - skill: budgeting
    level: can teach
    note: With a shoebox.
invites:
  - skill: bicycle-repair
    note: The brakes squeak.
roles:
  - {program: kitchen-table, role: steward}
  - {program: kitchen-table, role: facilitator}
since: 2025-01-01
consent: {on: 2026-01-01, wording: 1}
---
I began with my own unopened letters.
"""

BEN = """\
---
name: Ben
languages:
  - {code: en, level: good}
shares: []
roles:
  - program: kitchen-table
    role: peer mentor
consent: {on: 2026-01-01, wording: 1}
---
I came for the soup.
"""

PLAYBOOK = """\
---
title: Power cut
summary: Cold and dark.
situation: environmental
trigger: No power for four hours.
activated_by: Two stewards.
slots:
  - skill: form-filling
    people: 2
    within_hours: 4
    zone: west-bank
resources: [a stove, a lamp]
when_nobody_answers:
  hour_1: Knock next door.
  hour_4: Go to the hall.
  hour_24: Ring the desk.
review_on: 2027-01-18
---
"""

PLAYBOOK_ES = """\
---
title: Corte de luz
summary: Frío y oscuro.
trigger: Cuatro horas sin luz.
activated_by: Dos coordinadoras.
resources: [un hornillo, una lámpara]
when_nobody_answers:
  hour_1: Llamar a la puerta de al lado.
  hour_4: Ir a la sala.
  hour_24: Llamar al mostrador.
---
"""

POLICY = """\
title: Ordinary decisions
version: 1
summary: More yes than no.
sponsors: default
sponsoring_days: 30
deliberation_days: 14
frozen_hours: 48
voting_days: 7
challenge_hours: 72
method: yes_no
threshold: {num: 1, den: 2, strict: true, base: yes_no}
quorum: default
constituency: everyone
secrecy: pseudonymous
tie: nothing changes
"""

PAGE = """\
---
title: About us
summary: What we believe.
order: 1
---

Write to nobody; come by. See [the table](/programs/kitchen-table/).
"""

PAGE_ES = """\
---
title: Quiénes somos
summary: En qué creemos.
---

Basta con venir.
"""

NEWS = """\
---
title: The table is back
summary: A second round begins.
date: 2026-08-30
---

It begins in September.
"""

FILES = {
    "network.yaml": NETWORK,
    "categories.yaml": CATEGORIES,
    "skills/form-filling.md": FORM_FILLING,
    "skills/budgeting.md": BUDGETING,
    "skills/bicycle-repair.md": BICYCLE_REPAIR,
    "programs/kitchen-table.md": PROGRAM,
    "programs/kitchen-table.es.md": PROGRAM_ES,
    "cohorts/kitchen-table-1.md": FIRST_COHORT,
    "cohorts/kitchen-table-2.md": SECOND_COHORT,
    "members/ana.md": ANA,
    "members/ben.md": BEN,
    "playbooks/power-cut.md": PLAYBOOK,
    "playbooks/power-cut.es.md": PLAYBOOK_ES,
    "policies/ordinary.yaml": POLICY,
    "pages/about.md": PAGE,
    "pages/about.es.md": PAGE_ES,
    "news/2026-08-30-table-is-back.md": NEWS,
}


def write_content(folder: Path, changes: dict[str, str | bytes | None] | None = None) -> Path:
    """Return *folder* holding the small content; *changes* replace files, or leave them out where None."""
    for name, text in {**FILES, **(changes or {})}.items():
        if text is None:
            continue
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
