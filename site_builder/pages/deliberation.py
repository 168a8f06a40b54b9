"""What became of a proposal while people talked: each wording with what it changed, and the amendments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.governance.moderation import ModerationReason
from domain.record.public import PublicAmendment, PublicProposal, PublicVersion
from site_builder.model import Site
from site_builder.pages.page import page
from site_builder.references import MemberRef
from site_builder.steps import Step


@dataclass(frozen=True)
class Wording:
    """A version, who wrote it if they agreed to be named, and the readable version before it, if there is one."""

    version: PublicVersion
    by: MemberRef | None
    before: PublicVersion | None
    removed: ModerationReason | None


@dataclass(frozen=True)
class Offered:
    """An amendment, who offered it if they agreed to that, and the text it was offered on; "" if that is gone."""

    amendment: PublicAmendment
    by: MemberRef | None
    before: str
    removed: ModerationReason | None


def pages(site: Site, language: str, proposal: PublicProposal) -> Iterator[Step]:
    """Yield the page of the proposal's versions and that of its amendments, where there are any."""
    place = f"/proposals/{proposal.id}"
    if len(proposal.versions) > 1:
        wordings = tuple(_wording(site, proposal, at) for at in reversed(range(len(proposal.versions))))
        yield page(
            site, language, f"{place}/versions/", "versions.html", "decisions", p=proposal, wordings=wordings
        )
    if proposal.amendments:
        offered = tuple(_offered(site, proposal, amendment) for amendment in proposal.amendments)
        yield page(
            site, language, f"{place}/amendments/", "amendments.html", "decisions", p=proposal, offered=offered
        )


def _wording(site: Site, proposal: PublicProposal, at: int) -> Wording:
    version = proposal.versions[at]
    earlier = [v for v in proposal.versions[:at] if not v.removed]
    return Wording(version, site.member(version.by), earlier[-1] if earlier else None, _why(version.removed))


def _offered(site: Site, proposal: PublicProposal, amendment: PublicAmendment) -> Offered:
    texts = {version.number: version.text for version in proposal.versions}
    return Offered(amendment, site.member(amendment.by), texts.get(amendment.version, ""), _why(amendment.removed))


def _why(code: str) -> ModerationReason | None:
    return ModerationReason(code) if code else None
