"""What is printed for a vote on paper: the same words in each language of the network, and codes to be scanned."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from markupsafe import Markup

from domain.catalogue import Network
from presentation.environment import text_of
from presentation.languages import tongue


def in_languages(network: Network, template: str, **values: Any) -> list[tuple[str, str, Markup]]:
    """Return language, direction and the template's words for each language of the network, in its order."""
    spoken = []
    for language in network.languages:
        made = text_of(language, network.time_zone, template, {"network": network, **values})
        # Made by a template of ours: it is escaped already.
        spoken.append((language, tongue(language).direction, Markup(made)))  # nosec B704
    return spoken


def qr_code(text: str) -> Markup:
    """Return a code to be scanned that holds *text*, as a drawing that a screen reader passes over."""
    import segno

    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=False, svgclass="qr", lineclass=None, omitsize=True, border=4
    )
    # The drawing holds squares alone, none of the text.
    return Markup(drawn.getvalue().decode().strip().replace("<svg ", '<svg aria-hidden="true" ', 1))  # nosec B704
