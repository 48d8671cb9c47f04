"""What opens and ends an inquiry, inside the transaction that loses or settles its order."""

from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shop.inquire import SOON
from shop.order import Order
from storage.inquiry_tables import inquiry, inquiry_unsettled


async def open_inquiry(connection: AsyncConnection, order: Order, now: datetime) -> None:
    """The order's answer was lost: it is looked into, and its account gets no further order until then."""
    opening = inquiry.insert().values(
        order_id=order.id, panel=order.panel, state="open", opened_at=now, due_at=now + SOON, told={}
    )
    await connection.execute(opening)


async def settle_inquiry(
    connection: AsyncConnection, order_id: int, verdict: str, now: datetime, *, by: int | None
) -> None:
    """It is decided; `by` whom, None where the evidence or the time did it."""
    ending = update(inquiry).where(inquiry.c.order_id == order_id, inquiry_unsettled)
    await connection.execute(ending.values(state="settled", verdict=verdict, decided_by=by, settled_at=now))


async def is_open(connection: AsyncConnection, panel: str) -> bool:
    """Whether an order at this panel account is being looked into."""
    looking = exists().where(inquiry.c.panel == panel, inquiry.c.state == "open", inquiry_unsettled)
    return bool((await connection.execute(select(looking))).scalar())


async def remember_told(
    connection: AsyncConnection, order_id: int, operator_id: int, message_id: int
) -> None:
    """Which message in this operator's chat asks for a decision."""
    own = select(inquiry.c.told).where(inquiry.c.order_id == order_id)
    told = (await connection.execute(own.with_for_update())).scalar()
    if told is not None:
        noting = update(inquiry).where(inquiry.c.order_id == order_id)
        await connection.execute(noting.values(told={**told, str(operator_id): message_id}))
