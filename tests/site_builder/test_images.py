"""Pictures on the site: every size and format, upright, equal every time, and with nothing a camera wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms
from PIL.PngImagePlugin import PngInfo

from domain.catalogue import Catalogue
from domain.catalogue import Image as ImageFile
from domain.publication import Mention, Publication
from rsn.demo.drawing import TARGET, drawing
from site_builder.build import build
from site_builder.images import ImageChanged, encode, unused_images
from tests.builders import NOW
from tests.site_builder.content.pictures import a_picture, from_a_telephone
from tests.site_builder.test_publication import a_page, small

MARKS = (b"Pocket Lens", b"GPS", b"Exif", b"secret", b"<x:xmpmeta", b"ICC_PROFILE", b"iCCP", b"ICCP", b"tEXt")


def stored(folder: Path, raw: bytes, name: str = "hall.jpg") -> ImageFile:
    """Return the picture as the content knows it, after putting its file into *folder*."""
    (folder / name).write_bytes(raw)
    width, height = Image.open(BytesIO(raw)).size
    return ImageFile(name, sha256(raw).hexdigest(), width, height, (folder / name).as_posix())


def opened(image: ImageFile, width: int, ending: str) -> Image.Image:
    return Image.open(BytesIO(encode(image.path, image.digest, width, ending)))


def showing(image: ImageFile, **publications: Publication) -> Catalogue:
    """Return a community whose page shows the picture."""
    mention = Mention("content/pages/about.md", 7, "image", image.name)
    return replace(
        small(text=f"![The hall](images/{image.name})"),
        images={image.name: image},
        mentions={"page/about": (mention,)},
        publications=publications,
    )


def files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.glob("*")) if folder.is_dir() else []


@pytest.mark.parametrize("ending", ["avif", "webp", "jpg", "png"])
def test_a_picture_is_made_upright_in_each_format_with_nothing_but_its_pixels(tmp_path: Path, ending: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    said: dict[str, Any] = {
        "exif": from_a_telephone(6),
        "icc_profile": profile,
        "comment": b"secret",
        "xmp": b"<x:xmpmeta secret>",
    }
    image = stored(tmp_path, a_picture(size=(80, 40), **said))
    made = encode(image.path, image.digest, 20, ending)
    picture = Image.open(BytesIO(made))

    assert picture.size == (20, 40)
    # Held on its side, its dark left half is now above.
    grey = picture.convert("L").tobytes()
    assert grey[10 + 5 * 20] < 70 < grey[10 + 35 * 20]
    assert not [mark for mark in MARKS if mark in made]
    assert not picture.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)


def test_words_hidden_in_a_png_stay_behind(tmp_path: Path) -> None:
    hidden = PngInfo()
    hidden.add_text("Comment", "secret")
    image = stored(tmp_path, a_picture("PNG", pnginfo=hidden), "hall.png")

    assert b"secret" not in encode(image.path, image.digest, 20, "png")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1", "I;16"])
def test_pictures_of_every_kind_of_colours_come_out(tmp_path: Path, mode: str) -> None:
    raw = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new("RGB", (40, 20), "navy").convert("L" if mode == "I;16" else mode).convert(mode).save(raw, kind)
    image = stored(tmp_path, raw.getvalue(), "a.jpg" if kind == "JPEG" else "a.png")

    assert [opened(image, 30, ending).size for ending in ("avif", "webp", "jpg", "png")] == [(30, 15)] * 4


def test_what_can_be_seen_through_stays_so_and_stands_on_white_where_it_cannot(tmp_path: Path) -> None:
    raw = BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(raw, "PNG")
    image = stored(tmp_path, raw.getvalue(), "a.png")

    assert set(opened(image, 40, "webp").getchannel("A").tobytes()) == {0}
    assert set(opened(image, 40, "jpg").tobytes()) == {255}


def test_a_profile_that_cannot_be_read_does_not_stop_a_picture(tmp_path: Path) -> None:
    image = stored(tmp_path, a_picture(icc_profile=b"no profile at all"))

    assert opened(image, 40, "webp").size == (40, 20)


def test_equal_pictures_come_out_equal_byte_for_byte(tmp_path: Path) -> None:
    image = stored(tmp_path, drawing(), "drawing.png")
    made = {ending: encode(image.path, image.digest, 360, ending) for ending in ("avif", "webp", "png")}

    assert made == {ending: encode(image.path, image.digest, 360, ending) for ending in made}


def test_a_picture_that_changes_while_the_site_is_built_stops_the_build(tmp_path: Path) -> None:
    image = stored(tmp_path, a_picture())
    (tmp_path / "hall.jpg").write_bytes(a_picture(size=(50, 20)))

    with pytest.raises(ImageChanged, match="Build again"):
        encode(image.path, image.digest, 20, "webp")


def test_no_size_is_wider_than_the_picture_and_none_wider_than_a_screen(tmp_path: Path) -> None:
    catalogue = showing(stored(tmp_path, a_picture(size=(800, 10))))
    build(catalogue, tmp_path / "record", tmp_path / "public", NOW)
    widths = {name.rsplit("-", 1)[1] for name in files_in(tmp_path / "public" / "images")}
    page = (tmp_path / "public" / "about" / "index.html").read_text("utf-8")

    assert widths == {f"{width}.{ending}" for width in (360, 720, 800) for ending in ("avif", "webp", "jpg")}
    assert 'width="800"' in page
    assert 'height="10"' in page
    for source in (part.split(" ")[0] for part in page.split('srcset="')[1].split('"')[0].split(", ")):
        assert (tmp_path / "public" / source.lstrip("/")).is_file()


def test_the_file_itself_never_reaches_the_site(tmp_path: Path) -> None:
    raw = a_picture(exif=from_a_telephone())
    build(showing(stored(tmp_path, raw)), tmp_path / "record", tmp_path / "public", NOW)
    files = [file.read_bytes() for file in (tmp_path / "public").rglob("*") if file.is_file()]

    assert raw not in files
    assert not [made for made in files if b"Pocket Lens" in made]


def test_a_picture_is_made_once_and_again_only_where_it_changed(tmp_path: Path) -> None:
    def built(catalogue: Catalogue) -> dict[str, int]:
        build(catalogue, tmp_path / "record", tmp_path / "public", NOW, state=tmp_path / "state")
        images = tmp_path / "public" / "images"
        return {name: (images / name).stat().st_mtime_ns for name in files_in(images)}

    first = built(showing(stored(tmp_path, a_picture())))
    again = built(showing(stored(tmp_path, a_picture())))
    other = built(showing(stored(tmp_path, a_picture(size=(50, 20)))))

    assert first == again
    assert len(other) == len(first) == 3
    assert not set(other) & set(first)


@pytest.mark.parametrize("hidden", [Publication(draft=True), Publication(expires_on=NOW.replace(tzinfo=None))])
def test_a_picture_of_what_is_not_published_is_not_on_the_site(tmp_path: Path, hidden: Publication) -> None:
    catalogue = replace(showing(stored(tmp_path, a_picture())), publications={"page/about": hidden})
    build(catalogue, tmp_path / "record", tmp_path / "public", NOW + timedelta(minutes=1))

    assert files_in(tmp_path / "public" / "images") == []


def test_a_picture_that_no_text_shows_is_told_and_left_out(tmp_path: Path) -> None:
    image = stored(tmp_path, a_picture())
    catalogue = small(images={"hall.jpg": image}, pages={"about": a_page()})
    build(catalogue, tmp_path / "record", tmp_path / "public", NOW)

    assert [str(problem) for problem in unused_images(catalogue)] == [
        f"{image.path}:1: no text shows this picture. Show it, or take the file away."
    ]
    assert list(unused_images(showing(image))) == []
    assert files_in(tmp_path / "public" / "images") == []


def test_the_demo_communitys_drawing_is_the_one_that_is_drawn() -> None:
    drawn, kept = (Image.open(BytesIO(raw)).convert("L") for raw in (drawing(), TARGET.read_bytes()))
    differing = ImageChops.difference(drawn, kept).histogram()

    # Another release of the library may smooth an edge otherwise.
    assert sum(differing[32:]) < drawn.width * drawn.height // 100
