"""What a policy means for a roll, in plain sentences, and what of it can never be met there."""

from __future__ import annotations

from collections.abc import Iterator

from domain.governance.method_rules import uses
from domain.governance.policy import (
    Base,
    ConstituencyRule,
    Method,
    NetworkTooSmall,
    Policy,
    Proportion,
    Secrecy,
    TieRule,
    default_sponsors,
)
from domain.governance.terms import Terms, Unmet, least_roll, out_of_reach, terms
from domain.privacy import SPLIT_FROM_BALLOTS

SIZES = (3, 20, 40, 100, 1000)

COUNTED = {
    Method.YES_NO: "yes and no are counted against each other",
    Method.CONSENT: "one objection stops it",
    Method.PLURALITY: "the most votes win",
    Method.APPROVAL: "the most ticks win",
    Method.SCORE: "the highest sum of scores wins",
    Method.STAR: "the two highest sums go into a runoff",
    Method.IRV: "the last goes out, round by round",
    Method.SCHULZE: "every two options are compared, by Schulze's method",
    Method.RANKED_PAIRS: "every two options are compared, clear majorities first",
    Method.STV: "seats are filled by the single transferable vote",
    Method.DOTS: "the most points win",
    Method.QUADRATIC: "the most votes win, each vote costing more than the one before",
    Method.BUDGET_GREEDY: "projects are bought by how many ticked them, until the money is spent",
    Method.BUDGET_EQUAL_SHARES: "every voter has an equal share of the money",
}

_BASES = {
    Base.YES: "of the roll in favour",
    Base.YES_NO: "of yes and no",
    Base.VALID: "of the valid ballots",
    Base.CAST: "of the ballots cast",
    Base.ELIGIBLE: "of the roll",
}


def sentences(policy: Policy, members: int) -> Iterator[str]:
    """
    Yield what *policy* means for a roll of *members*, line by line.

    Raises:
        NetworkTooSmall: it leaves its numbers to the defaults, and the roll is too small for them.
    """
    reading = terms(policy, members)
    rules = "".join(f", {rule} {getattr(policy.rules, rule)}" for rule in uses(policy.method))
    yield f"{policy.slug}, version {policy.version}: {policy.method.value}{rules}; {COUNTED[policy.method]}."
    yield f"  with {_count(members, 'member')}: {_numbers(policy, reading)}."
    yield f"  {_passes(policy)}"
    yield f"  {_windows(reading)}"
    yield from (f"  {line}" for line in _besides(policy))


def sizes(policy: Policy) -> str:
    """Return the numbers of *policy* for networks of different sizes, as one line."""
    told = []
    for members in SIZES:
        try:
            reading = terms(policy, members)
        except NetworkTooSmall:  # pragma: no cover  # SIZES begin where the defaults do
            continue
        out = " (can never be met)" if out_of_reach(policy, reading) else ""
        told.append(f"{members}: {reading.sponsors}/{reading.quorum_votes}{out}")
    return f"  sponsors/quorum by members: {', '.join(told)}"


def never_met(policy: Policy, members: int) -> Iterator[tuple[str, str, str]]:
    """Yield what of *policy* can never be met by *members*: the field, what is wrong, how to mend it."""
    try:
        reading = terms(policy, members)
    except NetworkTooSmall:
        # The first of the two that is left to the default.
        field = "sponsors" if policy.sponsors is None else "quorum"
        what = f"with {_count(members, 'member')} on the roll there is no default."
        yield field, f"{field} is 'default', and {what}", "Give the number yourself."
        return
    for unmet in out_of_reach(policy, reading):
        yield unmet.value, *_why(unmet, policy, reading)


def _why(unmet: Unmet, policy: Policy, reading: Terms) -> tuple[str, str]:
    roll = _count(reading.members, "member")
    if unmet is Unmet.SPONSORS:
        most = default_sponsors(reading.members) if reading.members > 2 else reading.members - 1
        return (
            f"it asks for {_count(reading.sponsors, 'sponsor')}, and with {roll} there are "
            f"{reading.members - 1} besides the author.",
            f"Write default or a number up to {most}." if most else "A network of one has nobody to sponsor.",
        )
    if unmet is Unmet.CONSTITUENCY:
        needs = f"{policy.constituency.value} needs a roll of at least {least_roll(policy.constituency)}"
        return f"{needs}, and it has {roll}.", "Choose everyone or open_voice."
    votes = reading.quorum_votes if unmet is Unmet.QUORUM else reading.approval_votes
    return f"it asks for {_count(votes, 'vote')} of {roll}.", "Ask for a smaller share of the roll."


def _numbers(policy: Policy, reading: Terms) -> str:
    what = {Method.YES_NO: "yes vote", Method.CONSENT: "consent"}.get(policy.method, 'vote above "none of these"')
    if reading.quorum_base is Base.YES:
        quorum = _count(reading.quorum_votes, what)
    else:
        quorum = _count(reading.quorum_votes, "valid ballot" if reading.quorum_base is Base.VALID else "ballot")
    more = f", and besides {_count(reading.approval_votes, 'vote')} in favour" if reading.approval_votes else ""
    return f"{_count(reading.sponsors, 'sponsor')}, {quorum}{more}"


def _passes(policy: Policy) -> str:
    if policy.method is Method.CONSENT:
        return "Passes when nobody objects and somebody consents."
    if policy.method is Method.YES_NO:
        return f"Passes when {_share(policy.threshold)} say yes."
    if policy.threshold.base is Base.YES_NO:
        size = _share(policy.threshold).removesuffix(_BASES[Base.YES_NO])
        return f'An option can win when {size}of those who put it above or below "none of these" put it above.'
    return f'An option can win when {_share(policy.threshold)} put it above "none of these".'


def _share(share: Proportion) -> str:
    half = share.den == 2 * share.num
    size = "half" if half else f"{share.num} in {share.den}"
    return f"{'more than' if share.strict else 'at least'} {size} {_BASES[share.base]}"


def _windows(reading: Terms) -> str:
    return (
        f"At most {_count(reading.sponsoring_days, 'day')} to find sponsors; then "
        f"{_count(reading.deliberation_days, 'day')} to talk, {_count(reading.frozen_hours, 'hour')} frozen, "
        f"{_count(reading.voting_days, 'day')} to vote, {_count(reading.challenge_hours, 'hour')} to challenge: "
        f"certified {_count(reading.shortest.days, 'day')} later at the earliest."
    )


def _besides(policy: Policy) -> Iterator[str]:
    if policy.constituency in (ConstituencyRule.CONCURRENT, ConstituencyRule.SECOND_READING):
        yield f"{policy.constituency.value} needs a group of at least {SPLIT_FROM_BALLOTS} on the roll."
    elif policy.constituency is ConstituencyRule.OPEN_VOICE:
        yield "The group advises in the open before the vote, and the decision answers it."
    if policy.secrecy is Secrecy.OPEN:
        yield "Names and choices are published after the close."
    if policy.tie is TieRule.LOOK_BACK:
        yield "A tie looks back at earlier rounds."
    elif policy.tie is TieRule.DRAW:
        yield "A tie is drawn by lot."
    if policy.paper:
        yield "Ballots on paper are taken too."


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {_many(what)}"


def _many(what: str) -> str:
    head, _space, tail = what.partition(" above")
    return f"{head}s{_space}{tail}"
