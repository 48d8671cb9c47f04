"""A refund of a payment that nobody asks about any more, until something goes back of it."""

from shop.alerts import AlertKind
from tests.stories.test_gateway_payments import looks
from tests.stories.test_refunds_in_part import (
    Shop,
    all_answers_are_lost,
    has,
    shop,  # noqa: F401 - a fixture
)

HOUR, DAY = 3_600, 86_400


async def unsure(shop: Shop) -> int:  # noqa: F811 - no fixture
    """Return how many cards ask whether a refund was made."""
    return len(await shop.kiosk.stores.alerts.list_of({AlertKind.REFUND_UNSURE}))


async def test_what_the_gateway_tells_settles_the_doubt_about_an_old_payment(shop: Shop) -> None:  # noqa: F811 - see above
    shop.clock.advance(5 * DAY)
    await looks(shop)
    await all_answers_are_lost(shop)
    assert await unsure(shop) == 1
    shop.yookassa.tells_refunds_late = False
    for _ in range(4):
        await looks(shop, HOUR)
    assert await unsure(shop) == 0
    await shop.ann.sees("₽510.00 was given back to you")
    await has(shop, "0.00")
