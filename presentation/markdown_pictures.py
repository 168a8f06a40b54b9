"""Pictures in maintainers' Markdown: ![what it shows](images/hall.jpg "caption"), in sizes for every screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement  # nosec B405

from markdown.inlinepatterns import IMAGE_LINK_RE, ImageInlineProcessor
from markdown.treeprocessors import Treeprocessor

from presentation.markdown_values import Picture, Refs

if TYPE_CHECKING:
    from presentation.markdown_reader import Reader

DECORATES = "-"
SIZES = "(min-width: 44rem) 40rem, 100vw"
"""How wide a picture stands: as wide as the text, which is as wide as a small screen."""

_TARGET = re.compile(r"images/[a-z0-9-]+\.[a-z]+\Z")


def extend(reader: Reader) -> None:
    reader.inlinePatterns.register(_Pattern(IMAGE_LINK_RE, reader), "picture", 150)
    reader.treeprocessors.register(_Pictures(reader), "pictures", 14)


class _Pattern(ImageInlineProcessor):
    """Finds pictures of images/; any other stays as it was typed."""

    SIGNS = ("![",)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int] | tuple[None, None, None]:
        found: tuple[Any, Any, Any] = super().handleMatch(m, data)
        element, start, end = found
        if element is None or not _TARGET.match(element.get("src", "")):
            return None, None, None
        return element, start, end


class _Pictures(Treeprocessor):
    """Puts each picture's files in its place; one alone in its paragraph becomes a figure with its caption."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.reader = reader

    def run(self, root: Element) -> None:
        refs = self.reader.refs or Refs()
        for number, image in enumerate(list(root.iter("img"))):
            picture = refs.picture(image.get("src", ""))
            if picture is None:
                _words_alone(image)
            else:
                _fill(image, picture, first=number == 0)
        for paragraph in list(root.iter("p")):
            if len(paragraph) == 1 and paragraph[0].tag == "picture" and _bare(paragraph):
                _figure(paragraph)


def _words_alone(image: Element) -> None:
    alt = image.get("alt", "")
    image.attrib.clear()
    image.tag, image.text = "em", "" if alt == DECORATES else alt


def _fill(image: Element, picture: Picture, *, first: bool) -> None:
    """Make a <picture> of the <img>: the newest format that a browser knows, as wide as it needs."""
    alt, caption = image.get("alt", "").strip(), image.get("title", "")
    image.attrib.clear()
    image.tag = "picture"
    if caption:
        image.set("title", caption)
    for ending in ("avif", "webp"):
        SubElement(image, "source", type=f"image/{ending}", srcset=_srcset(picture, ending), sizes=SIZES)
    shown = SubElement(image, "img", src=f"{picture.stem}-{picture.widths[0]}.{picture.fallback}")
    if len(picture.widths) > 1:
        shown.set("srcset", _srcset(picture, picture.fallback))
        shown.set("sizes", SIZES)
    shown.set("alt", "" if alt == DECORATES else alt)
    shown.set("width", str(picture.width))
    shown.set("height", str(picture.height))
    if not first:
        shown.set("loading", "lazy")
    shown.set("decoding", "async")


def _srcset(picture: Picture, ending: str) -> str:
    return ", ".join(f"{picture.stem}-{width}.{ending} {width}w" for width in picture.widths)


def _bare(paragraph: Element) -> bool:
    return not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


def _figure(paragraph: Element) -> None:
    caption = paragraph[0].attrib.pop("title", "")
    paragraph.tag = "figure"
    if caption:
        SubElement(paragraph, "figcaption").text = caption
