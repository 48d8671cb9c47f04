"""The margin: what orders were sold for, less what the panel says it charged for them."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, cast, func, select

from storage.core.database import Database
from storage.core.units import reads
from storage.orders.tables import orders


@dataclass(frozen=True, slots=True)
class Margin:
    """Orders in one currency whose charge is known. Amounts are micro-units of that currency.

    `sold_micro` is the sum of their prices less refunds; `losses` counts the
    orders for which the panel charged more than that.
    """

    currency: str
    orders: int
    sold_micro: int
    charged_micro: int
    losses: int

    @property
    def micro(self) -> int:
        """What is left for the shop; negative for a loss."""
        return self.sold_micro - self.charged_micro


class Margins:
    """Reads the figures of `orders` for margins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_by_currency(self, connection: Connection) -> list[Margin]:
        """Return one margin for each currency that orders were sold in."""
        sold = orders.c.price_micro - orders.c.refunded_micro
        charged = orders.c.charge_here_micro
        known = (
            select(
                orders.c.currency,
                func.count().label("orders"),
                cast(func.sum(sold), BigInteger).label("sold"),
                cast(func.sum(charged), BigInteger).label("charged"),
                func.count().filter(charged > sold).label("losses"),
            )
            .where(charged.is_not(None))
            .group_by(orders.c.currency)
            .order_by(orders.c.currency)
        )
        rows = connection.execute(known).all()
        return [Margin(row.currency, row.orders, row.sold, row.charged, row.losses) for row in rows]
