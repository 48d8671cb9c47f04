"""The forms that several settings have: amounts, ids, keys, proxies and more, each with what it must be."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from env_file import check_key
from messaging.ways_out import as_libraries_read_it, check_proxy
from messaging.webhook_address import listening_place
from settings.words import amount, ids, lower, percentage, whole
from shop.currency import currency_named
from shop.money import micro_up
from shop.pricing.price_list import NANO


def _currency(value: object) -> object:
    return (currency_named(value) or value) if isinstance(value, str) else value


def _sendable(key: SecretStr) -> SecretStr:
    check_key(key.get_secret_value())
    return key


def _proxy_is_one(proxy: SecretStr) -> SecretStr:
    url = proxy.get_secret_value()
    problem = check_proxy(url) if url else None
    if problem:
        raise ValueError(problem)
    return SecretStr(as_libraries_read_it(url))


def _place_to_listen(place: str) -> str:
    if place:
        listening_place(place)
    return place


Whole = BeforeValidator(whole)
Lower = BeforeValidator(lower)
CurrencyName = BeforeValidator(_currency)

Amount = Annotated[str, BeforeValidator(amount), Field(pattern=r"^[0-9]{1,12}(\.[0-9]{1,6})?$")]
Worth = Annotated[str, BeforeValidator(amount), Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,9})?$")]
"""What one unit of another money is worth in the shop's: a rupiah has four zeros behind the point."""

Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(ids)]
Loss = Annotated[
    str, BeforeValidator(percentage), Field(pattern=r"^([0-9]{1,2}(\.[0-9]{1,4})?|100(\.0{1,4})?)$")
]
Place = Annotated[str, AfterValidator(_place_to_listen)]
"""A host and a port to listen on."""

Proxy = Annotated[SecretStr, AfterValidator(_proxy_is_one)]
SentKey = Annotated[SecretStr, AfterValidator(_sendable)]
"""A key that goes into a header."""


def nano(worth: str) -> int:
    """Return what one unit of another money is worth, already validated, in billionths."""
    return int(Decimal(worth.strip()) * NANO)


def micro(text: str) -> int:
    """Return an already validated amount in micro-units."""
    return micro_up(Decimal(text.strip()))
