"""`bot.py convert`: the operator confirms that money and orders go on under changed settings."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from app.stores import stores_of
from settings import Settings
from shop.clock import Clock
from shop.currency import same_name
from shop.errors import ShopError
from shop.identity import Identity
from shop.money import amount_text, parse_amount, two_readings
from shop.ordering.change import Change
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.ordering.reason import Reason, ReasonKind
from shop.pricing.price_list import NANO
from storage.core.database import Database
from storage.core.lock import one_kiosk
from storage.ledger.conversions import Conversions
from storage.orders.queue import OrderQueue
from storage.orders.store import Orders
from storage.orders.sweeping import SweptOrders
from storage.reconciliation.resolutions import Resolutions
from storage.stores import Stores
from storage.upgrade import upgrade

USAGE = "FROM TO RATE | panel moved | panel given-up | bot moved | access kept"

_WHOLE = (["panel", "moved"], ["panel", "given-up"], ["bot", "moved"], ["access", "kept"])
"""The commands that take nothing further."""

STOPPED = "Payments are paused while the ledger is not in order; see `bot.py audit`. Nothing was changed."


class WrongWords(Exception):
    """The command cannot be carried out; the text says why, or shows how to write it."""


async def convert(settings: Settings, words: list[str], clock: Clock) -> list[str]:
    """Carry out the command in `words`; return lines that say what was done.

    Raises WrongWords, AlreadyRunning while a kiosk runs on the database, and DatabaseTrouble. Nothing, not
    even the shape of the tables, changes before the words were read.
    """
    _check_words(settings, words)
    stores = stores_of(settings)
    stores.database.refuse_if_missing()
    async with one_kiosk(stores.database.url):
        await upgrade(settings.database_url)
        await stores.database.open()
        try:
            await stores.identities.begin(clock.now())
            return await _convert(stores, settings, words, clock.now())
        except ShopError as error:
            raise WrongWords(STOPPED if error.key == "money_stopped" else str(error)) from None
        finally:
            await stores.database.close()


def _check_words(settings: Settings, words: list[str]) -> None:
    """Check all that can be without the book. Raises WrongWords."""
    if words in _WHOLE:
        return
    _giver, taker, _nano = _conversion(words)
    if settings.access == "shop":
        _check_taker(taker, settings.currency)


def _conversion(words: list[str]) -> tuple[str, str, int]:
    """Return from which currency, into which, and how many billionths of it. Raises WrongWords."""
    if len(words) != len(("FROM", "TO", "RATE")):
        raise WrongWords(f"Write it like this: bot.py convert {USAGE}")
    giver, taker, nano = same_name(words[0]), same_name(words[1]), _nano(words[2])
    if nano is None or giver == taker:
        raise WrongWords("Write it like this: bot.py convert USD EUR 0.92 (one USD is 0.92 EUR).")
    return giver, taker, nano


def _check_taker(taker: str, currency: str) -> None:
    if taker != currency:
        raise WrongWords(f"Wallets are in {currency} by the settings. Put CURRENCY={taker} there first.")


async def _convert(stores: Stores, settings: Settings, words: list[str], now: datetime) -> list[str]:
    today, known = await stores.identities.today(), await stores.identities.known()
    assert known is not None  # noqa: S101 - recorded just above; tells mypy
    match words:
        case ["panel", "moved"]:
            return await _moved_panel(stores, known, today, now)
        case ["panel", "given-up"]:
            given_up = GivenUp(stores.database, known.panel, settings)
            return await _gave_up_panel(stores, given_up, known, today, now)
        case ["bot", "moved"]:
            await stores.identities.write_down(now, bot_id=today.bot_id)
            return [f"The ledger is bot {today.bot_id}'s now. People hear from it once they have opened it."]
        case ["access", "kept"]:
            await stores.identities.write_down(now, access=today.access)
            return [f"All wallets stay as they are, with ACCESS={today.access}."]
    return await _converted(stores, today, words, now)


async def _converted(stores: Stores, today: Identity, words: list[str], now: datetime) -> list[str]:
    giver, taker, nano = _conversion(words)
    _check_taker(taker, today.currency)
    done = await Conversions(stores.database).convert(giver, taker, nano, now)
    await stores.identities.write_down(now, currency=taker)
    before, after = amount_text(done.before_micro), amount_text(done.after_micro)
    return [
        f"Wallets converted: {done.wallets}. {before} {giver} are {after} {taker} now.",
        f"What comes back in {giver} later is converted at the next start.",
    ]


async def _moved_panel(stores: Stores, known: Identity, today: Identity, now: datetime) -> list[str]:
    if known.panel == today.panel:
        raise WrongWords("The settings already name the orders' panel account. There is nothing to move.")
    moved = await stores.identities.move_panel(now)
    return [f"Orders that are at {today.panel} from now on, and followed there: {moved}."]


async def _gave_up_panel(
    stores: Stores, old: "GivenUp", known: Identity, today: Identity, now: datetime
) -> list[str]:
    if known.panel == today.panel:
        raise WrongWords(
            "The settings still name the panel account with the orders. Put the new one in first."
        )
    given_back, left = await old.end_all(now)
    if left:
        raise WrongWords(f"Orders that could not be ended: {left}. {STOPPED}")
    await stores.identities.leave_panel(now)
    return [f"Orders given up at {known.panel}: {given_back}. Their customers have their money back."]


class GivenUp:
    """The orders at a panel account that is given up: each is refunded in full.

    Each ends in its own transaction; run again after a crash, this resumes where it stopped.
    """

    def __init__(self, database: Database, panel: str, settings: Settings) -> None:
        operators, credit_micro = settings.admin_ids, settings.credit_micro
        self._orders = Orders(database, panel=panel, credit_micro=credit_micro)
        self._swept = SweptOrders(database, panel=panel, operators=operators, credit_micro=credit_micro)
        self._queue = OrderQueue(database, panel=panel, operators=operators, credit_micro=credit_micro)
        self._resolutions = Resolutions(database, panel=panel, operators=operators, credit_micro=credit_micro)

    async def end_all(self, now: datetime) -> tuple[int, int]:
        """End every order; return how many ended and how many could not."""
        await self._queue.recover(now)
        ended = 0
        for order in await self._orders.list_running():
            ended += await self._end(order, now)
        left = len(await self._orders.list_running())
        return ended - left, left

    async def _end(self, order: Order, now: datetime) -> bool:
        if order.state is OrderState.UNKNOWN:
            return await self._resolutions.void(order.id, now, reason=Reason(ReasonKind.UNCLEAR))
        if order.state not in AT_WORK:
            return await self._orders.withdraw(order.id, owner=None, now=now)
        ended = replace(
            order,
            state=OrderState.CANCELED,
            refunded_micro=order.terms.price_micro,
            changed_at=now,
            checked_at=now,
            finished_at=now,
        )
        await self._swept.apply([Change(order, ended)])
        return True


def _nano(text: str) -> int | None:
    """Return a rate above 0 with at most nine decimals, in billionths; None if it is not one.

    Raises WrongWords for one that can be two, as 12,600: read wrongly, it would change every wallet.
    """
    readings = two_readings(text)
    if readings and ("," in text or text.endswith(".000")):  # 1.085 is a rate as rates are published
        whole, with_decimals = readings
        raise WrongWords(f"The rate {text} can be two: write {whole} or {with_decimals}.")
    rate = parse_amount(text.replace(",", "."))
    nano = rate * NANO if rate is not None else Decimal(0)
    return int(nano) if 0 < nano <= 10**9 * NANO and nano == int(nano) else None
