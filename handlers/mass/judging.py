"""The verdicts on a list as of now."""

from handlers.context import Context
from shop.ordering.mass_list import MassList
from shop.ordering.mass_verdicts import Judgement, judge


async def judge_list(context: Context, listed: MassList) -> Judgement:
    """Return the verdicts on the list as of now. Raises ShopError while the shop sells nothing."""
    services = context.services
    return judge(
        listed.lines,
        services.storefront,
        services.board.for_person(listed.person_id),
        services.clock.now().date(),
        await services.stores.mass_orders.find_running(listed.person_id),
    )
