"""What the account can buy and with how much: `services` and `balance`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from panel import wire
from panel.answer import Answer
from panel.reading import unwrapped, value_without_refusal
from panel.values import amount, count, first, flag, folded, identifier, paragraph, plain, signed_amount
from shop.catalogue import Service
from shop.errors import PanelGarbled
from shop.money import micro_up
from shop.replies import Balance

_FLAGS = ("refill", "cancel", "dripfeed")
_WRAPPERS = ("data", "services", "result", "response", "packages")
_DESCRIPTIONS = ("description", "desc")
_ID_KEYS = ("service", "id", "service_id")  # `service` first: `service_id` is a decoy on some panels


@dataclass(frozen=True, slots=True)
class Listing:
    """The services of one answer.

    `refused` rows could not be read without guessing, a price of "1,25" for
    one. `said_empty`: the panel itself says that there is nothing for this
    account, unlike an empty list, which may hide a failure. `has_flags` and
    `mended` tell the dialect.
    """

    services: tuple[Service, ...]
    refused: int = 0
    said_empty: bool = False
    has_flags: bool = False
    mended: bool = False


def read_services(answer: Answer) -> Listing:
    """Everything on sale. Raises PanelError where no service at all can be read."""
    document = value_without_refusal(answer, wire.LARGEST_CATALOGUE)
    rows = _rows(document.value)
    read = [_service(row) for row in rows]
    services = _first_of_each(service for service in read if service is not None)
    if not services and _says_empty(document.value):
        return Listing((), said_empty=True, mended=document.mended)
    if not services:
        raise PanelGarbled("no service in the panel's list can be read" if rows else "the catalogue is empty")
    has_flags = any(name in row for row in map(folded, rows) for name in _FLAGS)
    return Listing(services, read.count(None), has_flags=has_flags, mended=document.mended)


def _rows(value: object) -> list[Mapping[str, object]]:
    """The rows of a list, or of the map that PHP makes of a list with gaps."""
    inner = unwrapped(value, _WRAPPERS)
    rows = list(inner.values()) if isinstance(inner, dict) else inner
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _says_empty(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    members = folded(value)
    return str(members.get("status")).lower() in {"success", "true"} and isinstance(members.get("data"), str)


def _first_of_each(services: Iterable[Service]) -> tuple[Service, ...]:
    by_id: dict[str, Service] = {}
    for service in services:
        by_id.setdefault(service.id, service)
    return tuple(by_id.values())


def _service(row: Mapping[str, object]) -> Service | None:
    members = folded(row)
    service_id = identifier(first(members, _ID_KEYS))
    rate = amount(members.get("rate"))
    if service_id is None or rate is None or _has_doubtful_limit(members):
        return None
    return Service(
        id=service_id,
        name=paragraph(members.get("name"), 300).replace("\n", " ") or f"#{service_id}",
        category=paragraph(_category(members.get("category")), 300).replace("\n", " "),
        type=plain(members.get("type"), 100) or "Default",
        rate_micro=micro_up(rate),
        min=count(members.get("min")) or None,
        max=count(members.get("max")) or None,
        refill=flag(members.get("refill")),
        cancel=flag(members.get("cancel")),
        dripfeed=flag(first(members, ("dripfeed", "drip_feed", "drip-feed"))),
        description=paragraph(first(members, _DESCRIPTIONS)),
    )


def _category(value: object) -> object:
    return value.get("name") if isinstance(value, dict) else value


def _has_doubtful_limit(members: Mapping[str, object]) -> bool:
    """Whether a minimum or maximum is given, but not as a number that can be read without guessing."""
    limits = (members.get("min"), members.get("max"))
    return any(limit not in (None, "") and (count(limit) is None or _is_negative(limit)) for limit in limits)


def _is_negative(limit: object) -> bool:
    number = count(limit)
    return number is not None and number < 0


def read_balance(answer: Answer, currency: str | None = None) -> tuple[Balance, bool]:
    """The account's money, and whether the answer had to be mended to be read.

    `currency` overrides the panel's own word, which some get wrong. Raises PanelError.
    """
    document = value_without_refusal(answer)
    members = folded(document.value) if isinstance(document.value, dict) else {}
    if "balance" not in members:
        inner = unwrapped(document.value)
        members = folded(inner) if isinstance(inner, dict) else {}
    money = signed_amount(members.get("balance"))
    if money is None:
        raise PanelGarbled("the answer holds no balance that can be read without guessing")
    return Balance(money, currency or plain(members.get("currency"), 16) or None), document.mended
