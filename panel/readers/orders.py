"""Read the answer to `orders`: the account's own list of orders, which a few panels give.

The action stands in no standard, so its answers are read by what they hold: rows in a list, in wrappers, or
in a map of numbers. What cannot be read without guessing is None; a row without a number is none.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from panel.readers.states import STATES, state_of
from panel.reply import Reply
from panel.values.figures import count
from panel.values.items import as_list, named, own_id
from panel.values.money import ANY_MONEY, AccountMoney, amount
from panel.values.texts import first, identifier, lower_keys, name_in, plain, says_empty
from shop.errors import PanelGarbled
from shop.replies import ListedOrder, PanelState

_WRAPPERS = ("data", "orders", "order_list", "list", "items", "rows", "result", "results", "response")
_DEPTH = 3
_IDS = ("order", "order_id", "id")
_SERVICES = ("service_id", "service", "serviceid")
_LINKS = ("link", "url", "target")
_CHARGES = ("charge", "cost")
_WORDS = ("status", "state")
_CREATED = (
    "created_at",
    "created",
    "date_created",
    "order_date",
    "date",
    "timestamp",
    "time",
)
_LONGEST_LINK, _LONGEST_WORD, _LONGEST_CURRENCY = 2048, 200, 16
_EARLIEST, _LATEST = datetime(2010, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_DAY_ALONE = 10  # characters; "2026-01-31" may be any moment of a day
_MILLISECONDS = 10**11  # no moment before 2100 has so many seconds

_Row = tuple[str | None, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """One page of a panel's list. `refused` counts rows without a number that can be read."""

    orders: tuple[ListedOrder, ...]
    refused: int = 0


def read_orders(
    reply: Reply, words: Mapping[str, PanelState] | None = None, account: AccountMoney = ANY_MONEY
) -> OrdersPage:
    """Return the listed orders, each number once; `words` are the profile's own state words.

    A charge in another currency than the account's is none. A list without rows is an answer too.
    Raises PanelError.
    """
    reply.require_value()
    known = STATES if not words else {**STATES, **words}
    rows = _rows(reply.value, _DEPTH)
    read = [_listed(found, row, known, account) for found, row in rows or ()]
    found = [one for one in read if one is not None]
    if not found and reply.refusal is not None:
        raise reply.error(reply.refusal)
    if rows is None:
        raise PanelGarbled("the list of orders has a shape that is not known")
    if rows and not found:
        raise PanelGarbled("no order in the panel's list can be read")
    by_number: dict[str, ListedOrder] = {}
    for one in found:
        by_number.setdefault(one.number, one)
    return OrdersPage(tuple(by_number.values()), refused=len(read) - len(found))


def _rows(value: object, depth: int) -> list[_Row] | None:
    """Return the rows with the number that each stands under, if any; None if there is no list."""
    value = as_list(value)
    if isinstance(value, list):
        return [_row(one) for one in value]
    if not isinstance(value, dict):
        return None
    members = lower_keys(value)
    for key in _WRAPPERS:
        inner = members.get(key)
        if depth and isinstance(inner, list | dict):
            rows = _rows(inner, depth - 1)
            if rows is not None:
                return rows
    if says_empty(members):
        return []
    if all(isinstance(one, dict) and _has_digit(key) for key, one in value.items()):
        return [(named(key, one, _IDS), lower_keys(one)) for key, one in value.items()]
    return None


def _row(value: object) -> _Row:
    """Return a row of a list; some panels list numbers alone."""
    return (None, lower_keys(value)) if isinstance(value, dict) else (identifier(value), {})


def _has_digit(key: str) -> bool:
    return any(sign.isdigit() for sign in key)


def _listed(
    found: str | None, row: Mapping[str, object], words: Mapping[str, PanelState], account: AccountMoney
) -> ListedOrder | None:
    number = found or own_id(row, _IDS)
    if number is None or any(isinstance(row.get(key), tuple) for key in _IDS):
        return None
    word = plain(name_in(first(row, _WORDS)), _LONGEST_WORD)
    currency = plain(row.get("currency"), _LONGEST_CURRENCY) or None
    created, has_zone = moment_of(first(row, _CREATED))
    return ListedOrder(
        number=number,
        service_id=_service(row),
        link=html.unescape(plain(first(row, _LINKS), _LONGEST_LINK)).strip() or None,
        quantity=_whole(row.get("quantity")),
        charge=None
        if account.is_another(currency)
        else amount(first(row, _CHARGES), currency or account.known),
        currency=currency,
        created_at=created,
        has_zone=has_zone,
        state=state_of(word, words) if word else None,
        word=word,
        remains=_whole(row.get("remains")),
    )


def _service(row: Mapping[str, object]) -> str | None:
    """Return the number of the order's service. A name is none: it would contradict every number."""
    for key in _SERVICES:
        value = row.get(key)
        if isinstance(value, dict):
            value = first(lower_keys(value), ("id", "service", "service_id"))
        number = identifier(value)
        if number is not None and number.isascii() and number.isdigit():
            return number
    return None


def _whole(value: object) -> int | None:
    number = count(value)
    return number if number is not None and number >= 0 else None


def moment_of(value: object) -> tuple[datetime | None, bool]:
    """Return a moment, and whether it is exact: a wall clock without its zone is read as UTC."""
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:15])
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _epoch(int(value)), True
    if not isinstance(value, str) or len(value.strip()) <= _DAY_ALONE:
        return None, False
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None, False
    has_zone = moment.tzinfo is not None
    try:
        in_utc = moment.astimezone(UTC) if has_zone else moment.replace(tzinfo=UTC)
    except OverflowError:
        return None, False
    return (in_utc, has_zone) if _EARLIEST <= in_utc <= _LATEST else (None, False)


def _epoch(seconds: int) -> datetime | None:
    if seconds >= _MILLISECONDS:
        seconds //= 1000
    if not _EARLIEST.timestamp() <= seconds <= _LATEST.timestamp():
        return None
    return datetime.fromtimestamp(seconds, UTC)
