"""Convert wallets in a currency other than today's: one journal each, and every person is told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import prod

from sqlalchemy import ColumnElement, Connection, and_, select, true

from shop import notice
from shop.currency import same_name
from shop.ledger.journals import Account, AccountKind, JournalEntry, converting, converting_back
from shop.money import ceil_div
from shop.pricing.price_list import NANO
from storage.core.database import Database
from storage.core.units import writes
from storage.ledger.store import balance_of, book, is_halted, lock_of_people, refuse_if_halted
from storage.ledger.tables import account, conversion
from storage.messages.outbox import enqueue


@dataclass(frozen=True, slots=True)
class Converted:
    """The sums of a conversion, in micro-units; debts count as negative."""

    wallets: int = 0
    before_micro: int = 0
    after_micro: int = 0


@dataclass(frozen=True, slots=True)
class _Hop:
    """A conversion of a person's `wallet` into `kept`, which has so much now; a debt is negative."""

    wallet: Account
    kept: Account
    rate_nano: int
    have_micro: int


class Conversions:
    """Writes `conversion`, and converts wallets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def convert(
        self, connection: Connection, giver: str, taker: str, rate_nano: int, now: datetime
    ) -> Converted:
        """Convert every wallet, all or none, and store the rate for later refunds.

        Raises ShopError("money_stopped") while the ledger is not in order.
        """
        refuse_if_halted(connection)
        _hold_all(connection, [one for one in _written(connection, taker) if same_name(one) == giver])
        noted = conversion.insert().values(
            from_currency=giver, to_currency=taker, rate_nano=rate_nano, created_at=now
        )
        connection.execute(noted)
        parts = [
            _convert(connection, written, taker, rate_nano, now)
            for written in _written(connection, taker)
            if same_name(written) == giver
        ]
        return Converted(
            sum(one.wallets for one in parts),
            sum(one.before_micro for one in parts),
            sum(one.after_micro for one in parts),
        )


def has_conversion(connection: Connection, giver: str, taker: str) -> bool:
    """Return True if the operator has given a rate between these, or rates that lead there."""
    return bool(_steps(connection, giver, taker))


def convert_leftovers(connection: Connection, currency: str, now: datetime, *, recorded: bool) -> None:
    """Convert what has since come into wallets of other currencies: refunds of old orders, other spellings.

    Other spellings of `currency` are worth the same. `recorded`: convert others at the latest rate,
    or at each of those by which the shop's money came to this currency.
    """
    if is_halted(connection):
        return
    others = _written(connection, currency)
    _hold_all(connection, others)
    for other in others:
        same = same_name(other) == currency
        steps = [(currency, NANO)] if same else _steps(connection, other, currency) if recorded else []
        giver = other
        for taker, rate_nano in steps:
            _convert(connection, giver, taker, rate_nano, now)
            giver = taker


def hold_wallets(connection: Connection, wallet: Account, currencies: Iterable[str]) -> None:
    """Lock this person's wallets in these currencies, in the order in which journals lock them."""
    for currency in sorted(currencies):
        balance_of(connection, replace(wallet, currency=currency), locks=True)


def fetch_back(connection: Connection, wallet: Account, micro: int, now: datetime, *, cause: str) -> None:
    """Fill this wallet up to `micro` with money converted out of it, at the latest rates.

    A returned payment is owed in the currency it came in; what was converted more than once is fetched from
    one wallet into the one before. If less is left, fetch that. `cause` is the key of the journal that needs
    the money. The caller holds the wallets.
    """
    missing = micro - max(0, balance_of(connection, wallet))
    if missing <= 0:
        return
    hops = _hops(connection, wallet)
    reach = 0
    for hop in reversed(hops):  # what each wallet can give, with all that those behind it give to it
        reach = max(0, hop.have_micro + reach) * NANO // hop.rate_nano
    entries: list[JournalEntry] = []
    needed = min(missing, reach)
    for n, hop in enumerate(hops, start=1):
        if needed <= 0:
            break
        key = f"convert:{cause}" if n == 1 else f"convert:{n}:{cause}"
        entries.append(converting_back(key, hop.wallet, hop.kept, needed, rate_nano=hop.rate_nano))
        needed = ceil_div(needed * hop.rate_nano, NANO) - hop.have_micro
    for entry in reversed(entries):
        book(connection, entry, now)


def worth_of(connection: Connection, giver: str, taker: str, at: datetime | None = None) -> Fraction | None:
    """Return how much of `taker` one unit of `giver` is by the operator's rates; None if there are none.

    `at`: by those that were known at that moment.

    Rates from the one to the other count, and those back: who asks, asks about money of before a change of
    currency, or of after it.
    """
    if same_name(giver) == same_name(taker):
        return Fraction(1)
    if steps := _steps(connection, giver, taker, at):
        return _rate_of(steps)
    steps = _steps(connection, taker, giver, at)
    return 1 / _rate_of(steps) if steps else None


