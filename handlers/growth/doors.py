"""The doors of the wallet that lead to coupons, gifts and invitations."""

from handlers.context import Context, Services
from handlers.growth.coupon_views import coupon_door
from handlers.growth.gift_views import gift_door
from handlers.growth.invite_views import invite_door
from handlers.view import Row
from locales import Translator


def wallet_doors(context: Context) -> tuple[Row, ...]:
    """Return them for this turn's person."""
    return doors_of_wallet(context.services, context.turn.t)


def doors_of_wallet(services: Services, t: Translator) -> tuple[Row, ...]:
    """Return them, row by row; none where nobody pays in advance."""
    if not services.access.open:
        return ()
    invites = ((invite_door(t),),) if services.rules.invites.reward_micro else ()
    return ((coupon_door(t), gift_door(t)), *invites)
