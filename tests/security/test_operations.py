"""Requirements 73 to 80 of docs/security.md: secrets, requirements, what is deployed, where holes are reported."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path

import click
import pytest
from werkzeug.test import Client

from forms_api.secret_file import SecretTooOpen, secret_from
from rsn.__main__ import COMMANDS
from rsn.static_site import StaticSite
from site_builder.build import build
from tests.security.secret_scan import secrets_in, text_files
from tests.site_builder.community import NOW, a_record, community, write_record

FOLDERS = ("domain", "presentation", "site_builder", "forms_api", "rsn", "templates", "content", "deploy", "docs")


def test_s73_the_secret_key_is_made_for_its_owner_alone_and_refused_when_others_may_read_it(
    tmp_path: Path,
) -> None:
    file = tmp_path / "secret.key"
    made = secret_from(file)

    assert len(made) == 32 and file.stat().st_mode & 0o777 == 0o600
    assert secret_from(file) == made
    file.chmod(0o640)
    with pytest.raises(SecretTooOpen):
        secret_from(file)


def test_s73_no_command_takes_a_secret_among_its_arguments() -> None:
    secret = re.compile(r"secret|password|passphrase|token")
    told = []
    for name in COMMANDS:
        command = getattr(import_module(f"rsn.commands.{name}"), "command", None) or _command_of(name)
        told += [
            f"{name} {p.name}" for p in _parameters(command) if secret.search(p.name or "") and not _harmless(p)
        ]

    assert told == []


def _command_of(name: str) -> click.Command:
    module = import_module(f"rsn.commands.{name}")
    return next(one for one in vars(module).values() if isinstance(one, click.Command))


def _parameters(command: click.Command) -> list[click.Parameter]:
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return [*command.params, *(one for sub in inner for one in _parameters(sub))]


def _harmless(parameter: click.Parameter) -> bool:
    """Tell whether the argument names a file, or is only a yes or a no: no secret stands in it."""
    return isinstance(parameter.type, click.Path | click.File) or bool(getattr(parameter, "is_flag", False))


def test_s73_no_secret_lies_in_the_repository(checkout: Path) -> None:
    found = {
        str(file.relative_to(checkout)): one
        for file in text_files(checkout, *FOLDERS)
        for one in secrets_in(file.read_text("utf-8", "replace"))
    }

    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIDuYk0",
        'SECRET = "9f8a7c6b5d4e3f2a1b0c9d8e7f6a5b4c"',
        "password: 'Zq8#kT2!vL9@xW4$'",
        "postgresql://rsn:hunter2hunter2@db.internal.org/rsn",
    ],
)
def test_s73_a_secret_would_be_found(text: str) -> None:
    assert list(secrets_in(text))


def test_s75_every_requirement_is_pinned_to_its_hash_and_installed_only_so(checkout: Path) -> None:
    for file in sorted(checkout.glob("requirements*.txt")):
        text = file.read_text().replace("\\\n", " ")
        pins = [line for line in text.splitlines() if line and not line.startswith((" ", "#", "--"))]
        assert pins and all(re.match(r"\S+==\S+", line) and "--hash=sha256:" in line for line in pins), file.name
        assert not re.search(r"^--(?:index-url|extra-index-url|find-links|trusted-host)", text, re.MULTILINE)
    make = (checkout / "Makefile").read_text()

    assert "PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes" in make
    assert len(re.findall(r"pip install(?!.*--require-hashes)", make)) == make.count(
        "--no-deps --no-build-isolation"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small site whose network names where holes are reported."""
    folder = tmp_path_factory.mktemp("site")
    plain = community()
    told = replace(
        plain.network, security_contact="https://weirside.example/x/", security_expires=date(2027, 11, 1)
    )
    record = write_record(folder / "record", a_record())
    build(replace(plain, network=told), record, folder / "public", NOW)
    return folder / "public"


def test_s78_the_site_says_where_holes_are_reported_and_until_when(site: Path) -> None:
    lines = (site / ".well-known" / "security.txt").read_text().splitlines()
    fields = dict(line.split(": ", 1) for line in lines)

    assert fields["Contact"] == "https://weirside.example/x/"
    assert fields["Expires"] == "2027-11-01T00:00:00Z"
    assert fields["Canonical"].endswith("/.well-known/security.txt")


def test_s78_the_demo_has_a_page_that_says_how(checkout: Path) -> None:
    for language in ("", ".es", ".ar"):
        assert (checkout / "content" / "pages" / f"security{language}.md").exists()


def test_s79_no_source_no_hidden_file_and_no_listing_is_handed_out(site: Path) -> None:
    (site / ".git").mkdir()
    (site / ".git" / "config").write_text("x")
    (site / ".env").write_text("x")
    client = Client(StaticSite(site, lambda: ()))

    for path in ("/.git/config", "/.env", "/.rsn-manifest.json", "/../requirements.txt", "/%2e%2e/x", "/assets/"):
        assert client.get(path).status_code == 404, path
    assert client.get("/.well-known/security.txt").status_code == 200
    assert "Index of" not in client.get("/record/").text


def test_s79_what_is_built_holds_nothing_it_was_built_from(site: Path) -> None:
    endings = {file.suffix for file in site.rglob("*") if file.is_file()}

    assert not endings & {".po", ".mo", ".yaml", ".toml", ".pyc", ".key", ".sqlite", ".in"}
