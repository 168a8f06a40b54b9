"""Mistakes that stop a build: the last good site stays as it was, and the next good build is right."""

from __future__ import annotations

import pytest

from site_builder.content import ContentErrors
from site_builder.record import RecordUnreadable
from site_builder.render import PageFailed
from tests.site_builder.incremental.checks import build_here, untouched
from tests.site_builder.incremental.content_edits import files
from tests.site_builder.incremental.template_edits import PAGES
from tests.site_builder.incremental.world import World, edit, nth

BROKEN_CONTENT = (
    "---\ntitle: [\n---\n",
    "---\ntitel: X\n---\nNo.\n",
    "no front matter",
    "---\ntitle: A\n---\n<b>",
)
BROKEN_TEMPLATES = ("{% if %}", "{{ nobody.knows }}", '{% include "site/not-there.html" %}', "{% endblock %}")


@edit
def make_a_mistake_in_the_content(world: World, n: int) -> bool:
    file = nth(files(world, "pages", "programs", "members", "news"), n)
    good = file.read_bytes()
    file.write_text(nth(list(BROKEN_CONTENT), n), "utf-8")
    with untouched(world), pytest.raises(ContentErrors, match=file.name.replace(".", r"\.")):
        build_here(world)
    file.write_bytes(good)
    return True


@edit
def make_a_mistake_in_a_template(world: World, n: int) -> bool:
    file = world.templates / "site" / f"{nth(PAGES, n)}.html"
    good = file.read_text("utf-8")
    block = good.index("%}", good.index("{% block main")) + 2
    file.write_text(good[:block] + nth(list(BROKEN_TEMPLATES), n) + good[block:], "utf-8")
    with untouched(world), pytest.raises(PageFailed, match=r"templates/site/"):
        build_here(world)
    file.write_text(good, "utf-8")
    return True


@edit
def damage_the_record(world: World, n: int) -> bool:
    file = world.record_dir / "state" / nth(["members.json", "proposals.json", "skills.json"], n)
    good = file.read_bytes()
    file.write_bytes(good[:-1] if n % 2 else b'{"a": 3}')
    with untouched(world), pytest.raises(RecordUnreadable, match=file.name):
        build_here(world)
    file.write_bytes(good)
    return True
