"""A revision through the public template: at the desk, and by link to outsiders.

The room knows the desk and the door, and nothing of the public pages; the composition
root hands it the functions that show a row (`Render`, `RenderPage`).
"""

from articles.preview.desk import desk_pages
from articles.preview.show import Render, show
from articles.preview.standing import page_frames
from articles.preview.urls import addresses

__all__ = ["Render", "addresses", "desk_pages", "page_frames", "show"]
