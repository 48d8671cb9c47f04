"""How news of a payment arrive: twice, at once, in a wrong order, forged, changed, about others."""

from tests.stories.hostile.table import Need, Right, scenario
from tests.stories.hostile.world import World


@scenario("What is paid is credited once.")
async def paid(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(600)
    return Right(due)


@scenario("What is told three times is credited once.")
async def told_three_times(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells(bill, times=3)
    return Right(due)


@scenario("What is told five times in one moment is credited once.")
async def told_many_times_at_once(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells_at_once(bill)
    await world.looks(60)
    return Right(due)


@scenario("What is told and found by reading, too, is credited once.", Need.ASKED)
async def told_and_found(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.looks(600)
    await world.tells(bill)
    await world.looks(600)
    return Right(due)


@scenario("What nobody tells of is found by reading.", Need.ASKED)
async def news_that_never_come(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    bill.news.clear()
    for _ in range(3):
        await world.looks(60)
    return Right(due)


@scenario("News in a wrong order end where those in the right one do.")
async def told_in_a_wrong_order(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells_in_a_wrong_order(bill)
    if world.name == "stars":  # the charge went back again
        return Right(0)
    return Right(due)


@scenario("News that come before the invoice's making is answered count.", Need.MADE)
async def told_before_the_create_answer(world: World) -> Right:
    assert world.loses_the_making()
    await world.taps_amount()
    bill = await world.begun(world.ann)
    due = await world.pays(bill)
    await world.tells(bill)
    return Right(due)


@scenario("Forged news credit nothing.")
async def forged(world: World) -> Right:
    await world.forges(await world.asks())
    await world.looks(60)
    return Right(0)


@scenario("News with one thing changed credit what is true, and no more.")
async def one_byte_changed(world: World) -> Right:
    bill = await world.asks()
    await world.pays(bill)
    due = await world.alters(bill)
    await world.looks(60)
    return Right(due)


@scenario("Nonsense where news arrive is answered, and changes nothing.")
async def nonsense(world: World) -> Right:
    await world.babbles(await world.asks())
    return Right(0)


@scenario("A payment to another shop, or for nothing of ours, is nobody's here.")
async def another_shops_payment(world: World) -> Right:
    waiting = await world.tells_of_another_shop(await world.asks())
    await world.looks(600)
    return Right(0, suspended=waiting)


@scenario("What Bob paid is Bob's, though it is told under Ann's invoice.")
async def anothers_payment(world: World) -> Right:
    await world.bob.says("/start")
    bill, anothers = await world.asks(), await world.asks(world.bob)
    due = await world.pays(anothers)
    await world.mixes_up(bill, anothers)
    await world.tells(anothers)
    await world.looks(60)
    return Right(0, bob=due)


@scenario("One payment that is told for two invoices is credited once.")
async def one_payment_for_two_invoices(world: World) -> Right:
    bill, second = await world.asks(), await world.asks()
    due = await world.pays(bill)
    await world.tells(bill)
    await world.repeats_for(second=second, bill=bill)
    return Right(due)


@scenario("A state that nobody described credits nothing until a known one comes.", Need.WORDS)
async def a_word_that_nobody_described(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    world.says(bill, "probably")
    await world.tells(bill)
    assert await world.wallet(world.ann) == 0
    world.says(bill, "")
    await world.looks(600)
    return Right(due)


@scenario("What nobody pays brings nothing, however often it is looked at.")
async def never_paid(world: World) -> Right:
    await world.asks()
    for seconds in (20, 3_000, 90_000):
        await world.looks(seconds)
    return Right(0)
