"""
Faults 2 and 3 for the database alone: the power goes at every operation of a `JournaledDB`.

Pass: it opens, the documents of every table are a prefix of what was done, all acknowledged; no id is given twice,
not even that of a document removed since; plain TinyDB reads the snapshot.
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from forms_api.store.base import StoreFailed
from tests.faults.power_cut.forgetful import ForgetfulDisk, Forgotten
from tests.faults.power_cut.log import Acknowledged, Begun, Refused
from tests.faults.power_cut.notes import HOME, Notes, held, opened
from tests.faults.power_cut.recording import FailingRecordingDisk, RecordingDisk
from tests.faults.power_cut.states import CrashState, states
from tests.faults.power_cut.verdict import Ruins, judge
from tests.faults.power_cut.work import FreeDisk

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("small_journals")]
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(1, 12))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("seed", SEEDS)
def test_a_power_cut_at_any_operation_takes_no_document_and_gives_no_id_twice(
    folder: Path, ruins: Ruins, figures: Counter[str], seed: int
) -> None:
    judged = Notes(RecordingDisk(folder), seed, steps=30).judged(ruins, samples=3)
    figures["power-cut states"] += judged.states
    figures["units in flight kept after a power cut"] += judged.in_flight_kept

    assert judged.wrong == ""


@pytest.mark.parametrize("forgotten", Forgotten, ids=lambda f: f.name.lower())
def test_what_the_database_must_not_forget_is_found_out_when_it_does(
    folder: Path, ruins: Ruins, figures: Counter[str], forgotten: Forgotten
) -> None:
    judged = Notes(ForgetfulDisk(folder, forgotten), seed=0, steps=20).judged(ruins, samples=2, most=1)
    figures["power-cut states of forgetful disks"] += judged.states

    assert judged.failing, f"nobody noticed: {forgotten}"
    figures["seeded bugs caught"] += 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_power_cut_while_the_disk_is_full_now_and_then_takes_nothing_and_keeps_nothing_refused(
    folder: Path, ruins: Ruins, figures: Counter[str], seed: int
) -> None:
    disk, chance = FailingRecordingDisk(folder), random.Random(seed)
    kept, texts = [dict[int, Any]()], [""]
    with closing(opened(folder, disk)) as database:
        notes = database.table("notes")
        for step in range(1, 24):
            if chance.random() < 0.4:
                disk.fill(chance.choice((0, 50, 600, 1200)))
            disk.log.note(Begun(HOME, step))
            text = f"{step}" + "x" * chance.choice((5, 400, 900))
            texts.append(text)
            try:
                notes.insert({"text": text})
                disk.log.note(Acknowledged(HOME, step))
            except StoreFailed:
                disk.log.note(Refused(HOME))
            kept.append(held(database).get("notes", {}))
            disk.free()
            with suppress(StoreFailed):
                if chance.random() < 0.15:
                    disk.fill(chance.choice((0, 80, 700)))
                    database.compact()
            disk.free()

    def verdict(state: CrashState) -> int:
        acknowledged, begun = state.acknowledged.get(HOME, 0), state.begun.get(HOME, 0)
        with closing(opened(ruins.lay(state.files), FreeDisk())) as again:
            there = held(again).get("notes", {})
        before = kept[acknowledged]
        assert before.items() <= there.items()
        new = [document["text"] for number, document in there.items() if number not in before]
        assert new in ([], [texts[begun]] if begun != acknowledged else [])
        return len(new)

    judged = judge(states(disk.log, seed=seed, samples=2), verdict)
    figures["power-cut states"] += judged.states

    assert judged.wrong == ""
