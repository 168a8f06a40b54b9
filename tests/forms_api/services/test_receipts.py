"""The promise on a receipt is one that outsiders can check with the published key."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.governance.promise import PromisedCommitment, read_promise
from domain.record.notes import read_key
from forms_api.services.receipts import promised, sign_promise
from forms_api.signing import verify
from tests.forms_api.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


def test_the_promise_holds_under_the_published_receipt_key_and_not_under_the_logs(town: Town) -> None:
    vote = town.voting()
    receipt = town.cast(vote, 3)
    note = sign_promise(town.record, vote, receipt.commitment)
    published = read_key((town.record / "receipt-vkey").read_text())

    assert read_promise(note, published, verify) == PromisedCommitment(vote, receipt.commitment)
    assert published.name == "weirside.example/record/receipts"
    assert published.key != read_key((town.record / "vkey").read_text()).key


def test_a_promise_pasted_from_elsewhere_is_read_and_a_changed_one_is_not(town: Town) -> None:
    vote = town.voting()
    note = sign_promise(town.record, vote, "ab" * 32)
    pasted = note.replace("\n", "\r\n") + " \r\n"

    assert promised(town.record, pasted) == PromisedCommitment(vote, "ab" * 32)
    assert promised(town.record, note.replace("ab", "ac", 1)) is None
    assert promised(town.record, "") is None
