"""`rsn keys`: what it makes, shows, replaces and refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from domain.record.checkpoint import read_key
from forms_api.secret_file import old_secrets_from, secret_from
from forms_api.signing import KeyRing
from rsn.__main__ import main


@pytest.fixture
def folders(tmp_path: Path, checkout: Path) -> tuple[Path, Path]:
    """Return a content folder without proposals, and a data folder that is not there yet."""
    shutil.copytree(checkout / "content", tmp_path / "content")
    return tmp_path / "content", tmp_path / "data"


def rsn(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def on(folders: tuple[Path, Path]) -> tuple[object, ...]:
    return "--content", folders[0], "--data", folders[1]


def test_the_first_publish_makes_the_keys_and_says_once_that_they_want_a_backup(
    folders: tuple[Path, Path],
) -> None:
    first, second = rsn("publish", *on(folders)), rsn("publish", *on(folders))

    assert first.exit_code == second.exit_code == 0
    assert "Back that folder up" in first.output and "Back that folder up" not in second.output
    assert {path.stat().st_mode & 0o777 for path in (folders[1] / "keys").iterdir()} == {0o600}
    assert (folders[1] / "keys").stat().st_mode & 0o777 == 0o700


def test_keys_made_beforehand_are_those_that_publish_uses(folders: tuple[Path, Path]) -> None:
    made, again = rsn("keys", "init", *on(folders)), rsn("keys", "init", *on(folders))
    rsn("publish", *on(folders))
    shown = rsn("keys", "show", "--data", folders[1])
    vkey = (folders[1] / "record" / "vkey").read_text().strip()

    assert "New keys" in made.output and "there already" in again.output
    assert vkey in made.output and vkey in shown.output
    assert vkey.startswith("weirside.example/record+")
    assert "PRIVATE" not in made.output + shown.output


@pytest.mark.parametrize("which", ["log", "receipt"])
def test_a_rotation_shows_the_new_key_and_keeps_the_old_public_half(
    folders: tuple[Path, Path], which: str
) -> None:
    rsn("publish", *on(folders))
    shown, earlier = {"log": ("vkey", "old-vkeys"), "receipt": ("receipt-vkey", "old-receipt-vkeys")}[which]
    old = (folders[1] / "record" / shown).read_text()
    rotated = rsn("keys", "rotate", which, *on(folders))
    new = (folders[1] / "record" / shown).read_text()

    assert rotated.exit_code == 0, rotated.output
    assert read_key(new).name == read_key(old).name and new != old
    assert (folders[1] / "record" / earlier).read_text() == old
    assert new.strip() in rotated.output


def test_a_key_is_destroyed_only_after_a_yes(folders: tuple[Path, Path]) -> None:
    rsn("publish", *on(folders))
    ring = KeyRing(folders[1] / "keys")
    asked = rsn("keys", "destroy", "receipt", "--data", folders[1])

    assert asked.exit_code == 1 and "Promises given stay valid" in asked.output
    assert ring.receipt_path.exists()
    assert rsn("keys", "destroy", "receipt", "--data", folders[1], "--yes").exit_code == 0
    assert not ring.receipt_path.exists()
    assert "New keys" in rsn("keys", "init", *on(folders)).output
    assert rsn("publish", *on(folders)).exit_code == 0


def test_without_its_log_key_a_network_publishes_nothing_more_and_gets_no_other_key(
    folders: tuple[Path, Path],
) -> None:
    rsn("publish", *on(folders))
    destroyed = rsn("keys", "destroy", "log", "--data", folders[1], "--yes")
    published, made = rsn("publish", *on(folders)), rsn("keys", "init", *on(folders))

    assert "never" not in destroyed.output and "for ever" in destroyed.output
    assert (published.exit_code, made.exit_code) == (1, 1)
    assert "Put it back from your backup" in published.output and "another log" in made.output


def test_a_key_that_others_can_reach_is_refused_with_the_command_that_mends_it(
    folders: tuple[Path, Path],
) -> None:
    rsn("publish", *on(folders))
    (folders[1] / "keys" / "log.key").chmod(0o644)
    published, shown = rsn("publish", *on(folders)), rsn("keys", "show", "--data", folders[1])

    assert (published.exit_code, shown.exit_code) == (1, 1)
    for told in (published, shown):
        assert f"chmod 600 {folders[1] / 'keys' / 'log.key'}" in told.output


def test_no_keys_are_shown_where_there_are_none(tmp_path: Path) -> None:
    shown = rsn("keys", "show", "--data", tmp_path)

    assert shown.exit_code == 1 and "rsn keys init" in shown.output


@pytest.mark.parametrize("spoiled", ["", "PRIVATE+KEY+x", "PRIVATE+KEY+x+00000000+AAAA", "PRIVATE+KEY+x+0+?"])
def test_a_file_that_is_no_key_is_refused(folders: tuple[Path, Path], spoiled: str) -> None:
    rsn("keys", "init", *on(folders))
    (folders[1] / "keys" / "log.key").write_text(spoiled)
    shown = rsn("keys", "show", "--data", folders[1])

    assert shown.exit_code == 1 and "does not hold a signing key" in shown.output


@pytest.mark.parametrize(("how", "kept"), [((), 1), (("--at-once",), 0)])
def test_the_secret_of_the_service_is_replaced_with_or_without_grace(
    tmp_path: Path, how: tuple[str, ...], kept: int
) -> None:
    file = tmp_path / "data" / "secret.key"
    file.parent.mkdir()
    before = secret_from(file)
    told = rsn("keys", "rotate", "secret", *how, "--data", file.parent)

    assert told.exit_code == 0
    assert "Restart the forms service now." in told.output
    assert secret_from(file) != before
    assert [old.secret for old in old_secrets_from(file)] == [before] * kept
