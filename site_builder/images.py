"""
The pictures that published texts show: in sizes for every line, in formats for every browser, and nothing more.

A file of images/ never reaches the site itself: each of its forms is made anew from its upright pixels alone, so
that what a camera wrote into it, the place above all, stays behind. Made once, and again where the file changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from domain.catalogue import Catalogue, Image
from presentation.markdown_values import Picture
from site_builder.model import Site
from site_builder.problems import Problem
from site_builder.refusals import BuildRefused
from site_builder.steps import Derived
from site_builder.units import Unit, each
from site_builder.watching import summary

if TYPE_CHECKING:
    from PIL.Image import Image as Opened

WIDTHS = (360, 720, 1440)
DIGEST_SIGNS = 12
COLOURS = 128
FORMATS: dict[str, tuple[str, dict[str, Any]]] = {
    # One thread: what two of them make need not be equal byte for byte.
    "avif": ("AVIF", {"quality": 55, "speed": 7, "max_threads": 1}),
    "webp": ("WEBP", {"quality": 75, "method": 4}),
    "jpg": ("JPEG", {"quality": 80, "optimize": True, "progressive": True}),
    "png": ("PNG", {"optimize": True}),
}


class ImageChanged(BuildRefused):
    """A picture is another one than when the content was read."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: the picture changed while the site was built. Build again.")


def units(site: Site) -> Iterator[Unit]:
    yield from each(picture_files, site.catalogue.images)


def picture_files(site: Site, name: str) -> Iterator[Derived]:
    """Yield every form of a picture that a published text shows."""
    if name not in shown_pictures(site):
        return
    image = site.catalogue.images[name]
    picture = _picture(image)
    for ending in ("avif", "webp", picture.fallback):
        for width in picture.widths:
            key = f"{image.digest} {width} {ending} {FORMATS[ending]} {COLOURS} pillow {_library()}"
            output = PurePosixPath(f"{picture.stem.lstrip('/')}-{width}.{ending}")
            yield Derived(output, key, partial(encode, image.path, image.digest, width, ending))


@summary
def shown_pictures(site: Site) -> tuple[str, ...]:
    """Return the names of the pictures in published texts, sorted."""
    mentions = (one for those in site.catalogue.mentions.values() for one in those)
    return tuple(sorted({one.slug for one in mentions if one.kind == "image"}))


@summary
def picture_of(site: Site, name: str) -> Picture | None:
    """Return how the picture lies on the site; None where there is no such file."""
    return _picture(site.catalogue.images[name]) if name in site.catalogue.images else None


def unused_images(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield the pictures that no text shows, drafts included."""
    shown = {one.slug for those in catalogue.mentions.values() for one in those if one.kind == "image"}
    for name, image in catalogue.images.items():
        if name not in shown:
            yield Problem(image.path, 1, "no text shows this picture.", "Show it, or take the file away.")


def _picture(image: Image) -> Picture:
    """Return the sizes of a picture: none wider than itself."""
    widest = min(image.width, WIDTHS[-1])
    stem = f"/images/{PurePosixPath(image.name).stem}-{image.digest[:DIGEST_SIGNS]}"
    height = max(1, round(image.height * widest / image.width))
    fallback = "png" if image.name.endswith(".png") else "jpg"
    return Picture(stem, widest, height, (*(width for width in WIDTHS if width < widest), widest), fallback)


@cache
def _library() -> str:
    # Imported where there is a picture: it brings the package of mails along.
    from importlib.metadata import version

    return version("pillow")


def encode(path: str, digest: str, width: int, ending: str) -> bytes:
    """
    Return the picture at *path*, *width* pixels wide, in the format of *ending*, with its pixels and nothing else.

    Raises:
        ImageChanged: its bytes are no longer those of *digest*.
    """
    from PIL import Image as pillow
    from PIL import ImageOps

    raw = Path(path).read_bytes()
    if sha256(raw).hexdigest() != digest:
        raise ImageChanged(path)
    # Its size was checked when the content was read.
    pillow.MAX_IMAGE_PIXELS = None
    with pillow.open(BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as opened:
        upright = ImageOps.exif_transpose(opened)
    small = _plain_colours(upright, transparent=ending != "jpg")
    height = max(1, round(small.height * width / small.width))
    small = small.resize((width, height), pillow.Resampling.LANCZOS, reducing_gap=3.0)
    kind, settings = FORMATS[ending]
    small = _bare(small)
    if ending == "png" and upright.mode == "P" and small.mode == "RGB":
        # A drawing of few colours stays one: it is a third of the size.
        small = small.quantize(COLOURS)
    written = BytesIO()
    small.save(written, kind, **settings)
    return written.getvalue()


def _plain_colours(image: Opened, *, transparent: bool) -> Opened:
    """Return the picture in the colours of every screen; where it may not be seen through, on white."""
    from PIL import Image as pillow

    image = _without_profile(image)
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    if transparent:
        return clear
    ground = pillow.new("RGBA", clear.size, "white")
    return pillow.alpha_composite(ground, clear).convert("RGB")


def _without_profile(image: Opened) -> Opened:
    """Return the picture with the colours that its profile means, as far as the profile can be read."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        own, plain = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        turned = ImageCms.profileToProfile(image, own, plain, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A profile that cannot be read means nothing: the colours stay as the numbers are.
        return image
    return turned or image


def _bare(image: Opened) -> Opened:
    """Return a picture of the same pixels that knows nothing else: some writers pass on what they find."""
    from PIL import Image as pillow

    return pillow.frombytes(image.mode, image.size, image.tobytes())
