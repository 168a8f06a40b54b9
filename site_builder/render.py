"""Carry out a step in memory: nothing is written before every page came out well."""

from __future__ import annotations

import linecache
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from presentation.environment import environment
from presentation.theme import shown, shown_file
from site_builder.refusals import BuildRefused
from site_builder.steps import Copied, Derived, Planned, Step, Verbatim


class PageFailed(Exception):
    """A page could not be rendered; the message names the page, the template and, where known, its line."""

    def __init__(self, step: Step, cause: Exception) -> None:
        super().__init__(f"{_template_line(step, cause)}: {_what(cause)} (while rendering {step.output}).")
        self.output = step.output


class TemplateBroken(PageFailed, BuildRefused):
    """What a template says cannot be carried out; whoever wrote it mends it, and no trace would help them."""


def content_of(planned: Planned) -> bytes:
    """
    Return the bytes of a planned output.

    Raises:
        PageFailed: a template fails on its page.
    """
    if isinstance(planned, Verbatim):
        return planned.content
    if isinstance(planned, Copied):
        return planned.source.read_bytes()
    if isinstance(planned, Derived):
        return planned.make()
    return _page(planned)


def _page(step: Step) -> bytes:
    try:
        template = environment(step.language, step.time_zone).get_template(step.template)
        return tidy(template.render(step.inputs)).encode()
    except Exception as cause:
        # Whatever it is, its reader has to know which page was at work; the trace of a fault of ours stays.
        failed = TemplateBroken if isinstance(cause, TemplateError | RecursionError) else PageFailed
        raise failed(step, cause) from cause


def tidy(page: str) -> str:
    """Return the page without the blank lines that macros leave: on a slow line they are bytes for nothing."""
    return "\n".join([line for line in page.split("\n") if line and not line.isspace()]).strip() + "\n"


def _what(cause: Exception) -> str:
    if isinstance(cause, RecursionError):
        return "the template pulls itself in, over and over"
    if isinstance(cause, TemplateNotFound):
        return f"there is no template {cause.name!r}"
    return str(cause).rstrip(".")


def _template_line(step: Step, cause: Exception) -> str:
    """Return "templates/NAME:LINE" of the innermost template in the traceback; without an end, of the first."""
    place = shown(step.template)
    trace = cause.__traceback__
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith(".html") and _may_be_where(cause, file, trace.tb_lineno):
            place = f"{shown_file(Path(file))}:{trace.tb_lineno}"
            if isinstance(cause, RecursionError):
                break
        trace = trace.tb_next
    if isinstance(cause, TemplateSyntaxError):
        place = f"{shown(cause.name or step.template)}:{cause.lineno}"
    return place


def _may_be_where(cause: Exception, file: str, line: int) -> bool:
    """Tell whether the line can be at fault; what has no end breaks off anywhere, and began where it pulled in."""
    return not isinstance(cause, RecursionError) or "include" in linecache.getline(file, line)
