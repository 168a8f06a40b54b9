"""The coordinators' packs: who stands in them, who never does, and that they need nothing but themselves."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import html5lib
import pytest

from domain.crisis import Activation, Answer, Called
from domain.people import Availability, Fluency, Language, Standing
from forms_api.publish import PACKS, publish
from forms_api.publish.call_people import call_people, language_for
from forms_api.publish.files import RecordFolder
from forms_api.publish.files import put as files_put
from forms_api.publish.members import Community
from forms_api.publish.snapshot import snapshot
from forms_api.store.memory import MemoryStore
from tests.builders import NOW, TODAY, a_member, an_exchange, put
from tests.forms_api.crisis_town import (
    FLOOD,
    MENDERS,
    POWER_CUT,
    RIDER,
    SAM,
    STELLA,
    a_playbook,
    crisis_catalogue,
    known_to,
    rung,
    settle,
)

DAY = timedelta(days=1)


class Place:
    def __init__(self, folder: Path) -> None:
        self.store = MemoryStore()
        self.catalogue = crisis_catalogue()
        self.data = folder
        self.now = NOW
        settle(self.store)

    @property
    def packs(self) -> Path:
        return self.data / PACKS

    def publish(self) -> None:
        publish(self.store, self.catalogue, self.data / "record", self.now)

    def read(self, name: str) -> str:
        return (self.packs / name).read_text("utf-8")

    def ties(self) -> set[tuple[str, str]]:
        return set(call_people(Community(snapshot(self.store), self.catalogue, TODAY)).ties)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def tied(one: object, other: object) -> tuple[str, str]:
    first, second = sorted((one.id, other.id))  # type: ignore[attr-defined]
    return first, second


def test_a_pack_has_a_page_and_a_plain_twin_for_each_playbook_the_cards_and_an_index(place: Place) -> None:
    place.publish()

    assert {file.name for file in place.packs.iterdir()} == {
        ".written", "power-cut.html", "power-cut.txt", "cards.html", "index.html",
    }  # fmt: skip
    assert place.packs.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in place.packs.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["power-cut.html", "cards.html", "index.html"])
def test_a_page_is_valid_and_refers_to_nothing_outside_the_folder(place: Place, name: str) -> None:
    place.publish()
    text = place.read(name)
    html5lib.HTMLParser(strict=True).parse(text)
    links = re.findall(r"""(?:href|src|url)\s*[=(]\s*["']?([^"')\s>]+)""", text)

    assert [link for link in links if not (place.packs / link).is_file()] == []
    assert not re.search(r"https?:|//|<script|<img|<link|@import", text.replace("<!doctype", ""))


def test_the_plain_twin_names_the_same_people_and_holds_no_markup(place: Place) -> None:
    place.publish()
    plain, page = place.read("power-cut.txt"), place.read("power-cut.html")

    assert "<" not in plain and "&" not in plain
    for member in (STELLA, SAM, *MENDERS, RIDER):
        assert member.entry.name in plain
        assert member.entry.name in page
        assert member.phone in plain


def test_who_did_not_say_that_they_may_be_rung_stands_nowhere(place: Place) -> None:
    hidden = [
        replace(rung("quiet-quinn", "clothes-mending"), call_consent=False),
        replace(rung("asleep-asa", "clothes-mending"), standing=Standing.DORMANT),
        replace(rung("gone-gil", "clothes-mending"), standing=Standing.LEFT),
    ]
    put(place.store, *hidden, *known_to((STELLA, hidden[0]), (SAM, hidden[1])))
    place.publish()
    everything = "".join(place.read(file.name) for file in place.packs.iterdir())

    assert not any(member.entry.name in everything or member.id in everything for member in hidden)
    assert "Quinn" not in everything


def test_no_name_and_no_number_of_the_packs_reaches_the_record(place: Place) -> None:
    place.publish()
    record = b"".join(file.read_bytes() for file in (place.data / "record").rglob("*") if file.is_file())

    assert b"555" not in record
    assert not any(member.entry.name.encode() in record for member in (STELLA, RIDER))
    assert not list((place.data / "record").rglob("packs"))


def test_who_takes_their_word_back_is_gone_with_the_next_publish(place: Place) -> None:
    place.publish()
    put(place.store, replace(RIDER, call_consent=False))
    place.publish()

    assert all(RIDER.entry.name not in place.read(file.name) for file in place.packs.iterdir())


def test_nothing_is_written_while_nothing_changed_and_the_day_stays_that_of_the_change(place: Place) -> None:
    place.publish()
    before = {file.name: file.stat().st_mtime_ns for file in place.packs.iterdir()}
    place.now += DAY
    place.publish()

    assert {file.name: file.stat().st_mtime_ns for file in place.packs.iterdir()} == before
    assert "Built 23 November 2026" in place.read("index.html")
    put(place.store, replace(RIDER, phone="555 0199"))
    place.publish()
    assert "555 0199" in place.read("cards.html")
    assert "Built 24 November 2026" in place.read("index.html")


def test_a_file_that_was_lost_is_written_again_and_one_too_many_goes(place: Place) -> None:
    place.publish()
    (place.packs / "index.html").unlink()
    place.catalogue = crisis_catalogue(a_playbook(FLOOD))
    place.publish()

    assert {file.name for file in place.packs.iterdir()} >= {"flood.html", "index.html"}
    assert not (place.packs / "power-cut.html").exists()


def test_without_playbooks_there_is_no_folder_and_none_is_left_with_names(place: Place) -> None:
    with_one, place.catalogue = place.catalogue, replace(place.catalogue, playbooks={})
    place.publish()
    assert not place.packs.exists()

    place.catalogue = with_one
    place.publish()
    place.catalogue = replace(with_one, playbooks={})
    place.publish()
    assert not (place.packs / "power-cut.html").exists()


def test_a_playbook_that_names_a_skill_the_catalogue_has_not_is_told_as_a_gap(place: Place) -> None:
    slots = (*a_playbook().slots, replace(a_playbook().slots[0], skill="juggling"))
    place.catalogue = crisis_catalogue(a_playbook(POWER_CUT, *slots))
    place.publish()
    state = json.loads((place.data / "record/state/playbooks.json").read_bytes())["power-cut"]

    assert [slot["covered"] for slot in state["slots"]] == [2, 1, 0]
    assert "juggling: 2 people missing" in place.read("power-cut.txt")


def test_whose_word_ran_out_comes_last_and_is_told_so(place: Place) -> None:
    ran_out = Availability(TODAY - 90 * DAY, TODAY - DAY)
    never = replace(MENDERS[3], availability=None)
    put(place.store, replace(MENDERS[0], availability=ran_out), never)
    place.publish()
    plain = place.read("power-cut.txt")
    jobs = plain[plain.index("Who takes which job") : plain.index("Who calls whom")]

    assert f"Then: [ ] {MENDERS[0].entry.name}, {MENDERS[0].phone} (not confirmed since 22 Nov 2026)" in jobs
    assert f"{never.entry.name}, {never.phone} (never said when they have time)" in jobs
    assert "6 of the 8 people on these lists" in place.read("power-cut.html")


def test_who_has_no_telephone_is_mailed_and_who_has_neither_is_knocked_for(place: Place) -> None:
    put(place.store, replace(MENDERS[0], phone=""), replace(RIDER, phone="", email=""))
    place.publish()
    plain = place.read("power-cut.txt")

    assert f"{MENDERS[0].entry.name}, by mail" in plain
    assert f"{RIDER.entry.name}, knock, Mill Lane" in plain


def test_the_last_drill_stands_there_exactly_and_a_pack_never_tried_says_so(place: Place) -> None:
    place.publish()
    assert "never been tried" in place.read("power-cut.txt")

    held = Activation(
        "held", POWER_CUT, drill=True, by=STELLA.id, asked_at=NOW, second=SAM.id, started_at=NOW, ended_at=NOW
    )
    said = Called("c1", "held", RIDER.id, 1, NOW, answer=Answer.YES, answered_at=NOW)
    put(place.store, held, said, Called("c2", "held", MENDERS[0].id, 0, NOW))
    place.publish()

    assert "23 November 2026: 2 called, 1 reached, 1 said yes" in place.read("power-cut.txt")
    public = json.loads((place.data / "record/state/playbooks.json").read_bytes())["power-cut"]["drill"]
    assert public == {
        "on": "2026-11-23", "called": None, "reached": None, "said_yes": None, "first_yes_minutes": None,
    }  # fmt: skip


def test_the_reach_is_told_with_its_seed_and_is_the_same_every_time(place: Place) -> None:
    place.publish()
    first = place.read("power-cut.txt")
    (place.packs / ".written").unlink()
    place.publish()

    assert "500 runs, seed 7." in first
    assert "if 30 calls of 100 reach nobody" in first
    assert place.read("power-cut.txt") == first


def test_ties_are_vouches_in_force_and_exchanges_confirmed_by_both(place: Place) -> None:
    old, other = rung("old-olga"), rung("other-otto")
    (expired,) = known_to((STELLA, old))
    put(
        place.store,
        old,
        other,
        replace(expired, expires_on=TODAY - DAY),
        an_exchange(old.id, other.id),
        an_exchange(old.id, SAM.id, confirmed=False),
    )

    ties = place.ties()

    assert tied(old, other) in ties
    assert tied(STELLA, MENDERS[0]) in ties
    assert tied(STELLA, old) not in ties
    assert tied(old, SAM) not in ties


def test_nobody_calls_somebody_they_keep_away(place: Place) -> None:
    put(place.store, replace(MENDERS[0], blocked=(RIDER.id,)))

    assert tied(MENDERS[0], RIDER) not in place.ties()
    assert tied(MENDERS[1], RIDER) in place.ties()


def test_who_is_tied_to_nobody_and_a_list_without_a_steward_are_told(place: Place) -> None:
    put(place.store, rung("lone-lou"), replace(STELLA, call_consent=False), replace(SAM, call_consent=False))
    place.publish()

    assert "No steward stands on the call lists, so nobody begins." in place.read("power-cut.html")
    assert "Nobody calls these people yet" in place.read("power-cut.txt")


def test_a_card_is_written_in_the_language_its_owner_speaks_best(place: Place) -> None:
    arabic = replace(RIDER.entry, languages=(Language("ar", Fluency.FIRST), Language("en", Fluency.GOOD)))
    put(place.store, replace(RIDER, entry=arabic))
    place.publish()
    cards = place.read("cards.html")

    assert cards.count('<section class="card"') == 8
    assert '<section class="card" lang="ar" dir="rtl">' in cards


@pytest.mark.parametrize(
    ("spoken", "best"),
    [
        ((), "en"),
        ((("ti", "first"), ("es", "good")), "es"),
        ((("es", "good"), ("ar", "first")), "ar"),
        ((("ar", "fluent"), ("en", "fluent")), "en"),
    ],
)
def test_of_the_languages_of_the_network_the_one_spoken_best_is_taken(
    spoken: tuple[tuple[str, str], ...], best: str
) -> None:
    languages = tuple(Language(code, Fluency(level)) for code, level in spoken)
    member = a_member()

    assert (
        language_for(replace(member, entry=replace(member.entry, languages=languages)), ("en", "es", "ar")) == best
    )


def test_a_publish_that_is_stopped_while_it_writes_packs_is_finished_by_the_next(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, real = Place(tmp_path / "whole"), files_put
    whole.publish()
    for stop_after in range(5):
        left = [stop_after]

        def put_or_stop(path: Path, content: bytes, mode: int, left: list[int] = left) -> None:
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            real(path, content, mode)

        monkeypatch.setattr("forms_api.publish.packs.put", put_or_stop)
        halted = Place(tmp_path / f"halted-{stop_after}")
        with pytest.raises(KeyboardInterrupt):
            halted.publish()
        monkeypatch.setattr("forms_api.publish.packs.put", real)
        halted.publish()

        assert {f.name: f.read_bytes() for f in halted.packs.iterdir()} == {
            f.name: f.read_bytes() for f in whole.packs.iterdir()
        }
        assert RecordFolder(halted.data / "record").resumed is False
