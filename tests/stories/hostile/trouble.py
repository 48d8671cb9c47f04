"""Lost answers, providers out of reach, switches and keys, and a process that ends at each step."""

from tests.stories.hostile.table import Need, Right, scenario
from tests.stories.hostile.world import World

MANNERS = ("down", "lost", "hang", "busy", "garbage", "nonsense", "throttled")


@scenario("An invoice whose making was not answered is found, if somebody pays it.", Need.MADE)
async def the_create_answer_is_lost(world: World) -> Right:
    assert world.loses_the_making()
    await world.taps_amount()
    bill = await world.begun(world.ann)
    due = await world.pays(bill)
    for _ in range(2):
        await world.looks(60)
    await world.tells(bill)
    return Right(due)


@scenario("An invoice that cannot be made costs nobody anything, and another can be.", Need.MADE)
async def the_create_call_fails(world: World) -> Right:
    for manner in ("down", "busy", "throttled"):
        assert not world.loses_the_making(manner)
        await world.taps_amount()
        await world.looks(60)
    bill = await world.asks()
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(60)
    return Right(due)


@scenario("Whatever the answers to our questions are, a payment is found once they are good.", Need.ASKED)
async def asking_fails_in_every_manner(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    bill.news.clear()
    for manner in MANNERS:
        world.goes_down(manner, times=3)
        await world.looks(60)
        assert await world.wallet(world.ann) == 0
        world.comes_up()
    for _ in range(3):
        await world.looks(600)
    return Right(due)


@scenario("A provider that is down at the start keeps nobody from anything.", Need.ASKED)
async def down_at_the_start(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    bill.news.clear()
    world.goes_down(times=3)
    await world.restarts()
    await world.looks(60)
    await world.ann.says("/topup")
    world.comes_up()
    for _ in range(3):
        await world.looks(600)
    return Right(due)


@scenario("A way that is switched off follows what it has, and is offered no more.")
async def switched_off_with_an_open_invoice(world: World) -> Right:
    bill = await world.asks()
    await world.restarts(**world.off)
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(60)
    await world.ann.says("/topup")
    assert not world.has_button(world.ann, f"u:{world.name}:way:")
    assert not world.has_button(world.ann, f"u:{world.name}:amount:{world.amount}")
    return Right(due)


@scenario(
    "What is paid while the shop still has the old key is credited once it has the new one.", Need.KEYED
)
async def the_key_is_rotated(world: World) -> Right:
    bill = await world.asks()
    changed = world.gets_another_key()
    await world.looks(60)
    await world.takes_key(changed)
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(600)
    return Right(due)


@scenario(
    "News that are signed with the old key prove nothing after it was changed.", Need.KEYED, Need.SIGNED
)
async def signed_with_the_old_key(world: World) -> Right:
    bill = await world.asks()
    old = await world.signed_now(bill)
    await world.takes_key(world.gets_another_key())
    await world.tells_signed(bill, old)
    await world.looks(60)
    return Right(0)


@scenario("A process that ends after an invoice was asked for follows it when it starts again.")
async def ends_after_asking(world: World) -> Right:
    bill = await world.asks()
    await world.restarts()
    due = await world.pays(bill)
    await world.tells(bill)
    return Right(due)


@scenario("A turn that is handled again after a crash asks nobody to pay twice.")
async def ends_within_the_turn(world: World) -> Right:
    await world.asks()
    await world.shop.forgets_last_turn()
    await world.restarts()
    bill = await world.begun(world.ann)
    due = await world.pays(bill)
    await world.tells(bill)
    await world.looks(60)
    return Right(due)


@scenario("A process that ends between the payment and its news credits it when it starts again.")
async def ends_before_the_news(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.restarts()
    await world.tells(bill)
    return Right(due)


@scenario("A process that ends when the news have only reached its door credits them all the same.")
async def ends_with_the_news_at_its_door(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    await world.hears(bill)
    await world.restarts()
    for _ in range(2):
        await world.looks(60)
    return Right(due)


@scenario("A process that ends after a credit credits nothing again, though all is told once more.")
async def ends_after_the_credit(world: World) -> Right:
    bill = await world.asks()
    due = await world.pays(bill)
    news = list(bill.news)
    await world.tells(bill)
    await world.restarts()
    await world.tells_again(bill, news)
    await world.looks(600)
    return Right(due)


@scenario("What is paid while the kiosk is off is credited when it is on again.", Need.AWAY)
async def paid_while_the_kiosk_is_off(world: World) -> Right:
    bill = await world.asks()
    await world.shop.closes()
    due = await world.pays(bill)
    world.shop.clock.advance(40_000)
    await world.shop.comes_back()
    await world.tells(bill)
    await world.looks()
    return Right(due)
