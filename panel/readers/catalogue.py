"""Read the answers to `services` and `balance`."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from panel.reply import Reply, ReplyKind
from panel.values.figures import limit, most
from panel.values.money import ANY_MONEY, AccountMoney, amount, currency_named, signed_amount, written_in
from panel.values.texts import (
    first,
    flag,
    identifier,
    lower_keys,
    name_in,
    paragraph,
    plain,
    says_empty,
    squeezed,
    without_decimals,
)
from shop.catalogue.services import Service
from shop.currency import WITHOUT_SMALL_COINS
from shop.errors import PanelGarbled
from shop.money import micro_up
from shop.replies import Balance
from shop.typed import seen, without_sign

_FLAGS = ("refill", "cancel", "dripfeed")
_WRAPPERS = ("data", "services", "result", "response", "packages")
_DESCRIPTIONS = ("description", "desc")
_PERHAPS_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_WITH_DECIMALS = re.compile(
    r"[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})"
    r"|(?:0|[0-9]{4,}|[0-9]{1,3}(?:[,' ’][0-9]{2,3})+)\.[0-9]+"  # what has other thousands, or is none
)
_DOUBTFUL_RATE = "a rate that may be a thousandfold"
UNREADABLE_TYPE = "?"
"""What no form is known for, so that the service is not sold."""

NAMED = 5
"""How many rows are named for each fault."""

_ID_KEYS = ("service", "id", "service_id")  # `service` first: `service_id` is a decoy on some panels


@dataclass(frozen=True, slots=True)
class Listing:
    """The services of one answer.

    `refused` counts rows that cannot be read without guessing, like a price of "1,25".
    There are no services where the panel itself says that the account has none, which an empty list does not
    prove: it may hide a failure. `has_flags` and `mended` are clues to the dialect.
    """

    services: tuple[Service, ...]
    refused: int = 0
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The reasons why rows were refused, each with the ids of the first rows."""
    has_flags: bool = False
    mended: bool = False


def read_services(reply: Reply, account: AccountMoney = ANY_MONEY) -> Listing:
    """Return everything on sale. Raises PanelError if no service at all can be read.

    A price that names another currency than the account's is none.
    """
    reply.require_consent()
    inner = reply.inner(_WRAPPERS)
    rows = _rows(inner.value)
    agree = [_agrees(row, account) for row in rows]
    is_in_thousands = _may_be_in_thousands(rows, account)
    read = [
        _service(row) if agrees and not is_in_thousands(row) else None
        for row, agrees in zip(rows, agree, strict=True)
    ]
    odd = [
        (row, _DOUBTFUL_RATE if agrees and is_in_thousands(row) else _oddity(row, agrees=agrees))
        for row, agrees, service in zip(rows, agree, read, strict=True)
        if service is None
    ]
    services, contradicted = _first_of_each(service for service in read if service is not None)
    odd += [({"service": service.id}, "listed twice, at two prices") for service in contradicted]
    if not services and says_empty(reply.fields):
        return Listing((), mended=reply.mended)
    if not services:
        raise PanelGarbled(_why_none(inner.value, odd))
    has_flags = any(name in row for row in map(lower_keys, rows) for name in _FLAGS)
    reasons = {
        why: tuple(_name_of(row) for row, reason in odd if reason == why)[:NAMED]
        for why in Counter(why for _, why in odd)
    }
    return Listing(services, len(odd), reasons, has_flags=has_flags, mended=reply.mended)


def _rows(value: object) -> list[Mapping[str, object]]:
    """Return the rows of a list, or of the map that PHP makes of a list with gaps."""
    rows = list(value.values()) if isinstance(value, dict) else value
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _first_of_each(services: Iterable[Service]) -> tuple[tuple[Service, ...], tuple[Service, ...]]:
    """Return the first of each number, and those left out because a twin of theirs has another price."""
    by_id: dict[str, Service] = {}
    contradicted: dict[str, Service] = {}
    for service in services:
        first_one = by_id.setdefault(service.id, service)
        if (first_one.rate_micro, squeezed(first_one.type)) != (service.rate_micro, squeezed(service.type)):
            contradicted[service.id] = first_one
    kept = (service for service in by_id.values() if service.id not in contradicted)
    return tuple(kept), tuple(contradicted.values())


def _agrees(row: Mapping[str, object], account: AccountMoney) -> bool:
    """Return True unless the row's price names another currency than the account's."""
    if account.known is None:
        return True
    members = lower_keys(row)
    rate = members.get("rate")
    if account.is_another(members.get("currency")):
        return False
    return amount(rate, account.known) is not None or amount(rate) is None


