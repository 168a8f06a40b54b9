"""
How long each thing is kept, why, and which code ends it: the docs and the page about it are checked against this.

Rules of this file: every collection of the store and every private file stands in one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from forms_api.services.attendance import KEPT_FOR
from forms_api.services.closing import GONE_AFTER, RENEWABLE, SIGHTINGS_KEPT
from forms_api.services.crisis_forget import CALLS_KEPT
from forms_api.services.erasure import ASKED_KEPT
from forms_api.services.sessions import OWN_DEVICE

CODES_KEPT = timedelta(days=30)
"""How long a printed code that was used is kept, so that a second try is told from a wrong one."""

APPLICATIONS_KEPT = timedelta(days=180)
ENDED_KEPT = timedelta(days=90)
"""How long a vouch, a check or a mandate is kept after its end, so that it can be taken up again."""

MAILS_KEPT = timedelta(days=30)
BACKUPS_KEPT = timedelta(days=35)


@dataclass(frozen=True)
class Row:
    """
    What is kept, and until when: *days* after *since*, or None where an event ends it or nothing does.

    *purged_by* names the code; *why* is for the one who asks why it is kept at all.
    """

    what: tuple[str, ...]
    days: int | None
    since: str
    why: str
    purged_by: str


def _row(what: str, kept: timedelta | None, since: str, why: str, purged_by: str) -> Row:
    return Row(tuple(what.split()), kept.days if kept is not None else None, since, why, purged_by)


TABLE = (
    _row("members", None, "until they leave or are erased", "who takes part", "erasure.erase"),
    _row("applicants", APPLICATIONS_KEPT, "after they asked", "the desk answers them", "retention.purge"),
    _row("intents matches", GONE_AFTER, "after the end", "what is offered and asked for", "closing.close_due"),
    _row("unanswered-intents", RENEWABLE, "after their last day", "to renew in one step", "closing.close_due"),
    _row("messages", None, "until both have confirmed, or it ended", "to agree on a day", "moves.forget"),
    _row("exchanges gatherings", None, "stay, without names once erased", "counts and measures", "nothing"),
    _row("sightings", SIGHTINGS_KEPT, "after the look", "who saw how to reach you", "closing.close_due"),
    _row("vouches", ENDED_KEPT, "after the end", "to take up again", "retention.purge"),
    _row("checks", ENDED_KEPT, "after the last day", "to renew with a new paper", "retention.purge"),
    _row("mandates", ENDED_KEPT, "after the end", "who could act for you", "retention.purge"),
    _row("acted", None, "as long as what was entered", "what others entered for you", "erasure.erase"),
    _row("participations mentoring", None, "until erased", "lineage and completions", "erasure.erase"),
    _row("attendance", KEPT_FOR, "after the cohort's last day", "suggests completion", "attendance.forget_over"),
    _row("activations", None, "stay, by random ids", "when a drill was held", "nothing"),
    _row(
        "called",
        CALLS_KEPT,
        "after the end, but for the last drill",
        "figures of a drill",
        "crisis_forget.forget_calls",
    ),
    _row(
        "proposals versions amendments arguments advice",
        None,
        "until erased",
        "how it was decided",
        "erasure.erase",
    ),
    _row(
        "events sponsorships coauthors rolls answers promises reviews recounts draw_marks public_draws "
        "paper_in traces",
        None,
        "stay",
        "a decision can be checked",
        "nothing",
    ),
    _row(
        "challenges",
        None,
        "words and maker until the certification",
        "a doubt is answered",
        "verdicts.forget_challengers",
    ),
    _row("notices", None, "until the vote ends", "nobody is told twice", "notices.enqueue"),
    _row("ballots", None, "under a pseudonym; salts until the close", "the count", "sealing.seal"),
    _row(
        "superseded late_ballots paper_batches paper_ballots",
        None,
        "until they are logged",
        "the count",
        "sealing.seal",
    ),
    _row("voter_names", None, "open votes only, until erased", "names beside open ballots", "names.erase_names"),
    _row("keys ballot_codes", None, "until the certification", "makes the pseudonyms", "sealing.seal"),
    _row("sessions", OWN_DEVICE[1], "after signing in, or idle earlier", "being signed in", "retention.purge"),
    _row("links", None, "ten minutes", "the mailed link", "retention.purge"),
    _row("codes", CODES_KEPT, "after use", "printed sign-in codes", "retention.purge"),
    _row(
        "erasures",
        ASKED_KEPT,
        "if no second word came; else stay, by a hash",
        "stays erased",
        "erasure.forget_unanswered",
    ),
    _row(
        "mail", MAILS_KEPT, "after they were written", "only where mails lie in a folder", "retention.purge_mails"
    ),
    _row("packs", None, "written anew by each publish", "who calls whom", "packs.write_packs"),
    _row("backups", BACKUPS_KEPT, "after they were made", "in case the machine breaks", "rsn backup --keep"),
)
"""Everything that is kept outside content/ and the public record."""
