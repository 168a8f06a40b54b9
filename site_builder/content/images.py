"""Read the files of images/: what they truly are, how large, and that nothing hides in them."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from domain.catalogue import Image
from site_builder.content.near import one_of
from site_builder.problems import Findings, Report

if TYPE_CHECKING:
    from PIL.Image import Image as Opened

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
_ORIENTATION = 0x0112
_LYING = range(5, 9)
"""The values of EXIF's orientation that turn a picture by a quarter."""


def images_of(files: Iterable[Path], report: Report) -> dict[str, Image]:
    """Return the pictures by name; report each that is none, or is too large."""
    found = {}
    for file in files:
        image = read_image(file, report.of(file.as_posix()))
        if image is not None:
            found[image.name] = image
    return found


def read_image(file: Path, findings: Findings) -> Image | None:
    """Return what the picture is, or None after reporting why it cannot be shown."""
    size = file.stat().st_size
    if size > MAX_BYTES:
        findings.add(1, f"the picture has {size:,} bytes.", f"Keep it within {MAX_BYTES:,}.")
        return None
    raw = file.read_bytes()
    try:
        measures = _measured(raw, file.suffix, findings)
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError, MemoryError, OverflowError):
        # Whatever the library meets in a broken file, it is one thing to its author.
        findings.add(1, "the picture cannot be read to its end.", "Save it again, or export it anew.")
        return None
    return Image(file.name, sha256(raw).hexdigest(), *measures, file.as_posix()) if measures else None


def _measured(raw: bytes, suffix: str, findings: Findings) -> tuple[int, int] | None:
    """Return width and height as it will stand, or None after reporting; the whole file is read for it."""
    from PIL import Image as pillow

    # Only what the name says: a file that lies is never handed to a reader of another format.
    formats = sorted(set(FORMATS.values()))
    kind = _kind(raw)
    if kind is None:
        findings.add(1, "this is no picture.", f"Put a file of the format {one_of(formats)} here.")
        return None
    if kind != FORMATS[suffix]:
        right = next(end for end, form in FORMATS.items() if form == kind)
        findings.add(1, f"the name says {FORMATS[suffix]}, and the file is {kind}.", f"Let it end in '{right}'.")
        return None
    # The library's own limit is a warning first; ours is a refusal, below.
    pillow.MAX_IMAGE_PIXELS = None
    opened = pillow.open(BytesIO(raw), formats=[kind])
    width, height = opened.size
    if width * height > MAX_PIXELS:
        findings.add(
            1, f"the picture has {width:,} by {height:,} pixels.", f"Keep it within {MAX_PIXELS:,} in all."
        )
        return None
    if getattr(opened, "n_frames", 1) > 1:
        findings.add(1, "the picture moves.", "Put one that stands still.")
        return None
    turned = opened.getexif().get(_ORIENTATION) in _LYING
    _read_to_the_end(opened)
    return (height, width) if turned else (width, height)


def _kind(raw: bytes) -> str | None:
    """Return the format by the first bytes of the file."""
    if raw.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    return "WEBP" if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP" else None


def _read_to_the_end(opened: Opened) -> None:
    """Decode the picture; a large JPEG in an eighth of its size, which reads every byte and costs a tenth."""
    if opened.format == "JPEG":
        opened.draft(None, (opened.width // 8, opened.height // 8))
    opened.load()
