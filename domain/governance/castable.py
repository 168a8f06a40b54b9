"""What a voter may put in the box: the canonical text of a ballot that the policy's method can count."""

from __future__ import annotations

from collections.abc import Sequence

from domain.governance.choice import ChoiceUnreadable, read_choice
from domain.governance.methods.box import BLANK
from domain.governance.methods.consent import Answer
from domain.governance.methods.result import BallotUnreadable
from domain.governance.methods.yes_no import Choice
from domain.governance.policy import OF_ONE_QUESTION, Method, Policy
from domain.governance.proposal import Option
from domain.governance.tally import box_of
from domain.governance.vote import case_of

ANSWERS = {
    Method.YES_NO: frozenset({Choice.YES, Choice.NO, Choice.ABSTAIN}),
    Method.CONSENT: frozenset(Answer),
}
"""What can be answered where there is one question."""


def valid_choice(policy: Policy, options: Sequence[Option], text: str) -> bool:
    """
    Tell whether *text* is a ballot that counts as valid, or as blank, in this vote.

    An invalid ballot is not among them: on a screen a mistake is told to its voter, and only what lies on paper
    can be spoiled.
    """
    if text == BLANK:
        return True
    if policy.method in OF_ONE_QUESTION:
        return text in ANSWERS[policy.method]
    try:
        read_choice(text)
        box = box_of(case_of(policy, options, [text], 1))
    except (ChoiceUnreadable, BallotUnreadable):
        return False
    return box.valid == 1
