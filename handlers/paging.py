"""Pages of a list that is in memory, by number."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from handlers.buttons import Button
from handlers.view import Row
from locales import Translator

T = TypeVar("T")


def page_of(
    entries: Sequence[T], wanted: str, size: int, to: Callable[[str], Button], t: Translator
) -> tuple[Sequence[T], int, tuple[Row, ...]]:
    """Return the entries of this page, its number, and the row to the others; `to` is a page's button.

    `wanted` is what a button says; a page that is not there (any more) is the last one.
    """
    last = max(0, (len(entries) - 1) // size)
    page = min(int(wanted) if is_number(wanted) else 0, last)
    steps = []
    if page > 0:
        steps.append(("◀️ " + t.label("Previous"), to(str(page - 1))))
    if last:
        steps.append((f"{t.number(page + 1)} / {t.number(last + 1)}", to(str(page))))
    if page < last:
        steps.append(("▶️ " + t.label("Next"), to(str(page + 1))))
    return entries[page * size : (page + 1) * size], page, (tuple(steps),) if steps else ()


def is_number(text: str) -> bool:
    """Return True if a button's value is a place in a list."""
    return text.isascii() and text.isdecimal() and len(text) <= 6
