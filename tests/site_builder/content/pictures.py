"""Pictures made for a test: small, of any format, with whatever a camera would write into them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.Image import Exif


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **said: Any) -> bytes:
    """Return the bytes of a picture whose left half is dark and whose right half is light."""
    image = Image.new(mode, size, "white")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "navy"), (0, 0))
    written = BytesIO()
    image.save(written, kind, **said)
    return written.getvalue()


def from_a_telephone(orientation: int = 1) -> Exif:
    """Return what a telephone writes into a picture: the place, the device, how it was held."""
    exif = Image.Exif()
    exif[0x010F] = "Pocket Lens"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return exif
