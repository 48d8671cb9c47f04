"""The doors of the wallet that lead to the membership, coupons, gifts and invitations."""

from handlers.context import Services
from handlers.growth.coupon_views import coupon_door
from handlers.growth.gift_views import gift_door
from handlers.growth.invite_views import invite_door
from handlers.membership.views import membership_door
from handlers.view import Row
from locales import Translator


def doors_of_wallet(services: Services, person_id: int, t: Translator) -> tuple[Row, ...]:
    """Return them, row by row; none where nobody pays in advance."""
    if not services.access.open:
        return ()
    invites = ((invite_door(t),),) if services.rules.invites.reward_micro else ()
    members, now = services.board.members, services.clock.now()
    is_offered = services.rules.membership.is_on(services.board.prices.levels)
    joins = ((membership_door(t),),) if is_offered or members.until(person_id, now) else ()
    return (*joins, (coupon_door(t), gift_door(t)), *invites)
