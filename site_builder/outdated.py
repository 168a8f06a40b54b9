"""
Which steps have to be carried out: those whose fingerprint is another one than last time.

A page's fingerprint covers its inputs, its template with everything it extends, includes or imports, the words
of its language, our own code and the libraries that render it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from presentation.theme import shown, template_file
from presentation.translations import LOCALES, catalogue_path
from site_builder import reasons
from site_builder.digests import digest_of, written
from site_builder.kept.known_files import look_at
from site_builder.manifest import Manifest
from site_builder.out_folder import Found
from site_builder.reasons import Kept
from site_builder.refusals import BuildRefused
from site_builder.steps import Copied, Derived, Outline, Planned, Step, Verbatim
from site_builder.watching import Fact

CODE = Path(__file__).resolve().parent.parent
CODE_FOLDERS = ("domain", "presentation", "site_builder")
LIBRARIES = ("jinja2", "markupsafe", "babel", "markdown", "nh3")


class HiddenTemplate(BuildRefused):
    """A template that pulls in another by a name known only when it runs; its changes would go unnoticed."""

    def __init__(self, template: str, line: int) -> None:
        mend = 'Write its whole name out, between double quotes, like {% include "site/rows.html" %}.'
        super().__init__(f"{shown(template)}:{line}: pulls in a template by a computed name. {mend}")


_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
# Behind a literal nothing may come that makes another name of it, such as `if` or `~`.
_PULLS_IN = re.compile(
    r"""\{%[-+]?\s*(?:extends|include|import|from)\s+
    (?:"([^"]+)"(?=\s*(?:[-+]?%\}|(?:ignore|with|without|as|import)\s))|(\S+))""",
    re.VERBOSE,
)
_MISSING = b"no such template"


def references(name: str, source: str) -> list[str]:
    """
    Return the templates that the text of the template *name* extends, includes or imports.

    Jinja's own parser would say the same in fifty times the time (a test compares the two).

    Raises:
        HiddenTemplate: one is named by anything else than a literal in double quotes.
    """
    bare = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    found = list(_PULLS_IN.finditer(bare))
    for each in found:
        if each[2]:
            raise HiddenTemplate(name, bare.count("\n", 0, each.start()) + 1)
    return [each[1] for each in found]


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


@cache
def code_fingerprint() -> str:
    """Return the fingerprint of our own render code and of what it stands on."""
    files = look_at(f"{CODE / folder}" for folder in CODE_FOLDERS).files
    parts = (Path(file).read_bytes() for file in files if file.endswith(".py"))
    return _digest(*parts, sys.version.encode(), *map(str.encode, _library_versions()))


def _library_versions() -> list[str]:
    """Return what tells the versions of the libraries: the names of the folders in which they state them."""
    found: dict[str, list[str]] = {library: [] for library in LIBRARIES}
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            for entry in Path(folder).iterdir():
                library = entry.name.partition("-")[0].casefold()
                if library in found and entry.suffix == ".dist-info":
                    found[library].append(entry.name)
    return [" ".join(sorted(names)) or _asked_version(library) for library, names in found.items()]


def _asked_version(library: str) -> str:
    # Knows every other way in which a library may lie there, and takes its time.
    from importlib.metadata import version

    return f"{library} {version(library)}"


def words_fingerprint() -> str:
    """Return the fingerprint of all catalogues of words: some files are put in words while they are planned."""
    catalogues = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))
    return _digest(*(part for file in catalogues for part in (file.parts[-3].encode(), file.read_bytes())))


def told_by(step: Step) -> bytes:
    """Return what belongs to the page alone, written down."""
    return step.told or written((step.time_zone, step.hung, step.own))


class Fingerprints:
    """Computes fingerprints, reading each template and each catalogue of words once."""

    def __init__(self) -> None:
        self._templates: dict[str, str] = {}
        self._words: dict[str, bytes] = {}
        self._around: dict[tuple[str, str], str] = {}
        self._frames: dict[int, tuple[object, bytes]] = {}

    def of(self, planned: Planned) -> str:
        """Return the fingerprint of a step."""
        if isinstance(planned, Verbatim):
            return _digest(b"verbatim", planned.content)
        if isinstance(planned, Copied):
            return _digest(b"copied", planned.digest)
        if isinstance(planned, Derived):
            return _digest(b"derived", planned.key.encode(), code_fingerprint().encode())
        return self.of_page(told_by(planned), planned.frame, self.around(planned.template, planned.language))

    def of_page(self, told: bytes, frame: object, around: str) -> str:
        """Return the fingerprint of a page whose own parts say what was *told*."""
        return _digest(b"page", told, self._of_frame(frame), around.encode())

    def _of_frame(self, frame: object) -> bytes:
        """Return the digest of what many pages share, looked at once."""
        # The frame is held, so that nothing else ever stands at its place.
        if id(frame) not in self._frames:
            self._frames[id(frame)] = frame, digest_of(frame)
        return self._frames[id(frame)][1]

    def around(self, template: str, language: str) -> str:
        """Return the digest of what a page is made with beside its inputs: template, words, code and libraries."""
        if (template, language) not in self._around:
            parts = (template, language, self._of_template(template), code_fingerprint())
            self._around[template, language] = _digest(*map(str.encode, parts), self._of_words(language))
        return self._around[template, language]

    def family(self, template: str) -> set[str]:
        """Return the template and all it extends, includes or imports."""
        return self._closure(template, set())

    def _of_words(self, language: str) -> bytes:
        if language not in self._words:
            path = catalogue_path(language)
            self._words[language] = path.read_bytes() if path.is_file() else b""
        return self._words[language]

    def _of_template(self, name: str) -> str:
        if name not in self._templates:
            names = sorted(self._closure(name, set()))
            self._templates[name] = _digest(*(_source(each) for each in names))
        return self._templates[name]

    def _closure(self, name: str, seen: set[str]) -> set[str]:
        """Return the template and all it extends, includes or imports, over however many steps."""
        seen.add(name)
        for other in references(name, _source(name).decode("utf-8")):
            if other not in seen:
                self._closure(other, seen)
        return seen


def _source(name: str) -> bytes:
    """Return what a template says; whoever renders a missing one tells so, and it is noticed when it comes."""
    try:
        return template_file(name).read_bytes()
    except FileNotFoundError:
        return _MISSING


def reason_of(
    outline: Outline, manifest: Manifest, found: Found, because: tuple[Fact, ...] | None, *, kept: bool
) -> Kept | None:
    """
    Return why an output has to be made; None where it stands among the files *found* in the output folder.

    *because* are the facts that made it be planned again; *kept* tells whether the last build is known.
    """
    made = manifest.made.get(outline[0])
    if made is None:
        return (reasons.NEW,)
    if made.fingerprint == outline[1]:
        return None if manifest.stands(outline[0], found) else (reasons.TOUCHED,)
    if because:
        return reasons.FACT, *because
    return (reasons.AROUND if kept else reasons.CODE,)
