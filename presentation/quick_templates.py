"""
Templates compiled for one language, without the questions that Jinja asks while a page is made.

Jinja looks up the words of each sentence anew, asks at every call what a function might want to be handed besides,
and copies all names for each part of a page. Here words stand in the code, calls are calls, and what every page
has is taken over at once.

Rules of this file: what comes out is what Jinja alone would have made, sign by sign (a test compares the two);
a function gets its arguments and nothing besides, so none that is marked `pass_context` may stand in a template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

from presentation.folded_words import folded
from presentation.quick_calls import gettext_of, marked, ngettext_of
from presentation.quick_code import QuickCode

_NOT_GIVEN = (missing,) * 16


class QuickMacro(Macro):
    """A macro that is called with what it names, in its order, or asks Jinja how to understand the call."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        special = self.catch_kwargs or self.catch_varargs or self.explicit_caller
        self._plain = not special and self._argument_count <= len(_NOT_GIVEN)
        besides = {"caller"} if self.caller else set()
        self._named = [besides.union(self.arguments[given:]) for given in range(self._argument_count + 1)]
        self._nobody = self._environment.undefined("No caller defined", name="caller")

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        given = len(args)
        if not self._plain or given > self._argument_count or not kwargs.keys() <= self._named[given]:
            return super().__call__(*args, **kwargs)
        rest: Sequence[Any] = _NOT_GIVEN[: self._argument_count - given]
        if not self.caller:
            if kwargs:
                rest = [kwargs.get(name, missing) for name in self.arguments[given:]]
            return marked(self._func(*args, *rest))
        caller = kwargs.pop("caller", None)
        if kwargs:
            rest = [kwargs.get(name, missing) for name in self.arguments[given:]]
        return marked(self._func(*args, *rest, self._nobody if caller is None else caller))


class Body:
    """What stands inside a call of a macro."""

    __slots__ = ("_made",)

    def __init__(self, made: Callable[[], str]) -> None:
        self._made = made

    def __call__(self) -> Markup:
        return marked(self._made())


class QuickContext(Context):
    """The names of one page; all templates have the same globals, so none is looked for."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: Mapping[str, Any],
        globals: MutableMapping[str, Any] | None = None,
    ) -> None:
        self.parent = parent
        self.vars = {}
        self.environment = environment
        self.exported_vars = set()
        self.name = name
        self.globals_keys = set()
        self.blocks = {name: [block] for name, block in blocks.items()}

    def __getattr__(self, name: str) -> Any:
        # Few templates ask how they are escaped.
        if name != "eval_ctx":
            raise AttributeError(name)
        self.eval_ctx = EvalContext(self.environment, self.name)
        return self.eval_ctx


class QuickTemplate(Template):
    """A template whose names are its environment's and those it is handed."""

    def new_context(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> Context:
        known = vars or {} if shared else {**self.environment.globals, **(vars or {})}
        if locals:
            known = {**known, **{name: value for name, value in locals.items() if value is not missing}}
        return QuickContext(self.environment, known, self.name, self.blocks)

    def context_beside(self, context: Context, locals: Mapping[str, Any]) -> Context:
        """Return the context of this template as a part of another one, with all that stands there."""
        seen = {name: value for name, value in locals.items() if value is not missing}
        known = {**context.parent, **context.vars, **seen}
        return QuickContext(self.environment, known, self.name, self.blocks)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        if self._module is None:
            self._module = self.make_module()
        return self._module


class QuickEnvironment(Environment):
    """An environment of one language; where it *stands*, templates are those that were there at first sight."""

    code_generator_class = QuickCode
    template_class = QuickTemplate
    context_class = QuickContext
    spoken: NullTranslations = NullTranslations()
    at_hand: dict[str, Template] | None = None

    def speak(self, spoken: NullTranslations) -> None:
        """Let templates compiled from now on say the words of *spoken*."""
        self.spoken = spoken
        self.install_gettext_translations(spoken, newstyle=True)  # type: ignore[attr-defined]
        self.globals["gettext"] = self.globals["_"] = gettext_of(spoken)
        self.globals["ngettext"] = ngettext_of(spoken)

    def standing(self) -> QuickEnvironment:
        """Return the same environment for as long as no template changes."""
        made = self.overlay(auto_reload=False)
        made.at_hand = {}
        return made

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        if self.at_hand is None or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self.at_hand.get(name)
        if found is None:
            found = self.at_hand[name] = super().get_template(name, parent, globals)
        return found

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        return super()._generate(folded(source, self.spoken), name, filename, defer_init)
