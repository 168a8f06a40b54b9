from datetime import timedelta

import pytest

from domain.governance.lifecycle import Event, State
from forms_api.services.proposal_events import recorded
from rsn.clock import DemoClock
from rsn.demo.passing import let_pass, next_deadline
from tests.forms_api.town import BEGIN, Town


class StoppedClock(DemoClock):
    """A demo's clock on a machine where no time passes by itself."""

    def __call__(self):
        return BEGIN + self.ahead


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


@pytest.fixture
def clock(tmp_path):
    return StoppedClock(tmp_path / "clock")


def passed(town, clock, **time):
    let_pass(town.store, town.catalogue, town.record, clock, timedelta(**time))
    town.now = clock()


def events(town, proposal):
    with town.store.unit() as unit:
        return {event.event: event.at for event in recorded(unit, proposal)}


def test_each_deadline_on_the_way_is_met_at_its_own_hour(town, clock):
    proposal = town.deliberation()
    passed(town, clock, days=30)
    at = events(town, proposal)

    assert at[Event.FREEZE] - BEGIN == timedelta(days=14, seconds=1)
    assert at[Event.OPEN] - at[Event.FREEZE] == timedelta(hours=48, seconds=1)
    assert timedelta(days=7) < at[Event.CLOSE] - at[Event.OPEN] < timedelta(days=7, hours=1, seconds=2)
    assert town.state(proposal) is State.NO_QUORUM
    assert clock() == BEGIN + timedelta(days=30)


def test_time_that_ends_before_a_deadline_records_nothing(town, clock):
    proposal = town.deliberation()
    passed(town, clock, days=13)

    assert town.state(proposal) is State.DELIBERATION
    assert clock() == BEGIN + timedelta(days=13)
    assert next_deadline(town.store) == BEGIN + timedelta(days=14)


def test_what_was_due_already_is_published_first(town, clock):
    proposal = town.deliberation()
    clock.advance(timedelta(days=20))
    passed(town, clock, hours=1)

    assert town.state(proposal) is State.FROZEN
    assert clock() == BEGIN + timedelta(days=20, hours=1)


def test_without_proposals_only_the_clock_moves(town, clock):
    passed(town, clock, days=3)

    assert next_deadline(town.store) is None
    assert clock() == BEGIN + timedelta(days=3)
