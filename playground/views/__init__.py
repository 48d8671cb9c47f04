"""The page's data: the demo as plain JSON."""

from playground.views.news import news

__all__ = ["news"]
