"""Program pages: who learnt from whom, the steps between roles, mentors, and no figure about one person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.people import ProgramRole
from domain.programs import Lead
from domain.record.public import CohortState, LearntFrom, ProgramMentors, PublicMember
from tests.site_builder.community import a_record, an_entry
from tests.site_builder.test_pages import Site

PROGRAM = "kitchen-table-budgeting"
PAGE = f"/programs/{PROGRAM}/"
ONE, TWO, THREE = (f"{PROGRAM}-{number}" for number in (1, 2, 3))
FACILITATOR, MENTOR = ProgramRole.FACILITATOR, ProgramRole.PEER_MENTOR


def a_site(folder: Path, **changes: object) -> Site:
    shown = {slug: PublicMember(an_entry(slug, name=slug.title()), from_content=True) for slug in ("ada", "bo")}
    return Site(folder, a_record(**({"members": shown} | changes)))


def with_leads(**unnamed: tuple[LearntFrom, ...]) -> dict[str, CohortState]:
    """Return three cohorts: ada leads the first, bo, who learnt there, the second."""
    leads = {
        ONE: (Lead("ada", FACILITATOR),),
        TWO: (Lead("bo", MENTOR, ONE),),
        THREE: (),
    }
    return {
        slug: CohortState(slug, 2, None, None, None, unnamed.get(f"number_{slug[-1]}", ()), named)
        for slug, named in leads.items()
    }


def test_the_lineage_is_nested_lists_with_names_and_counts_under_whom_they_learnt_from(tmp_path: Path) -> None:
    quiet = (LearntFrom(ONE, 6),)
    html = a_site(tmp_path, cohorts=with_leads(number_2=quiet)).html(PAGE)
    (tree,) = re.findall(r'(?s)<ul class="lineage">.*?</ul></li>\s*</ul>', html)

    said = " ".join(re.sub(r"<[^>]+>", " ", tree).split())
    assert said == "Ada led 1 Bo attended 1, led 2 6 people, not named attended 1, led 2"
    assert "role=" not in tree
    assert "aria-" not in tree


@pytest.mark.parametrize("people", [None, 5])
def test_few_who_are_not_named_are_others_without_a_number(tmp_path: Path, people: int | None) -> None:
    words = a_site(tmp_path, cohorts=with_leads(number_3=(LearntFrom(TWO, people),))).words(PAGE)

    assert ("5 people, not named" in words) is (people is not None)
    assert ("Others, not named" in words) is (people is None)


def test_who_learnt_from_nobody_named_stands_at_the_root(tmp_path: Path) -> None:
    for unnamed in ((LearntFrom("", 7),), (LearntFrom("a-cohort-long-gone-9", 7),), (LearntFrom(THREE, 7),)):
        folder = tmp_path / str(hash(unnamed))
        assert "7 people, not named" in a_site(folder, cohorts=with_leads(number_2=unnamed)).words(PAGE)


def test_the_lineage_of_all_programs_stands_on_one_page(tmp_path: Path) -> None:
    site = a_site(tmp_path, cohorts=with_leads())
    words = site.words("/programs/lineage/")

    assert "11 people lead today what they once came to learn." in words
    assert "Ada led 1 Bo attended 1, led 2" in words
    assert 'href="/programs/lineage/"' in site.html(PAGE)
    assert 'href="/programs/lineage/"' in site.html("/programs/")


def test_before_anybody_leads_the_lineage_says_how_it_begins(tmp_path: Path) -> None:
    site = Site(tmp_path, None, cohorts={})

    assert "Nothing has grown yet" in site.words("/programs/lineage/")


def test_the_steps_between_roles_say_what_they_ask_and_who_decides(tmp_path: Path) -> None:
    words = a_site(tmp_path).words(PAGE)

    assert "attendee to peer mentor to have completed a cohort they themself" in words
    assert "peer mentor to facilitator to have been a peer mentor for one cohort those who lead" in words


@pytest.mark.parametrize(
    ("named", "others", "says"),
    [
        ((), 0, "No mentor takes single learners on just now"),
        (("ada",), 0, "1 mentor accepts learners now. By name: Ada."),
        (("ada", "bo"), 5, "7 mentors accept learners now. By name: Ada, Bo."),
        (("ada",), None, "Mentors accept learners now. By name: Ada."),
        ((), None, "Mentors accept learners now. Join a cohort"),
        (("nobody-who-is-shown",), 0, "No mentor takes single learners on just now"),
    ],
)
def test_mentors_are_named_by_consent_and_counted_only_where_none_is_singled_out(
    tmp_path: Path, named: tuple[str, ...], others: int | None, says: str
) -> None:
    mentors = {PROGRAM: ProgramMentors(PROGRAM, named, others)}

    assert says in a_site(tmp_path, mentors=mentors).words(PAGE)


def test_a_cohort_of_few_shows_no_figure_about_them(tmp_path: Path) -> None:
    state = {slug: CohortState(slug, 3, None, None, None) for slug in (ONE, TWO, THREE)}
    site = a_site(tmp_path, cohorts=state)

    for path in (PAGE, f"{PAGE}cohort-1/", f"{PAGE}cohort-2/"):
        words = site.words(path)
        assert not re.search(r"\d+ (?:finished|attending|people|persons?)\b", words)
        assert "Attending" not in words
        assert "Finished" not in words
