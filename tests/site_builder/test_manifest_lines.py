"""A manifest whose lines were changed in their places is, byte for byte, the one that is written anew."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from site_builder.digests import digest_of_bytes
from site_builder.kept.manifest_lines import Lines
from site_builder.manifest import NAME, VERSION, Made, Manifest, manifest_bytes, manifest_with, read_manifest

NAMES = st.text(alphabet='ab"],\n:é\\/', max_size=4)
ENTRIES = st.builds(Made, st.sampled_from(["f", "ff", ""]), st.integers(-1, 30))


@given(st.dictionaries(NAMES, ENTRIES, max_size=9), st.dictionaries(NAMES, st.none() | ENTRIES, max_size=6))
def test_lines_changed_in_their_places_are_those_written_anew(
    made: dict[str, Made], changes: dict[str, Made | None]
) -> None:
    content = manifest_bytes(Manifest(made))
    lines = Lines(content, Made)
    after = {name: one for name, one in (made | changes).items() if one is not None}

    assert json.loads(content) == {"version": VERSION, "made": {name: list(one) for name, one in made.items()}}
    assert {name: lines.get(name) for name in changes} == {name: made.get(name) for name in changes}
    assert (dict(lines), bool(lines)) == (made, bool(made))
    assert manifest_with(Manifest(lines), changes) == manifest_bytes(Manifest(after))
    assert manifest_with(Manifest(made), changes) == manifest_bytes(Manifest(after))


def test_only_a_manifest_with_the_known_digest_is_read_line_by_line(tmp_path: Path) -> None:
    content = manifest_bytes(Manifest({"a": Made("f", 1)}))
    (tmp_path / NAME).write_bytes(content)
    known, unknown = read_manifest(tmp_path, digest_of_bytes(content)), read_manifest(tmp_path, b"another")
    (tmp_path / NAME).write_bytes(json.dumps(json.loads(content)).encode())
    by_hand = read_manifest(tmp_path)

    assert isinstance(known.made, Lines)
    assert dict(known.made) == unknown.made == by_hand.made == {"a": Made("f", 1)}
    assert (known.sealed, unknown.sealed, by_hand.sealed) == (
        digest_of_bytes(content),
        digest_of_bytes(content),
        b"",
    )
