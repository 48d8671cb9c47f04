"""Which amount comes: less, more, in parts, in another currency, twice, at another rate, for an order."""

from fractions import Fraction

from tests.stories.hostile.bill import LESS, MORE, MUCH, REST
from tests.stories.hostile.table import Need, Right, scenario
from tests.stories.hostile.world import World


@scenario("Less than was asked is credited as it came.", Need.PARTS)
async def less(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill, LESS)
    await world.tells(bill)
    await world.looks(86_000)
    return Right(due)


@scenario("More than was asked is credited as it came.", Need.PARTS)
async def more(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill, MORE)
    await world.tells(bill)
    await world.looks(600)
    return Right(due)


@scenario("Two parts are credited as they come, each once.", Need.PARTS)
async def two_parts(world: World) -> Right:
    bill = await world.asks()
    first = await world.pays(bill, LESS)
    await world.tells(bill)
    assert await world.wallet(world.ann) == first
    rest = await world.pays(bill, REST)
    await world.tells(bill)
    await world.looks(900)
    return Right(first + rest)


@scenario("Ten times of what was asked is credited as it came; at a rate, a person decides.")
async def much_more(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill, MUCH)
    await world.tells(bill)
    if world.name == "ton":
        assert await world.wallet(world.ann) == 0
    await world.decides(bill)
    return Right(due)


@scenario("Another amount than the invoice's is refused, and charged to nobody.", Need.REFUSES)
async def another_amount_is_refused(world: World) -> Right:
    bill = await world.asks()
    assert await world.pays(bill, LESS) == 0
    await world.tells(bill)
    return Right(0)


@scenario("A second payment of a paid invoice is credited too, or never charged.")
async def paid_twice(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells(bill)
    again = await world.pays_again(bill)
    await world.looks(600)
    await world.decides(bill)
    return Right(due + again)


@scenario("The same number in another currency is credited to nobody.", Need.CURRENCIES)
async def another_currency(world: World) -> Right:
    waiting = await world.pays_in_another_currency(await world.asks())
    await world.looks(60)
    return Right(0, suspended=waiting)


@scenario("Two people who pay the same in the same moment each get their own.")
async def two_people_pay_the_same(world: World) -> Right:
    await world.bob.says("/start")
    bill, anothers = await world.asks(), await world.asks(world.bob)
    bobs = await world.pays(anothers)
    anns = await world.pays(bill)
    await world.tells(anothers)
    await world.tells(bill)
    return Right(anns, bob=bobs)


@scenario("An invoice keeps its own rate, whatever the shop's is meanwhile.", Need.PRICED)
async def the_rate_changes_meanwhile(world: World) -> Right:
    bill = await world.asks()
    setting = "star_value" if world.name == "stars" else f"{world.name}_value"
    await world.restarts(**{setting: "0.001"})
    due = await world.pays(bill)
    await world.tells(bill)
    return Right(due)


@scenario("An order that is paid for goes out once, though the payment is told three times.")
async def an_order_is_paid_for(world: World) -> Right:
    bill = await world.asks_for_an_order()
    due = await world.pays(bill)
    await world.tells(bill, times=3)
    await world.looks(600)
    await world.ann.sees("Order 1")
    assert len(world.shop.panel.orders) == 1
    left = await world.wallet(world.ann)
    assert 0 <= left < due
    return Right(left, is_told=False)


@scenario("An order that is paid for in part waits, and the money is in the wallet.", Need.PARTS)
async def an_order_is_paid_for_in_part(world: World) -> Right:
    bill = await world.asks_for_an_order()
    due = await world.pays(bill, Fraction(2, 5))
    await world.tells(bill)
    assert world.shop.panel.orders == {}
    return Right(due)
