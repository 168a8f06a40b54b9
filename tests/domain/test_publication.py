"""Drafts, what comes and what goes: which entries stand at a moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalogue import Catalogue
from domain.publication import (
    BEGUN,
    MAPPINGS,
    PREVIEW,
    PUBLISHED,
    TIMED,
    Mention,
    Publication,
    Stage,
    Without,
    next_turn,
    preview,
    seen,
    stage,
)
from tests.builders import NOW, a_catalogue, a_cohort, by_slug

LONDON, SYDNEY = ZoneInfo("Europe/London"), ZoneInfo("Australia/Sydney")


def wall(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a time as a clock on the wall shows it, in no zone."""
    return datetime.fromisoformat(f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}")


NOON = wall(2026, 7, 1, 12, 0)


def with_publications(**publications: Publication) -> Catalogue:
    return a_catalogue(
        cohorts=by_slug(a_cohort(number=1), a_cohort(number=2)),
        publications={entry.replace("__", "/").replace("_", "-"): one for entry, one in publications.items()},
    )


def test_what_says_nothing_is_out_and_its_catalogue_stays_the_same_object() -> None:
    catalogue = a_catalogue()

    assert stage(Publication(), NOW, UTC) is Stage.OUT
    assert seen(catalogue, NOW, UTC) is catalogue


def test_a_draft_stays_one_whatever_its_days_say() -> None:
    past = Publication(draft=True, publish_on=wall(2020, 1, 1), expires_on=wall(2021, 1, 1))

    assert stage(past, NOW, UTC) is Stage.DRAFT


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 7, 1, 10, 59, 59, tzinfo=UTC), Stage.AHEAD),
        (datetime(2026, 7, 1, 11, 0, tzinfo=UTC), Stage.OUT),
        (datetime(2026, 7, 2, 10, 59, 59, tzinfo=UTC), Stage.OUT),
        (datetime(2026, 7, 2, 11, 0, tzinfo=UTC), Stage.OVER),
    ],
)
def test_hours_are_those_of_the_networks_own_zone(now: datetime, expected: Stage) -> None:
    summer = Publication(publish_on=NOON, expires_on=NOON + timedelta(days=1))

    assert stage(summer, now, LONDON) is expected


def test_the_same_wall_time_comes_earlier_in_the_east() -> None:
    publication = Publication(publish_on=NOON)
    moment = datetime(2026, 7, 1, 5, 0, tzinfo=UTC)

    assert stage(publication, moment, SYDNEY) is Stage.OUT
    assert stage(publication, moment, LONDON) is Stage.AHEAD


def test_what_begins_in_an_hour_that_comes_twice_never_goes_again() -> None:
    # On 25 October 2026 it is half past one twice in London.
    publication = Publication(publish_on=wall(2026, 10, 25, 1, 30))
    moments = [datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=10 * n) for n in range(18)]
    stages = [stage(publication, moment, LONDON) for moment in moments]

    assert stages == sorted(stages)
    assert set(stages) == {Stage.AHEAD, Stage.OUT}


def test_only_what_is_out_is_published() -> None:
    catalogue = with_publications(cohort__kitchen_table_budgeting_1=Publication(draft=True))

    assert list(seen(catalogue, NOW, UTC, PUBLISHED).cohorts) == ["kitchen-table-budgeting-2"]
    assert len(seen(catalogue, NOW, UTC, PREVIEW).cohorts) == 2


def test_what_went_keeps_its_history_for_the_forms() -> None:
    gone = Publication(expires_on=wall(2026, 1, 1))
    catalogue = with_publications(cohort__kitchen_table_budgeting_1=gone)

    assert len(seen(catalogue, NOW, UTC, BEGUN).cohorts) == 2
    assert len(seen(catalogue, NOW, UTC, PUBLISHED).cohorts) == 1
    assert len(seen(catalogue, NOW, UTC, PREVIEW).cohorts) == 1


def test_of_a_page_that_went_nothing_is_left_for_the_forms_either() -> None:
    gone = Publication(expires_on=wall(2026, 1, 1))
    catalogue = with_publications(page__privacy=gone, news__old=gone)

    assert "privacy" in catalogue.pages
    assert "privacy" not in seen(catalogue, NOW, UTC, BEGUN).pages
    assert seen(catalogue, NOW, UTC, BEGUN).publications == {}


