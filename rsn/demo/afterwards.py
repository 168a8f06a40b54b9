"""What followed the counts of the demo: challenges, their answers, a recount, and looking back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.governance.challenge import ChallengeReason, VoidReason
from domain.governance.receipt import receipt_code
from forms_api.services import challenges, recounts, reviews
from forms_api.services.ballots import pseudonym_of
from forms_api.services.ids import repeatable
from rsn.demo.people import member_id
from rsn.demo.reading import Item, offset, read
from rsn.demo.replay import Act, Replay

Plan = Callable[[str, Act], None]
"""Plans an act for the hour that an offset from now names."""


class Afterwards:
    """The acts that follow the counts of the demo; *ids* tells a proposal's number by its key."""

    def __init__(self, replay: Replay, ids: dict[str, str]) -> None:
        self._replay = replay
        self._ids = ids
        self._said: dict[str, Item] = dict(read("afterwards", timedelta(0)))
        self._made: dict[str, str] = {}

    def plan_reviews(self, at: Plan) -> None:
        """Plan the reviews of decisions that are old enough."""
        for key, said in self._said.items():
            if said.get("review"):
                at(said["review"]["at"], self._review(key, said["review"]))

    def plan_challenges(self, proposal: str, closed: datetime) -> None:
        """Plan the challenges of a vote that has just closed, and what comes of them."""
        key = next(key for key, found in self._ids.items() if found == proposal)
        for item in self._said.get(key, {}).get("challenges") or ():
            answered = item["answer"]
            self._replay.at(closed + offset(item["after"]), self._challenge(proposal, item))
            self._replay.at(closed + offset(answered["after"]), self._answer(proposal, item))
            if item.get("recount"):
                self._replay.at(
                    closed + offset(item["recount"]["after"]), self._recount(proposal, item["recount"])
                )

    def _challenge(self, proposal: str, item: Item) -> Act:
        def act(moment: datetime) -> None:
            self._made[f"{proposal}/{item['by']}"] = challenges.challenge(
                self._replay.store,
                self._replay.record,
                proposal,
                member_id(item["by"]),
                ChallengeReason(item["reason"]),
                item["words"].strip(),
                moment,
                token=repeatable("demo", proposal, item["by"]),
            ).id

        return act

    def _answer(self, proposal: str, item: Item) -> Act:
        def act(moment: datetime) -> None:
            said, made = item["answer"], self._made[f"{proposal}/{item['by']}"]
            store, remedy, who = self._replay.store, said["remedy"].strip(), member_id(said["by"])
            if item.get("recount"):
                recounts.begin(store, self._replay.record, made, remedy, who, moment)
            else:
                challenges.answer(store, made, remedy, who, moment)

        return act

    def _recount(self, proposal: str, item: Item) -> Act:
        def act(moment: datetime) -> None:
            people = [member_id(slug) for slug in item["by"]]
            for change in item.get("voids") or ():
                code = self._code(proposal, member_id(change["voter"]))
                recounts.void(self._replay.store, proposal, code, VoidReason(change["reason"]), people[0])
            for person in people:
                recounts.end(self._replay.store, proposal, person, moment)

        return act

    def _code(self, proposal: str, voter: str) -> str:
        with self._replay.store.reading() as unit:
            pseudonym = pseudonym_of(unit, proposal, voter)
            (ballot,) = unit.ballots.where(proposal=proposal, pseudonym=pseudonym)
        return receipt_code(ballot.commitment)

    def _review(self, key: str, item: Item) -> Act:
        return lambda moment: reviews.review(
            self._replay.store,
            self._ids[key],
            item["did"].strip(),
            item["learnt"].strip(),
            member_id(item["by"]),
            moment,
        )
