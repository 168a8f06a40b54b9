"""A site of one good page, for tests that put one fault into it."""

from __future__ import annotations

from pathlib import Path

from site_builder.checking.findings import KINDS, Finding
from site_builder.checking.reaching import Allowed
from site_builder.checking.site import Rules, check_site

RULES = Rules(
    "https://two-bridges.example",
    Allowed(said=("Ring 020 7946 0018 or write to desk@two-bridges.example.",), names=("Calle preparada",)),
    lambda path: path in ("/forms/", "/forms/me"),
)
PAGE = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Two Bridges</title>{head}</head>
<body>
<main id="main"><h1>Two Bridges</h1>
{body}
</main>
</body>
</html>
"""


def a_page(body: str = "<p>Words.</p>", head: str = "") -> str:
    """Return a page without a fault around *body*, which stands in line 6."""
    return PAGE.format(body=body, head=head)


def a_site(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """Return *folder* with a good page in it and *files* beside or instead of it."""
    for name, content in {"index.html": a_page(), **(files or {})}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def found_in(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """Return what is wrong with a site of *files*, as "file:line: check: what"."""
    findings = check_site(a_site(folder, files), RULES).findings
    assert {finding.check for finding in findings} <= set(KINDS)
    return [told(finding) for finding in findings]


def told(finding: Finding) -> str:
    return f"{finding.file}:{finding.line}: {finding.check}: {finding.what}"
