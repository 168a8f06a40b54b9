"""
The one Jinja environment of both programs, per language and time zone.

Rules of this file: what is not handed in is an error (StrictUndefined); everything is escaped unless it is
markup already; a template asks nobody what time it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup

from domain.words import Words, in_language
from presentation import ballot_words, bodies, compiled, reasons, worn
from presentation.charts import bar_length
from presentation.differences import difference, differs, option_lines
from presentation.formats import Formats
from presentation.labels import label
from presentation.languages import DEFAULT, tongue
from presentation.quick_calls import marked, shown
from presentation.quick_templates import QuickEnvironment
from presentation.theme import ORIGINAL, template_file
from presentation.translations import translations, version

if TYPE_CHECKING:
    from presentation.markdown_values import Labels, Refs

EXTENSIONS = ("jinja2.ext.i18n",)


class KeptBytecode(BytecodeCache):
    """Templates compiled once for a language, whatever the time zone, and kept where a build keeps such things."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._compiled: dict[str, bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return f"{name}\0{filename}"

    def load_bytecode(self, bucket: Bucket) -> None:
        here = bucket.key + bucket.checksum
        if here not in self._compiled and (kept := self._kept(bucket)):
            self._compiled[here] = kept
        if here in self._compiled:
            bucket.bytecode_from_string(self._compiled[here])

    def dump_bytecode(self, bucket: Bucket) -> None:
        made = self._compiled[bucket.key + bucket.checksum] = bucket.bytecode_to_string()
        if (shelf := compiled.shelf()) is not None:
            shelf.keep(*self._said(bucket), made)

    def _kept(self, bucket: Bucket) -> bytes | None:
        shelf = compiled.shelf()
        return shelf.read(*self._said(bucket)) if shelf else None

    def _said(self, bucket: Bucket) -> tuple[str, str, bytes]:
        """Return the template's file, that it is compiled for a language, by its name, and what it says."""
        name, file = bucket.key.split("\0")
        return file, f"template {self._language} {name}", bucket.checksum.encode()


@cache
def _bytecode(language: str, version: int) -> BytecodeCache:
    # The words of a language stand in what is compiled.
    return KeptBytecode(language)


class ThemeLoader(BaseLoader):
    """
    Finds each template where `presentation.theme` says, and again once that is another file.

    Outside of a build it is what the process wears, where it does; *ours* leaves the theme out.
    """

    def __init__(self, *, ours: bool = False) -> None:
        self._ours = ours

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if ".." in template.split("/") or template.startswith("/"):
            raise TemplateNotFound(template)
        name = f"{ORIGINAL}{template.removeprefix(ORIGINAL)}" if self._ours else template
        wearing = _wearing()
        if wearing is None:
            return self._read(template, name, None)
        if name in wearing.templates:
            return wearing.templates[name], str(template_file(name)), lambda: _wearing() is wearing
        # What came into the theme's folder since nobody has checked.
        return self._read(template, f"{ORIGINAL}{name.removeprefix(ORIGINAL)}", wearing)

    def _read(self, template: str, name: str, wearing: worn.Worn | None) -> tuple[str, str, Callable[[], bool]]:
        file = template_file(name)
        try:
            stamp, source = file.stat().st_mtime_ns, file.read_text("utf-8")
        except OSError as missing:
            raise TemplateNotFound(template) from missing

        def stands() -> bool:
            try:
                same = _wearing() is wearing and template_file(name) == file
                return same and file.stat().st_mtime_ns == stamp
            except OSError:
                return False

        return source, str(file), stands


def _wearing() -> worn.Worn | None:
    """Return the theme that is worn; None in a build, which reads the files."""
    return worn.worn() if _STANDING.get() is None else None


def environment(language: str = DEFAULT, time_zone: str = "UTC") -> Environment:
    """Return the environment that speaks *language*, as its catalogue stands now, in *time_zone*."""
    standing = _STANDING.get()
    if standing is None:
        return _environment(language, time_zone, version(language))
    if (language, time_zone) not in standing:
        standing[language, time_zone] = _environment(language, time_zone, version(language)).standing()
    return standing[language, time_zone]


def text_of(language: str, time_zone: str, template: str, values: Mapping[str, Any]) -> str:
    """Return what *template* makes of *values*; where the theme that is worn fails at it, what ours does."""
    try:
        return environment(language, time_zone).get_template(template).render(values)
    except Exception as failed:
        if _wearing() is None:
            raise
        try:
            made = _environment(language, time_zone, version(language), True).get_template(template).render(values)
        except Exception:
            # Not the theme's fault.
            raise failed from None
        worn.note(template, failed)
        return made


