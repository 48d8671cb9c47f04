"""What an owner can take out of the shop as a file, and of which time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum


class ExportKind(StrEnum):
    """What a file has: a line an order, a person, or a posting of the book."""

    ORDERS = "orders"
    PEOPLE = "people"
    BOOK = "book"


class FileForm(StrEnum):
    """How the file is written."""

    CSV = "csv"
    XLSX = "xlsx"


class Span(StrEnum):
    """The times that are offered, by the owner's own clock; the value is what buttons carry."""

    TODAY = "today"
    WEEK = "7d"
    MONTH_OF_DAYS = "30d"
    QUARTER = "90d"
    THIS_MONTH = "month"
    LAST_MONTH = "last"
    ALL = "all"


_DAYS = {Span.TODAY: 1, Span.WEEK: 7, Span.MONTH_OF_DAYS: 30, Span.QUARTER: 90}

HEADS: dict[ExportKind, tuple[str, ...]] = {
    ExportKind.ORDERS: (
        *("order", "created (UTC)", "person id", "service", "service name", "link", "quantity", "state"),
        *("price", "currency", "discount", "refunded", "cost", "charged", "order at the panel"),
        *("delivered from", "remains", "placed (UTC)", "ended (UTC)"),
    ),
    ExportKind.PEOPLE: (
        *("id", "name", "username", "language", "balance", "currency", "level", "banned"),
        *("held", "other money", "reachable", "first seen (UTC)", "last seen (UTC)"),
    ),
    ExportKind.BOOK: (
        *("journal", "line", "booked (UTC)", "kind", "key", "order", "operator id", "reason"),
        *("account", "owner id", "currency", "amount", "balance after"),
    ),
}
"""The columns of each file, in words for programs: the same in every language, and imports read them."""

PAGE = 1000
"""Rows read in one question, so that nobody waits for it and no reading lasts."""

CSV_PART = 45_000_000
"""Bytes after which a new file begins: bots may send 50 MB."""

XLSX_PART = 150_000
"""Rows after which a new workbook begins: orders for long links take 220 bytes each, as it is packed."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file that an owner wants. `since` and `until` are UTC, None without a bound.

    `message_id` is the card that shows the progress; it is in the private chat of `asked_by`.
    """

    id: int
    kind: ExportKind
    form: FileForm
    span: Span
    since: datetime | None
    until: datetime | None
    asked_by: int
    message_id: int
    tries: int = 0


def bounds(span: Span, now: datetime, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """Return when a span begins, and when it ends, None where it has no bound; days are of this clock."""
    today = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    match span:
        case Span.ALL:
            return None, None
        case Span.THIS_MONTH:
            return today.replace(day=1), None
        case Span.LAST_MONTH:
            this = today.replace(day=1)
            return (this - timedelta(days=1)).replace(day=1), this
        case _:
            return today - timedelta(days=_DAYS[span] - 1), None


def file_names(export: Export, day: datetime) -> Iterator[str]:
    """Yield the names of the parts of this export, one after the other."""
    stem = f"{export.kind}-{export.span}-{day:%Y-%m-%d}"
    yield f"{stem}.{export.form}"
    part = 2
    while True:
        yield f"{stem}-part-{part}.{export.form}"
        part += 1
