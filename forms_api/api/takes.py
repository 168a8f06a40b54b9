"""
What each route that changes something takes: its form, or nothing but the press of its button.

The description of the service is made from this table, and a button that is sent fields is refused by it. A test
holds each line to the form that its view really reads.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, request
from flask.typing import ResponseReturnValue

from forms_api.api.bodies import refuse_unknown, sent_names
from forms_api.auth.csrf import FIELD
from forms_api.forms import (
    acting,
    address,
    admission,
    advice,
    availability,
    ballots,
    base,
    challenges,
    cohorts,
    crisis,
    deliberation,
    draws,
    entry,
    erasure,
    exchange,
    gatherings,
    importing,
    join,
    matching,
    mentoring,
    moderation,
    paper,
    promises,
    proposals,
    receipts,
    reviews,
    sign_in,
    vouches,
)
from forms_api.forms import desk_roll as roll

Forms = tuple[type[base.BaseForm], ...]

BUTTON: Forms = ()
TAKES: dict[str, Forms] = {
    "acting.choose": (acting.ActForForm,),
    "acting.stop": BUTTON,
    "address.ask": (address.AddressForm,),
    "address.link": (base.ActForm,),
    "admission.met": BUTTON,
    "admission.show": (admission.StepForm,),
    "admission.turn_away": (admission.StepForm,),
    "advice.advise": (advice.AdviceForm,),
    "advice.answer": (advice.AnswerForm,),
    "amendments.new": (deliberation.AmendmentForm,),
    "amendments.show": (deliberation.AnswerForm,),
    "amendments.withdraw": BUTTON,
    "attendance.mark": (cohorts.AttendanceForm,),
    "availability.edit": (availability.AvailabilityForm,),
    "availability.forget": BUTTON,
    "availability.renew": BUTTON,
    "ballot_codes.cast": (paper.CodeBallotForm,),
    "ballot_codes.change": (paper.CodeBallotForm,),
    "ballot_codes.check": (paper.CodeBallotForm,),
    "ballot_codes.show": (paper.OpenForm,),
    "ballots.cast": (ballots.BallotForm,),
    "ballots.change": (ballots.BallotForm,),
    "ballots.check": (ballots.BallotForm,),
    "challenges.answer": (challenges.RemedyForm,),
    "challenges.by_code": (challenges.CodeChallengeForm,),
    "challenges.challenge": (challenges.ChallengeForm,),
    "checks.index": (admission.PaperForm,),
    "checks.strike": BUTTON,
    "coauthors.answer": (deliberation.WriteWithForm,),
    "coauthors.index": (deliberation.CoauthorForm,),
    "coauthors.remove": BUTTON,
    "cohorts.complete": (cohorts.CompletionForm,),
    "cohorts.enrol": BUTTON,
    "cohorts.invitation": (cohorts.InvitationForm,),
    "cohorts.leave": BUTTON,
    "cohorts.name": (cohorts.NameForm,),
    "cohorts.role": BUTTON,
    "cohorts.step_down": BUTTON,
    "cohorts.undo": BUTTON,
    "crisis.agree": BUTTON,
    "crisis.answer": (crisis.AnswerForm,),
    "crisis.draft_class": BUTTON,
    "crisis.end": BUTTON,
    "crisis.index": (crisis.AskForm,),
    "crisis.type_in": (crisis.AnswerForm,),
    "crisis.withdraw": BUTTON,
    "draws.commit": (draws.SecretForm,),
    "draws.drawn": (draws.DrawnForm,),
    "draws.name": (draws.PublicDrawForm,),
    "draws.reveal": (draws.SecretForm,),
    "entry.allow": BUTTON,
    "entry.edit": (entry.EntryForm,),
    "entry.leave": (base.ActForm,),
    "entry.withdraw": BUTTON,
    "erasing.index": (erasure.AskedForm,),
    "erasing.take_back": BUTTON,
    "erasure.agree": (base.ActForm,),
    "erasure.mine": (erasure.EraseForm,),
    "exchanges.confirm": BUTTON,
    "exchanges.correct": (exchange.DoneForm,),
    "exchanges.new": (exchange.GivenForm,),
    "exchanges.take_back": BUTTON,
    "gatherings.confirm": BUTTON,
    "gatherings.new": (gatherings.GatheringForm,),
    "gatherings.not_there": BUTTON,
    "gatherings.take_back": BUTTON,
    "hand.index": (acting.RecordForm,),
    "hand.revoke": BUTTON,
    "hiding.entry": (admission.HideForm,),
    "hiding.show_again": BUTTON,
    "importing.bring": (importing.ImportForm,),
    "join.ask": (join.JoinForm,),
    "mandates.index": (acting.MandateForm,),
    "mandates.revoke": BUTTON,
    "matches.channel": BUTTON,
    "matches.choose": BUTTON,
    "matches.confirm": BUTTON,
    "matches.could_not": BUTTON,
    "matches.decline": BUTTON,
    "matches.done": (exchange.DoneForm,),
    "matches.keep_apart": BUTTON,
    "matches.message": (exchange.MessageForm,),
    "matches.take_back": BUTTON,
    "matches.withdraw": BUTTON,
    "matching.suggest": (matching.SuggestForm,),
    "mentoring.ask": (mentoring.MentorForm,),
    "mentoring.let_go": BUTTON,
    "mentoring.say": (mentoring.MentoringForm,),
    "moderation.remove": (moderation.ReasonForm,),
    "moderation.remove_words": (moderation.ReasonForm,),
    "moderation.restore": BUTTON,
    "moderation.restore_words": BUTTON,
    "moderation.stop": (moderation.ReasonForm,),
    "needs.could": (exchange.CouldForm,),
    "own_data.everything": BUTTON,
    "paper.letters": (paper.LettersForm,),
    "paper_table.all_in": (base.ActForm,),
    "paper_table.begin": (paper.BeginForm,),
    "paper_table.confirm": (paper.ComparedForm,),
    "paper_table.enter": (paper.SheetForm,),
    "paper_table.take_out": (paper.NumberForm,),
    "paper_table.throw_away": (base.ActForm,),
    "promises.finish": BUTTON,
    "promises.settle": (promises.SettleForm,),
    "promises.show": (promises.PromiseForm,),
    "proposals.answer": (deliberation.ReplyForm,),
    "proposals.argue": (proposals.ArgumentForm,),
    "proposals.discard": BUTTON,
    "proposals.edit": (proposals.ProposalForm,),
    "proposals.keep_support": BUTTON,
    "proposals.new": (proposals.ProposalForm,),
    "proposals.sponsor": (proposals.SponsorForm,),
    "proposals.submit": BUTTON,
    "proposals.withdraw": (proposals.WithdrawForm,),
    "proposals.withdraw_support": BUTTON,
    "receipts.tell": (receipts.CountedForm,),
    "recounts.end": BUTTON,
    "recounts.late": (challenges.LateForm,),
    "recounts.take_back": (challenges.TakeBackForm,),
    "recounts.void": (challenges.VoidForm,),
    "reviews.write": (reviews.ReviewForm,),
    "roll.paste": (roll.RollForm,),
    "share.change": (exchange.ChangeForm,),
    "share.compose": (exchange.ShareForm,),
    "share.pause": BUTTON,
    "share.renew": BUTTON,
    "share.resume": BUTTON,
    "share.withdraw": BUTTON,
    "sign_in.again": (sign_in.AgainForm,),
    "sign_in.again_by_mail": (sign_in.AgainByMailForm,),
    "sign_in.ask": (sign_in.AskForm,),
    "sign_in.code": (sign_in.CodeForm,),
    "sign_in.leave": BUTTON,
    "sign_in.leave_everywhere": BUTTON,
    "sign_in.link": (sign_in.LinkForm,),
    "versions.revise": (deliberation.RevisionForm,),
    "vote_mails.start": BUTTON,
    "vote_mails.stop": BUTTON,
    "vouches.new": (vouches.VouchForm,),
    "vouches.withdraw": BUTTON,
}
ELSEWHERE = ("demo.", "vote_mails.by_address")
"""Routes of the demo, and what a mailbox sends by itself: neither is for programs of ours."""


def register(app: Flask) -> None:
    """Refuse fields where a route takes none; to be called once all views are there."""
    for endpoint, view in app.view_functions.items():
        if TAKES.get(endpoint) == BUTTON:
            app.view_functions[endpoint] = _button(view)


def _button(view: Callable[..., Any]) -> Callable[..., ResponseReturnValue]:
    @wraps(view)
    def pressed(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if request.method == "POST" and (names := sent_names() - {FIELD}):
            refuse_unknown(names)
        answer: ResponseReturnValue = view(*args, **kwargs)
        return answer

    return pressed
