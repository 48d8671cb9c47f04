"""What the work under way is about: an update, a person, an order. Log lines in JSON carry it.

It goes along with a task, and with the tasks that it starts; numbers alone, so that it stays short and has
nothing that a person wrote.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_NOTHING: Final[Mapping[str, int]] = {}
_subject: ContextVar[Mapping[str, int]] = ContextVar("subject", default=_NOTHING)


def subject() -> Mapping[str, int]:
    """Return the numbers of what is being worked on here, by their names."""
    return _subject.get()


@contextmanager
def about(
    *, update_id: int | None = None, person_id: int | None = None, order_id: int | None = None
) -> Iterator[None]:
    """Say what the work in this block is about, besides what is said around it."""
    before = _subject.set(_with(update_id=update_id, person_id=person_id, order_id=order_id))
    try:
        yield
    finally:
        _subject.reset(before)


def is_about(*, order_id: int) -> None:
    """Say which order the rest of this task is about, as it has become known."""
    _subject.set(_with(order_id=order_id))


def _with(**numbers: int | None) -> Mapping[str, int]:
    return {**_subject.get(), **{name: number for name, number in numbers.items() if number is not None}}
