"""References that only the record can resolve: a proposal it does not know stops the build, by file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.catalogue import Catalogue
from domain.record.public import PublicRecord
from site_builder.problems import Problem
from site_builder.refusals import BuildRefused


class DanglingReferences(BuildRefused):
    """Texts refer to proposals that there are not; *problems* tells where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


def check_references(catalogue: Catalogue, record: PublicRecord | None) -> None:
    """
    Compare the texts of *catalogue* with the record; before the first publish no proposal is known at all.

    Raises:
        DanglingReferences: a text refers to a proposal that the record does not have.
    """
    if record is None or not catalogue.mentions:
        return
    problems = list(_dangling(catalogue, record))
    if problems:
        raise DanglingReferences(problems)


def _dangling(catalogue: Catalogue, record: PublicRecord) -> Iterator[Problem]:
    for mentions in catalogue.mentions.values():
        for one in mentions:
            if one.kind == "proposal" and one.slug not in record.proposals:
                # Imported late: what is like another word is asked only where something is wrong.
                from site_builder.content.near import meant

                what = f"the reference names proposal '{one.slug}', and the record has no such proposal."
                mend = meant(one.slug, sorted(record.proposals), "Take it out, or wait until it is submitted.")
                yield Problem(one.path, one.line, what, mend)
