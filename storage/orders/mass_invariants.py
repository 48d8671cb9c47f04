"""What must always be true of mass orders."""

from collections.abc import Iterator

from sqlalchemy import func, or_, select

from storage.counting import Invariant, Scope, count
from storage.orders.mass_tables import mass_line, mass_order
from storage.orders.tables import orders


def of_mass_orders(scope: Scope) -> Iterator[Invariant]:
    """Return the invariants of confirmed lists and their orders."""
    if scope.is_whole:
        made = (
            select(mass_line.c.mass_id, func.count().label("lines")).group_by(mass_line.c.mass_id).subquery()
        )
        yield Invariant(
            "mass-made-all",
            "every confirmed mass order made all of its orders, and no other made any",
            count(
                select(mass_order.c.id)
                .outerjoin(made, made.c.mass_id == mass_order.c.id)
                .where(func.coalesce(mass_order.c.made, 0) != func.coalesce(made.c.lines, 0))
            ),
        )
        shares = (
            select(mass_line.c.mass_id, func.sum(orders.c.price_micro).label("price"))
            .join(orders, orders.c.id == mass_line.c.order_id)
            .group_by(mass_line.c.mass_id)
            .subquery()
        )
        yield Invariant(
            "bundle-shares-add-up",
            "the orders of a bundle cost together what the bundle was sold for",
            count(
                select(mass_order.c.id)
                .outerjoin(shares, shares.c.mass_id == mass_order.c.id)
                .where(
                    mass_order.c.bundle_id.is_not(None),
                    mass_order.c.used_at.is_not(None),
                    func.coalesce(shares.c.price, -1) != func.coalesce(mass_order.c.price_micro, -2),
                )
            ),
        )
    yield Invariant(
        "mass-orders-own",
        "every order of a mass order is its person's own, and was made when that was confirmed",
        count(
            select(mass_line.c.order_id)
            .join(mass_order, mass_order.c.id == mass_line.c.mass_id)
            .join(orders, orders.c.id == mass_line.c.order_id)
            .where(
                scope.orders(mass_line.c.order_id),
                or_(
                    orders.c.person_id != mass_order.c.person_id,
                    mass_order.c.used_at.is_(None),
                    orders.c.created_at != mass_order.c.used_at,
                ),
            )
        ),
    )
