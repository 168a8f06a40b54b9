"""
A page as plain values: its heading, its words under their headings, its links and its forms.

Read from the very page that people get, so that a program is never told more than they are. Left out is what
stands on every page: the masthead, the footer, the link past them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from forms_api.api.tree import BLOCKS, Node, parsed
from forms_api.auth.csrf import FIELD

AROUND = ("masthead", "foot", "skip")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
FIELDS = ("input", "select", "textarea")
WITH_THE_FORMS = (*FIELDS, "button", "label", "legend", "svg")
TICKED = ("radio", "checkbox")


_FIRST_LINE_END = re.compile(r"\A\r?\n")


@dataclass
class _Words:
    """The sections of a page, filled from its first word to its last."""

    sections: list[dict[str, Any]] = field(default_factory=list)
    line: list[str] = field(default_factory=list)

    def end_line(self) -> None:
        text = " ".join("".join(self.line).split())
        self.line.clear()
        if text:
            self._section()["text"].append(text)

    def head(self, level: int, text: str) -> None:
        self.end_line()
        self.sections.append({"heading": text, "level": level, "text": [], "rows": []})

    def row(self, cells: list[str]) -> None:
        self.end_line()
        self._section()["rows"].append(cells)

    def _section(self) -> dict[str, Any]:
        if not self.sections:
            self.head(0, "")
        return self.sections[-1]


def page_values(html: str) -> dict[str, Any]:
    """Return what stands on the page: `title`, `sections`, `links`, `forms`."""
    body = _body(html)
    words = _Words()
    _read(body, words)
    words.end_line()
    heading = next(body.all("h1"), None)
    return {
        "title": heading.text if heading else "",
        "sections": words.sections,
        "links": [{"text": a.text, "href": a.get("href")} for a in body.all("a") if a.get("href")],
        "forms": [_form(form, body) for form in body.all("form")],
    }


def summary(html: str) -> list[str]:
    """Return the messages of the page's summary of mistakes; none where nothing is wrong."""
    boxes = (box for box in _body(html).all("section") if "errors" in box.get("class").split())
    return [item.text for box in boxes for item in box.all("li")]


def _body(html: str) -> Node:
    found = next(parsed(html).all("body"), Node("body"))
    found.parts = [part for part in found.parts if not isinstance(part, Node) or part.get("class") not in AROUND]
    return found


def _read(node: Node, words: _Words) -> None:
    for part in node.parts:
        if isinstance(part, str):
            words.line.append(part)
        elif part.tag in HEADINGS:
            words.head(HEADINGS[part.tag], part.text)
        elif part.tag == "tr":
            words.row([cell.text for cell in part.inner])
        elif part.tag not in WITH_THE_FORMS and part.get("aria-hidden") != "true":
            _read_inner(part, words)


def _read_inner(part: Node, words: _Words) -> None:
    if part.tag in BLOCKS:
        words.end_line()
    _read(part, words)
    if part.tag in BLOCKS:
        words.end_line()


def _form(form: Node, page: Node) -> dict[str, Any]:
    labels, hints = dict(_labels(page)), dict(_hints(page))
    fields: dict[str, dict[str, Any]] = {}
    for element in form.all(*FIELDS):
        name, kind = element.get("name"), _kind(element)
        if not name or name == FIELD or kind == "submit":
            continue
        made = fields.setdefault(name, {"name": name, "type": kind, "label": ""})
        _fill(made, element, kind, labels.get(id(element), ""))
        if hint := hints.get(element.get("id")):
            made["hint"] = hint
    for group in form.all("fieldset"):
        legend = next(group.all("legend"), None)
        for element in group.all(*FIELDS):
            if legend is not None and element.get("type") in TICKED and element.get("name") in fields:
                fields[element.get("name")]["label"] = legend.text
    return {
        "action": form.get("action"),
        "method": form.get("method").upper() or "GET",
        "fields": list(fields.values()),
        "buttons": list(_buttons(form)),
    }


def _kind(element: Node) -> str:
    return element.get("type") or "text" if element.tag == "input" else element.tag


def _fill(made: dict[str, Any], element: Node, kind: str, label: str) -> None:
    if kind in TICKED:
        chosen = "checked" in element.attributes
        made.setdefault("choices", []).append({"value": element.get("value"), "label": label, "chosen": chosen})
        return
    made["label"] = label
    if kind == "select":
        made["choices"] = [_choice(option) for option in element.all("option")]
    elif kind == "textarea":
        # The line end after its tag is no part of a text area's words.
        words = "".join(part for part in element.parts if isinstance(part, str))
        made["value"] = _FIRST_LINE_END.sub("", words)
    else:
        made["value"] = element.get("value")
    made["required"] = "required" in element.attributes


def _choice(option: Node) -> dict[str, Any]:
    return {"value": option.get("value"), "label": option.text, "chosen": "selected" in option.attributes}


def _labels(page: Node) -> Iterator[tuple[int, str]]:
    """Go through the fields that have a label, each by its identity, and its label's words."""
    by_id = {element.get("id"): element for element in page.all(*FIELDS) if element.get("id")}
    for label in page.all("label"):
        around = list(label.all(*FIELDS))
        named = [by_id[label.get("for")]] if label.get("for") in by_id else []
        yield from ((id(element), label.text) for element in named or around)


def _hints(page: Node) -> Iterator[tuple[str, str]]:
    """Go through the ids of fields that have a hint, and its words."""
    for note in page.all("p"):
        if "hint" in note.get("class").split() and note.get("id").startswith("hint-"):
            yield note.get("id").removeprefix("hint-"), note.text


def _buttons(form: Node) -> Iterator[dict[str, str]]:
    for button in form.all("button", "input"):
        if button.tag == "button" or button.get("type") == "submit":
            text = button.text or button.get("value")
            yield {"text": text, "name": button.get("name"), "value": button.get("value")}
