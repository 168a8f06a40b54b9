"""What is said to somebody whose options do not fit the rule book of the proposal."""

from __future__ import annotations

from collections.abc import Sequence

from domain.governance.deliberation import OptionProblem, option_problem
from domain.governance.method_rules import MOST_OPTIONS, least_options
from domain.governance.policy import Policy
from domain.governance.proposal import Option
from forms_api.services.refusals import N_, Refused


class OptionsWrong(Refused):
    """The options do not fit the rule book."""


class NoOptionsAsked(OptionsWrong):
    message = N_(
        "Under this rule book the proposal itself is what people answer. "
        "Take the options out, or choose a rule book that chooses among options."
    )


class TooFewOptions(OptionsWrong):
    message = N_(
        "This rule book chooses among options: write at least %(least)s. “None of these” always stands with them."
    )


class TooManyOptions(OptionsWrong):
    message = N_("A proposal has at most %(most)s options, so that everybody can read the ballot to its end.")


class OptionTwice(OptionsWrong):
    message = N_("Two options have the same title. Give each its own.")


class CostMissing(OptionsWrong):
    message = N_("This rule book spends a sum of money: say for each option what it costs.")


class CostUnasked(OptionsWrong):
    message = N_("Under this rule book options have no cost. Write what something costs into its text.")


class CostBeyond(OptionsWrong):
    message = N_("An option costs more than the whole sum there is, %(budget)s. Nobody could ever choose it.")


_REFUSALS: dict[OptionProblem, type[OptionsWrong]] = {
    OptionProblem.NONE_ASKED: NoOptionsAsked,
    OptionProblem.TOO_FEW: TooFewOptions,
    OptionProblem.TOO_MANY: TooManyOptions,
    OptionProblem.TWICE: OptionTwice,
    OptionProblem.COST_MISSING: CostMissing,
    OptionProblem.COST_UNASKED: CostUnasked,
    OptionProblem.COST_BEYOND: CostBeyond,
}


def check_options(options: Sequence[Option], policy: Policy) -> None:
    """
    Let options pass that can stand on a ballot under *policy*.

    Raises:
        OptionsWrong: the first thing that is wrong, as the class that says it.
    """
    problem = option_problem(options, policy)
    if problem is not None:
        raise _REFUSALS[problem](
            least=least_options(policy.method), most=MOST_OPTIONS, budget=policy.rules.budget or ""
        )
