"""docs/policies.md says what the code does."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from domain.governance.deliberation import MOST_AMENDMENTS, MOST_COAUTHORS, MOST_VERSIONS
from domain.governance.method_rules import RULES
from domain.governance.moderation import ModerationReason
from domain.governance.policy import Method, Policy, default_quorum_votes, default_sponsors
from forms_api.services.arguments import MAX_ARGUMENTS
from forms_api.services.proposals import MAX_OPEN_PROPOSALS

DOCS = Path(__file__).resolve().parent.parent / "docs"
POLICIES = (DOCS / "policies.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table that begins with the row *heading*."""
    table = POLICIES.split(heading)[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip(" `") for cell in line.strip("| ").split("|")] for line in table]


def test_every_field_of_a_policy_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", POLICIES.split("## The stages")[0]))

    assert {field.name for field in fields(Policy)} - {"slug"} <= explained
    assert {method.value for method in Method} | set(RULES) <= explained


def test_the_numbers_for_networks_of_every_size_are_right() -> None:
    table = rows("| Members | Sponsors | Yes votes for the quorum |")

    for members, sponsors, votes in ([int(cell.replace(" ", "")) for cell in row] for row in table):
        assert (default_sponsors(members), default_quorum_votes(members)) == (sponsors, votes)


def test_reasons_and_limits_are_those_of_the_code() -> None:
    numbers = {5: "five", 10: "ten"}

    assert all(f"`{reason.value}`" in POLICIES for reason in ModerationReason)
    assert f"at most **{numbers[MAX_OPEN_PROPOSALS]}** drafts" in POLICIES
    assert f"at most **{numbers[MAX_ARGUMENTS]}** times" in POLICIES
    assert f"**{MOST_VERSIONS}** of a proposal" in POLICIES
    assert f"up to **{numbers[MOST_COAUTHORS]}** *co-authors*" in POLICIES
    assert f"up to **{numbers[MOST_AMENDMENTS]}** *amendments*" in POLICIES