def currencies_since(connection: Connection, currency: str) -> list[str]:
    """Return this currency, and those that it was converted into, one after the other."""
    return [currency, *(taker for taker, _ in _path(connection, currency))]


def _rate_of(steps: Iterable[tuple[str, int]]) -> Fraction:
    return prod((Fraction(rate_nano, NANO) for _, rate_nano in steps), start=Fraction(1))


def _hops(connection: Connection, wallet: Account) -> list[_Hop]:
    """Return where this person's money was converted to, with what is there."""
    hops: list[_Hop] = []
    for currency, rate_nano in _path(connection, wallet.currency):
        kept = Account(AccountKind.WALLET, wallet.owner_id, currency)
        hops.append(_Hop(wallet, kept, rate_nano, balance_of(connection, kept)))
        wallet = kept
    return hops


def _steps(
    connection: Connection, giver: str, taker: str, at: datetime | None = None
) -> list[tuple[str, int]]:
    """Return the currencies that lead from one to the other, each with its rate; none if they do not."""
    direct = _rate(connection, giver, taker, at)
    if direct is not None:
        return [(taker, direct)]
    path = _path(connection, giver, at)
    names = [currency for currency, _ in path]
    return path[: names.index(taker) + 1] if taker in names else []


def _path(connection: Connection, currency: str, at: datetime | None = None) -> list[tuple[str, int]]:
    """Return what this currency was last converted into, and that one in turn, each with its rate.

    Rates are in nano-units. No currency comes twice.
    """
    path: list[tuple[str, int]] = []
    seen = {same_name(currency)}
    while True:
        latest = select(conversion.c.to_currency, conversion.c.rate_nano).where(
            conversion.c.from_currency == same_name(currency), _known(at)
        )
        row = connection.execute(latest.order_by(conversion.c.id.desc()).limit(1)).first()
        if row is None or same_name(row.to_currency) in seen:
            return path
        path.append((row.to_currency, row.rate_nano))
        currency = row.to_currency
        seen.add(same_name(currency))


def _written(connection: Connection, currency: str) -> list[str]:
    """Return the other currencies of wallets with money, as they are spelled in the rows."""
    found = (
        select(account.c.currency)
        .where(
            account.c.kind == AccountKind.WALLET, account.c.balance_micro != 0, account.c.currency != currency
        )
        .group_by(account.c.currency)
        .order_by(account.c.currency)
    )
    return list(connection.execute(found).scalars())


def _hold_all(connection: Connection, givers: Collection[str]) -> None:
    """Lock all wallets of the people who have money in these currencies, in the order of journals."""
    if not givers:
        return
    giving = and_(account.c.currency.in_(givers), account.c.balance_micro != 0)
    owners = select(account.c.owner_id).where(account.c.kind == AccountKind.WALLET, giving)
    lock_of_people(connection, and_(account.c.kind == AccountKind.WALLET, account.c.owner_id.in_(owners)))


def _rate(connection: Connection, giver: str, taker: str, at: datetime | None) -> int | None:
    """Return the latest rate, in nano-units; None if there is none."""
    found = select(conversion.c.rate_nano).where(
        conversion.c.from_currency == same_name(giver), conversion.c.to_currency == taker, _known(at)
    )
    return connection.execute(found.order_by(conversion.c.id.desc()).limit(1)).scalar()


def _known(at: datetime | None) -> ColumnElement[bool]:
    return true() if at is None else conversion.c.created_at <= at


def _convert(connection: Connection, giver: str, taker: str, rate_nano: int, now: datetime) -> Converted:
    mine = (account.c.kind == AccountKind.WALLET, account.c.currency == giver, account.c.balance_micro != 0)
    rows = connection.execute(select(account).where(*mine).order_by(account.c.owner_id)).all()
    before = after = 0
    for row in rows:
        wallets = [Account(AccountKind.WALLET, row.owner_id, currency) for currency in (giver, taker)]
        key = f"convert:{row.id}:{row.version}"
        entry = converting(key, wallets[0], wallets[1], row.balance_micro, rate_nano=rate_nano)
        # Convert a debt in full, whatever credit the settings now allow.
        book(connection, entry, now, credit_micro=None)
        enqueue(connection, [notice.wallet_changed(row.owner_id, entry.key)], now)
        before += row.balance_micro
        after += sum(one.amount_micro for one in entry.postings if one.account == wallets[1])
    return Converted(len(rows), before, after)
