"""What the values of the domain are called on a page; N_ marks them for the translators."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from domain.crisis import Answer, Way
from domain.exchange import Kind
from domain.governance.challenge import ChallengeReason, ChallengeState, VoidReason
from domain.governance.commitments import CommitmentStanding
from domain.governance.deliberation import AmendmentState
from domain.governance.lifecycle import State
from domain.governance.methods.yes_no import Choice
from domain.governance.moderation import ModerationReason, RuleBroken
from domain.governance.policy import ConstituencyRule, Secrecy
from domain.governance.proposal import ArgumentKind, PromiseState
from domain.pathways import Asks, DecidedBy
from domain.people import Audience, Fluency, Level, ProgramRole
from domain.programs import Phase, ProgramStatus
from domain.resilience import Situation
from domain.skills import Safeguarding
from presentation.translations import N_

# Pairs, not a mapping: values of different enumerations are equal where their text is ("open").
LABELS: Sequence[tuple[Enum, str]] = (
    (Level.LEARNING, N_("learning")),
    (Level.CAN_DO, N_("can do")),
    (Level.CAN_TEACH, N_("can teach")),
    (Fluency.FIRST, N_("first language")),
    (Fluency.FLUENT, N_("fluent")),
    (Fluency.GOOD, N_("good")),
    (Fluency.BASIC, N_("a little")),
    (Audience.NOBODY, N_("nobody")),
    (Audience.STEWARDS, N_("stewards")),
    (Audience.MATCHED, N_("members I am matched with")),
    (Audience.MEMBERS, N_("all members")),
    (Audience.PUBLIC, N_("everybody, on the website")),
    (ProgramRole.ATTENDEE, N_("attendee")),
    (ProgramRole.APPRENTICE, N_("apprentice")),
    (ProgramRole.PEER_MENTOR, N_("peer mentor")),
    (ProgramRole.FACILITATOR, N_("facilitator")),
    (ProgramRole.HOST, N_("host")),
    (ProgramRole.STEWARD, N_("steward")),
    (Asks.COMPLETED, N_("to have completed a cohort")),
    (Asks.HELPED, N_("to have come along for one cohort")),
    (Asks.MENTORED, N_("to have been a peer mentor for one cohort")),
    (DecidedBy.THEMSELF, N_("they themself, by saying yes to the invitation")),
    (DecidedBy.LEADERS, N_("those who lead the cohort, after asking them")),
    (ProgramStatus.PLANNED, N_("Planned")),
    (ProgramStatus.RUNNING, N_("Running")),
    (ProgramStatus.PAUSED, N_("Paused")),
    (ProgramStatus.ENDED, N_("Ended")),
    (Phase.AHEAD, N_("Ahead")),
    (Phase.NOW, N_("Now")),
    (Phase.OVER, N_("Over")),
    (Situation.ENVIRONMENTAL, N_("Weather and nature")),
    (Situation.ECONOMIC, N_("Work and money")),
    (Situation.HEALTH, N_("Health")),
    (Answer.YES, N_("yes")),
    (Answer.LATER, N_("later")),
    (Answer.NO, N_("no")),
    (Way.WEB, N_("by web")),
    (Way.CODE, N_("by printed code")),
    (Way.PHONE, N_("by telephone")),
    (Way.PAPER, N_("on paper")),
    (Way.IN_PERSON, N_("in person")),
    (Safeguarding.OPEN, N_("Nothing special")),
    (Safeguarding.VOUCHED, N_("Members who know the person vouch for them")),
    (Safeguarding.CHECKED, N_("Members vouch for the person, and a steward has seen a record check in date")),
    (Safeguarding.LICENSED, N_("Members vouch for the person, and a steward has seen a licence in date")),
    (Kind.HOURS, N_("hours")),
    (Kind.MEALS, N_("meals")),
    (Kind.THINGS, N_("things lent")),
    (State.DRAFT, N_("Draft")),
    (State.SPONSORING, N_("Looking for sponsors")),
    (State.DELIBERATION, N_("Being discussed")),
    (State.FROZEN, N_("Frozen, voting next")),
    (State.VOTING, N_("Voting")),
    (State.PROVISIONAL, N_("Counted, may be challenged")),
    (State.RECOUNT, N_("Being counted again")),
    (State.ADOPTED, N_("Adopted")),
    (State.REJECTED, N_("Rejected")),
    (State.NO_QUORUM, N_("No quorum")),
    (State.TIED, N_("Tied")),
    (State.IMPLEMENTING, N_("Adopted, under way")),
    (State.DONE, N_("Done")),
    (State.WITHDRAWN, N_("Withdrawn")),
    (State.LAPSED, N_("Lapsed")),
    (State.INVALID, N_("Invalid")),
    (Choice.YES, N_("Yes")),
    (Choice.NO, N_("No")),
    (Choice.ABSTAIN, N_("Abstain")),
    (Choice.BLANK, N_("Blank")),
    (Choice.INVALID, N_("Not valid")),
    (ArgumentKind.FOR, N_("For")),
    (ArgumentKind.AGAINST, N_("Against")),
    (ArgumentKind.NEUTRAL, N_("Neither for nor against")),
    (ArgumentKind.QUESTION, N_("Questions")),
    (ArgumentKind.ANSWER, N_("Answers")),
    (AmendmentState.OPEN, N_("not answered yet")),
    (AmendmentState.ACCEPTED, N_("taken into the text")),
    (AmendmentState.OPTION, N_("an option of its own")),
    (AmendmentState.DECLINED, N_("declined")),
    (AmendmentState.WITHDRAWN, N_("taken back")),
    (ChallengeReason.MISSING, N_("A ballot is missing from the count")),
    (ChallengeReason.OTHER_CHOICE, N_("A ballot stands there with another choice")),
    (ChallengeReason.WRONG_VOTER, N_("Somebody voted who may not, or twice")),
    (ChallengeReason.WRONG_COUNT, N_("The count is wrong")),
    (ChallengeReason.RULE_BROKEN, N_("A rule of the rule book was not kept")),
    (ChallengeState.OPEN, N_("not answered yet")),
    (ChallengeState.NO_CHANGE, N_("answered, nothing changes")),
    (ChallengeState.RECOUNTED, N_("answered, counted again")),
    (VoidReason.DUPLICATE_PERSON, N_("the same person voted twice")),
    (VoidReason.NOT_ON_ROLL, N_("its voter was not on the roll")),
    (VoidReason.ENTERED_TWICE, N_("it was entered twice at the table")),
    (VoidReason.WRONG_VOTE, N_("it belonged to another vote")),
    (VoidReason.CANNOT_BE_OPENED, N_("it was promised, but nothing is left that shows what it said")),
    (CommitmentStanding.AHEAD, N_("not begun")),
    (CommitmentStanding.BEGUN, N_("begun")),
    (CommitmentStanding.LATE, N_("late")),
    (CommitmentStanding.KEPT, N_("kept")),
    (CommitmentStanding.KEPT_LATE, N_("kept late")),
    (CommitmentStanding.BROKEN, N_("not kept")),
    (PromiseState.OPEN, N_("not begun")),
    (PromiseState.BEGUN, N_("begun")),
    (PromiseState.KEPT, N_("kept")),
    (PromiseState.BROKEN, N_("not kept")),
    (ModerationReason.PERSONAL, N_("it told something private about a person")),
    (ModerationReason.INSULT, N_("it insulted somebody")),
    (ModerationReason.THREAT, N_("it threatened somebody")),
    (ModerationReason.UNLAWFUL, N_("the law forbids it")),
    (ModerationReason.ADVERTISING, N_("it was advertising")),
    (ModerationReason.OFF_TOPIC, N_("it was about something else")),
    (RuleBroken.ROLL_TOO_SMALL, N_("too few members were on the roll for its rule book")),
    (RuleBroken.LOST, N_("its ballots were lost with the machine they lay on")),
    (ConstituencyRule.EVERYONE, N_("Everybody decides together.")),
    (ConstituencyRule.CONCURRENT, N_("Everybody and the group it concerns most must both say yes.")),
    (
        ConstituencyRule.OPEN_VOICE,
        N_(
            "Before the vote those who use the program give their advice in the open. "
            "Everybody decides, and the decision must answer that advice in writing."
        ),
    ),
    (
        ConstituencyRule.SECOND_READING,
        N_(
            "If everybody and the group it concerns most differ, there are seven more days to talk; "
            "then everybody decides and publishes the answer."
        ),
    ),
    (
        Secrecy.PSEUDONYMOUS,
        N_(
            "Ballots are published without names, under pseudonyms made for this vote alone. "
            "Nobody can read one before the close."
        ),
    ),
    (Secrecy.OPEN, N_("Names and choices are published after the close.")),
)

_NAMES = {(type(value), value.value): name for value, name in LABELS}


def label(value: Enum) -> str:
    """Return the English name of *value*, which the translators know."""
    return _NAMES[type(value), value.value]
