"""What the screens before the form share: their buttons, their pages, and a panel's text made safe."""

from collections.abc import Sequence
from typing import TypeVar

from handlers.buttons import DRAFT, Button
from handlers.navigation import home
from handlers.view import PAGE, Row, legible, shortened
from locales import Translator
from shop.ordering.draft import Draft

T = TypeVar("T")


def draft_button(draft: Draft, action: str, value: str) -> Button:
    """The button that does `action` with this draft."""
    return Button(DRAFT, draft.id, action, value)


def cancel(draft: Draft, t: Translator) -> tuple[str, Button]:
    """The button that gives the draft up."""
    return "✖️ " + t.label("Cancel"), draft_button(draft, "cancel", "")


def back_and_cancel(draft: Draft, t: Translator) -> Sequence[Row]:
    """The last row of a screen that another one comes before; two rows where a phone would cut a label."""
    back = ("⬅️ " + t.label("Back"), draft_button(draft, "back", ""))
    return legible(((back, cancel(draft, t), home(t)),))


def shortened_html(text: str, t: Translator, limit: int = 120) -> str:
    """Return a panel's text, shortened and safe inside Telegram HTML."""
    return t("{text}", text=shortened(text, limit))


def page_of(
    entries: Sequence[T], draft: Draft, t: Translator, size: int = PAGE
) -> tuple[Sequence[T], tuple[Row, ...], str]:
    """Return the entries of the draft's page, the row that leads to the others, if any, and which page it is.

    That is for the text: three buttons in a row would be cut in most languages, where a list is long.
    """
    last = max(0, (len(entries) - 1) // size)
    page = min(draft.browse.page, last)
    steps = []
    if page > 0:
        steps.append(("◀️ " + t.label("Previous"), draft_button(draft, "page", str(page - 1))))
    if page < last:
        steps.append(("▶️ " + t.label("Next"), draft_button(draft, "page", str(page + 1))))
    place = f"{t.number(page + 1)} / {t.number(last + 1)}" if last else ""
    return entries[page * size : (page + 1) * size], (tuple(steps),) if steps else (), place
