"""A line of a chain's list: whether it is money of ours that came in, how much, and how deep it lies."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from payments.base import NoAnswer
from payments.chains.addresses import canonical_address
from payments.chains.profile import ChainProfile, Depth
from payments.described.amounts import coins_in, number_in
from payments.described.wire import text_at, value_at
from shop.ledger.transfers import Transfer

LONGEST_ID = 200
LONGEST_TEXT = 500
"""Signs of a comment that are kept; a reference has eight, and anybody may write a book into one."""

MOST_UNITS = 2**256
"""No chain's amount is larger, and "1e999" is none."""

_1970 = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, whosever it is."""

    id: str
    at: datetime
    said: Any


def line_of(said: Any, profile: ChainProfile) -> Line:
    """Return a line with its id and its moment. Raises NoAnswer for one without them."""
    item = profile.item
    parts = [text_at(item.id, said)] + ([text_at(item.index, said)] if item.index else [])
    number = ":".join((profile.name, *parts))
    if not all(parts) or len(number) > LONGEST_ID:
        raise NoAnswer("a line without its id")
    moment = _whole(value_at(item.at, said), "time")
    try:
        since_1970 = timedelta(seconds=moment) if item.at_in == "seconds" else timedelta(milliseconds=moment)
        return Line(number, _1970 + since_1970, said)
    except OverflowError:
        raise NoAnswer("a line of no time that there is") from None


def transfer_of(line: Line, profile: ChainProfile, address: str) -> Transfer | None:
    """Return what a line brought to this address, in whole cents; None if that is nothing.

    Nothing is brought by what went elsewhere, is of another token, failed, bounced, or is less than a
    cent. Raises NoAnswer for a line to this address that lacks a fact: a changed API must be noticed.
    """
    item = profile.item
    if canonical_address(text_at(item.receiver, line.said), profile.address) != address:
        return None
    written = value_at(item.amount, line.said)
    if written is None or not _is_good(line.said, profile):  # without an amount it is a message, no money
        return None
    units = _whole(written, "amount")
    minor = minor_of_units(units, _decimals(line.said, profile), profile.currency)
    if not minor:
        return None
    text = text_at(item.text, line.said)[:LONGEST_TEXT]
    return Transfer(line.id, minor, profile.currency, line.at, text, profile.name)


def is_deep(line: Line, depth: Depth, newest: int, now: datetime) -> bool:
    """Return True if a transaction lies deep enough to stay. `newest` is the newest block's number."""
    if depth.seconds is not None and now - line.at < timedelta(seconds=depth.seconds):
        return False
    if depth.blocks is None:
        return True
    block = number_in(value_at(depth.block, line.said))
    return block is not None and block > 0 and newest - block >= depth.blocks


def minor_of_units(units: int, decimals: int, currency: str) -> int:
    """Return base units as the currency's smallest coins, a part of a coin left out.

    >>> minor_of_units(1_239_999, 6, "USDT"), minor_of_units(9_999_999, 9, "TON")
    (123, 0)
    """
    return int(units * coins_in(currency) // 10**decimals)


def _is_good(said: Any, profile: ChainProfile) -> bool:
    """Return True if a line has all that it needs: the exact token first, then that it succeeded."""
    item = profile.item
    needs = ({item.token: profile.contract} if item.token else {}) | dict(item.needs)
    for path, wanted in needs.items():
        found = value_at(path, said)
        if found is None:
            raise NoAnswer(f"a line without {path}")
        if not _equal(found, wanted):
            return False
    return not any(_equal(value_at(path, said), one) for path, bars in item.bars.items() for one in bars)


def _equal(found: Any, wanted: Any) -> bool:
    """Return True if both are the same in kind, too: 0 is not false, and "true" is not true."""
    return type(found) is type(wanted) and bool(found == wanted)


def _decimals(said: Any, profile: ChainProfile) -> int:
    if profile.item.decimals is not None:
        return profile.item.decimals
    decimals = _whole(value_at(profile.item.decimals_at, said), "decimals")
    if decimals > 30:
        raise NoAnswer("a line of too many decimals")
    return decimals


def _whole(value: Any, name: str) -> int:
    number = number_in(value)
    if number is None or not 0 <= number < MOST_UNITS or number.denominator != 1:
        raise NoAnswer(f"a line without its {name}")
    return number.numerator
