"""
Templates compiled for one language, without the questions that Jinja asks while a page is made.

Jinja looks up the words of each sentence anew, asks at every call what a function might want to be handed besides,
and copies all names for each part of a page. Here words stand in the code, calls are calls, and what every page
has is taken over at once.

Rules of this file: what comes out is what Jinja alone would have made, sign by sign (a test compares the two);
a function gets its arguments and nothing besides, so none that is marked `pass_context` may stand in a template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from gettext import NullTranslations
from keyword import iskeyword
from typing import Any

from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

from presentation.folded_words import folded
from presentation.quick_calls import gettext_of, marked, ngettext_of

HANDED_MORE = frozenset({"pgettext", "npgettext"})
"""Functions of Jinja's own that want the context; nothing of ours calls them."""


class QuickCode(CodeGenerator):
    """Writes calls as calls, and what is made of constants once for each template."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._constants: dict[str, str] = {}

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if _wants_more(node):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        # What most values have is looked for without a call of ours; the rest of Jinja's rules come behind.
        self.write("(got if (got := getattr((of := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(of, {node.attr!r}))")

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        if node.required or (frame.toplevel and self.extends_so_far):
            super().visit_Block(node, frame)
        else:
            context = self.derive_context(frame) if node.scoped else self.get_context_ref()
            self._take_all(f"context.blocks[{node.name!r}][0]({context})", node, frame)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        named = isinstance(node.template, nodes.Const) and isinstance(node.template.value, str)
        if node.ignore_missing or not node.with_context or not named:
            super().visit_Include(node, frame)
            return
        self.writeline("part = environment.get_template(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r})")
        seen = f"part.new_context(context.get_all(), True, {self.dump_local_context(frame)})"
        self._take_all(f"part.root_render_func({seen})", node, frame)

    def _take_all(self, pieces: str, node: nodes.Node, frame: Frame) -> None:
        """Write what takes all pieces as one: they are not handed on one by one through every level."""
        if frame.buffer is None:
            self.writeline(f"yield concat({pieces})", node)
        else:
            self.writeline(f"{frame.buffer}.extend({pieces})", node)

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        if node.args:
            super().visit_CallBlock(node, frame)
            return
        call_frame, macro = self.macro_body(node, frame)
        self.writeline("caller = ")
        if macro.accesses_caller or macro.accesses_kwargs or macro.accesses_varargs:
            self.macro_def(macro, call_frame)
        else:
            self.write("Body(macro)")
        self.start_write(frame, node)
        self.visit_Call(node.call, frame, forward_caller=True)
        self.end_write(frame)

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        if not isinstance(node.value, Markup):
            super().visit_Const(node, frame)
            return
        written = repr(node.value)
        self.write(self._constants.setdefault(written, f"words_{len(self._constants)}"))

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("Quick")
        super().macro_def(macro_ref, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("shown(")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        super().visit_Template(node, frame)
        # Behind the functions that name them: these are called later.
        self.writeline(f"from {__name__} import Body, QuickMacro; from presentation.quick_calls import shown")
        for written, name in self._constants.items():
            self.writeline(f"{name} = {written}")


def _wants_more(node: nodes.Call) -> bool:
    if node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
        return True
    return isinstance(node.node, nodes.Name) and node.node.name in HANDED_MORE


_NOT_GIVEN = (missing,) * 16


class QuickMacro(Macro):
    """A macro that is called with what it names, in its order, or asks Jinja how to understand the call."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        special = self.catch_kwargs or self.catch_varargs or self.explicit_caller
        self._plain = not special and self._argument_count <= len(_NOT_GIVEN)

    def __call__(self, *args: Any, **kwargs: Any) -> str:
        left = self._argument_count - len(args)
        if self._plain and left >= 0:
            if self.caller:
                if len(kwargs) == 1 and "caller" in kwargs:
                    return marked(self._func(*args, *_NOT_GIVEN[:left], kwargs["caller"]))
            elif not kwargs:
                return marked(self._func(*args, *_NOT_GIVEN[:left]))
        return super().__call__(*args, **kwargs)


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
        self.eval_ctx = EvalContext(environment, name)
        self.exported_vars = set()
        self.name = name
        self.globals_keys = set()
        self.blocks = {name: [block] for name, block in blocks.items()}


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
