"""What the log says of erased members and of words that are gone, and what a check makes of it."""

from __future__ import annotations

from hashlib import sha256

import pytest

from domain.governance.policy import Method
from domain.record.canonical import canonical
from domain.record.entries import tombstone_entry
from domain.record.erasing import erased_mark, mail_mark
from domain.record.verification import Answer
from tests.recount.checkers import recounted, verified
from tests.recount.liars import ID, PLACE
from tests.recount.made_record import Made, made_record, yes_no


def test_a_mark_tells_one_member_from_another_and_nothing_of_either() -> None:
    assert erased_mark("id-ada") == erased_mark("id-ada") != erased_mark("id-ben")
    assert len(erased_mark("id-ada")) == 64


def test_mails_are_known_by_member_and_address_however_it_is_spelt() -> None:
    assert mail_mark("id-ada", "Ada@mail.example") == mail_mark("id-ada", "ada@mail.example")
    assert mail_mark("id-ada", "ada@mail.example") != mail_mark("id-ben", "ada@mail.example")
    assert mail_mark("id-ada", "") == ""


def without_words(made: Made) -> str:
    """Take the words out of the proposal's text, and return the hash of what stood there."""
    name = PLACE + "proposal.json"
    before = sha256(made.files[name]).hexdigest()
    kept = {key: value for key, value in made.json(name).items() if key not in ("title", "summary", "salt")}
    made.files[name] = canonical({**kept, "text": "", "erased": True})
    return before


def test_words_that_the_log_says_are_gone_are_told_as_erased_and_the_vote_still_verifies() -> None:
    made = made_record(yes_no())
    made.entries.append(tombstone_entry(ID, without_words(made)))
    made.forge()
    report = verified(made.files)

    assert report.answer is Answer.VERIFIED
    assert recounted(made.files, Method.YES_NO)[0] == "verified"
    assert "its words were erased, as the log says" in report.votes[0].notes[0]


@pytest.mark.parametrize("subject", ["2026-9", ID])
def test_words_that_are_gone_without_a_word_in_the_log_are_broken(subject: str) -> None:
    made = made_record(yes_no())
    without_words(made)
    made.entries.append(tombstone_entry(subject, "0" * 64))
    made.forge()

    assert verified(made.files).answer is Answer.BROKEN
    assert recounted(made.files, Method.YES_NO)[0] == "broken"


def test_other_words_in_the_place_of_erased_ones_are_broken() -> None:
    made = made_record(yes_no())
    made.entries.append(tombstone_entry(ID, without_words(made)))
    made.files[PLACE + "proposal.json"] = canonical({**made.json(PLACE + "proposal.json"), "erased": False})
    made.forge()

    assert verified(made.files).answer is Answer.BROKEN
