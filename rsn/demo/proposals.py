"""The demo's proposals, replayed through the services the forms use: drafts, support, words, votes, promises."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from domain.catalogue import Catalogue
from domain.governance.choice import KEYS, write_choice
from domain.governance.deliberation import with_ids
from domain.governance.lifecycle import Event, State, state_after
from domain.governance.moderation import ModerationReason
from domain.governance.proposal import ArgumentKind, Option, PromiseState
from forms_api.services import advice, arguments, ballots, moderation, promises, proposals, sponsors
from forms_api.services.proposal_events import recorded
from forms_api.store.base import Store
from rsn.demo.afterwards import Afterwards
from rsn.demo.deliberation import plan_deliberation
from rsn.demo.people import member_id
from rsn.demo.reading import Item, offset, read
from rsn.demo.replay import Act, Replay


class NotTheStage(Exception):
    """A proposal of the demo did not come out at the stage its author wrote."""

    def __init__(self, key: str, wanted: str, found: State) -> None:
        super().__init__(f"The demo's proposal {key!r} is {found.value!r} and should be {wanted!r}.")
        self.key = key


def replay_proposals(store: Store, catalogue: Catalogue, record: Path, now: datetime) -> None:
    """
    Bring the store and the record to where the demo's proposals stand at *now*.

    Raises:
        NotTheStage: a proposal came out at another stage than rsn/demo/proposals.yaml says.
    """
    hour = now.replace(minute=0, second=0, microsecond=0)
    script = Script(Replay(store, catalogue, record, hour))
    after = Afterwards(script.replay, script.ids)
    script.replay.after = {
        Event.OPEN: script.plan_votes,
        Event.CLOSE: after.plan_challenges,
        Event.CERTIFY_ADOPTED: script.plan_promises,
    }
    for item in script.items.values():
        script.plan(item)
    plan_deliberation(store, script.ids, script.plan_at)
    after.plan_reviews(script.plan_at)
    script.replay.run()
    for key, item in script.items.items():
        with store.reading() as unit:
            found = state_after(event.recorded for event in recorded(unit, script.ids[key]))
        if found.value != item["stage"]:
            raise NotTheStage(key, item["stage"], found)


@dataclass
class Script:
    """What the demo's authors wrote, and the ids that proposals and promises got."""

    replay: Replay
    items: dict[str, Item] = field(default_factory=lambda: {i["key"]: i for i in read("proposals", timedelta(0))})
    votes: dict[str, list[Item]] = field(default_factory=lambda: dict(read("ballots", timedelta(0))))
    ids: dict[str, str] = field(default_factory=dict)

    def plan(self, item: Item) -> None:
        """Plan all that people do with a proposal before it is voted on."""
        key, author = item["key"], member_id(item["author"])
        self._at(item["made"], self._write(key, author, item))
        if item.get("submitted"):
            self._at(item["submitted"], self._submit(key, author))
        for support in item.get("sponsors") or ():
            self._at(support["at"], self._sponsor(key, support))
        for said in item.get("arguments") or ():
            self._at(said["at"], self._argue(key, said))
        for advised in item.get("advice") or ():
            self._at(advised["at"], self._advise(key, advised))
        if item.get("answer"):
            self._at(item["answer"]["at"], self._answer(key, item["answer"]))
        for removed in item.get("removed") or ():
            self._at(removed["at"], self._remove(key, item["arguments"][removed["argument"]], removed))
        if item.get("withdrawn"):
            self._at(item["withdrawn"]["at"], self._withdraw(key, author, item["withdrawn"]))

    def plan_votes(self, proposal: str, opened: datetime) -> None:
        """Plan the ballots of a vote that has just opened."""
        for number, item in enumerate(self.votes.get(self._key_of(proposal), ())):
            self.replay.at(opened + offset(item["after"]), self._cast(proposal, item, number))

    def plan_promises(self, proposal: str, certified: datetime) -> None:
        """Plan what a steward writes down after an adoption, and what becomes of it."""
        key = self._key_of(proposal)
        made = self.items[key].get("promises") or ()
        for number, item in enumerate(made):
            self.replay.at(certified + timedelta(hours=1), self._promise(key, item, number))
            if item["state"] != PromiseState.OPEN:
                self._at(item["settled"], self._settle(key, item, number))
        if self.items[key]["stage"] == State.DONE:
            self._at(max((item["settled"] for item in made), key=offset), self._finish(key))

    def plan_at(self, when: str, act: Act) -> None:
        """Plan an act for the hour *when*, an offset from now."""
        self._at(when, act)

    def _at(self, when: str, act: Act) -> None:
        self.replay.at(self.replay.now + offset(when), act)

    def _key_of(self, proposal: str) -> str:
        return next(key for key, found in self.ids.items() if found == proposal)

    @property
    def _steward(self) -> str:
        with self.replay.store.reading() as unit:
            return unit.members.where(steward=True)[0].id

    def _write(self, key: str, author: str, item: Item) -> Act:
        draft = proposals.Draft(
            title=item["title"],
            summary=item["summary"].strip(),
            text=item["text"].strip(),
            policy=item["policy"],
            program=item.get("program") or "",
            named=bool(item.get("named")),
            options=with_ids([_option(option) for option in item.get("options") or ()]),
        )

        def write(moment: datetime) -> None:
            replay = self.replay
            self.ids[key] = proposals.write_draft(replay.store, replay.catalogue, author, draft, moment).id

        return write

    def _submit(self, key: str, author: str) -> Act:
        def submit(moment: datetime) -> None:
            replay = self.replay
            self.ids[key] = proposals.submit(replay.store, replay.catalogue, self.ids[key], author, moment).id

        return submit

    def _sponsor(self, key: str, item: Item) -> Act:
        return lambda moment: sponsors.sponsor(
            self.replay.store, self.ids[key], member_id(item["by"]), moment, named=bool(item.get("named"))
        )

    def _argue(self, key: str, item: Item) -> Act:
        return lambda moment: arguments.argue(
            self.replay.store,
            self.ids[key],
            member_id(item["by"]),
            ArgumentKind(item["kind"]),
            item["text"].strip(),
            moment,
            named=bool(item.get("named")),
        )

    def _advise(self, key: str, item: Item) -> Act:
        return lambda moment: advice.advise(
            self.replay.store,
            self.replay.catalogue,
            self.ids[key],
            member_id(item["by"]),
            item["text"].strip(),
            moment,
            named=bool(item.get("named")),
        )

    def _answer(self, key: str, item: Item) -> Act:
        return lambda moment: advice.answer(
            self.replay.store, self.ids[key], item["text"].strip(), member_id(item["by"]), moment
        )

    def _remove(self, key: str, said: Item, item: Item) -> Act:
        def remove(moment: datetime) -> None:
            with self.replay.store.reading() as unit:
                there = unit.arguments.where(proposal=self.ids[key], member=member_id(said["by"]))
            found = next(argument for argument in there if argument.text == said["text"].strip())
            reason, steward = ModerationReason(item["reason"]), member_id(item["by"])
            moderation.remove_argument(self.replay.store, found.id, reason, steward, moment)

        return remove

    def _withdraw(self, key: str, author: str, item: Item) -> Act:
        return lambda moment: proposals.withdraw(self.replay.store, self.ids[key], author, item["reason"], moment)

    def _cast(self, proposal: str, item: Item, number: int) -> Act:
        drawn = iter(range(1000))

        def chance(size: int) -> bytes:
            # The same demo has the same bytes; its ballots are nobody's secret.
            return hashlib.sha512(f"demo/{proposal}/{number}/{next(drawn)}".encode()).digest()[:size]

        return lambda moment: ballots.cast(
            self.replay.store,
            self.replay.record,
            proposal,
            member_id(item["by"]),
            _choice(item),
            "",
            moment,
            form=f"demo-{number}",
            reason=item.get("reason") or "",
            token=chance,
        )

    def _promise(self, key: str, item: Item, number: int) -> Act:
        def promise(moment: datetime) -> None:
            due = (self.replay.now + offset(item["due"])).date()
            self.ids[f"{key}/{number}"] = promises.promise(
                self.replay.store, self.ids[key], item["what"], item["owner"], due, self._steward, moment
            ).id

        return promise

    def _settle(self, key: str, item: Item, number: int) -> Act:
        return lambda moment: promises.settle(
            self.replay.store,
            self.ids[f"{key}/{number}"],
            PromiseState(item["state"]),
            item.get("evidence") or "",
            self._steward,
            moment,
        )

    def _finish(self, key: str) -> Act:
        return lambda moment: promises.finish(self.replay.store, self.ids[key], self._steward, moment)


def _option(item: Item) -> Option:
    return Option("", item["title"], (item.get("text") or "").strip(), str(item.get("cost") or ""))


def _choice(item: Item) -> str:
    """Return the canonical text of a ballot, written down as a word or with one of the keys of a ballot."""
    keys = [key for key in KEYS if key in item]
    return write_choice({key: item[key] for key in keys}) if keys else str(item["choice"])
