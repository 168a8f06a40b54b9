"""
The ballot of each method: what can be filled in, and the one canonical text of what was.

Rules of this file: nothing is chosen beforehand; an empty form is no ballot, a blank one is said to be blank;
options stand in the order of their titles, "none of these" last, the same for everybody; a mistake is told at its
field with what to do, and never mended in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeVar, cast

from wtforms import BooleanField, Field, HiddenField, StringField, TextAreaField, ValidationError

from domain.governance.ballot import MAX_PHRASE, MAX_REASON
from domain.governance.choice import NONE, write_choice
from domain.governance.methods.box import BLANK
from domain.governance.methods.consent import Answer
from domain.governance.methods.yes_no import Choice
from domain.governance.policy import OF_BUDGET, Method, Policy
from domain.governance.proposal import Option
from forms_api.forms.base import BaseForm, typed
from forms_api.forms.fields import Figure, OneOf, OneRadio, Ticks, option
from forms_api.forms.text import MaxLength, Required
from forms_api.language import gettext as _
from presentation.order import by_name
from presentation.translations import N_

PAGE_SIGNS = 64
MARK_SIGNS = 4
NOTHING = N_("None of these")
YES_NO = [option(Choice.YES, N_("Yes")), option(Choice.NO, N_("No")), option(Choice.ABSTAIN, N_("Abstain"))]
CONSENT = [
    option(Answer.CONSENT, N_("I consent")),
    option(Answer.STAND_ASIDE, N_("I stand aside")),
    option(Answer.OBJECT, N_("I object, and give my reason")),
    option(BLANK, N_("Blank")),
]
MARKED = {
    Method.SCORE: "scores",
    Method.STAR: "scores",
    Method.IRV: "ranking",
    Method.SCHULZE: "ranking",
    Method.RANKED_PAIRS: "ranking",
    Method.STV: "ranking",
    Method.DOTS: "credits",
    Method.QUADRATIC: "credits",
}
"""The methods that ask something for each option, by the key of their ballots."""


class Mistake(Exception):
    """What was filled in means no ballot; *says* it at *field*."""

    def __init__(self, field: Field, says: str) -> None:
        super().__init__(says)
        self.field = field
        self.says = says


class BallotForm(BaseForm):
    """
    A ballot; *answer* is its canonical text once it validates. *page* tells one sending from another.

    Made for one vote by `ballot_class`, which sets *method*, *options* and the fields of the method.
    """

    method: ClassVar[Method]
    options: ClassVar[tuple[Option, ...]] = ()
    rules: ClassVar[Policy]
    read: ClassVar[Callable[[Any], Mapping[str, Any]]]
    answer: str = ""

    phrase: StringField
    page: HiddenField

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Tell whether the form holds a ballot; the errors stand at the fields."""
        if not super().validate(extra_validators=extra_validators):
            return False
        try:
            self.answer = write_choice(type(self).read(self))
        except Mistake as mistake:
            mistake.field.errors = [mistake.says]
            return False
        return True

    @property
    def reason(self) -> str:
        """The reason for an objection; nothing where nobody objects."""
        return typed(self["why"]) if "why" in self and self.answer == Answer.OBJECT else ""

    @property
    def marks(self) -> tuple[Field, ...]:
        """The fields of the options, in their order, that of "none of these" last."""
        return tuple(self[mark_name(one.id)] for one in self.options)

    def carried(self) -> Iterator[tuple[str, str]]:
        """Go through names and values of what was filled in, to be sent once more."""
        for field in self:
            if field.name in ("csrf_token", "page") or field.data in (None, "", False):
                continue
            values = field.data if isinstance(field, Ticks) else ["y"] if field.data is True else [field.data]
            yield from ((field.name, str(value)) for value in values)


