"""Why a file was made again, kept as plain words of ours and told in words that any maintainer understands."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence

from site_builder.units import TAB, called
from site_builder.watching import ASKED, SUMMARY, Fact

Kept = tuple[str, ...]
"""The kind of reason, then the facts that led to it: the one that was read, what changed in it, and so on down."""

NEW, FACT, AROUND, CODE, TOUCHED, WISH, GONE = "new", "fact", "around", "code", "touched", "asked", "gone"

_WORDS = {
    NEW: "it is new",
    AROUND: "its template, one that it pulls in, or the words of its language changed",
    CODE: "nothing of an earlier build counts: the program, a library or a catalogue of words is another one",
    TOUCHED: "somebody else changed or removed the file",
    WISH: "a full build was asked for",
    GONE: "nothing plans it any more: what it was about is gone or hidden",
}

_TABLES = {
    "content.categories": "the category",
    "content.skills": "the skill",
    "content.programs": "the program",
    "content.cohorts": "the cohort",
    "content.members": "the member in content/",
    "content.playbooks": "the playbook",
    "content.policies": "the rule book",
    "content.pages": "the page",
    "content.news": "the piece of news",
    "content.publications": "the days of publication of",
    "content.images": "the picture",
    "content.unpublished": "the draft",
    "record.members": "the published entry of",
    "record.skills": "the published sharers of",
    "record.cohorts": "the published state of the cohort",
    "record.mentors": "the published mentors of",
    "record.playbooks": "the published state of the playbook",
    "record.proposals": "the published proposal",
    "record.activations": "the activation of",
    "beside.heads": "the head of the log over",
    "beside.files": "the files in the record of",
    "beside.beyond": "the result file of",
    "beside.named": "the names in the open vote",
    "rows": "the published ballots of",
    "record files": "the files of the record in its folder",
}
_SINGLE = {
    "content.network": "network.yaml",
    "record.strength": "the published figures of strength",
    "beside.log": "the signed head of the log",
    "beside.schema": "the schema of results",
    "assets": "the style sheet, the scripts and the pictures",
    "addresses": "the addresses of all pages",
}
_MOMENTS = {"now": "the moment of the build", "today": "the day"}


def told(reason: Kept) -> str:
    """Return a reason as a sentence without its end."""
    kind, *facts = reason
    if kind != FACT:
        return _WORDS[kind]
    first, *deeper = map(in_words, facts)
    return f"{first} changed" + "".join(f", because {each} did" for each in deeper)


def in_words(fact: Fact) -> str:
    """Return what a fact is."""
    table, *words = fact.split(TAB)
    if table.startswith(SUMMARY):
        return _of_summary(table, words)
    if table in _SINGLE:
        return _SINGLE[table]
    if table == "clock":
        return _MOMENTS[words[0]]
    what = _TABLES.get(table, table)
    if not words:
        return f"the list of all there are ({table})"
    if words[1:] == [ASKED]:
        return f"whether there is {what} “{words[0]}”"
    return f"{what} “{words[0]}”"


def _of_summary(table: str, words: Sequence[str]) -> str:
    """Return what a summary says it returns, in the first line of its description."""
    about = f" ({', '.join(words)})" if words else ""
    try:
        asked, _ = called(table.removeprefix(SUMMARY))
    except (ImportError, AttributeError):
        asked = None
    first = re.split(r"[;.]|, else", (inspect.getdoc(asked) or "").partition("\n")[0])[0].replace("*", "")
    if first.startswith("Return "):
        return first.removeprefix("Return ") + about
    return f"“{table.rpartition(':')[2].strip('_').replace('_', ' ')}”{about}"
