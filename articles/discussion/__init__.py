"""Where readers write: the form below an article, and what becomes of a comment.

The room knows the desk and the door, and nothing of the public pages; the composition
root hands it the one function that shows a page beside an article (`Render`).
"""

from articles.discussion.urls import addresses

__all__ = ["addresses"]
