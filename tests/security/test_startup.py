"""The start-up check: what it refuses, what it warns of, and in which words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from forms_api.config import Config, SecretTooShort
from forms_api.startup import Around, Version, problems

SAFE = Around((3, 13, 1), 1000, {})


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """A service that may start."""
    for name in ("store", "keys", "mail"):
        (tmp_path / name).mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    file = tmp_path / "secret.key"
    file.write_bytes(bytes(range(32)))
    file.chmod(0o600)
    return Config(
        data_dir=tmp_path, record_dir=tmp_path / "record", base_url="https://weirside.example",
        secret=bytes(range(32)), mail=tmp_path / "mail", trusted_hosts=("weirside.example",), secure_cookies=True,
    )  # fmt: skip


def said(config: Config, around: Around = SAFE, *, debug: bool = False) -> list[str]:
    return [str(problem) for problem in problems(config, around, debug=debug)]


def test_a_service_that_is_well_set_up_starts_without_a_word(config: Config) -> None:
    assert said(config) == []


def test_debugging_is_refused(config: Config) -> None:
    by_name = said(config, replace(SAFE, environ={"FLASK_DEBUG": "1"}))

    assert said(config, debug=True) == [
        "Refused: Debugging is on: a debugger hands the machine to whoever finds it. Turn it off."
    ]
    assert by_name == [
        "Refused: FLASK_DEBUG is set: a debugger hands the machine to whoever finds it. Turn it off."
    ]
    assert said(config, replace(SAFE, environ={"FLASK_DEBUG": "0"})) == []


@pytest.mark.parametrize("hosts", [(), ("*",), ("weirside.example", ""), (".",)])
def test_a_service_without_a_host_of_its_own_is_refused(config: Config, hosts: tuple[str, ...]) -> None:
    assert said(replace(config, trusted_hosts=hosts)) == [
        "Refused: The service would answer to any host name. Name its own with --base-url."
    ]


def test_an_address_without_tls_is_refused_except_on_this_machine(config: Config) -> None:
    plain = replace(config, base_url="http://weirside.example", secure_cookies=False)
    open_cookie = replace(config, secure_cookies=False)
    local = replace(config, base_url="http://127.0.0.1:8000", secure_cookies=False)
    none = replace(config, base_url="weirside")

    assert said(plain) == [
        "Refused: The address http://weirside.example is not https: cookies and links would be read on the way. "
        "Write https:// and let a web server in front end TLS."
    ]
    assert said(open_cookie) == [
        "Refused: The session's cookie would be sent without TLS. Turn secure_cookies on."
    ]
    assert said(none) == ["Refused: The address 'weirside' names no host. Write it like https://example.org."]
    assert said(local) == []


def test_a_demo_for_others_is_refused(config: Config) -> None:
    assert said(replace(config, demo=True)) == [
        "Refused: A demo lets anybody sign in as anybody. Serve it on 127.0.0.1 only."
    ]


def test_a_missing_short_or_typed_secret_is_refused(config: Config, tmp_path: Path) -> None:
    typed = said(replace(config, secret=b"changeme" * 4))
    (tmp_path / "secret.key").unlink()

    assert typed == ["Refused: The secret key was not drawn by chance. Make one: rsn keys rotate secret --at-once"]
    assert said(config) == [
        f"Refused: There is no secret key in {tmp_path}/secret.key. Make one: rsn keys rotate secret --at-once"
    ]
    with pytest.raises(SecretTooShort):
        replace(config, secret=b"short")


@pytest.mark.parametrize(
    ("name", "mode", "mend"),
    [
        ("", 0o750, "chmod 700 {}"),
        ("store", 0o755, "chmod 700 {}/store"),
        ("keys", 0o701, "chmod 700 {}/keys"),
        ("secret.key", 0o640, "chmod 600 {}/secret.key"),
        ("keys/log.key", 0o644, "chmod 600 {}/keys/log.key"),
        ("store/store.json", 0o604, "chmod 600 {}/store/store.json"),
    ],
)
def test_what_others_may_read_is_refused(config: Config, tmp_path: Path, name: str, mode: int, mend: str) -> None:
    path = tmp_path / name
    if not path.exists():
        path.touch(mode=0o600)
    path.chmod(mode)
    found = said(config)
    path.chmod(0o700)

    assert found == [f"Refused: {path} may be read by others. Run: {mend.format(tmp_path)}"]


@pytest.mark.parametrize(
    ("python", "warned"),
    [((3, 11, 9), True), ((3, 11, 10), False), ((3, 12, 4), True), ((3, 12, 5), False), ((3, 13, 0), False)],
)
def test_s80_a_python_with_the_flaw_in_mail_headers_is_told(config: Config, python: Version, warned: bool) -> None:
    found = said(config, replace(SAFE, python=python))

    assert bool(found) == warned
    assert all("can be made to add headers to a mail (CVE-2024-6923)" in one for one in found)
    assert all(one.startswith("Warning: ") for one in found)


def test_running_as_root_is_told_after_what_is_fatal(config: Config) -> None:
    found = said(config, replace(SAFE, user=0), debug=True)

    assert [one.split(":")[0] for one in found] == ["Refused", "Warning"]
    assert found[1] == (
        "Warning: The service runs as root: a flaw in it would own the machine. Run it as a user of its own."
    )
