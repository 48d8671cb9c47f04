"""Money that goes back: before and after it was spent, told twice, before anybody looked; lost blocks."""

from tests.stories.hostile.bill import Bill
from tests.stories.hostile.table import Need, Right, scenario
from tests.stories.hostile.world import World


async def credited(world: World) -> tuple[Bill, int]:
    """Have Ann pay; return the payment and what it brought."""
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells(bill)
    assert await world.wallet(world.ann) == due
    return bill, due


@scenario("What goes back leaves the wallet.", Need.BACK)
async def back_before_it_is_spent(world: World) -> Right:
    bill, _ = await credited(world)
    assert await world.goes_back(bill)
    assert await world.tells_it_went_back(bill)
    await world.looks(600)
    return Right(0)


@scenario("What goes back after it was spent is the shop's loss, or cannot go back.", Need.BACK)
async def back_after_it_is_spent(world: World) -> Right:
    bill, due = await credited(world)
    spent = await world.spends()
    assert 0 < spent < due
    assert await world.goes_back(bill)
    is_back = await world.tells_it_went_back(bill)
    await world.looks(600)
    return Right(0, lost=spent) if is_back else Right(due - spent)


@scenario("What goes back and is told three times leaves the wallet once.", Need.BACK)
async def back_told_three_times(world: World) -> Right:
    bill, due = await credited(world)
    await world.goes_back(bill)
    assert await world.tells_it_went_back(bill, times=3)
    second = await world.asks()
    again = await world.pays(second)
    await world.tells(second)
    assert again >= due
    return Right(again)


@scenario("What went back before anybody heard of it is credited to nobody.", Need.BACK)
async def back_before_it_is_told(world: World) -> Right:
    bill = await world.asks()
    await world.pays(bill)
    news = list(bill.news)
    await world.goes_back(bill)
    bill.news = bill.news[len(news) :] or news
    await world.tells_it_went_back(bill)
    for _ in range(3):
        await world.looks(600)
    return Right(0)


@scenario("What went back and is told as paid once more stays back.", Need.BACK)
async def back_and_told_as_paid_again(world: World) -> Right:
    bill = await world.asks()
    await world.pays(bill)
    news = list(bill.news)
    await world.tells(bill)
    await world.goes_back(bill)
    await world.tells_it_went_back(bill)
    await world.tells_again(bill, news)
    await world.looks(600)
    return Right(0)


@scenario("What stood in a block that lost, before it lay deep, is credited to nobody.", Need.CHAIN)
async def a_shallow_block_loses(world: World) -> Right:
    bill = await world.asks()
    await world.pays(bill)
    await world.looks(1)
    chain = world.shop.chains[world.name]
    chain.reorganises(bill.theirs[0])
    await world.tells(bill)
    return Right(0)


@scenario("What stands in another block after the chain was reorganised is credited once.", Need.CHAIN)
async def a_transaction_moves_to_another_block(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.looks(1)
    chain = world.shop.chains[world.name]
    [move] = bill.theirs
    chain.reorganises(move)
    await world.looks(10)
    chain.pays(move.units, move.comment, hash=move.hash)
    await world.tells(bill)
    await world.tells(bill)
    return Right(due)


@scenario("What lay deep and was credited stays so, though the API forgets it.", Need.CHAIN)
async def a_deep_block_is_forgotten(world: World) -> Right:
    bill, due = await credited(world)
    world.shop.chains[world.name].reorganises(bill.theirs[0])
    await world.tells(bill)
    return Right(due)
