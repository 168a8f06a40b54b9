"""Whatever people and clocks do, in whatever order: nothing reopens, nothing late counts, no window shrinks."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.governance.lifecycle import Event, Recorded, State, at_of, state_after, takes_ballots, timetable
from domain.governance.moderation import ModerationReason
from domain.governance.policy import Base, Proportion
from domain.governance.proposal import ArgumentKind
from forms_api.services import arguments, moderation, proposals, sponsors, versions
from forms_api.services.proposal_events import recorded
from forms_api.services.refusals import Refused
from forms_api.services.versions import Wording
from tests.builders import a_catalogue, a_policy, by_slug
from tests.forms_api.town import Town

PEOPLE = 6
POLICY = a_policy(sponsors=2, quorum=Proportion(1, 6, Base.YES))
WINDOWS = (
    (Event.SUPPORTED, Event.FREEZE, timedelta(days=POLICY.deliberation_days)),
    (Event.FREEZE, Event.OPEN, timedelta(hours=POLICY.frozen_hours)),
    (Event.OPEN, Event.CLOSE, timedelta(days=POLICY.voting_days)),
    (Event.CLOSE, Event.CERTIFY_ADOPTED, timedelta(hours=POLICY.challenge_hours)),
    (Event.CLOSE, Event.CERTIFY_REJECTED, timedelta(hours=POLICY.challenge_hours)),
    (Event.CLOSE, Event.CERTIFY_NO_QUORUM, timedelta(hours=POLICY.challenge_hours)),
)

Step = tuple[str, int]
MEMBERS = st.integers(0, PEOPLE - 1)
ACTS = st.one_of(
    # Publishing comes often, at hours that go forth and back: a schedule that is missed, a clock that is set.
    st.tuples(
        st.just("publish"), st.sampled_from([0, 1, 24, 49, 73, 24 * 8, 24 * 15, 24 * 40, -1, -24, -24 * 20])
    ),
    st.tuples(st.just("wait"), st.sampled_from([1, 24 * 7, 24 * 9, -24 * 7])),
    st.tuples(st.just("sponsor"), MEMBERS),
    st.tuples(st.just("unsponsor"), MEMBERS),
    st.tuples(st.just("vote"), MEMBERS),
    st.tuples(st.just("revise"), MEMBERS),
    st.tuples(st.just("argue"), MEMBERS),
    st.tuples(st.sampled_from(["withdraw", "stop"]), st.just(0)),
)
ON_THE_WAY = [("sponsor", 1), ("sponsor", 2), ("publish", 24 * 15), ("publish", 49)]
"""Half of the orders begin with an open vote; left to chance alone few would come that far."""


@dataclass
class World:
    """A town with one proposal, and what was seen of it so far."""

    town: Town
    proposal: str
    seen: list[Recorded] = field(default_factory=list)
    voters: set[int] = field(default_factory=set)

    def events(self) -> list[Recorded]:
        with self.town.store.unit() as unit:
            return [event.recorded for event in recorded(unit, self.proposal)]

    def do(self, act: str, how: int) -> None:
        """Try one act; what is refused changes nothing."""
        before = self.events()
        try:
            self._try(act, how)
        except Refused:
            assert self.events() == before
            return
        if act == "vote":
            assert takes_ballots(before, POLICY, self.town.now), "a ballot came too early or too late"
            self.voters.add(how)

    def _try(self, act: str, how: int) -> None:
        town, proposal, now = self.town, self.proposal, self.town.now
        if act == "publish":
            town.publish(hours=how)
        elif act == "wait":
            town.now += timedelta(hours=how)
        elif act == "sponsor":
            sponsors.sponsor(town.store, proposal, town.id(how), now)
        elif act == "unsponsor":
            sponsors.withdraw_support(town.store, proposal, town.id(how), now)
        elif act == "vote":
            town.cast(proposal, how)
        elif act == "revise":
            wording = Wording("A bench", "To sit.", f"{now.isoformat()} by {how}", why="Better.")
            versions.revise(town.store, proposal, town.id(how), wording, self._version(), now)
        elif act == "argue":
            arguments.argue(town.store, proposal, town.id(how), ArgumentKind.FOR, now.isoformat(), now)
        elif act == "withdraw":
            proposals.withdraw(town.store, proposal, town.id(0), "", now)
        else:
            moderation.invalidate(town.store, proposal, ModerationReason.INSULT, town.steward, now)

    def _version(self) -> int:
        with self.town.store.unit() as unit:
            found = unit.proposals.get(self.proposal)
        return found.version if found else 0

    def check(self) -> None:
        """Hold what must hold after every act."""
        events = self.events()
        assert events[: len(self.seen)] == self.seen, "an event was lost or changed"
        self.seen = events
        assert all(one.at <= other.at for one, other in pairwise(events))
        state_after(events)
        for start, end, least in WINDOWS:
            begun, ended = at_of(events, start), at_of(events, end)
            assert begun is None or ended is None or ended - begun >= least, f"{end} came too early"
        self._check_count(events)

    def _check_count(self, events: list[Recorded]) -> None:
        path = self.town.record / "proposals" / self.proposal / "result.json"
        if not path.exists():
            return
        shut = timetable(events, POLICY).shut
        assert shut is not None and shut.minute == shut.second == 0
        assert json.loads(path.read_bytes())["result"]["cast"] == len(self.voters)


def opened(folder: str) -> World:
    town = Town(Path(folder), people=PEOPLE, catalogue=a_catalogue(policies=by_slug(POLICY)))
    return World(town, town.sponsoring())


@settings(max_examples=25)
@given(st.sampled_from([[], ON_THE_WAY]), st.lists(ACTS, min_size=4, max_size=18))
def test_no_order_of_acts_and_clocks_breaks_a_rule(
    way: list[tuple[str, int]], acts: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        world = opened(folder)
        for act, how in [*way, *acts]:
            world.do(act, how)
            world.check()


def test_a_vote_that_was_closed_takes_nothing_whatever_the_clock_says(tmp_path: Path) -> None:
    world = opened(str(tmp_path))
    for act, how in [*ON_THE_WAY, ("vote", 1), ("publish", 24 * 8)]:
        world.do(act, how)
    closed = world.town.now
    for moment in (closed, closed - timedelta(days=6), closed.replace(year=closed.year + 1)):
        world.town.now = moment
        world.do("vote", 2)
        world.check()

    assert world.town.state(world.proposal) is State.PROVISIONAL
    assert world.voters == {1}
