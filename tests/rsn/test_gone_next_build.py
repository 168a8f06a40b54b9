"""On the site with the next build, and gone with the next one after: each way of taking an entry back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.catalogue import ContentMember
from domain.governance.moderation import ModerationReason
from domain.people import Audience, Consent, Entry, Member
from forms_api.publish import publish
from forms_api.services import entries, hiding
from forms_api.services.entries import EntryDraft
from forms_api.store.base import Store
from forms_api.store.memory import MemoryStore
from site_builder.build import build
from tests.builders import NOW, TODAY, a_member, put
from tests.site_builder.community import community

WORDS = ("Quillfeather", "quillfeather", "Herons know me.")
STEWARD = "id-stella"


def opened(store: Store, member: Member) -> None:
    """Write the entry and open it to everybody, as the form does."""
    draft = EntryDraft(
        "Ada Quillfeather", "", (), "", (), (), "Herons know me.",
        dict.fromkeys(member.consents or ("name", "about"), Audience.PUBLIC),
    )  # fmt: skip
    entries.save(store, community(), member.id, draft, NOW)


def withdrawn(store: Store, member: Member) -> None:
    entries.withdraw(store, member.id, NOW)


def hidden(store: Store, member: Member) -> None:
    hiding.hide(store, STEWARD, member.id, hiding.WHOLE, ModerationReason.PERSONAL, NOW)


def left(store: Store, member: Member) -> None:
    entries.leave(store, member.id, NOW)


def one_field(store: Store, member: Member) -> None:
    hiding.hide(store, STEWARD, member.id, "about", ModerationReason.PERSONAL, NOW)


def site_after(store: Store, folder: Path, days: int) -> str:
    """Return every byte of the site and its record after a publish and a build, as text."""
    catalogue = replace(community(), members={"ada-quillfeather": written()}, playbooks={})
    record, out = folder / "record", folder / "public"
    now = NOW + timedelta(days=days)
    publish(store, catalogue, record, now)
    build(catalogue, record, out, now)
    files = [path for place in (record, out) for path in sorted(place.rglob("*")) if path.is_file()]
    return "\n".join(f"{path.name}\n{path.read_bytes().decode('utf-8', 'replace')}" for path in files)


def written() -> ContentMember:
    """Return the entry of the same address in content/, which the one in the store replaces."""
    entry = Entry("ada-quillfeather", "Ada Quillfeather", about="Herons know me.")
    return ContentMember(entry, Consent(Audience.PUBLIC, TODAY))


@pytest.mark.parametrize(
    ("takes_back", "still"), [(withdrawn, ()), (hidden, ()), (left, ()), (one_field, WORDS[:2])]
)
def test_an_entry_is_there_with_the_next_build_and_gone_with_the_one_after(
    tmp_path: Path, takes_back: Callable[[Store, Member], None], still: tuple[str, ...]
) -> None:
    store = MemoryStore()
    ada = a_member("ada-quillfeather")
    put(store, ada, a_member("stella", steward=True))
    opened(store, ada)
    before = site_after(store, tmp_path, 0)
    takes_back(store, ada)
    after = site_after(store, tmp_path, 1)

    assert [word for word in WORDS if word in before] == list(WORDS)
    assert [word for word in WORDS if word in after] == list(still)
