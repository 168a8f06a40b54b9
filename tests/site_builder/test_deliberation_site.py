"""What the site shows of a proposal's versions, amendments and answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.governance.deliberation import AmendmentKind, AmendmentState
from domain.governance.lifecycle import State
from domain.governance.proposal import ArgumentKind, Option
from domain.record.public import PublicAmendment, PublicArgument, PublicReply, PublicVersion
from tests.site_builder.community import a_proposal, a_record
from tests.site_builder.test_pages import Site

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
FIRST = PublicVersion(1, AT, "", "A bench", "To sit.", "Two planks of pine.", salt="ab")
SECOND = replace(
    FIRST, number=2, text="Two planks of oak.", by="ada-quill", why="Oak lasts.", options=(Option("a", "A"),)
)
OFFER = PublicAmendment(
    number=1,
    kind=AmendmentKind.WORDING,
    on=date(2026, 11, 3),
    by="",
    version=1,
    title="Of oak",
    text="Two planks of oak.",
    reason="Pine rots.",
    cost="",
    state=AmendmentState.ACCEPTED,
    answer="Gladly.",
    answered_on=date(2026, 11, 4),
    became="2",
)


def built(folder: Path, **changes: object) -> Site:
    talked = {"versions": (FIRST, SECOND), "amendments": (OFFER,), "version": 2} | changes
    return Site(folder, a_record(a_proposal(State.DELIBERATION, **talked)))


def test_the_proposal_says_how_its_text_has_changed_and_leads_to_it(tmp_path: Path) -> None:
    words = built(tmp_path, coauthors=2).words("/proposals/2026-4/")

    assert "with 2 co-authors" in words
    assert "The text has had 2 versions." in words
    assert "Of oak taken into the text" in words
    assert "Offer an amendment" in words


def test_the_page_of_versions_shows_by_words_what_changed(tmp_path: Path) -> None:
    words = built(tmp_path).words("/proposals/2026-4/versions/")

    assert "[taken out: pine.] [put in: oak.]" in words
    assert "Oak lasts." in words and "The text as it was submitted." in words
    assert "Read version 1 as a whole" in words


def test_a_version_that_was_taken_off_says_why_and_its_successor_is_compared_with_nothing(tmp_path: Path) -> None:
    gone = replace(FIRST, title="", summary="", text="", salt="", removed="insult")
    words = built(tmp_path, versions=(gone, SECOND)).words("/proposals/2026-4/versions/")

    assert "A steward took this off: it insulted somebody." in words
    assert "cannot be read" in words and "[taken out:" not in words


def test_the_page_of_amendments_shows_each_with_its_answer(tmp_path: Path) -> None:
    words = built(tmp_path).words("/proposals/2026-4/amendments/")

    assert "[taken out: pine.] [put in: oak.]" in words
    assert "Pine rots." in words and "Gladly." in words and "in version 2" in words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"removed": "advertising", "title": "", "text": "", "reason": ""},
            "A steward took this off: it was advertising.",
        ),
        ({"kind": AmendmentKind.OPTION, "title": "Stone", "text": "From the quarry.", "cost": "40"}, "costs 40"),
        ({"state": AmendmentState.DECLINED, "answer": "Too dear."}, "declined The answer Too dear."),
    ],
)
def test_an_amendment_is_told_as_what_it_is(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    words = built(tmp_path, amendments=(replace(OFFER, **changes),)).words("/proposals/2026-4/amendments/")

    assert said in words


def test_an_amendment_without_an_answer_at_the_freeze_says_so(tmp_path: Path) -> None:
    offer = replace(OFFER, state=AmendmentState.OPEN, answer="", answered_on=None, became="")
    site = Site(tmp_path, a_record(a_proposal(State.VOTING, versions=(FIRST,), amendments=(offer,))))

    assert "The text was frozen before it had an answer." in site.words("/proposals/2026-4/amendments/")


def test_a_text_that_never_changed_has_no_page_of_versions(tmp_path: Path) -> None:
    site = built(tmp_path, versions=(FIRST,), amendments=())

    assert "The text has not changed yet." in site.words("/proposals/2026-4/")
    assert not (site.out / "proposals" / "2026-4" / "versions").exists()


def test_answers_stand_below_their_question_and_the_writers_are_called_so(tmp_path: Path) -> None:
    on = date(2026, 11, 3)
    replies = (PublicReply("Of oak.", "", on, author=True), PublicReply("", "", on, removed="off_topic"))
    asked = PublicArgument(ArgumentKind.QUESTION, "Of what wood?", "", on, replies=replies)
    words = built(tmp_path, arguments=(asked,)).words("/proposals/2026-4/")

    assert "Answer, those who write the proposal" in words and "Of oak." in words
    assert "it was about something else" in words
