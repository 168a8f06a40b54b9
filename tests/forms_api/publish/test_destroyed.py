"""After a vote is certified, no file of the data folder holds its key or anything of a superseded choice."""

from __future__ import annotations

import secrets
from pathlib import Path

from domain.governance.lifecycle import State
from forms_api.store.tinydb import TinyStore
from tests.forms_api.town import Town


def everything(data: Path) -> dict[str, bytes]:
    """Return every file of the data folder, those of the store and half-written ones included."""
    return {str(path.relative_to(data)): path.read_bytes() for path in data.rglob("*") if path.is_file()}


def spellings(secret: bytes) -> list[bytes]:
    return [secret, secret.hex().encode(), secret.hex().upper().encode()]


def holding(data: Path, secret: bytes) -> set[str]:
    """Return the files that hold these bytes, raw or in hexadecimal."""
    return {name for name, content in everything(data).items() if any(s in content for s in spellings(secret))}


def test_no_file_holds_a_destroyed_key_or_a_superseded_choice(tmp_path: Path) -> None:
    store = TinyStore.open(tmp_path / "store")
    town = Town(tmp_path, store=store, chance=secrets.token_bytes)
    proposal = town.voting()
    with store.unit() as unit:
        key = unit.keys.get(proposal)
    assert key is not None
    first = town.cast(proposal, 0, "no", phrase="a heron")
    with store.unit() as unit:
        replaced = next(iter(unit.ballots))
    for voter in range(12):
        town.cast(proposal, voter, "yes")
    pseudonyms, salts = bytes.fromhex(key.key), bytes.fromhex(key.salts)
    nonces = [bytes.fromhex(replaced.nonce), bytes.fromhex(replaced.group_nonce)]

    assert holding(tmp_path, pseudonyms) == holding(tmp_path, salts) == {"store/keys.json.1.journal"}
    town.publish(days=8)
    assert holding(tmp_path, salts) == set(), "the salts go at the close"
    assert holding(tmp_path, pseudonyms) == {"store/keys.json"}
    town.publish(days=3)

    assert town.state(proposal) is State.ADOPTED
    assert [holding(tmp_path, secret) for secret in (pseudonyms, salts, *nonces)] == [set()] * 4
    assert not any(b"a heron" in content for content in everything(tmp_path).values())
    # The superseded commitment is in the log, as void, and in no file of the store.
    where = holding(tmp_path, bytes.fromhex(first.commitment))
    assert where and all(name.startswith("record/tile/entries/") for name in where)
    store.close()
