"""What every page about a cohort shows of it."""

from __future__ import annotations

from typing import Any

from domain.programs import Cohort
from forms_api import current
from presentation.schedule import read_schedule

SECTION = "programs"


def about(cohort: Cohort) -> dict[str, Any]:
    """Return the cohort, its program and schedule, and the words it is described by, in the reader's language."""
    program = current.catalogue().programs[cohort.program]
    language = current.language() if current.language() in program.words else next(iter(program.words))
    return {
        "section": SECTION,
        "cohort": cohort,
        "program": program,
        "words": program.words[language],
        "words_language": language,
        "schedule": read_schedule(cohort.schedule),
    }
