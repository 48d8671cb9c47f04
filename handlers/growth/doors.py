"""The doors of the wallet that lead to coupons, gifts and invitations."""

from handlers.context import Context
from handlers.growth.coupon_views import coupon_door
from handlers.view import Row


def wallet_doors(context: Context) -> Row:
    """Return them; none where nobody pays in advance."""
    return (coupon_door(context.turn.t),) if context.services.access.open else ()
