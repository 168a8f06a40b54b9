import socket
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner
from werkzeug.test import Client
from werkzeug.wrappers import Response

from forms_api import control
from forms_api.store.tinydb import TinyStore
from rsn.__main__ import main
from rsn.clock import DemoClock
from rsn.folders import Folders
from rsn.forms_service import NotStarted, store_held
from rsn.live_catalogue import LiveCatalogue
from rsn.rebuilding import Rebuilding
from rsn.serving import DemoOnly, Front, serve

LONGER_THAN_A_TEST = 600.0
CONTENT = Path(__file__).parents[2] / "content"


def answering(text):
    return Response(text)


@pytest.fixture
def posts():
    return []


@pytest.fixture
def front(posts):
    return Client(DemoOnly(Front(answering("forms"), answering("site"), lambda: posts.append(1))))


@pytest.mark.parametrize(
    ("path", "who"),
    [("/", "site"), ("/forms/", "forms"), ("/forms", "forms"), ("/formsx/", "site"), ("/es/forms/", "site")],
)
def test_the_forms_have_their_own_part_of_the_address(front, path, who):
    assert front.get(path).text == who


def test_only_a_post_to_the_forms_asks_for_a_new_build(front, posts):
    front.get("/forms/me")
    front.post("/about/")
    assert posts == []

    front.post("/forms/share")
    assert posts == [1]


@pytest.mark.parametrize(
    "headers",
    [{"Host": "weirside.example"}, {"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"}, {"Host": ""}],
)
def test_a_demo_answers_nobody_from_outside(front, headers):
    answer = front.get("/", headers=headers)

    assert answer.status_code == 400
    assert answer.text == "A demo answers on this machine only."


def test_a_demo_listens_on_loopback_only(tmp_path):
    folders = Folders(CONTENT, tmp_path / "data", tmp_path / "public")

    with pytest.raises(NotStarted, match=r"127\.0\.0\.1 only"):
        serve(folders, "0.0.0.0", 0, demo=True, now=None, say=lambda text: None)
    assert not folders.data.exists()


def test_drafts_listen_on_loopback_only(tmp_path):
    folders = Folders(CONTENT, tmp_path / "data", tmp_path / "public")

    with pytest.raises(NotStarted, match="Drafts are for their authors"):
        serve(folders, "0.0.0.0", 0, demo=False, drafts=True, now=None, say=lambda text: None)
    assert not folders.data.exists()


def test_drafts_are_built_beside_the_site_and_not_into_it(monkeypatch, tmp_path):
    asked = {}
    monkeypatch.setattr(
        "rsn.serving.serve", lambda folders, host, port, **said: asked.update(said, out=folders.out)
    )
    words = ["serve", "--drafts", "--content", str(CONTENT), "--out", str(tmp_path / "public")]
    answer = CliRunner().invoke(main, words)

    assert answer.exit_code == 0
    assert (asked["drafts"], asked["out"]) == (True, tmp_path / "public-drafts")


def test_a_taken_port_is_said_with_another_to_try(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = ["serve", "--port", str(port), "--data", str(tmp_path / "d"), "--content", str(CONTENT)]
        answer = CliRunner().invoke(main, words)

    assert answer.exit_code == 1
    assert f"--port {port + 1}" in answer.output


def test_content_with_a_mistake_does_not_start_and_names_the_line(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "network.yaml").write_text("name: Weirside\nnmae: Weirside\n")
    words = ["serve", "--port", "0", "--content", str(tmp_path / "content"), "--data", str(tmp_path / "data")]
    answer = CliRunner().invoke(main, words)

    assert answer.exit_code == 1
    assert "network.yaml:2: " in answer.output


@pytest.fixture(scope="module")
def community(tmp_path_factory, demo_community):
    folder = copytree(demo_community(), tmp_path_factory.mktemp("community"), dirs_exist_ok=True)
    return Folders(folder / "content", folder / "data", folder / "public")


@pytest.fixture
def rebuilding(community):
    clock = DemoClock(community.data / "clock")
    with store_held(community) as store:
        yield Rebuilding(community, store, LiveCatalogue(community.content), clock, lambda text: None)


def test_a_broken_file_keeps_the_last_good_site_and_is_named(community, rebuilding):
    rebuilding.once()
    page = community.out / "programs" / "ready-street" / "index.html"
    good = page.read_bytes()
    source = community.content / "programs" / "ready-street.md"
    text = source.read_text()
    source.write_text(text.replace("status: running", "status: runing"))
    rebuilding._catalogue.look_again()
    rebuilding.once()
    problems = rebuilding.problems
    source.write_text(text)
    rebuilding._catalogue.look_again()
    rebuilding.once()

    assert any("ready-street.md:" in problem and "Did you mean" in problem for problem in problems)
    assert page.read_bytes() == good
    assert rebuilding.problems == ()


def test_a_change_is_built_without_being_asked(community, rebuilding):
    rebuilding.once()
    rebuilding.start()
    source = community.content / "programs" / "ready-street.md"
    page = community.out / "programs" / "ready-street" / "index.html"
    text = source.read_text()
    time.sleep(0.5)
    source.write_text(text.replace("\n---\n", "\n---\nLamps are on the third shelf.\n\n", 1))
    try:
        deadline = time.monotonic() + 30
        while "third shelf" not in page.read_text() and time.monotonic() < deadline:
            time.sleep(0.1)
            if time.monotonic() > deadline - 25:
                source.touch()
        built = page.read_text()
    finally:
        rebuilding.stop()
        source.write_text(text)

    assert "Lamps are on the third shelf." in built


def test_time_that_passes_closes_a_vote_at_the_next_build(community, rebuilding):
    from site_builder.record import read_record

    rebuilding.once()
    before = {key for key, p in read_record(community.record).proposals.items() if p.state == "voting"}
    DemoClock(community.data / "clock").advance(timedelta(days=7))
    rebuilding.once()
    after = read_record(community.record).proposals

    assert before
    assert all(after[key].result is not None for key in before)


def test_the_store_is_free_again_when_its_holder_is_gone(community):
    with (
        store_held(community),
        pytest.raises(NotStarted, match="Another process holds the store"),
        store_held(community),
    ):
        pass

    TinyStore.open(community.store).close()


def test_a_service_waits_for_a_job_that_holds_the_store_but_not_for_another_service(community):
    job = TinyStore.open(community.store)
    threading.Timer(0.3, job.close).start()
    with store_held(community, patience=20.0):
        pass

    with (
        store_held(community),
        closing(control.serve(community.socket, lambda question: {})),
        pytest.raises(NotStarted, match="Another process holds the store"),
        store_held(community, patience=LONGER_THAN_A_TEST),
    ):
        pass
