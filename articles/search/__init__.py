"""Full-text search: one index of what readers have, another of what the desk writes.

The two are modules of their own, so that who may use one need not know the other:
`published` for the door and the public pages, `desk` for the desk. Both take what
`parse` makes of a question.
"""

from articles.search.query import Problem, Query, parse

__all__ = ["Problem", "Query", "parse"]
