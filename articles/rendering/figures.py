"""Pictures that stand alone become figures, with what is said about them."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from markdown.treeprocessors import Treeprocessor

# ``"Caption | Credit"`` in a picture's title; the last bar parts them.
CAPTION = re.compile(r"(.*?)\s*(?:[|｜]\s*([^|｜]*?))?\s*", re.DOTALL)


class Figures(Treeprocessor):
    """Runs after inline patterns and attribute lists, when pictures are elements."""

    def run(self, root: Element) -> None:
        """Turn lines of pictures into figures, then complete what holds them."""
        if all(next(root.iter(tag), None) is None for tag in ("img", "figure")):
            return
        holders = [element for element in root.iter() if _pictured(element)]
        for holder in holders:
            for at in range(len(holder) - 1, -1, -1):
                if holder[at].tag == "p" and (pictures := _only_pictures(holder[at])):
                    holder[at : at + 1] = _figures(holder[at], pictures)
        for holder in reversed(holders):
            if holder.tag == "figure":
                _complete(holder)


def _pictured(element: Element) -> bool:
    """Whether a line in this element begins with a picture, or it is a figure."""
    return element.tag == "figure" or any(
        line.tag == "p" and len(line) and line[0].tag in ("img", "a")
        for line in element
    )


def _only_pictures(line: Element) -> list[Element]:
    """Give the pictures of a line that holds nothing else, linked ones in their links."""
    if _said(line.text) or any(_said(child.tail) for child in line):
        return []
    children = [child for child in line if child.tag != "br"]
    return children if children and all(map(_is_picture, children)) else []


def _is_picture(element: Element) -> bool:
    if element.tag == "a" and len(element) == 1:
        return not _said(element.text) and not _said(element[0].tail) and (
            element[0].tag == "img"
        )  # fmt: skip
    return element.tag == "img"


def _said(text: str | None) -> bool:
    return bool(text and text.strip())


def _figures(line: Element, pictures: list[Element]) -> list[Element]:
    made = []
    for picture in pictures:
        image = picture if picture.tag == "img" else picture[0]
        figure = Element("figure", line.attrib)
        if image.get("class"):  # {: .float-right} behind a picture moves the figure
            figure.set("class", image.attrib.pop("class"))
        picture.tail = None
        figure.append(picture)
        figure.tail = "\n"
        title = CAPTION.fullmatch(image.attrib.pop("title", ""))
        if title and any(title.groups()):
            _caption(figure, title[1], title[2] or "")
        made.append(figure)
    return made


def _caption(figure: Element, words: str, credit: str) -> None:
    caption = SubElement(figure, "figcaption")
    caption.text = words
    if credit:
        caption.text += " " if words else ""
        SubElement(caption, "span", {"class": "credit"}).text = credit


def _complete(figure: Element) -> None:
    """Gather a block's own lines into its caption; a single figure's picture is its."""
    if all(child.tag in ("img", "a", "figcaption") for child in figure):
        return
    inner = [child for child in figure if child.tag == "figure"]
    others = [child for child in figure if child.tag != "figure"]
    figure[:] = inner
    figure.text = None
    if figure.get("class") != "gallery" and len(inner) == 1:
        figure[:] = list(inner[0])
        if inner[0].get("class"):
            figure.set("class", inner[0].get("class", ""))
    _gather(figure, others)


def _gather(figure: Element, lines: Iterable[Element]) -> None:
    credit = next((one for one in lines if one.get("class") == "credit"), None)
    lines = [one for one in lines if one is not credit]
    if not lines and credit is None:
        return
    caption = figure.find("figcaption")
    if caption is None:
        caption = SubElement(figure, "figcaption")
    if len(lines) == 1 and lines[0].tag == "p" and not len(caption):
        caption.text = (caption.text or "") + (lines[0].text or "")
        caption.extend(lines[0])
    else:
        caption.extend(lines)
    if credit is not None:
        credit.tag, credit.tail = "span", None
        if len(caption):
            caption[-1].tail = (caption[-1].tail or "") + " "
        elif caption.text:
            caption.text += " "
        caption.append(credit)
