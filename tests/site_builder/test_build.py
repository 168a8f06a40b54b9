"""The builder as a whole: what it writes, what it leaves alone, and that it fails without a trace."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from domain.catalogue import Catalogue
from domain.governance.lifecycle import State
from domain.people import Share
from domain.record.public import PublicMember, PublicRecord
from presentation.environment import environment
from site_builder.build import BuildReport, StrictBuild, TwiceTheSameFile, build
from site_builder.manifest import NAME
from site_builder.out_places import UnsafeOutput
from site_builder.record import RecordUnreadable
from site_builder.render import PageFailed
from tests.builders import a_network
from tests.forms_api.audit import audit
from tests.site_builder.community import NOW, a_proposal, a_record, an_entry, community, visible, write_record


def built(tmp_path: Path, catalogue: Catalogue | None = None, record: PublicRecord | None = None) -> Path:
    """Return the folder of a site built from a community and its record, in a folder of its own."""
    folder = write_record(tmp_path / "record", record) if record else tmp_path / "no-record"
    build(catalogue or community(), folder, tmp_path / "public", NOW)
    return tmp_path / "public"


def files_of(out: Path) -> dict[str, bytes]:
    return {str(f.relative_to(out)): f.read_bytes() for f in sorted(out.rglob("*")) if f.is_file()}


def stamps_of(out: Path) -> dict[str, int]:
    return {str(f.relative_to(out)): f.stat().st_mtime_ns for f in sorted(out.rglob("*")) if f.is_file()}


def test_a_network_of_nobody_builds(tmp_path: Path) -> None:
    empty = Catalogue(network=a_network())

    out = built(tmp_path, empty, PublicRecord())

    for page in out.rglob("*.html"):
        audit(page.read_text("utf-8"))
    assert "Nothing has been decided yet" in visible(out / "index.html")


def test_every_page_is_valid_and_leads_only_to_pages_that_exist(tmp_path: Path) -> None:
    proposals = (a_proposal(state, id=f"2026-{n}") for n, state in enumerate(State) if state is not State.DRAFT)
    out = built(tmp_path, record=a_record(*proposals))

    for page in out.rglob("*.html"):
        tree = audit(page.read_text("utf-8"))
        for link in tree.iter("a"):
            path = (link.get("href") or "").split("#")[0].split("?")[0]
            if path.startswith("/") and not path.startswith(("/forms/", "/record/proposals/")):
                target = out / path.lstrip("/") / "index.html" if path.endswith("/") else out / path.lstrip("/")
                assert target.is_file(), f"{page.relative_to(out)} leads to {path}"


def test_two_builds_from_nothing_are_equal_byte_for_byte(tmp_path: Path) -> None:
    record = a_record(a_proposal())
    one = built(tmp_path / "one", record=record)
    other = built(tmp_path / "other", record=record)

    assert files_of(one) == files_of(other)


def test_a_second_build_writes_nothing_and_keeps_every_time_stamp(tmp_path: Path) -> None:
    out = built(tmp_path, record=a_record(a_proposal()))
    before = stamps_of(out)
    report = build(community(), tmp_path / "record", out, NOW)

    assert (report.written, report.removed) == (0, 0)
    assert stamps_of(out) == before


def test_a_full_build_renders_all_and_still_keeps_the_stamps_of_equal_pages(tmp_path: Path) -> None:
    out = built(tmp_path)
    before = stamps_of(out)
    seen: list[tuple[int, int]] = []
    report = build(community(), tmp_path / "no-record", out, NOW, full=True, progress=lambda *at: seen.append(at))

    assert report.written == 0
    assert seen[-1][0] == seen[-1][1] > 100
    assert {**stamps_of(out), NAME: 0} == {**before, NAME: 0}


def test_only_pages_that_show_a_change_are_written(tmp_path: Path) -> None:
    out = built(tmp_path, record=a_record())
    before = stamps_of(out)
    renamed = an_entry(about="I moved up the hill.")
    write_record(tmp_path / "record", a_record(members={"ada-quill": PublicMember(renamed, from_content=False)}))
    report = build(community(), tmp_path / "record", out, NOW)

    changed = {name for name, stamp in stamps_of(out).items() if before[name] != stamp}
    pages = {f"{folder}members/ada-quill/index.html" for folder in ("", "ar/")}
    searched = {name for name in changed if name.startswith("search/")}
    assert changed == pages | searched | {NAME, "record/state/members.json"}
    assert report.written == len(pages | searched) + 1


def test_a_page_changed_by_somebody_else_is_made_good(tmp_path: Path) -> None:
    out = built(tmp_path)
    home = (out / "index.html").read_bytes()
    time.sleep(0.01)
    (out / "index.html").write_bytes(home.replace(b"gives", b"takes"))
    (out / "robots.txt").unlink()
    report = build(community(), tmp_path / "no-record", out, NOW)

    assert report.written == 2
    assert (out / "index.html").read_bytes() == home


def test_what_is_no_longer_planned_is_removed_with_its_empty_folder(tmp_path: Path) -> None:
    out = built(tmp_path, record=a_record())
    before = set(files_of(out))
    write_record(tmp_path / "record", a_record(members={}))
    report = build(community(), tmp_path / "record", out, NOW)

    gone = before - set(files_of(out))
    assert report.removed == len(gone)
    assert len([name for name in gone if name.endswith("members/ada-quill/index.html")]) == 2
    assert not (out / "members" / "ada-quill").exists()


def test_files_of_others_are_reported_and_never_removed(tmp_path: Path) -> None:
    out = built(tmp_path)
    (out / "google-check.html").write_text("theirs")
    report = build(community(), tmp_path / "no-record", out, NOW)

    assert (out / "google-check.html").read_text() == "theirs"
    assert report.problems == (
        f"{out / 'google-check.html'}: not written by this build, left alone. "
        "Move it elsewhere if it does not belong there.",
    )
    assert "google-check" in str(report)


def test_a_strict_build_with_a_warning_writes_nothing(tmp_path: Path) -> None:
    out = built(tmp_path)
    (out / "theirs.txt").write_text("")
    before = stamps_of(out)

    with pytest.raises(StrictBuild, match=r"theirs\.txt"):
        build(community(news={}), tmp_path / "no-record", out, NOW, strict=True)
    assert stamps_of(out) == before


def test_a_template_error_names_template_and_page_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> str:
        raise LookupError("no such day")

    monkeypatch.setitem(environment("en", "Europe/London").filters, "weekday", fail)

    with pytest.raises(PageFailed, match=r"^templates/site/home\.html:\d+: no such day \(while .* index\.html\)"):
        built(tmp_path)
    assert not (tmp_path / "public").exists()


def test_two_entries_of_one_address_are_refused(tmp_path: Path) -> None:
    page = next(iter(community().pages.values()))
    clash = community(pages={"skills": replace(page, slug="skills")})

    with pytest.raises(TwiceTheSameFile, match=r"skills/index\.html is planned twice"):
        built(tmp_path, clash)


def test_a_broken_record_stops_the_build_with_the_files_name(tmp_path: Path) -> None:
    out = built(tmp_path, record=a_record())
    before = stamps_of(out)
    (tmp_path / "record" / "state" / "members.json").write_text('{"ada-quill": 3}')

    with pytest.raises(RecordUnreadable, match=r"members\.json"):
        build(community(), tmp_path / "record", out, NOW)
    assert stamps_of(out) == before


@pytest.mark.parametrize("name", ["index.html", "members"])
def test_a_symlink_in_the_way_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    out = tmp_path / "public"
    out.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (out / name).symlink_to(elsewhere)

    with pytest.raises(UnsafeOutput, match="is a symlink"):
        built(tmp_path)
    assert list(elsewhere.iterdir()) == []
    assert [f.name for f in out.iterdir()] == [name]


def test_before_the_first_publish_only_open_skills_are_shown(tmp_path: Path) -> None:
    out = built(tmp_path)

    assert "First aid" not in visible(out / "members" / "bo-marsh" / "index.html")
    assert "Bicycle repair" in visible(out / "members" / "ada-quill" / "index.html")


def test_after_the_first_publish_only_the_record_says_who_is_shown(tmp_path: Path) -> None:
    out = built(tmp_path, record=a_record())

    assert not (out / "members" / "bo-marsh").exists()
    assert "Bo Marsh" not in "".join(visible(page) for page in out.rglob("*.html"))


def test_a_record_without_members_does_not_bring_back_those_who_withdrew(tmp_path: Path) -> None:
    out = built(tmp_path, record=PublicRecord())

    assert not (out / "members" / "ada-quill").exists()


def test_the_record_is_copied_byte_for_byte_without_half_written_files(tmp_path: Path) -> None:
    folder = write_record(tmp_path / "record", a_record())
    (folder / "state" / "members.json.new").write_text("half")
    (folder / ".hidden").write_text("no")
    build(community(), folder, tmp_path / "public", NOW)

    copied = files_of(tmp_path / "public" / "record")
    assert copied["state/members.json"] == (folder / "state" / "members.json").read_bytes()
    assert not {"state/members.json.new", ".hidden"} & set(copied)


def test_a_page_changes_with_the_day_only_where_its_words_do(tmp_path: Path) -> None:
    out = built(tmp_path, record=a_record(a_proposal()))
    before = files_of(out)
    build(community(), tmp_path / "record", out, NOW + timedelta(hours=5))
    assert files_of(out) == before
    build(community(), tmp_path / "record", out, NOW + timedelta(days=61))

    changed = {name for name, content in files_of(out).items() if before.get(name) != content}
    assert "programs/kitchen-table-budgeting/index.html" in changed
    assert "members/index.html" not in changed


def test_a_report_reads_as_a_sentence() -> None:
    report = BuildReport(562, 3, 559, 0, ("Mind the gap.",), 0.51)

    assert str(report) == "562 files: 3 written, 559 unchanged, 0 removed, 0.5 s.\nMind the gap."


def test_an_uncleared_share_never_comes_back_through_the_skill_page(tmp_path: Path) -> None:
    cleared_away = an_entry("bo-marsh", shares=(Share("bicycle-repair"),))
    out = built(tmp_path, record=a_record(members={"bo-marsh": PublicMember(cleared_away, from_content=True)}))

    assert "Bo Marsh" not in visible(out / "skills" / "first-aid" / "index.html")
