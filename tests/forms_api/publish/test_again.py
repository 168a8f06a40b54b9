"""A publish that is left out would have changed nothing, whatever happened since the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalogue import Page, PageWords
from forms_api.publish import again, publish, remembering
from forms_api.publish.elected import publish_if_elected
from forms_api.store.base import COLLECTIONS
from tests.forms_api.publish.test_any_order import ACTS, ON_THE_WAY, opened
from tests.forms_api.town import Town

ABOUT = Page("about", {"en": PageWords("About", "What we do.", "We meet.")}, 1)


def files(folder: Path) -> dict[str, bytes]:
    """Return what anybody may read of the record."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def left_out(town: Town) -> bool:
    """Publish as a job does; tell whether that did nothing."""
    last = again.unchanged(town.store, town.catalogue, town.record, town.now)
    publish_if_elected(town.store, town.catalogue, town.record, town.now)
    return last is not None


def published_twice(town: Town) -> None:
    """Publish until nothing is left to do: what the first one records is the second one's news."""
    for _ in range(2):
        publish_if_elected(town.store, town.catalogue, town.record, town.now)


@settings(max_examples=6)
@given(st.sampled_from([[], ON_THE_WAY]), st.lists(ACTS, min_size=4, max_size=14))
def test_what_is_left_out_would_have_changed_nothing(
    way: list[tuple[str, int]], acts: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        world = opened(folder)
        town = world.town
        for act, how in [*way, *acts]:
            if act == "publish":
                town.now += timedelta(hours=how)
            else:
                world.do(act, how)
            if not left_out(town):
                # What the first one recorded is the second one's news.
                publish(town.store, town.catalogue, town.record, town.now)
            before = files(town.record)
            publish_without_memory(town)

            assert files(town.record) == before


def publish_without_memory(town: Town) -> None:
    """Publish as a program does that has just been started, and then remember again what was remembered."""
    kept = remembering.remembered(town.store)
    remembering.forget(town.store)
    publish(town.store, town.catalogue, town.record, town.now)
    remembering._OF[town.store] = kept


@pytest.fixture
def town(tmp_path: Path) -> Town:
    town = Town(tmp_path, people=6)
    town.voting()
    published_twice(town)
    return town


def test_a_ballot_in_the_box_is_no_news(town: Town) -> None:
    with town.store.unit() as unit:
        proposal = next(iter(unit.proposals)).id
    town.cast(proposal, 2)

    assert left_out(town)


def test_the_next_whole_hour_is_looked_at(town: Town) -> None:
    town.now += timedelta(hours=1)

    assert not left_out(town)


def test_a_clock_that_was_set_back_is_looked_at(town: Town) -> None:
    town.now -= timedelta(seconds=1)

    assert not left_out(town)


def test_a_new_page_is_no_news_for_the_record_and_a_new_name_is(town: Town) -> None:
    town.catalogue = replace(town.catalogue, pages={"about": ABOUT})
    assert left_out(town)

    town.catalogue = replace(town.catalogue, network=replace(town.catalogue.network, name={"en": "Another"}))
    assert not left_out(town)


def test_a_record_that_was_lost_is_written_again(town: Town) -> None:
    (town.record / "files").unlink()

    assert not left_out(town)
    assert (town.record / "files").exists()


def test_who_asks_for_it_gets_a_record_written_anew(town: Town) -> None:
    state = town.record / "state" / "proposals.json"
    state.write_text("{}")
    publish_if_elected(town.store, town.catalogue, town.record, town.now, anew=True)

    assert state.read_text() != "{}"


def test_every_collection_is_read_or_said_not_to_be() -> None:
    assert {collection.name for collection in COLLECTIONS} > again.UNSEEN
