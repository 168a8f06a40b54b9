"""What units read is noted, all of it; who reads a summary depends on nothing below that leaves it as it was."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import partial
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.record.public import PublicMember, PublicRecord
from site_builder.beside import Beside
from site_builder.build import build
from site_builder.inputs import inputs_of, watched_site
from site_builder.kept.state import load_state
from site_builder.model import Site, spoken
from site_builder.pages.taxonomies import on_shelves
from site_builder.reading import read_published
from site_builder.units import UNIT, called
from site_builder.watching import SUMMARY, Noting, Watched, is_kept, summary
from tests.site_builder.community import NOW, a_proposal, a_record, an_entry, community, write_record


def a_site(tmp_path: Path, watch: Noting) -> Site:
    folder = write_record(tmp_path / "record", a_record(a_proposal()))
    return watched_site(community(), read_published(folder), NOW, watch)


def test_every_field_a_unit_may_ask_for_is_noted(tmp_path: Path) -> None:
    watch = Noting()
    site = a_site(tmp_path, watch)
    areas = {Catalogue: site.catalogue, PublicRecord: site.public, Beside: site.beside}

    for (kind, value), area in zip(areas.items(), ("content", "record", "beside"), strict=True):
        for field in fields(kind):
            _, reads = watch.watched(partial(look_at, value, field.name))

            assert any(read.split("\t")[0] == f"{area}.{field.name}" for read in reads), field.name


def look_at(values: object, name: str) -> object:
    value = getattr(values, name)
    return list(value.items()) if isinstance(value, Watched) else value


def test_what_is_no_field_is_not_handed_out(tmp_path: Path) -> None:
    site = a_site(tmp_path, Noting())

    with pytest.raises(AttributeError, match=r"content\.cohorts_of is nothing that a unit may read"):
        site.catalogue.cohorts_of("kitchen-table-budgeting")


def test_an_entry_its_absence_and_the_list_of_all_are_three_facts() -> None:
    watch = Noting()
    values = Watched(watch, "t", {"a": 1})

    assert watch.watched(lambda: values["a"])[1] == ("t\ta",)
    assert watch.watched(lambda: "b" in values)[1] == ("t\tb\t?",)
    assert watch.watched(lambda: values.get("b"))[1] == ("t\tb",)
    assert watch.watched(lambda: list(values))[1] == ("t",)


@summary
def a_title(site: Site, slug: str) -> str:
    return site.catalogue.news[slug].title


def test_a_summary_keeps_what_it_read_to_itself(tmp_path: Path) -> None:
    watch = Noting()
    site = a_site(tmp_path, watch)
    slug = next(iter(site.catalogue.news))
    _, reads = watch.watched(lambda: a_title(site, slug))
    fact = reads[0]

    assert reads == (fact,)
    assert watch.traces[fact][0] == (f"content.news\t{slug}",)


def test_only_late_units_may_ask_for_the_addresses_of_all_pages(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="late units"):
        _ = a_site(tmp_path, Noting()).addresses


def test_facts_that_changed_are_found_and_no_others(tmp_path: Path) -> None:
    folder = write_record(tmp_path / "record", a_record())
    before = inputs_of(community(), read_published(folder), NOW)
    write_record(folder, a_record(members={"z": PublicMember(an_entry("z"), from_content=False)}))
    after = inputs_of(community(), read_published(folder), NOW)

    assert set(after.changes(before)) == {
        *("record.members", "record.members\tz", "record.members\tz\t?", "record files\tstate"),
        *("record.members\tada-quill", "record.members\tada-quill\t?"),
    }
    assert list(after.changes(after)) == []


def test_an_edit_that_changes_no_summary_plans_the_page_alone(tmp_path: Path) -> None:
    folder, state = write_record(tmp_path / "record", a_record()), tmp_path / "state"
    before = community()
    slug = next(iter(before.pages))
    words = {code: replace(each, text=f"{each.text}\n\nMore.") for code, each in before.pages[slug].words.items()}
    after = replace(before, pages={**before.pages, slug: replace(before.pages[slug], words=words)})
    build(before, folder, tmp_path / "public", NOW, state=state)
    report = build(after, folder, tmp_path / "public", NOW, state=state)

    made = {name for name in report.reasons if not name.startswith("search/")}
    assert made == {f"{code}{slug}/index.html" for code in ("", "ar/")}
    assert set(report.reasons.values()) >= {("fact", f"content.pages\t{slug}")}


@pytest.mark.parametrize("damage", [b"", b"\x00", b"(", b"\xe9\x00\x00\x00\x00"])
def test_a_damaged_state_counts_for_nothing(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "plan").write_bytes(damage)

    assert load_state(tmp_path) is None


def test_the_state_is_for_its_owner_alone_and_a_build_from_it_writes_nothing(tmp_path: Path) -> None:
    folder, state, out = write_record(tmp_path / "record", a_record()), tmp_path / "state", tmp_path / "public"
    build(community(), folder, out, NOW, state=state)
    manifest = (out / ".rsn-manifest.json").read_bytes()
    again = build(community(), folder, out, NOW, state=state)
    build(community(), folder, tmp_path / "clean", NOW)

    assert (state.stat().st_mode & 0o777, (state / "plan").stat().st_mode & 0o777) == (0o700, 0o600)
    assert (again.written, again.removed, again.reasons) == (0, 0, {})
    assert manifest == (tmp_path / "clean" / ".rsn-manifest.json").read_bytes()
    kept = load_state(state)
    assert kept is not None
    assert f"{UNIT}copied_record:folder_files\tstate" in kept.traces


def test_a_summary_whose_values_are_kept_is_known_by_its_name(tmp_path: Path) -> None:
    watch = Noting()
    site = a_site(tmp_path, watch)
    [shelf], [title] = (watch.watched(partial(ask, site))[1] for ask in (on_shelves, spoken))

    assert is_kept(shelf) and called(shelf.removeprefix(SUMMARY)) == (on_shelves, ())
    assert not is_kept(title) and called(title.removeprefix(SUMMARY)) == (spoken, ())
    assert not is_kept("content.news\tsurprise!")


def test_who_asks_for_the_day_depends_on_the_day_alone_whoever_asked_first(tmp_path: Path) -> None:
    watch = Noting()
    site = a_site(tmp_path, watch)

    assert [watch.watched(lambda: site.today)[1] for _ in range(2)] == [("clock\ttoday",)] * 2
