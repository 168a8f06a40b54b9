"""
Put the words of a language into a template before it is compiled: sentences become text with room for values.

Rules of this file: only words that are written out in the template, with places of the form "%(name)s" alone; what
is anything else is left to be asked for when the page is made, as before.
"""

from __future__ import annotations

import re
from gettext import NullTranslations
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from presentation.quick_calls import gettext_of

ASKS = frozenset({"_", "gettext"})
_PLACE = re.compile(r"%(?:\((\w+)\)s|(%))")


def folded(tree: nodes.Template, spoken: NullTranslations) -> nodes.Template:
    """Return the tree, changed in place, with the words of *spoken* in it."""
    if any(name.name in ASKS and name.ctx != "load" for name in tree.find_all(nodes.Name)):
        return tree
    made: nodes.Template = _Folding(spoken).visit(tree)
    return made


class _Folding(NodeTransformer):
    def __init__(self, spoken: NullTranslations) -> None:
        self._spoken = spoken
        self._gettext = gettext_of(spoken)

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:
        self.generic_visit(node)
        if not _asks(node) or node.kwargs:
            return node
        try:
            words = self._gettext(node.args[0].value)  # type: ignore[attr-defined]
        except (TypeError, ValueError, KeyError):
            # Words with a sign of their own, such as "%": told where the page is made.
            return node
        return nodes.Const(words, lineno=node.lineno, environment=node.environment)

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        parts: list[nodes.Expr] = []
        for child in node.nodes:
            parts += self._said(child) or [child]
        node.nodes = parts
        self.generic_visit(node)
        return node

    def _said(self, child: nodes.Expr) -> list[nodes.Expr]:
        """Return the sentence in pieces, nothing where it has to be put together later."""
        if not isinstance(child, nodes.Call) or not _asks(child) or not child.kwargs:
            return []
        words = self._spoken.gettext(child.args[0].value)  # type: ignore[attr-defined]
        values = {one.key: one.value for one in child.kwargs}
        names = [name for name, _ in _PLACE.findall(words) if name]
        if "%" in _PLACE.sub("", words) or len(set(names)) < len(names) or not values.keys() >= set(names):
            return []
        pieces: list[nodes.Expr] = []
        at = 0
        for place in _PLACE.finditer(words):
            pieces.append(_text(words[at : place.start()] + ("%" if place[2] else ""), child))
            if place[1]:
                pieces.append(values[place[1]])
            at = place.end()
        return [*pieces, _text(words[at:], child)]

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        super().generic_visit(node, *args, **kwargs)
        for _, value in node.iter_fields():
            if isinstance(value, list):
                value[:] = _joined(value)
        return node


def _asks(node: nodes.Call) -> bool:
    """Tell whether a call asks for words that are written out in it."""
    named = isinstance(node.node, nodes.Name) and node.node.name in ASKS
    plain = not (node.dyn_args or node.dyn_kwargs) and len(node.args) == 1
    if not (named and plain):
        return False
    return isinstance(node.args[0], nodes.Const) and isinstance(node.args[0].value, str)


def _text(words: str, near: nodes.Node) -> nodes.Expr:
    return nodes.TemplateData(words, lineno=near.lineno, environment=near.environment)


def _joined(many: list[Any]) -> list[Any]:
    """Return the parts of a body, those that follow each other and just show something as one."""
    made: list[Any] = []
    for one in many:
        if isinstance(one, nodes.Output) and made and isinstance(made[-1], nodes.Output):
            made[-1].nodes.extend(one.nodes)
        else:
            made.append(one)
    return made