def test_a_program_takes_its_cohorts_with_it() -> None:
    catalogue = with_publications(program__kitchen_table_budgeting=Publication(draft=True))
    view = seen(catalogue, NOW, UTC)

    assert "kitchen-table-budgeting" not in view.programs
    assert list(view.cohorts) == []


def test_the_old_addresses_of_what_is_hidden_go_with_it() -> None:
    draft = Publication(draft=True, aliases=("/old/",))
    moved = Publication(aliases=("/older/",))
    catalogue = with_publications(cohort__kitchen_table_budgeting_1=draft, cohort__kitchen_table_budgeting_2=moved)

    assert list(seen(catalogue, NOW, UTC).publications) == ["cohort/kitchen-table-budgeting-2"]


def test_what_a_hidden_text_mentions_goes_with_it() -> None:
    catalogue = replace(
        with_publications(cohort__kitchen_table_budgeting_1=Publication(draft=True)),
        mentions={
            "cohort/kitchen-table-budgeting-1": (Mention("a.md", 9, "image", "hall.jpg"),),
            "page/about": (Mention("b.md", 7, "proposal", "2026-1"),),
        },
    )

    assert list(seen(catalogue, NOW, UTC).mentions) == ["page/about"]


def test_a_preview_tells_what_is_not_published_and_leaves_out_what_went() -> None:
    catalogue = with_publications(
        program__kitchen_table_budgeting=Publication(draft=True),
        cohort__kitchen_table_budgeting_1=Publication(publish_on=wall(2027, 1, 1)),
        page__about=Publication(aliases=("/old/",)),
        page__gone=Publication(expires_on=wall(2026, 1, 1)),
    )
    view = preview(catalogue, NOW, UTC)

    assert view.unpublished == {
        "program/kitchen-table-budgeting": Stage.DRAFT,
        "cohort/kitchen-table-budgeting-1": Stage.AHEAD,
        "cohort/kitchen-table-budgeting-2": Stage.DRAFT,
    }
    assert len(view.cohorts) == 2
    assert "page/gone" not in view.publications
    assert preview(a_catalogue(), NOW, UTC).unpublished == {}


def test_the_next_turn_is_the_nearest_moment_still_to_come() -> None:
    catalogue = with_publications(
        page__a=Publication(publish_on=wall(2026, 11, 30), expires_on=wall(2026, 12, 31)),
        page__b=Publication(publish_on=wall(2026, 1, 1), expires_on=wall(2026, 11, 25, 18, 30)),
        page__c=Publication(draft=True, publish_on=wall(2026, 11, 24)),
    )

    assert next_turn(catalogue, NOW, LONDON) == datetime(2026, 11, 25, 18, 30, tzinfo=UTC)
    assert next_turn(a_catalogue(), NOW, LONDON) is None


wall_times = st.none() | st.datetimes(wall(2026, 1, 1), wall(2027, 12, 31))
publications = st.builds(
    Publication, draft=st.booleans(), publish_on=wall_times, expires_on=wall_times, aliases=st.just(())
)


@given(publications, st.datetimes(wall(2025, 6, 1), wall(2028, 6, 1), timezones=st.just(UTC)))
def test_nothing_turns_between_two_turns(publication: Publication, now: datetime) -> None:
    catalogue = a_catalogue(publications={"page/x": publication})
    turn = next_turn(catalogue, now, LONDON)
    before = turn - timedelta(microseconds=1) if turn else now + timedelta(days=4000)

    assert stage(publication, before, LONDON) is stage(publication, now, LONDON)


class Closed(Mapping[str, int]):
    """A mapping whose values may not be read."""

    def __getitem__(self, key: str) -> int:
        raise AssertionError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(("a", "b"))

    def __len__(self) -> int:
        return 2


def test_a_mapping_without_some_keys_reads_no_value() -> None:
    view = Without(Closed(), {"a"})

    assert (list(view), len(view), "a" in view) == (["b"], 1, False)


def test_a_mapping_without_some_keys_answers_for_the_others() -> None:
    view = Without({"a": 1, "b": 2}, {"a"})

    assert view["b"] == 2
    assert view.get("a") is None
    with pytest.raises(KeyError):
        view["a"]


def test_every_kind_with_a_page_has_its_mapping() -> None:
    assert set(TIMED) < set(MAPPINGS)
    assert all(hasattr(a_catalogue(), name) for name in MAPPINGS.values())