class Marks(Figure):
    """A whole number, 0 where nothing is typed; *number* is what it comes to."""

    @property
    def number(self) -> int:
        text = (self.data or "").strip()
        return int(text) if text.isdecimal() and len(text) <= MARK_SIGNS else 0

    def pre_validate(self, form: Any) -> None:
        text = (self.data or "").strip()
        if text and not (text.isdecimal() and len(text) <= MARK_SIGNS):
            raise ValidationError(_("Enter a whole number from 0 to 9999"))


B = TypeVar("B", bound=BallotForm)


def ballot_class(policy: Policy, options: Sequence[Option], base: type[B]) -> type[B]:
    """Return the form of a ballot in a vote among *options* by *policy*; made once for all who vote in it."""
    asked = (policy.method, policy.rules, tuple(options), base)
    made = _MADE.get(asked)
    if made is None or made.rules != policy:
        if len(_MADE) >= MOST_MADE:
            _MADE.clear()
        made = _MADE[asked] = _made(policy, options, base)
    return cast("type[B]", made)


MOST_MADE = 64
_MADE: dict[tuple[Any, ...], type[BallotForm]] = {}


def _made(policy: Policy, options: Sequence[Option], base: type[B]) -> type[B]:
    standing = (*in_order(options), Option(NONE, NOTHING))
    fields, read = _FAMILIES[policy.method]
    made = {"method": policy.method, "rules": policy, "options": standing, "read": read}
    return cast("type[B]", type("Ballot", (base,), made | fields(policy, standing) | _at_the_end()))


