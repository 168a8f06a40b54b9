import re
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from forms_api.control import serve
from forms_api.services.codes import use_code
from forms_api.store.tinydb import TinyStore
from rsn.__main__ import main
from rsn.clock import machine_clock
from rsn.folders import Folders
from rsn.house import Holder, answer
from rsn.live_catalogue import LiveCatalogue

CONTENT = Path(__file__).parents[2] / "content"


@pytest.fixture
def rsn(tmp_path):
    def run(*words, out="codes.txt"):
        extra = ["--out", str(tmp_path / out)] if words[0] == "codes" else []
        words = [*words, *extra, "--content", str(CONTENT), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(main, words, prog_name="rsn")

    return run


def test_an_empty_roll_says_how_to_begin(rsn):
    answer = rsn("members")

    assert answer.exit_code == 0
    assert "Begin with: rsn members --add" in answer.output


def test_a_first_steward_comes_into_a_new_network(rsn):
    rsn("members", "--add", "Inés Marroquín", "--email", "ines@weirside.example")
    rsn("members", "--steward", "ines-marroquin")
    listed = rsn("members").output

    assert re.search(r"^ines-marroquin +Inés Marroquín +\(member, steward, mail\)$", listed, re.MULTILINE)


def test_a_second_person_of_the_same_name_gets_a_slug_of_their_own(rsn):
    rsn("members", "--add", "Noor")
    again = rsn("members", "--add", "Noor")

    assert again.output.startswith("noor-2 ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--add", "Ana", "--email", "not an address"), "This is no mail address."),
        (("--steward", "nobody"), "Nobody on the roll has this name."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_stored(rsn, words, says):
    refused = rsn("members", *words)

    assert refused.exit_code == 1
    assert says in refused.output
    assert "Nobody yet." in rsn("members").output


def test_two_people_cannot_have_one_mail_address(rsn):
    rsn("members", "--add", "Ana", "--email", "ana@weirside.example")
    refused = rsn("members", "--add", "Ben", "--email", "ANA@weirside.example")

    assert refused.exit_code == 1
    assert "already has this mail address" in refused.output


def test_a_sheet_of_codes_signs_in_and_bears_no_name(rsn, tmp_path):
    rsn("members", "--add", "Walter Pruitt")
    told = rsn("codes", "walter-pruitt", "--number", "3").output
    sheet = (tmp_path / "codes.txt").read_text()
    codes = re.findall(r"\[ \]  ([0-9A-Z-]+)$", sheet, re.MULTILINE)
    store = TinyStore.open(tmp_path / "data" / "store")
    signed_in = use_code(store, codes[0].lower().replace("-", " "), machine_clock())
    with store.unit() as unit:
        member = unit.members.get(signed_in)
    store.close()

    assert len(codes) == 3
    assert member.entry.name == "Walter Pruitt"
    assert "Walter" not in sheet
    assert "Sheet 01: Walter Pruitt" in told
    assert (tmp_path / "codes.txt").stat().st_mode & 0o777 == 0o600


def test_a_sheet_that_was_not_fetched_is_not_overwritten(rsn, tmp_path):
    rsn("members", "--add", "Walter Pruitt")
    rsn("codes", "walter-pruitt")
    before = (tmp_path / "codes.txt").read_text()
    again = rsn("codes", "walter-pruitt")

    assert again.exit_code == 1
    assert (tmp_path / "codes.txt").read_text() == before


def test_without_names_everybody_without_mail_gets_a_sheet(rsn):
    rsn("members", "--add", "Walter Pruitt")
    rsn("members", "--add", "Ana", "--email", "ana@weirside.example")
    told = rsn("codes").output

    assert "Walter Pruitt" in told
    assert "Ana" not in told


def test_while_the_service_holds_the_store_it_does_the_work(rsn, tmp_path):
    folders = Folders(CONTENT, tmp_path / "data", tmp_path / "public")
    folders.data.mkdir(mode=0o700)
    store = TinyStore.open(folders.store)
    holder = Holder(store, folders, LiveCatalogue(CONTENT), machine_clock)
    asked = []
    control = serve(folders.socket, lambda question: asked.append(question) or answer(holder, question))
    results = []
    try:
        threads = [
            threading.Thread(target=lambda n=n: results.append(rsn("members", "--add", f"Member {n}")))
            for n in range(3)
        ]
        for thread in threads:
            thread.start()
            thread.join()
        with store.unit() as unit:
            names = sorted(member.entry.name for member in unit.members)
    finally:
        control.close()
        store.close()

    assert names == ["Member 0", "Member 1", "Member 2"]
    assert len(asked) == 3
    assert [result.exit_code for result in results] == [0, 0, 0]


def test_a_sheet_to_print_has_a_picture_of_each_code_and_no_name(rsn, tmp_path):
    rsn("members", "--add", "Walter Pruitt")
    rsn("codes", "walter-pruitt", "--number", "3", out="codes.html")
    sheet = (tmp_path / "codes.html").read_text()

    assert len(re.findall(r"<code>[0-9A-Z-]{21}</code>", sheet)) == sheet.count('class="qr"') == 3
    assert "Walter" not in sheet and "<script" not in sheet and "src=" not in sheet


def test_a_new_steward_is_told_how_to_make_the_codes_the_desk_asks_for(rsn):
    rsn("members", "--add", "Walter Pruitt", "--email", "walter@weirside.example")

    assert "Make the codes: rsn codes walter-pruitt" in rsn("members", "--steward", "walter-pruitt").output
    assert "Make the codes" not in rsn("members", "--no-steward", "walter-pruitt").output
