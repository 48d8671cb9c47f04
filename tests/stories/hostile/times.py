"""When it is paid, and what has changed until then: late, by a wrong clock, canceled, closed, blocked."""

from datetime import timedelta

from tests.in_process import ANN, OLGA
from tests.stories.hostile.table import Need, Right, scenario
from tests.stories.hostile.world import World

DAY = 86_400
HOUR = timedelta(hours=1)


@scenario("What is paid after its time is credited if it was charged, and else not charged.")
async def after_its_time(world: World) -> Right:
    bill = await world.asks()
    world.shop.clock.advance(DAY + 3_700)
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(DAY / 2)
    await world.decides(bill)
    return Right(due)


@scenario("What is paid in its last second and told hours later is credited.")
async def paid_at_the_last_second_and_told_hours_later(world: World) -> Right:
    bill = await world.asks()
    world.shop.clock.advance(3_599)
    due = await world.pays(bill)
    world.shop.clock.advance(40_000)
    await world.tells(bill)
    await world.looks()
    return Right(due)


@scenario("A clock that is set ahead by an hour loses nothing.")
async def the_clock_is_set_ahead(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    world.sets_clock(HOUR)
    await world.tells(bill)
    await world.looks(60)
    await world.decides(bill)
    return Right(due)


@scenario("A clock that is set back by an hour loses nothing.")
async def the_clock_is_set_back(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    world.sets_clock(-HOUR)
    await world.tells(bill)
    await world.looks(60)
    await world.decides(bill)  # a transfer that seems to come before it was asked for
    return Right(due)


@scenario("A provider whose clock is an hour ahead of ours loses nothing.", Need.TIMES)
async def their_clock_is_ahead(world: World) -> Right:
    world.sets_their_clock(HOUR)
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(60)
    await world.tells(bill)
    return Right(due)


@scenario("A provider whose clock is an hour behind ours loses nothing: what seems early waits.", Need.TIMES)
async def their_clock_is_behind(world: World) -> Right:
    world.sets_their_clock(-HOUR)
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells(bill)
    await world.decides(bill)
    return Right(due)


@scenario("What is paid though its card was canceled is credited.", Need.CARD)
async def canceled_and_paid(world: World) -> Right:
    bill = await world.asks()
    await world.ann.taps("Cancel")
    await world.ann.sees("Canceled. If you have paid all the same")
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(60)
    return Right(due)


@scenario("Check says that nothing is paid, then that it is, and asks nobody to pay twice.", Need.CARD)
async def checked_by_its_customer(world: World) -> Right:
    bill = await world.asks()
    await world.ann.taps("Check")
    await world.ann.sees("Not paid yet. I look again by myself.")
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(90)
    world.ann.person.taps("Check", stale=True)
    await world.shop.settles()
    assert "is paid. Thank you!" in world.ann.screen
    return Right(due)


@scenario("Another person's card shows a stranger nothing.", Need.CARD)
async def looked_at_by_a_stranger(world: World) -> Right:
    await world.asks()
    await world.bob.says("/start")
    messages = world.ann.person.home.messages.values()
    [check] = [one.data for message in messages for one in message.buttons if "Check" in one.label]
    world.bob.person.forges(check or "")
    await world.shop.settles()
    assert "Check" not in world.bob.screen
    return Right(0)


@scenario("What was asked for before the shop closed is credited if it was charged.")
async def the_shop_closes_meanwhile(world: World) -> Right:
    bill = await world.asks()
    stores, kiosk = world.shop.kiosk.stores, world.shop.kiosk
    await stores.maintenance.close(OLGA, world.shop.clock.now())
    kiosk.gate.state = await stores.maintenance.state()
    due = await world.pays(bill)
    await world.tells(bill)
    await stores.maintenance.open(OLGA, world.shop.clock.now())
    kiosk.gate.state = await stores.maintenance.state()
    return Right(due)


@scenario("While payments are paused nothing is charged, or what was charged is credited.")
async def payments_are_paused_meanwhile(world: World) -> Right:
    bill = await world.asks()
    await world.shop.kiosk.stores.ledger.stop("a test", world.shop.clock.now())
    due = await world.pays(bill)
    await world.tells(bill)
    await world.shop.kiosk.stores.ledger.go_on(world.shop.clock.now())
    await world.decides(bill)
    return Right(due)


@scenario("Who blocks the bot while paying has the money all the same.")
async def the_customer_blocks_the_bot(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.before_blocking(bill)
    world.ann.person.blocks()
    await world.shop.settles()
    await world.tells(bill)
    world.ann.person.unblocks()
    return Right(due, is_told=False)


@scenario("Who is banned while paying has the money all the same.")
async def the_customer_is_banned(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.before_blocking(bill)
    await world.shop.olga.says(f"/ban {ANN} a test")
    await world.shop.olga.taps("Confirm")
    await world.tells(bill)
    await world.looks(60)
    return Right(due, is_told=False)