def in_order(options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options by their titles: the same order for everybody, on the screen and on paper."""
    return tuple(sorted(options, key=lambda one: by_name(one.title, one.id)))


def mark_name(option_id: str) -> str:
    """Return the name of the field of one option."""
    return f"mark-{option_id}"


def equals_allowed(policy: Policy) -> bool:
    """Tell whether several options may share a rank."""
    return not (policy.method is Method.STV and policy.rules.arithmetic == "scottish")


Fields = dict[str, Any]
Standing = tuple[Option, ...]


def _at_the_end() -> Fields:
    # Fields stand in the order in which they are made, and so do their errors in the summary.
    return {
        "phrase": StringField(N_("A phrase of your own, if you like"), [MaxLength(MAX_PHRASE)]),
        "page": HiddenField(validators=[MaxLength(PAGE_SIGNS)]),
    }


def _blank() -> BooleanField:
    return BooleanField(N_("Blank: I take part and choose nothing"))


def _yes_no(_policy: Policy, _options: Standing) -> Fields:
    return {"choice": OneRadio(N_("Your vote"), [Required(N_("Choose yes, no or abstain"))], choices=YES_NO)}


def _consent(_policy: Policy, _options: Standing) -> Fields:
    asked = Required(N_("Choose whether you consent, stand aside or object, or vote blank"))
    return {
        "choice": OneRadio(N_("Your answer"), [asked], choices=CONSENT),
        "why": TextAreaField(N_("Your reason, if you object"), [MaxLength(MAX_REASON)]),
    }


def _plurality(_policy: Policy, options: Standing) -> Fields:
    choices = [*(option(o.id, o.title) for o in options), option(BLANK, N_("Blank"))]
    asked = Required(N_("Choose one option, none of these, or blank"))
    return {"choice": OneRadio(N_("Your vote"), [asked], choices=choices)}


def _approve(_policy: Policy, options: Standing) -> Fields:
    choices = [option(o.id, o.title) for o in options]
    return {"approve": Ticks(N_("Tick as many as you like"), choices=choices, default=()), "blank": _blank()}


def _scores(policy: Policy, options: Standing) -> Fields:
    marks = [option(str(mark), str(mark)) for mark in range((policy.rules.max_score or 1) + 1)]
    return {mark_name(o.id): OneRadio(o.title, choices=marks) for o in options} | {"blank": _blank()}


def _ranks(_policy: Policy, options: Standing) -> Fields:
    ranks = [option("", N_("no place")), *(option(str(n), str(n)) for n in range(1, len(options) + 1))]
    return {mark_name(o.id): OneOf(o.title, choices=ranks, default="") for o in options} | {"blank": _blank()}


def _credits(_policy: Policy, options: Standing) -> Fields:
    return {mark_name(o.id): Marks(o.title) for o in options} | {"blank": _blank()}


def _read_one(form: Any) -> Mapping[str, Any]:
    if form.choice.data == Answer.OBJECT and form.method is Method.CONSENT and not typed(form.why):
        raise Mistake(form.why, _("Write your reason: an objection is one with a reason"))
    return {"choice": form.choice.data}


def _read_approvals(form: Any) -> Mapping[str, Any]:
    ticked = list(form.approve.data or ())
    if form.method in OF_BUDGET and NONE in ticked and len(ticked) > 1:
        raise Mistake(form.approve, _("You ticked projects and “none of these”. Keep one or the other"))
    if _is_blank(form, form.approve, bool(ticked)):
        return {"choice": BLANK}
    return {"approve": ticked}


def _read_scores(form: Any) -> Mapping[str, Any]:
    given = {o.id: int(field.data) for o, field in zip(form.options, form.marks, strict=True) if field.data}
    return {"choice": BLANK} if _is_blank(form, form.marks[0], bool(given)) else {"scores": given}


def _read_ranks(form: Any) -> Mapping[str, Any]:
    ranked: dict[int, list[str]] = {}
    for one, field in zip(form.options, form.marks, strict=True):
        if not field.data:
            continue
        rank = int(field.data)
        if rank in ranked and not equals_allowed(form.rules):
            raise Mistake(field, _("Give each number once: %(place)s stands twice", place=rank))
        ranked.setdefault(rank, []).append(one.id)
    if _is_blank(form, form.marks[0], bool(ranked)):
        return {"choice": BLANK}
    # Ranks 1 and 3 say the same as 1 and 2: what counts is who stands above whom.
    return {"ranking": [ranked[rank] for rank in sorted(ranked)]}


def _read_credits(form: Any) -> Mapping[str, Any]:
    given = {o.id: field.number for o, field in zip(form.options, form.marks, strict=True) if field.number}
    most, spent = form.rules.rules.credits or 0, spent_on(form.method, given)
    if spent > most:
        says = _("You have given %(spent)s of %(most)s points. Take some away", spent=spent, most=most)
        raise Mistake(form.marks[0], says)
    return {"choice": BLANK} if _is_blank(form, form.marks[0], bool(given)) else {"credits": given}


def spent_on(method: Method, given: Mapping[str, int]) -> int:
    """Return what votes cost: one credit each, or under `quadratic` their square for each option."""
    return sum(votes * votes if method is Method.QUADRATIC else votes for votes in given.values())


def _is_blank(form: Any, first: Field, said: bool) -> bool:
    if said and form.blank.data:
        raise Mistake(form.blank, _("You filled something in and ticked blank. Keep one or the other"))
    if not said and not form.blank.data:
        raise Mistake(first, _("Fill in at least one, or tick blank"))
    return bool(form.blank.data)


_FAMILIES: Mapping[Method, tuple[Callable[[Policy, Standing], Fields], Callable[[Any], Mapping[str, Any]]]] = {
    Method.YES_NO: (_yes_no, _read_one),
    Method.CONSENT: (_consent, _read_one),
    Method.PLURALITY: (_plurality, _read_one),
    Method.APPROVAL: (_approve, _read_approvals),
    Method.BUDGET_GREEDY: (_approve, _read_approvals),
    Method.BUDGET_EQUAL_SHARES: (_approve, _read_approvals),
    Method.SCORE: (_scores, _read_scores),
    Method.STAR: (_scores, _read_scores),
    Method.DOTS: (_credits, _read_credits),
    Method.QUADRATIC: (_credits, _read_credits),
    **dict.fromkeys((Method.IRV, Method.SCHULZE, Method.RANKED_PAIRS, Method.STV), (_ranks, _read_ranks)),
}
