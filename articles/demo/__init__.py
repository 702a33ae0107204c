"""A newspaper of generated articles, so that every page can be judged."""

from articles.demo.fill import Filled, fill
from articles.demo.plan import ARTICLES, SEED

__all__ = ["ARTICLES", "SEED", "Filled", "fill"]
