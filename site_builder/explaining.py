"""Tell of one file of the site what it was made from, out of what the last build kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from presentation.theme import shown
from site_builder.kept.parts import Damaged
from site_builder.kept.state import State, load_state
from site_builder.outdated import Fingerprints
from site_builder.reasons import FACT, GONE, NEW, in_words, told
from site_builder.refusals import BuildRefused
from site_builder.short_values import CHANGED, in_sentences
from site_builder.units import TAB, UNIT

INDEX = "index.html"


class Unknown(BuildRefused):
    """A file that no build made, or a folder in which no build kept anything."""


@dataclass(frozen=True)
class Explained:
    """
    What is known of *output*: the unit that plans it, template and all it pulls in, the facts it read with their
    words, why the last build that had something to do made it again or did not, and what changed then.
    """

    output: str
    unit: str
    language: str
    templates: tuple[str, ...]
    reads: tuple[tuple[str, str], ...]
    rebuilt: bool
    because: str
    changed: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """Return it as JSON-ready data."""
        reads = [{"fact": fact.replace(TAB, " "), "words": words} for fact, words in self.reads]
        return {**vars(self), "unit": self.unit.replace(TAB, " "), "reads": reads}


def explain(folder: Path, asked: str) -> Explained:
    """
    Return what the last build kept in *folder* of the file or address *asked*.

    Raises:
        Unknown: nothing is kept there, or there is no such file.
    """
    state = load_state(folder)
    try:
        if state is not None:
            return _explained(state, asked)
    except Damaged:
        pass
    raise Unknown(f"{folder}: nothing is kept here of a build. Run `rsn build` first.")


def _explained(state: State, asked: str) -> Explained:
    made = {one[0]: (unit, one[2], one[3]) for unit, each in state.outlines.items() for one in each}
    output = _output(asked, made, state)
    if output not in made:
        return Explained(output, "", "", (), (), rebuilt=False, because=_because(output, state, is_gone=True))
    unit, template, language = made[output]
    return Explained(
        output,
        unit,
        language,
        _templates(template),
        tuple((fact, in_words(fact)) for fact in state.traces[UNIT + unit][0]),
        output in state.reasons,
        _because(output, state),
        _changed(output, state),
    )


def _templates(template: str) -> tuple[str, ...]:
    """Return the files of the template and of all it pulls in, its own first; none for what is no page."""
    family = Fingerprints().family(template) if template else set()
    return tuple(map(shown, sorted(family, key=lambda name: (name != template, name))))


def _changed(output: str, state: State) -> tuple[str, ...]:
    """Return in words what the fact at the root of it all was and is."""
    reason = state.reasons.get(output, (NEW,))
    if reason[0] != FACT:
        return ()
    rows = state.values.get(CHANGED, {}).get(reason[-1], ())
    return tuple(in_sentences(reason[-1], rows))


def _because(output: str, state: State, *, is_gone: bool = False) -> str:
    if output not in state.reasons:
        return "The last build that had something to do left it alone: nothing it is made from changed"
    return f"The last build {'removed' if is_gone else 'made'} it{'' if is_gone else ' again'}: " + told(
        state.reasons[output]
    )


def _output(asked: str, made: Iterable[str], state: State) -> str:
    """Return the file that somebody means by its name or its address."""
    known = {*made, *(name for name, reason in state.reasons.items() if reason[0] == GONE)}
    bare = asked.split("#")[0].split("?")[0].removeprefix("public/").strip("/")
    for name in (bare, f"{bare}/{INDEX}".lstrip("/"), f"{bare}.html"):
        if name in known:
            return name
    addresses = {name.removesuffix(INDEX): name for name in known}
    close = get_close_matches(f"{bare}/", _near(bare, addresses), n=1) or get_close_matches(bare, known, n=1)
    mend = f" Did you mean {close[0]}?" if close else " The file is not part of the site."
    raise Unknown(f"{asked}: no build made such a file.{mend}")


def _near(bare: str, addresses: Iterable[str]) -> list[str]:
    """Return the addresses worth a comparison: of some thousands those of the same part of the site."""
    part = bare.split("/")[0]
    return [each for each in addresses if each.split("/")[0] == part] or list(addresses)
