"""Which files of images/ are pictures that can be shown, and what is told of the others."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from domain.publication import Mention
from site_builder.content import ContentErrors, load_catalogue
from tests.site_builder.content.pictures import a_picture, from_a_telephone
from tests.site_builder.content.small_content import FILES, write_content

Changes = dict[str, str | bytes | None]


@pytest.fixture(autouse=True)
def stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(changes: Changes) -> list[str]:
    with pytest.raises(ContentErrors) as refused:
        load_catalogue(write_content(Path("content"), changes))
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP")]
)
def test_a_picture_is_read_with_its_size_and_its_hash(name: str, kind: str) -> None:
    image = load_catalogue(write_content(Path("content"), {f"images/{name}": a_picture(kind)})).images[name]

    assert (image.width, image.height, len(image.digest)) == (40, 20, 64)
    assert image.path == f"content/images/{name}"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_held_on_its_side_has_the_size_in_which_it_will_stand(orientation: int) -> None:
    raw = a_picture(exif=from_a_telephone(orientation))
    image = load_catalogue(write_content(Path("content"), {"images/a.jpg": raw})).images["a.jpg"]

    assert (image.width, image.height) == ((20, 40) if orientation > 4 else (40, 20))


def a_bomb() -> bytes:
    """Return a PNG of some hundred bytes that says it has 900 million pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "raw", "expected"),
    [
        (
            "a.jpg",
            a_picture("PNG"),
            "the name says JPEG, and the file is PNG. Let it end in '.png'.",
        ),
        (
            "a.jpg",
            b"<svg onload=alert(1)>",
            "this is no picture. Put a file of the format JPEG, PNG or WEBP here.",
        ),
        ("a.png", a_picture("GIF"), "this is no picture. Put a file of the format JPEG, PNG or WEBP here."),
        ("a.png", b"", "this is no picture. Put a file of the format JPEG, PNG or WEBP here."),
        (
            "a.png",
            a_picture("PNG")[:60],
            "the picture cannot be read to its end. Save it again, or export it anew.",
        ),
        (
            "a.jpg",
            a_picture(size=(400, 400))[:-300],
            "the picture cannot be read to its end. Save it again, or export it anew.",
        ),
        (
            "a.webp",
            a_picture("WEBP", size=(400, 400))[:-60],
            "the picture cannot be read to its end. Save it again, or export it anew.",
        ),
        ("a.png", a_bomb(), "the picture has 30,000 by 30,000 pixels. Keep it within 50,000,000 in all."),
        (
            "a.jpg",
            b"\xff\xd8\xff" + b"0" * 20_000_000,
            "the picture has 20,000,003 bytes. Keep it within 20,000,000.",
        ),
    ],
)
def test_what_is_no_picture_is_told(name: str, raw: bytes, expected: str) -> None:
    assert told({f"images/{name}": raw}) == [f"content/images/{name}:1: {expected}"]


def test_a_picture_that_moves_is_told(tmp_path: Path) -> None:
    from PIL import Image

    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "moves.webp", save_all=True, append_images=frames[1:])

    assert told({"images/a.webp": (tmp_path / "moves.webp").read_bytes()}) == [
        "content/images/a.webp:1: the picture moves. Put one that stands still."
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hall 1.jpg", "the picture is called 'Hall 1.jpg'. Call it 'hall-1.jpg'."),
        (
            "hall.gif",
            "'hall.gif' is no picture. Pictures end in .jpg, .jpeg, .png or .webp; put another one here, and take"
            " this away.",
        ),
        (
            "more/hall.jpg",
            "'more' is no picture. Pictures end in .jpg, .jpeg, .png or .webp; put another one here, and take this"
            " away.",
        ),
    ],
)
def test_a_file_that_cannot_be_a_picture_by_its_name_is_told(name: str, expected: str) -> None:
    place = f"content/images/{name.split('/')[0]}"

    assert told({f"images/{name}": a_picture()}) == [f"{place}:1: {expected}"]


def test_a_link_to_a_picture_elsewhere_is_not_followed() -> None:
    write_content(Path("content"), {"images/a.jpg": a_picture()})
    Path("content/images/b.jpg").symlink_to("/etc/hostname")

    with pytest.raises(ContentErrors) as refused:
        load_catalogue(Path("content"))

    assert str(refused.value) == (
        "content/images/b.jpg:1: this is a link to another file. Put the file itself here."
    )


def test_the_pictures_of_a_text_are_mentioned_under_its_entry() -> None:
    page = FILES["pages/about.md"].replace("come by.", 'come by.\n\n![The hall](images/a.jpg "By day")')
    catalogue = load_catalogue(
        write_content(Path("content"), {"images/a.jpg": a_picture(), "pages/about.md": page})
    )

    assert catalogue.mentions == {"page/about": (Mention("content/pages/about.md", 9, "image", "a.jpg"),)}


def test_a_picture_in_code_is_only_shown_as_code() -> None:
    page = FILES["pages/about.md"].replace("come by.", "come by.\n\n```\n![x](images/none.jpg)\n```\n")

    assert load_catalogue(write_content(Path("content"), {"pages/about.md": page})).mentions == {}
