import pytest
from werkzeug.test import Client

from rsn.static_site import AGAIN, StaticSite

PAGE = "<!doctype html><title>Home</title><body class='x'><h1>Home</h1></body>"


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "public"
    (folder / "programs").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "programs" / "index.html").write_text(PAGE)
    (folder / "404.html").write_text("<body><h1>Not here</h1></body>")
    (folder / ".manifest.json").write_text("{}")
    (folder / "feed.xml").write_text("<feed/>")
    (tmp_path / "secret.key").write_text("secret")
    return folder


@pytest.fixture
def problems():
    return []


@pytest.fixture
def client(out, problems):
    return Client(StaticSite(out, lambda: problems))


def test_a_page_comes_with_its_policy_and_the_script_that_reads_it_again(client):
    page = client.get("/")

    assert page.status_code == 200
    assert f'<script src="{AGAIN}" defer>' in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_a_folder_without_its_slash_is_redirected(client):
    answer = client.get("/programs")

    assert (answer.status_code, answer.headers["Location"]) == (308, "/programs/")


@pytest.mark.parametrize("path", ["/nothing/", "/../secret.key", "/..%2fsecret.key", "/.manifest.json", "/a\x00b"])
def test_what_is_not_public_is_the_site_s_own_404(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Not here" in answer.text
    assert "secret" not in answer.text


def test_a_link_that_leaves_the_folder_is_not_followed(client, out):
    (out / "way-out.txt").symlink_to(out.parent / "secret.key")

    assert client.get("/way-out.txt").status_code == 404


def test_a_file_is_not_sent_again_while_it_is_the_same(client):
    first = client.get("/feed.xml")
    again = client.get("/feed.xml", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert again.status_code == 304


def test_problems_stand_on_top_of_the_last_good_page_escaped(client, problems):
    problems.append("content/programs/tools.md:4: status is '<b>'.")
    page = client.get("/")

    assert "content/programs/tools.md:4: status is &#39;&lt;b&gt;&#39;." in page.text.replace("&#x27;", "&#39;")
    assert page.text.index("tools.md") < page.text.index("<h1>Home</h1>")


def test_the_version_changes_with_the_page_and_with_the_problems(client, problems, out):
    before = client.get("/__rsn/version?path=/").text
    problems.append("something")
    with_problem = client.get("/__rsn/version?path=/").text

    assert before != with_problem
    assert client.get("/__rsn/version?path=/nothing/").text.startswith("0|")


def test_nothing_can_be_posted_to_the_site(client):
    answer = client.post("/")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_a_site_not_built_yet_says_so(tmp_path):
    answer = Client(StaticSite(tmp_path, lambda: ())).get("/")

    assert answer.status_code == 404
    assert "Nothing built yet" in answer.text


def test_the_records_signed_texts_are_read_in_the_browser_and_tiles_are_bytes(client, out):
    (out / "record" / "tile" / "0").mkdir(parents=True)
    for name in ("checkpoint", "files", "vkey", "tile/0/000"):
        (out / "record" / name).write_bytes(b"x")

    for name in ("checkpoint", "files", "vkey"):
        assert client.get(f"/record/{name}").headers["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/record/tile/0/000").headers["Content-Type"] == "application/octet-stream"
    assert client.get("/record/tile/0/001").status_code == 404
