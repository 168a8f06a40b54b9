"""What stands on the pages, and what must not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from domain.governance.lifecycle import State
from domain.governance.policy import Base, Proportion
from domain.governance.proposal import ArgumentKind, PromiseState
from domain.people import ProgramRole, Share
from domain.programs import Lead
from domain.record.public import (
    CohortState,
    LearntFrom,
    PublicArgument,
    PublicMember,
    PublicPromise,
    PublicRecord,
    SkillSharers,
    StrengthState,
)
from site_builder.build import build
from site_builder.pages.proposals import STAGES
from tests.builders import a_policy
from tests.site_builder.community import (
    NOW,
    TODAY,
    a_proposal,
    a_record,
    an_entry,
    community,
    visible,
    write_record,
)

ATOM = "{http://www.w3.org/2005/Atom}"


class Site:
    """A built site whose pages are asked for by address."""

    def __init__(self, folder: Path, record: PublicRecord | None, now: datetime = NOW, **content: object) -> None:
        self.out = folder / "public"
        where = write_record(folder / "record", record) if record else folder / "no-record"
        build(community(**content), where, self.out, now)

    def html(self, path: str) -> str:
        name = path.lstrip("/") + ("index.html" if path.endswith("/") else "")
        return (self.out / name).read_text("utf-8")

    def words(self, path: str) -> str:
        return visible(self.out / path.lstrip("/") / "index.html")


def test_every_state_of_a_submitted_proposal_has_its_place_in_the_list() -> None:
    placed = [state for _, states in STAGES for state in states]

    assert sorted(placed) == sorted(set(State) - {State.DRAFT})


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.SPONSORING, "Sponsor it 3 of 3 sponsors, until"),
        (State.DELIBERATION, "Being discussed until Saturday 28 November 2026, 12:00 GMT"),
        (State.FROZEN, "voting opens Tuesday 24 November 2026, 12:00 GMT"),
        (State.VOTING, "Voting until Thursday 26 November 2026, 12:00 GMT"),
        (State.PROVISIONAL, "Provisional: it may be challenged until Wednesday 25 November 2026, 12:00 GMT."),
        (State.ADOPTED, "Adopted 12 yes, 3 no. Certified"),
        (State.IMPLEMENTING, "Saw the oak"),
        (State.WITHDRAWN, "Its author took it back before the text was frozen."),
        (State.LAPSED, "It did not find enough sponsors in time."),
        (State.INVALID, "It was stopped because a rule was broken on the way."),
    ],
)
def test_a_proposal_says_where_it_stands(tmp_path: Path, state: State, said: str) -> None:
    site = Site(tmp_path, a_record(a_proposal(state)))

    assert said in site.words("/proposals/2026-4/")


@pytest.mark.parametrize(
    ("votes", "state", "said"),
    [
        ({"yes": 12, "no": 3}, State.ADOPTED, "Adopted 12 yes, 3 no."),
        ({"yes": 10, "no": 12}, State.REJECTED, "Rejected 10 yes, 12 no: too few"),
        ({"yes": 5, "no": 1}, State.NO_QUORUM, "The quorum of 9 was not reached"),
        ({"yes": 12, "no": 12}, State.TIED, "Tied 12 yes and 12 no."),
        ({"blank": 3}, State.NO_QUORUM, "Nobody voted, so nothing changes."),
    ],
)
def test_a_result_begins_with_its_answer(
    tmp_path: Path, votes: Mapping[str, int], state: State, said: str
) -> None:
    site = Site(tmp_path, a_record(a_proposal(state, votes)))

    assert said in site.words("/proposals/2026-4/")


def test_a_result_shows_its_arithmetic_in_whole_numbers(tmp_path: Path) -> None:
    words = Site(tmp_path, a_record(a_proposal(State.ADOPTED))).words("/proposals/2026-4/")

    assert "Quorum: 4 × 12 × 12 = 576 must be at least 9 × 30 = 270. Reached." in words
    assert "Threshold: 2 × 12 = 24 must be more than 1 × 15 = 15. Reached." in words
    assert "4 ballots turned the other way" in words or "ballots turned the other way" in words


def test_a_policy_with_shares_of_the_roll_explains_them(tmp_path: Path) -> None:
    policy = a_policy(
        quorum=Proportion(2, 5, Base.CAST), threshold=Proportion(2, 3, Base.VALID), sponsors=6, challenge_hours=120
    )
    proposal = a_proposal(State.ADOPTED, {"yes": 14, "no": 3, "abstain": 1, "invalid": 1}, policy=policy)
    words = Site(tmp_path, a_record(proposal)).words("/proposals/2026-4/")

    assert "at least two thirds of all valid votes say yes, abstentions included" in words
    assert "at least 2 in 5 of the roll take part (12 votes)." in words
    assert "5 days to challenge the count" in words
    assert "Not valid 1" in words


def test_a_roll_under_twenty_sees_no_percentages(tmp_path: Path) -> None:
    small = a_proposal(State.ADOPTED)
    assert small.result is not None
    small = replace(small, eligible=19, result=replace(small.result, eligible=19))

    assert "%" not in Site(tmp_path, a_record(small)).words("/proposals/2026-4/")


def test_a_roll_too_small_for_the_default_numbers_still_has_its_page(tmp_path: Path) -> None:
    words = Site(tmp_path, a_record(a_proposal(State.FROZEN, eligible=2))).words("/proposals/2026-4/")

    assert "enough yes votes for the size of the roll" in words


def test_the_chart_tells_its_story_in_words_and_marks_quorum_and_threshold(tmp_path: Path) -> None:
    html = Site(tmp_path, a_record(a_proposal(State.ADOPTED))).html("/proposals/2026-4/")

    assert (
        "Bars of the table above: yes 12, no 3, abstain 2. A line marks the 8 yes votes that were needed." in html
    )
    assert 'stroke-dasharray="4 3"' in html


def test_turnout_is_told_only_as_published(tmp_path: Path) -> None:
    quiet = Site(tmp_path / "quiet", a_record(a_proposal())).words("/proposals/2026-4/")
    told = Site(tmp_path / "told", a_record(a_proposal(turnout=10))).words("/proposals/2026-4/")

    assert "How many have voted is told from five on" in quiet
    assert "At least 10 of 30 members have voted so far" in told


def test_an_argument_taken_off_leaves_its_reason_and_no_text(tmp_path: Path) -> None:
    gone = PublicArgument(ArgumentKind.AGAINST, "", "", date(2026, 11, 3), removed="insult")
    words = Site(tmp_path, a_record(a_proposal(arguments=(gone,)))).words("/proposals/2026-4/")

    assert "A steward took this off: it insulted somebody. a member, 3 November 2026" in words


def test_hostile_text_of_members_stays_text(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    proposal = a_proposal(title=hostile, summary=hostile, text=hostile)
    site = Site(
        tmp_path, a_record(proposal, members={"x": PublicMember(an_entry("x", name=hostile), from_content=False)})
    )

    for page in site.out.rglob("*.html"):
        assert "<script>" not in page.read_text("utf-8")
    feed = site.html("/feed.xml")
    assert "<script" not in feed
    summaries = [e.text or "" for e in ElementTree.fromstring(feed).iter(f"{ATOM}summary")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in summaries


def test_ballots_that_were_not_published_are_not_linked(tmp_path: Path) -> None:
    html = Site(tmp_path, a_record(a_proposal(State.ADOPTED, rows_published=False))).html("/proposals/2026-4/")

    assert "ballots.jsonl" not in html
    assert "Fewer than ten ballots were cast." in html


def test_a_promise_past_its_day_is_late_and_a_kept_one_is_not(tmp_path: Path) -> None:
    kept = PublicPromise(
        "Buy oak", "Bo", date(2026, 11, 1), PromiseState.KEPT, "It lies there.", date(2026, 11, 2)
    )
    late = PublicPromise("Saw it", "Ada", TODAY - timedelta(days=1), PromiseState.BEGUN)
    record = a_record(a_proposal(State.IMPLEMENTING, promises=(kept, late)))
    site = Site(tmp_path, record)
    words = site.words("/decisions/")

    assert "Promised by Bo until 1 November 2026 ✓ kept late 2 November 2026" in words
    assert "late begun" in words
    assert "promises from past votes kept 1 of 2" in site.words("/")


def test_leaders_who_are_not_shown_are_counted_or_only_mentioned(tmp_path: Path) -> None:
    site = Site(tmp_path / "five", a_record())
    few = {
        "kitchen-table-budgeting-2": CohortState(
            "kitchen-table-budgeting-2", 1, None, None, None, (LearntFrom("", None),)
        )
    }
    other = Site(tmp_path / "few", a_record(cohorts=few))

    words = site.words("/programs/kitchen-table-budgeting/")
    assert "Ada Quill led 1 a member attended 1, led 2" in words
    assert "5 people, not named attended 1, led 2" in words
    assert "Others, not named led 2" in other.words("/programs/kitchen-table-budgeting/")


def test_who_leads_is_named_as_published_not_as_once_written(tmp_path: Path) -> None:
    new = Lead("ada-quill", ProgramRole.PEER_MENTOR, "a-cohort-long-gone-9")
    state = CohortState("kitchen-table-budgeting-3", 2, None, None, None, leads=(new,))
    site = Site(tmp_path, a_record(cohorts={"kitchen-table-budgeting-3": state}))

    assert "Ada Quill led 1 and 3" in site.words("/programs/kitchen-table-budgeting/")
    assert "Ada Quill peer mentor" in site.words("/programs/kitchen-table-budgeting/cohort-3/")


def test_a_cohort_tells_who_leads_it_and_where_they_learnt(tmp_path: Path) -> None:
    both = {e.slug: PublicMember(e, from_content=True) for e in (an_entry(), an_entry("bo-marsh"))}
    site = Site(tmp_path, a_record(members=both))

    assert "Bo Marsh Learnt it in cohort 1 peer mentor" in site.words(
        "/programs/kitchen-table-budgeting/cohort-2/"
    )
    assert "Bo Marsh came here to learn, and later led cohort 2" in site.words(
        "/programs/kitchen-table-budgeting/cohort-1/"
    )
    assert "Took part Kitchen table budgeting, cohort 1" in site.words("/members/bo-marsh/")


def test_a_skill_names_by_consent_and_counts_the_others(tmp_path: Path) -> None:
    site = Site(tmp_path / "some", a_record())
    hidden = {"bicycle-repair": SkillSharers("bicycle-repair", (), 6, None, ())}
    nobody = {"bicycle-repair": SkillSharers("bicycle-repair", (), None, None, ())}

    words = site.words("/skills/bicycle-repair/")
    assert "1 person shares it" in words
    assert "6 more share it without a name on this page." in words
    assert "6 people share it, without names on this page." in Site(
        tmp_path / "hidden", a_record(skills=hidden)
    ).words("/skills/bicycle-repair/")
    assert "Nobody is named here yet" in Site(tmp_path / "nobody", a_record(skills=nobody)).words(
        "/skills/bicycle-repair/"
    )


def test_a_skill_shows_where_it_would_be_missed(tmp_path: Path) -> None:
    words = Site(tmp_path, a_record()).words("/skills/bicycle-repair/")

    assert "Power cut never tried in a drill 1 of 2 gap 0" in words


def test_a_playbook_shows_its_jobs_and_after_a_change_no_stale_numbers(tmp_path: Path) -> None:
    fresh = Site(tmp_path / "fresh", a_record())
    book = community().playbooks["power-cut"]
    longer = replace(book, slots=(*book.slots, replace(book.slots[0], skill="clothes-mending")))
    stale = Site(tmp_path / "stale", a_record(), playbooks={"power-cut": longer})

    assert "Bicycle repair 1 h 1 of 2 gap none All together, one person to one job 1 of 2" in fresh.words(
        "/playbooks/power-cut/"
    )
    assert "Bicycle repair 1 h 2 wanted –" in stale.words("/playbooks/power-cut/")


def test_strength_is_silent_where_too_few_are_active(tmp_path: Path) -> None:
    few = StrengthState(date(2025, 11, 1), date(2026, 11, 1), 8, 6, *[None] * 7)
    words = Site(tmp_path / "few", a_record(strength=few)).words("/strength/")
    many = Site(tmp_path / "many", a_record()).words("/strength/")

    assert "times somebody helped somebody 6" in words
    assert "%" not in words
    assert "hours given" not in words
    assert "hours given and received 111.5" in many
    assert "15 of 24 people who gave or received hours" in many


def test_a_member_page_carries_no_counts_of_exchange(tmp_path: Path) -> None:
    words = Site(tmp_path, a_record()).words("/members/ada-quill/")

    assert "I share Bicycle repair can teach" in words
    assert "I invite help with Form filling" in words
    assert "hours" not in words.lower()


def test_a_zone_with_few_public_members_is_no_list_of_its_own(tmp_path: Path) -> None:
    def people(number: int) -> dict[str, PublicMember]:
        entries = (an_entry(f"person-{n}", shares=(Share("bicycle-repair"),)) for n in range(number))
        return {e.slug: PublicMember(e, from_content=False) for e in entries}

    four = Site(tmp_path / "four", a_record(members=people(4))).words("/members/")
    five = Site(tmp_path / "five", a_record(members=people(5))).words("/members/")

    assert "Mill Lane" not in four
    assert "Mill Lane" in five


def test_names_stand_in_order_whatever_their_accents(tmp_path: Path) -> None:
    names = ("Zoë", "Émile", "eva", "Fay")
    members = {
        f"m{n}": PublicMember(an_entry(f"m{n}", name=name), from_content=False) for n, name in enumerate(names)
    }
    words = Site(tmp_path, a_record(members=members)).words("/members/")

    assert sorted(names, key=words.index) == ["Émile", "eva", "Fay", "Zoë"]


def test_what_is_written_in_one_language_only_is_marked_as_such(tmp_path: Path) -> None:
    html = Site(tmp_path, a_record(a_proposal())).html("/ar/proposals/2026-4/")

    assert '<html lang="ar" dir="rtl">' in html
    assert '<h1 lang="en" dir="ltr">A bench by the weir</h1>' in html
    assert 'hreflang="en" href="https://weirside.example/proposals/2026-4/"' in html


def test_the_feed_tells_every_step_and_carries_no_time_of_the_build(tmp_path: Path) -> None:
    now = Site(tmp_path / "now", a_record(a_proposal()))
    later = Site(tmp_path / "later", a_record(a_proposal()), NOW + timedelta(minutes=7))
    feed = ElementTree.fromstring(now.html("/feed.xml"))

    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles[:2] == ["Lamps", "A bench by the weir: Voting"] or "A bench by the weir: Voting" in titles
    assert now.html("/feed.xml") == later.html("/feed.xml")


def test_an_empty_feed_has_a_date_of_its_own(tmp_path: Path) -> None:
    feed = ElementTree.fromstring(Site(tmp_path, a_record(), news={}).html("/feed.xml"))

    assert feed.findtext(f"{ATOM}updated") == "2000-01-01T00:00:00Z"


def test_the_sitemap_holds_pages_and_nothing_else(tmp_path: Path) -> None:
    site = Site(tmp_path, a_record())
    text = "".join(file.read_text("utf-8") for file in (site.out / "sitemaps").iterdir())

    assert "<loc>https://weirside.example/ar/skills/a-z/</loc>" in text
    assert "404" not in text
    assert "index.html" not in text


def test_the_footer_carries_no_head_and_no_hour(tmp_path: Path) -> None:
    site = Site(tmp_path, a_record(a_proposal(State.ADOPTED)))
    foot = site.html("/").split('<footer class="foot">')[1]

    assert "/record/" in foot
    assert "<time" not in foot
