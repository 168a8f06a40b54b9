"""What became of the demo's proposals while people talked about them, through the services of the forms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.governance.deliberation import AmendmentKind
from domain.governance.proposal import Proposal
from forms_api.services import amendments, arguments, coauthors, versions
from forms_api.services.amendments import Offer
from forms_api.services.versions import Wording
from forms_api.store.base import Store
from rsn.demo.people import member_id
from rsn.demo.reading import Item, read
from rsn.demo.replay import Act

Plan = Callable[[str, Act], None]
"""Plans an act for the hour that an offset from now names."""


def plan_deliberation(store: Store, ids: dict[str, str], at: Plan) -> None:
    """Plan every version, amendment and answer of the demo; *ids* tells a proposal's number once it has one."""
    for key, said in dict(read("deliberation", timedelta(0))).items():
        talk = Talk(store, ids, key)
        for item in said.get("coauthors") or ():
            at(item["asked"], talk.invite(item))
            at(item["at"], talk.join(item))
        for item in said.get("versions") or ():
            at(item["at"], talk.revise(item))
        for number, item in enumerate(said.get("amendments") or (), start=1):
            at(item["at"], talk.offer(item))
            if item.get("answer"):
                at(item["answer"]["at"], talk.answer(number, item["answer"]))
        for item in said.get("answers") or ():
            at(item["at"], talk.reply(item))


class Talk:
    """The acts about one proposal, each as something to be done at its hour."""

    def __init__(self, store: Store, ids: dict[str, str], key: str) -> None:
        self._store = store
        self._ids = ids
        self._key = key

    @property
    def _proposal(self) -> Proposal:
        with self._store.reading() as unit:
            found = unit.proposals.get(self._ids[self._key])
        if found is None:
            raise LookupError(self._key)
        return found

    def invite(self, item: Item) -> Act:
        def act(moment: datetime) -> None:
            found = self._proposal
            coauthors.invite(self._store, found.id, found.author, member_id(item["by"]), moment)

        return act

    def join(self, item: Item) -> Act:
        return lambda moment: coauthors.accept(
            self._store, self._ids[self._key], member_id(item["by"]), moment, named=bool(item.get("named"))
        )

    def revise(self, item: Item) -> Act:
        def act(moment: datetime) -> None:
            found = self._proposal
            wording = Wording(
                title=item.get("title") or found.title,
                summary=item.get("summary") or found.summary,
                text=(item.get("text") or found.text).strip(),
                options=found.options,
                why=item["why"],
            )
            versions.revise(self._store, found.id, member_id(item["by"]), wording, found.version, moment)

        return act

    def offer(self, item: Item) -> Act:
        def act(moment: datetime) -> None:
            found = self._proposal
            offered = Offer(
                kind=AmendmentKind(item["kind"]),
                title=item["title"],
                text=item["text"].strip(),
                reason=item["reason"],
                named=bool(item.get("named")),
            )
            amendments.offer(self._store, found.id, member_id(item["by"]), offered, found.version, moment)

        return act

    def answer(self, number: int, item: Item) -> Act:
        answers = {"accept": amendments.accept, "option": amendments.make_option, "decline": amendments.decline}
        return lambda moment: answers[item["what"]](
            self._store, self._ids[self._key], number, member_id(item["by"]), item["reason"], moment
        )

    def reply(self, item: Item) -> Act:
        return lambda moment: arguments.answer(
            self._store,
            self._ids[self._key],
            item["to"],
            member_id(item["by"]),
            item["text"],
            moment,
            named=bool(item.get("named")),
        )
