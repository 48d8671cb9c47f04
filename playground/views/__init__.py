"""What the page is told: the room as plain JSON."""

from playground.views.news import news

__all__ = ["news"]