_STANDING: ContextVar[dict[tuple[str, str], Environment] | None] = ContextVar("standing", default=None)


@contextmanager
def standing_templates() -> Iterator[None]:
    """Take templates and words as they are at first sight: a build asks for them at each of its pages."""
    before = _STANDING.set({})
    try:
        yield
    finally:
        _STANDING.reset(before)


@cache
def _environment(language: str, time_zone: str, version: int, ours: bool = False) -> QuickEnvironment:
    made = QuickEnvironment(
        loader=ThemeLoader(ours=ours),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=EXTENSIONS,
        bytecode_cache=_bytecode(language, version),
        auto_reload=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    # The filter tojson writes what may stand in a page: no <, > or & of its own; other letters as they are.
    made.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    _speak(made, language)
    _format(made, Formats(language, time_zone))
    return made


def _speak(made: QuickEnvironment, language: str) -> None:
    spoken = translations(language)
    made.speak(spoken)
    # Words that come from Python (labels, errors, codes of a state); they hold no placeholders.
    made.filters["translated"] = lambda text: spoken.gettext(text) if text else ""
    made.filters["label"] = lru_cache(512, typed=True)(lambda value: spoken.gettext(label(value)))
    made.filters["as_reason"] = reasons.read
    made.filters["ltr"] = ltr
    made.filters["words"] = lambda words: in_language(words, language)
    made.filters["said"] = lambda words: said(words, language)
    made.filters["difference"] = difference
    made.filters["differs"] = differs
    made.filters["option_lines"] = option_lines
    made.filters["markdown"] = lambda text, refs=None: _markdown(text, refs, language)
    made.filters["members_markdown"] = _members_markdown


def _markdown(text: str, refs: Refs | None, language: str) -> Markup:
    """Return the text as HTML; its parts are named in its own language, where *refs* tells it."""
    spoken = refs.language if refs and refs.language else language
    # Cleaned by render itself, which lets only its own elements through; a build keeps what came of it.
    return Markup(bodies.current().render(text, refs=refs, labels=_labels(spoken, version(spoken))))  # nosec B704


@cache
def _labels(language: str, version: int) -> Labels:
    from presentation.markdown_values import labels_in

    return labels_in(translations(language).gettext)


def _members_markdown(text: str) -> Markup:
    # Cleaned by render_members itself.
    return Markup(bodies.current().render_members(text))  # nosec B704


def _format(made: Environment, formats: Formats) -> None:
    for name in (
        "number", "hours", "share", "day", "short_day", "weekday", "month", "moment", "short_moment",
        "decimal", "amount", "money", "percent", "joined", "commas", "digits", "short_hash", "language_name",
        "weekday_name",
    ):  # fmt: skip
        made.filters[name] = getattr(formats, name)
    made.filters["called"] = ballot_words.called
    made.filters["ranks"] = partial(ballot_words.ranks, formats)
    made.filters["marks"] = partial(ballot_words.marks, formats)
    made.filters["bar_length"] = bar_length
    made.globals["months"] = formats.months
    made.globals["comma"] = formats.comma
    made.globals["time"] = formats.time
    made.filters["locale"] = lambda code: tongue(code).locale
    made.globals["once"] = once
    made.globals["own_name"] = lambda code: tongue(code).own_name


@lru_cache(512, typed=True)
def once(macro: Callable[..., Markup], *arguments: object) -> Markup:
    """Return what a macro, imported without context, makes of its arguments; for equal ones it is asked once."""
    return macro(*arguments)


def ltr(text: object) -> Markup:
    """Return what reads from left to right in every language, such as "2026-14", kept so inside other text."""
    return marked(f'<bdi dir="ltr">{shown(text)}</bdi>')


def said(words: Words, language: str) -> Markup:
    """Return the text of *words* in *language*; where it has to be another language, marked as that one."""
    if language in words or not words:
        return marked(shown(in_language(words, language)))
    text = in_language(words, language)
    code = next(code for code, other in words.items() if other == text)
    return marked(f"{_in_another(code)}{shown(text)}</span>")


@cache
def _in_another(code: str) -> Markup:
    return Markup('<span lang="{}" dir="{}">').format(code, tongue(code).direction)