def _may_be_in_thousands(
    rows: Iterable[Mapping[str, object]], account: AccountMoney
) -> Callable[[Mapping[str, object]], bool]:
    """Return what tells if a row's price of "15.000" may be fifteen thousand, as where coins are never used.

    It is fifteen if any other price in the list, in this currency, shows that its points stand before
    decimals.
    """
    if account.known not in WITHOUT_SMALL_COINS:
        return lambda _: False
    if any(_WITH_DECIMALS.fullmatch(_written_rate(row)) for row in rows if _agrees(row, account)):
        return lambda _: False
    return lambda row: _PERHAPS_THOUSANDS.fullmatch(_written_rate(row)) is not None


def _written_rate(row: Mapping[str, object]) -> str:
    """Return how the row's price is written; nothing if it is a number of JSON, or cannot be read."""
    rate = lower_keys(row).get("rate")
    return written_in(rate) if isinstance(rate, str) and amount(rate) is not None else ""


def _service(row: Mapping[str, object]) -> Service | None:
    members = lower_keys(row)
    service_id = _number_of(members)
    rate = amount(members.get("rate"))
    if service_id is None or rate is None or _has_doubtful_limit(members):
        return None
    return Service(
        id=service_id,
        name=_shown(members.get("name")) or f"#{service_id}",
        category=_shown(name_in(members.get("category"))),
        type=_type(members.get("type")),
        rate_micro=micro_up(rate),
        min=limit(members.get("min")) or None,
        max=most(members.get("max")) or None,
        refill=flag(members.get("refill")),
        cancel=flag(members.get("cancel")),
        dripfeed=flag(first(members, ("dripfeed", "drip_feed", "drip-feed"))),
        description=paragraph(first(members, _DESCRIPTIONS)),
    )


def _number_of(members: Mapping[str, object]) -> str | None:
    """Return a service's number; 1.0, "1.0" and "#1" are 1, which tomorrow's list may write."""
    found = identifier(first(members, _ID_KEYS))
    return None if found is None else without_decimals(without_sign(found))


def _oddity(row: Mapping[str, object], *, agrees: bool) -> str:
    """Return why a row is not a service."""
    members = lower_keys(row)
    if not agrees:
        return "a price in another currency"
    if _number_of(members) is None:
        return "no number"
    if members.get("rate") in (None, ""):
        return "no rate"
    return "unreadable rate" if amount(members.get("rate")) is None else "unreadable minimum or maximum"


def _name_of(row: Mapping[str, object]) -> str:
    members = lower_keys(row)
    return _number_of(members) or plain(members.get("name"), 40) or "?"


def _why_none(value: object, odd: list[tuple[Mapping[str, object], str]]) -> str:
    """Return why an answer has no service: it is empty, unreadable, or of unknown shape."""
    if odd:
        why, number = Counter(why for _, why in odd).most_common(1)[0]
        return f"no service in the panel's list can be read ({number} of {len(odd)}: {why})"
    return "the catalogue is empty" if not value else "the catalogue has a shape that is not known"


def _shown(value: object) -> str:
    """Return a name as one line; none where nobody would see anything of it."""
    name = paragraph(_text(value), 300).replace("\n", " ")
    return name if seen(name) else ""


def _text(value: object) -> object:
    """Return a number as text: some categories are called 7."""
    return value if isinstance(value, str) else plain(value)


def _type(value: object) -> str:
    """Return a service's type: the usual one if none is given, and none at all if it cannot be read.

    As the usual type, a package would be sold for a thousandth of its price.
    """
    if value in (None, [], {}) or (isinstance(value, str) and not value.strip()):
        return "Default"
    return plain(name_in(value), 100) or UNREADABLE_TYPE


def _has_doubtful_limit(members: Mapping[str, object]) -> bool:
    """Return True if a minimum or maximum is given but cannot be read without guessing."""
    limits = ((members.get("min"), limit), (members.get("max"), most))
    read = [reader(value) for value, reader in limits if value not in (None, "")]
    return any(number is None or number < 0 for number in read)


def read_balance(reply: Reply, currency: str | None = None) -> tuple[Balance, bool]:
    """Return the account's balance, and True if the answer had to be mended.

    `currency` overrides the panel's own currency, which some get wrong. Raises PanelError.
    """
    reply.require_consent()
    rows = reply.value if reply.kind is ReplyKind.LIST else []
    whole = reply.item(rows[0]) if len(rows) == 1 else reply
    members = whole.fields if "balance" in whole.fields else whole.inner().fields
    written = members.get("balance")
    named = currency or plain(members.get("currency"), 16) or None
    money = signed_amount(written, named)
    if money is None:
        shown = reply.answer.words(written, 40)
        raise PanelGarbled(f"the answer holds no balance that can be read without guessing: {shown!r}")
    in_text = currency_named(written) if isinstance(written, str) else None
    return Balance(money, named or in_text), reply.mended
