"""
How a template is written down as Python: calls as calls, parts as one text, what is constant once for all pages.

What the code that is written here names stands in quick_templates.py and quick_calls.py. Rules of this file: those
of quick_templates.py.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef, optimizeconst
from markupsafe import Markup

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
        seen = f"part.context_beside(context, {self.dump_local_context(frame)})"
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

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        for each in node.nodes:
            _say_nothing_else(each)
        super().visit_Output(node, frame)

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:
        # As Jinja does it, but for asking each time whether what was made is markup: it always is.
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or node.filter is not None:
            super().visit_AssignBlock(node, frame)
            return
        self.push_assign_tracking()
        inner = frame.inner()
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.buffer(inner)
        self.blockvisit(node.body, inner)
        self.newline(node)
        self.visit(node.target, frame)
        self.write(f" = marked(concat({inner.buffer}))")
        self.pop_assign_tracking(frame)
        self.leave_frame(inner)

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
        self.writeline("from presentation.quick_calls import marked, shown")
        self.writeline("from presentation.quick_templates import Body, QuickMacro")
        for written, name in self._constants.items():
            self.writeline(f"{name} = {written}")


def _wants_more(node: nodes.Call) -> bool:
    if node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
        return True
    return isinstance(node.node, nodes.Name) and node.node.name in HANDED_MORE


def _say_nothing_else(shown: nodes.Expr) -> None:
    """
    Let what is shown `if` something say "" without it, which is what is seen of Jinja's word for nothing.

    That word is an object of its own each time, which then is asked for what it does not have.
    """
    if isinstance(shown, nodes.CondExpr):
        if shown.expr2 is None:
            shown.expr2 = nodes.Const("", lineno=shown.lineno, environment=shown.environment)
        _say_nothing_else(shown.expr1)
        _say_nothing_else(shown.expr2)
    elif isinstance(shown, nodes.Concat):
        for each in shown.nodes:
            _say_nothing_else(each)
