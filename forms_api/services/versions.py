"""
The wordings of a proposal between its submission and the freeze: changed by who writes it, each one kept.

Two people may be writing at once: who is second is told, and loses nothing of what they typed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain.governance.deliberation import (
    MOST_VERSIONS,
    Version,
    same_words,
    version_id,
    version_of,
    with_ids,
)
from domain.governance.outcome import BEFORE_THE_FREEZE
from domain.governance.proposal import Option, Proposal
from forms_api.services.ids import new_id
from forms_api.services.options import check_options
from forms_api.services.proposal_events import standing_in, submitted
from forms_api.services.refusals import N_, Refused
from forms_api.store.base import Store, UnitOfWork


class NotAWriter(Refused):
    message = N_("Only those who write this proposal can do this: its author, and co-authors they have asked.")
    status = 403


class EditedMeanwhile(Refused):
    message = N_(
        "Somebody has changed the text while you were writing: it is now version %(number)s. "
        "What you typed is still here. Read what has changed, put both together, and save again."
    )


class NothingChanged(Refused):
    message = N_("Nothing has changed: this is what the proposal says already.")


class TooManyVersions(Refused):
    message = N_("This proposal has %(most)s versions, which is as many as one may have. Its text stays as it is.")


class NoSuchVersion(Refused):
    message = N_("There is no such version of this proposal.")
    status = 404


@dataclass(frozen=True)
class Wording:
    """What a writer makes of the proposal; *why* says in a sentence what has changed."""

    title: str
    summary: str
    text: str
    options: tuple[Option, ...] = ()
    why: str = ""


def writes(proposal: Proposal, member: str) -> bool:
    """Tell whether *member* is the author or a co-author."""
    return member == proposal.author or member in proposal.coauthors


def check_writer(proposal: Proposal, member: str) -> None:
    """
    Let those pass who write the proposal.

    Raises:
        NotAWriter.
    """
    if not writes(proposal, member):
        raise NotAWriter


def revise(store: Store, proposal: str, member: str, wording: Wording, base: int, now: datetime) -> Proposal:
    """
    Make *wording* the text of the proposal and keep it as a version; *base* is the version it was written on.

    Raises:
        NoSuchProposal, NotAWriter, NotNow, EditedMeanwhile, NothingChanged, TooManyVersions, OptionsWrong.
    """
    with store.unit() as unit:
        found = submitted(unit, proposal)
        check_writer(found, member)
        standing_in(unit, found, BEFORE_THE_FREEZE, now)
        changed = replace(
            found,
            title=wording.title,
            summary=wording.summary,
            text=wording.text,
            options=with_ids(wording.options, found.options),
        )
        if base != found.version and not same_words(found, changed):
            raise EditedMeanwhile(number=found.version)
        return keep(unit, found, changed, member, wording.why, now)


def keep(unit: UnitOfWork, before: Proposal, changed: Proposal, member: str, why: str, now: datetime) -> Proposal:
    """
    Store *changed* as the next version of the proposal and return it.

    Raises:
        NothingChanged, TooManyVersions, OptionsWrong.
    """
    if same_words(before, changed):
        raise NothingChanged
    if before.version >= MOST_VERSIONS:
        raise TooManyVersions(most=MOST_VERSIONS)
    if before.policy is not None:
        check_options(changed.options, before.policy)
    if unit.versions.get(version_id(before.id, before.version)) is None:
        # A proposal of before versions were kept: what it said so far is the first of them.
        unit.versions.add(version_of(before, before.made_at, before.author, new_id()))
    newest = replace(changed, version=before.version + 1)
    unit.proposals.put(newest)
    unit.versions.add(version_of(newest, now, member, new_id(), why))
    return newest


def versions_of(store: Store, proposal: str) -> tuple[Version, ...]:
    """
    Return the proposal's versions, the first at the front; one of before versions were kept has its text alone.

    Raises:
        NoSuchProposal.
    """
    with store.reading() as unit:
        found = submitted(unit, proposal)
        kept = sorted(unit.versions.where(proposal=proposal), key=lambda version: version.number)
    return tuple(kept) or (version_of(found, found.made_at, found.author, ""),)


def version(store: Store, proposal: str, number: int) -> tuple[Version, Version | None]:
    """
    Return one version and the readable one before it.

    Raises:
        NoSuchProposal, NoSuchVersion.
    """
    every = {v.number: v for v in versions_of(store, proposal)}
    if number not in every:
        raise NoSuchVersion
    earlier = [v for v in every.values() if v.number < number and not v.removed]
    return every[number], earlier[-1] if earlier else None
