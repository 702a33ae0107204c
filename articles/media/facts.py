"""What a reader row knows about a picture: plain data that JSON can hold."""

from typing import Literal, TypedDict


class PictureFile(TypedDict):
    """One public file."""

    url: str
    width: int
    height: int
    bytes: int


class PictureSource(TypedDict):
    """Files of one type and ratio, narrow to wide; at least one."""

    type: Literal["image/webp", "image/jpeg"]
    ratio: Literal["original", "16:9", "4:3"]
    files: list[PictureFile]


class Enclosure(TypedDict):
    """The one file that feeds and link previews name."""

    url: str
    type: Literal["image/jpeg"]
    bytes: int
    width: int
    height: int


class Picture(TypedDict):
    """A picture as a page shows it; width and height are the upright original's."""

    kind: Literal["photo"]
    alt: str
    caption: str
    credit: str
    width: int
    height: int
    sources: list[PictureSource]
    enclosure: Enclosure
