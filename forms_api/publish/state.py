"""What the site may show of everybody and everything, as the files of state/ hold it."""

from __future__ import annotations

from collections.abc import Mapping

from domain.codec import to_plain
from domain.record.canonical import canonical
from domain.record.public import StrengthState
from forms_api.publish.counts import cohort_states, skill_sharers
from forms_api.publish.files import RecordFolder
from forms_api.publish.members import Community, public_members
from forms_api.publish.mentors import program_mentors
from forms_api.publish.playbooks import activation_states, playbook_states
from forms_api.publish.proposals import Shown, proposals_text
from forms_api.publish.remembering import Remembered


def write_state(
    community: Community,
    folder: RecordFolder,
    strength: StrengthState,
    told: Mapping[str, int],
    memory: Remembered,
) -> None:
    """Write what is public on the community's day; *told* is how many voted so far, where that is told."""
    members = memory.part("members", public_members, community)
    shown = memory.number("members")
    parts = {
        "members": members,
        "skills": memory.part("skills", lambda c: skill_sharers(c, members), community, shown),
        "cohorts": memory.part(
            "cohorts", lambda c: cohort_states(c.snapshot, c.catalogue, members), community, shown
        ),
        "mentors": memory.part("mentors", lambda c: program_mentors(c, members), community, shown),
        "playbooks": memory.part("playbooks", playbook_states, community),
    }
    texts = {name: memory.text(name, part) for name, part in parts.items()}
    texts["proposals"] = proposals_text(community.snapshot, Shown(members, folder, told), memory.votes)
    texts["strength"] = canonical(to_plain(strength))
    texts["activations"] = canonical(to_plain(activation_states(community)))
    for name, text in texts.items():
        folder.write(f"state/{name}.json", text)
