"""What people do to content/, as edits of its files: some are right, some are slips, most can be taken back."""

from __future__ import annotations

import base64
from collections.abc import Callable

from hypothesis import strategies as st

from tests.site_builder.content.small_content import ANA, FILES, PAGE

Texts = dict[str, bytes]
Edit = Callable[[Texts], None]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def put(name: str, text: str | bytes) -> Edit:
    return lambda files: files.update({name: text if isinstance(text, bytes) else text.encode()})


def without(name: str) -> Edit:
    return lambda files: files.pop(name, None) and None


def swapped(name: str, old: str, new: str) -> Edit:
    """Return the edit that puts *new* for *old* in a file, if it is there and holds it."""

    def edit(files: Texts) -> None:
        if name in files:
            files[name] = files[name].replace(old.encode(), new.encode())

    return edit


def renamed(old: str, new: str) -> Edit:
    def edit(files: Texts) -> None:
        if old in files:
            files[new] = files.pop(old)

    return edit


def back(name: str) -> Edit:
    return put(name, FILES[name])


LINKING = PAGE.replace(
    "[the table](/programs/kitchen-table/)", "[a page](/new-page/) or [news](news:2026-08-30-table-is-back)"
)
STREET = PAGE.replace("come by", "come to 4 Kitchen Table Row")
CARLA = ANA.split("roles:")[0].replace("Ana", "Carla") + "consent: {on: 2026-01-01, wording: 1}\n---\nHello.\n"

EDITS: tuple[Edit, ...] = (
    # Words alone.
    swapped("members/ben.md", "soup", "bread"),
    swapped("programs/kitchen-table.md", "letters.", "letters, twice."),
    put("pages/about.md", PAGE + "\nOne more line.\n"),
    swapped("news/2026-08-30-table-is-back.md", "second", "third"),
    # Fields that others look at.
    swapped("skills/budgeting.md", "Budgeting", "Bicycle repair"),
    swapped("skills/budgeting.md", "label: Budgeting", "related: [bicycle-repair]\nlabel: Budgeting"),
    swapped("members/ben.md", "peer mentor", "host"),
    swapped("members/ben.md", "name: Ben", "name: Ana"),
    swapped("cohorts/kitchen-table-2.md", "language: en", "language: ti"),
    swapped("cohorts/kitchen-table-2.md", "role: peer mentor", "role: host"),
    swapped("programs/kitchen-table.md", "Kitchen Table", "4 Kitchen Table Row"),
    swapped("programs/kitchen-table.md", "stewards: [ana]", "stewards: [ana, ben]"),
    # Entries that come, go or change their name.
    put("skills/sewing.md", FILES["skills/bicycle-repair.md"].replace("Bicycle repair", "Sewing")),
    without("skills/sewing.md"),
    swapped("members/ben.md", "shares: []", "shares: [{skill: sewing, level: can do}]"),
    without("skills/bicycle-repair.md"),
    renamed("skills/bicycle-repair.md", "skills/bike-repair.md"),
    renamed("pages/about.md", "pages/who-we-are.md"),
    put("members/carla.md", CARLA),
    without("members/carla.md"),
    without("pages/about.es.md"),
    without("cohorts/kitchen-table-2.md"),
    put("pages/new-page.md", PAGE),
    put("pages/new-page.md", PAGE.replace("order: 1", "draft: true")),
    put("pages/new-page.md", PAGE.replace("order: 1", "publish_on: 2026-12-01")),
    put("pages/new-page.md", PAGE.replace("order: 1", "aliases: [/about/, /old/]")),
    put("pages/linking.md", LINKING),
    put("pages/second.md", PAGE.replace("order: 1", "aliases: [/old/]")),
    put("pages/street.md", STREET),
    put("news/2026-09-01-more.md", FILES["news/2026-08-30-table-is-back.md"].replace("2026-08-30", "2026-09-01")),
    # What everything relies on.
    swapped("network.yaml", "languages: [en, es]", "languages: [en]"),
    swapped("network.yaml", "slug: west-bank", "slug: far-bank"),
    swapped("network.yaml", "Two Bridges", "Three Bridges"),
    swapped("categories.yaml", "slug: repair", "slug: mending"),
    without("categories.yaml"),
    # Pictures, and what does not belong there.
    put("images/hall.png", PIXEL),
    put("images/hall.png", b"no picture"),
    without("images/hall.png"),
    put("pages/picture.md", PAGE + "\n![The hall](images/hall.png)\n"),
    put("pages/stray.txt", "What is this?"),
    without("pages/stray.txt"),
    put("theme/theme.css", "@import 'elsewhere';"),
    without("theme/theme.css"),
    # Slips.
    swapped("members/ana.md", "level: first", "level: frist"),
    swapped("members/ana.md", "since: 2025-01-01", "since: 2027-01-01"),
    swapped("pages/about.md", "---\ntitle", "---\n\ttitle"),
    put("pages/about.md", b"---\ntitle: \xff\n---\n"),
    swapped("pages/about.md", "/programs/kitchen-table/", "/programs/kitchen-tabel/"),
    put("playbooks/power-cut.md", ""),
    # Second thoughts.
    *(back(name) for name in FILES),
)

edits = st.lists(st.sampled_from(EDITS), min_size=1, max_size=4)
