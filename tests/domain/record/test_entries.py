"""The entries of the log: their bytes, and what tells one from another."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.governance.lifecycle import Event
from domain.governance.policy import Policy
from domain.record.canonical import canonical
from domain.record.entries import (
    commitment_entries,
    entry_key,
    erased_entry,
    event_entry,
    event_key,
    key_entry,
    moderation_entry,
    policy_entry,
    tombstone_entry,
    version_entry,
    void_entry,
)

AT = datetime(2026, 9, 1, 9, 30, tzinfo=UTC)
POLICY = Policy("ordinary", 2, {"en": "Ordinary"}, {"en": "Most things"})

ONE_OF_EACH = {
    "policy/ab": policy_entry(POLICY, "ab"),
    "event/2026-1/1": event_entry(Event.SUBMIT, "2026-1", 1, AT),
    "event/2026-1/3": event_entry(Event.FREEZE, "2026-1", 3, AT, {"policy": "ab", "text": "cd"}),
    "event/2026-1/6": event_entry(Event.CERTIFY_NO_QUORUM, "2026-1", 6, AT),
    "version/2026-1/2": version_entry("2026-1", 2, "ef", AT),
    "moderation/t1": moderation_entry("t1", "remove_argument", "2026-1", "insult", "aa", AT),
    "tombstone/2026-1/aa": tombstone_entry("2026-1", "aa"),
    "erased/bb": erased_entry("bb"),
    "key/k+00000000+AAAA": key_entry("k+00000000+AAAA"),
}


def test_every_entry_but_a_ballots_has_a_key_of_its_own() -> None:
    assert {key: entry_key(entry) for key, entry in ONE_OF_EACH.items()} == {key: key for key in ONE_OF_EACH}
    assert event_key("2026-1", 3) == "event/2026-1/3"


def test_a_ballots_entries_have_none_because_the_close_brings_them_all() -> None:
    ballots = [*commitment_entries("2026-1", ["ab" * 32]), void_entry("2026-1", "ab" * 32, "superseded")]

    assert [entry_key(entry) for entry in ballots] == ["", ""]


def test_every_entry_is_canonical_and_says_its_version_and_type() -> None:
    entries = [*ONE_OF_EACH.values(), *commitment_entries("2026-1", ["ab" * 32]), void_entry("2026-1", "ab", "x")]

    for entry in entries:
        says = json.loads(entry)
        assert canonical(says) == entry
        assert says["v"] == 1 and says["type"]


def test_a_certification_tells_its_outcome() -> None:
    says = json.loads(ONE_OF_EACH["event/2026-1/6"])

    assert (says["type"], says["outcome"], says["number"]) == ("certify", "no_quorum", 6)
    assert says["at"] == "2026-09-01T09:30:00Z"


def test_an_event_commits_to_what_it_is_given() -> None:
    says = json.loads(ONE_OF_EACH["event/2026-1/3"])

    assert (says["policy"], says["text"]) == ("ab", "cd")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["commitment", "late"]))
def test_a_commitments_bytes_put_together_by_hand_are_the_canonical_ones(proposal: str, kind: str) -> None:
    (entry,) = commitment_entries(proposal, ["0f" * 32], kind)

    assert entry == canonical({"v": 1, "type": kind, "proposal": proposal, "commitment": "0f" * 32})
