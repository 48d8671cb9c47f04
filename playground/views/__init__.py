"""What the page is told: the demo as plain JSON."""

from playground.views.news import news

__all__ = ["news"]
