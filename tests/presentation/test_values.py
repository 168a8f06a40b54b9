"""Order, schedules, shells and results: the small values behind the pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import Page, PageWords
from domain.governance.policy import Base, Proportion
from domain.governance.vote import count_vote
from presentation.order import by_name, initial
from presentation.results import bars, needs
from presentation.schedule import Schedule, read_schedule
from presentation.shell import footer_pages, forms_shell, localised, site_shell
from tests.builders import a_network, a_policy


@pytest.mark.parametrize(
    ("text", "letter"),
    [("Émile", "E"), (" ørsted", "Ø"), ("الإسعافات", "ا"), ("ال", "ا"), ("555", "#"), ("", "#")],
)
def test_an_index_files_a_name_under_its_plain_first_letter(text: str, letter: str) -> None:
    assert initial(text) == letter


def test_equal_names_keep_one_order() -> None:
    assert sorted([("Ana", "b"), ("ana", "a"), ("Ána", "c")], key=lambda pair: by_name(*pair)) == [
        ("Ana", "b"),
        ("ana", "a"),
        ("Ána", "c"),
    ]


@pytest.mark.parametrize(
    ("rule", "schedule"),
    [
        ("FREQ=WEEKLY;BYDAY=TH;COUNT=6", Schedule((3,), 1, 6)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,MO", Schedule((0, 2), 2, 0)),
        ("FREQ=DAILY;COUNT=3", Schedule((), 1, 3)),
        ("nonsense", Schedule((), 1, 0)),
        ("FREQ=WEEKLY;BYDAY=XX;COUNT=many", Schedule((), 1, 0)),
    ],
)
def test_a_schedule_is_read_as_days_weeks_and_times(rule: str, schedule: Schedule) -> None:
    assert read_schedule(rule) == schedule


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/skills/", "/es/skills/"),
        ("/news/x/", "/news/x/"),
        ("/forms/me", "/forms/me"),
        ("/record/", "/es/record/"),
        ("/record/checkpoint", "/record/checkpoint"),
    ],
)
def test_an_address_has_its_language_where_the_page_is_translated(path: str, address: str) -> None:
    assert localised(path, "es", "en") == address
    assert localised(path, "en", "en") == path


def test_the_footer_lists_pages_in_their_authors_order_and_language() -> None:
    words = {"en": PageWords("Trust", "", ""), "es": PageWords("Confianza", "", "")}
    pages = (Page("b", words, 2), Page("a", {"en": PageWords("First", "", "")}, 1), Page("hidden", words, 0))

    assert [(p.title, p.url) for p in footer_pages(pages, "es", "en")] == [
        ("First", "/es/a/"),
        ("Confianza", "/es/b/"),
    ]


def test_a_page_in_one_language_has_no_alternates() -> None:
    assert [a.code for a in site_shell(a_network(), (), "en", "/news/").alternates] == ["en"]
    assert len(site_shell(a_network(), (), "en", "/skills/").alternates) == 3


def test_a_forms_page_changes_its_language_where_it_stands() -> None:
    shell = forms_shell(a_network(), (), "ar", signed_in=True, demo=False)

    assert [a.url for a in shell.alternates] == ["?lang=en", "?lang=es", "?lang=ar"]
    assert shell.direction == "rtl"
    assert shell.foreign("en") == ' lang="en" dir="ltr"'
    assert shell.foreign("ar") == ""


@pytest.mark.parametrize(
    ("base", "whole"), [(Base.YES, 6), (Base.YES_NO, 9), (Base.VALID, 11), (Base.CAST, 12), (Base.ELIGIBLE, 30)]
)
def test_a_result_says_how_many_yes_votes_it_needed(base: Base, whole: int) -> None:
    policy = a_policy(threshold=Proportion(2, 3, base), quorum=Proportion(1, 5, Base.CAST))
    result = count_vote(policy, (), ["yes"] * 6 + ["no"] * 3 + ["abstain"] * 2 + ["blank"], eligible=30)
    asked = needs(result, policy)

    assert asked.threshold_base == whole
    assert policy.threshold.met(asked.yes, whole)
    assert not policy.threshold.met(asked.yes - 1, whole)
    assert bars(result, asked).quorum_at == ""


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 400))
def test_bars_never_leave_their_track(yes: int, no: int, abstain: int) -> None:
    policy = a_policy()
    result = count_vote(policy, (), ["yes"] * yes + ["no"] * no + ["abstain"] * abstain, eligible=1200)
    drawn = bars(result, needs(result, policy))

    widths = [bar.width for bar in drawn.bars] + [drawn.quorum_at, drawn.needed_at]
    assert all(0 <= float(width.removesuffix("%")) <= 100 for width in widths)
