"""What is read of a chain: each transfer of ours once it is deep, whole, of the right token, and no other."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from payments.base import MustWait, NoAnswer
from playground.chains import FakeToncenter, FakeTronGrid, Move
from playground.gateways.fake import FAULTS
from shop.ledger.transfers import Transfer
from tests.contracts.payments.chain_world import DEEP, ChainWorld, chain_world

BOTH = pytest.mark.parametrize("world", ["ton", "tron"], indirect=True)
TON = pytest.mark.parametrize("world", ["ton"], indirect=True)
TRON = pytest.mark.parametrize("world", ["tron"], indirect=True)

SECRET = "a-key-of-the-shop"


@pytest.fixture
def world(request: pytest.FixtureRequest) -> ChainWorld:
    return chain_world(request.param)


def amounts(transfers: list[Transfer]) -> list[int]:
    return [one.amount_minor for one in transfers]


@BOTH
async def test_a_transfer_is_told_as_it_came(world: ChainWorld) -> None:
    units = 12 * world.unit + world.unit // 100 * 34 + 7
    world.chain.pays(units, "K7M2-QX")
    world.settles()
    assert await world.told() == [
        Transfer(
            id=world.id_of(1, units),
            amount_minor=1234,
            currency="TON" if world.name == "ton" else "USDT",
            at=world.began.astimezone(UTC),
            text="K7M2-QX" if world.name == "ton" else "",
            sender=world.name,
        )
    ]


@BOTH
async def test_nothing_is_told_before_it_is_deep(world: ChainWorld) -> None:
    world.chain.pays(world.unit)
    reader = world.reader()
    one_block = world.chain.block_millis / 1000
    world.clock.advance(DEEP[world.name] - one_block)
    assert await reader.read(world.began) == ()
    world.clock.advance(one_block)
    assert amounts(list(await reader.read(world.began))) == [100]


@BOTH
async def test_what_is_reorganised_was_never_told(world: ChainWorld) -> None:
    lost, stays = world.chain.pays(5 * world.unit), world.chain.pays(world.unit)
    world.clock.advance(2)
    assert await world.told() == []
    world.chain.reorganises(lost)
    world.settles()
    assert [one.id for one in await world.told()] == [world.id_of(2, stays.units)]


@TRON
async def test_the_request_for_confirmed_lines_is_what_keeps_shallow_ones_out(world: ChainWorld) -> None:
    world.chain.pays(world.unit)
    assert await world.told() == []
    assert amounts(await world.told(fields={"only_confirmed": False})) == [100]


@TON
@pytest.mark.parametrize("finality", ["pending", "confirmed"])
async def test_a_line_that_says_it_is_not_final_is_left_out(world: ChainWorld, finality: str) -> None:
    assert isinstance(world.chain, FakeToncenter)
    world.chain.pays(world.unit)
    world.settles()
    world.chain.finality = finality
    assert await world.told() == []


@TON
@pytest.mark.parametrize("said", [{"mc_block_seqno": None}, {"mc_block_seqno": 0}, {"emulated": True}])
async def test_a_line_in_no_block_is_left_out(world: ChainWorld, said: dict[str, Any]) -> None:
    world.chain.pays(world.unit, said=said)
    world.settles()
    assert await world.told() == []


@BOTH
async def test_what_is_no_money_of_ours_is_left_out(world: ChainWorld) -> None:
    chain, unit = world.chain, world.unit
    elsewhere = "0:" + "B8" * 32 if world.name == "ton" else "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"
    chain.pays(unit, to=elsewhere)
    chain.pays(unit, is_failed=True)
    chain.pays(0)
    chain.pays(unit // 100 - 1)
    chain.pays(unit // 100)
    world.settles()
    assert amounts(await world.told()) == [1]


@TON
async def test_our_own_coins_that_bounce_back_are_left_out(world: ChainWorld) -> None:
    world.chain.pays(world.unit, is_bounced=True)
    world.settles()
    assert await world.told() == []


@TRON
async def test_a_forged_token_and_an_approval_are_left_out(world: ChainWorld) -> None:
    chain = world.chain
    assert isinstance(chain, FakeTronGrid)
    chain.is_deaf = True
    chain.forges(10**78)
    chain.pays(world.unit, said={"type": "Approval"})
    chain.pays(3 * world.unit)
    chain.pays(world.unit, to="TJRabPrwbZy45sbavfcjinPJC18kjpRTv8")
    world.settles()
    assert amounts(await world.told(fields={"only_to": False})) == [300]
    assert len(chain.moves) == 4


@TRON
async def test_two_transfers_of_one_transaction_are_two(world: ChainWorld) -> None:
    first = world.chain.pays(world.unit)
    world.chain.pays(2 * world.unit, hash=first.hash)
    world.settles()
    told = await world.told()
    assert amounts(told) == [100, 200]
    assert len({one.id for one in told}) == 2


@BOTH
@pytest.mark.parametrize("fault", sorted(FAULTS))
async def test_no_clear_answer_tells_nothing(world: ChainWorld, fault: str) -> None:
    world.chain.pays(world.unit)
    world.settles()
    world.chain.arm(fault, on="/transactions")
    reader = world.reader()
    with pytest.raises(NoAnswer):
        await reader.read(world.began)
    assert amounts(list(await reader.read(world.began))) == [100]


@TON
async def test_without_the_newest_block_nothing_is_told(world: ChainWorld) -> None:
    world.chain.arm("busy", on="/masterchainInfo")
    with pytest.raises(NoAnswer):
        await world.told()


@BOTH
async def test_a_fault_on_a_later_page_tells_nothing(world: ChainWorld) -> None:
    for _ in range(5):
        world.chain.pays(world.unit)
    world.settles()
    world.chain.between.append(lambda: world.chain.arm("busy", on="/transactions"))
    with pytest.raises(NoAnswer):
        await world.told(per_page=2)


@BOTH
@pytest.mark.parametrize("is_doubled", [False, True])
@pytest.mark.parametrize("count", range(7))
async def test_each_is_told_once_however_many_pages_there_are(
    world: ChainWorld, count: int, is_doubled: bool
) -> None:
    for number in range(count):
        world.chain.pays(world.unit * (number + 1))
        world.clock.advance(1)
    world.chain.is_doubled = is_doubled
    world.settles()
    assert amounts(await world.told(per_page=3)) == [100 * (number + 1) for number in range(count)]


@BOTH
async def test_what_comes_in_while_it_is_read_shifts_nothing(world: ChainWorld) -> None:
    for _ in range(4):
        world.chain.pays(world.unit)
    world.settles()
    world.chain.between.append(lambda: world.chain.pays(9 * world.unit))
    assert amounts(await world.told(per_page=3)) == [100] * 4


@TON
@pytest.mark.parametrize("comes", [False, True])
async def test_a_list_that_moves_while_it_is_read_is_read_again(world: ChainWorld, comes: bool) -> None:
    moves = [world.chain.pays(world.unit) for _ in range(5)]
    world.settles()

    def shift() -> None:
        if comes:
            world.chain.moves.insert(0, late(world))
        else:
            world.chain.reorganises(moves[0])

    world.chain.between.append(shift)
    reader = world.reader(per_page=3)
    with pytest.raises(NoAnswer, match="moved"):
        await reader.read(world.began)
    assert amounts(list(await reader.read(world.began))) == [100] * (6 if comes else 4)


def late(world: ChainWorld) -> Move:
    """Return a transfer of the beginning, not listed yet."""
    move = world.chain.pays(world.unit, at=world.began, block=world.chain.newest_block - 50)
    world.chain.moves.remove(move)
    return move


@BOTH
async def test_more_pages_than_one_reading_may_have_are_read_by_the_next(world: ChainWorld) -> None:
    for number in range(20):
        world.chain.pays(world.unit * (number + 1))
        world.clock.advance(1)
    world.settles()
    reader, since, readings = world.reader(per_page=3, pages=2), world.began, 0
    told: dict[str, int] = {}
    while True:
        reading = await reader.read_on(since)
        told |= {one.id: one.amount_minor for one in reading.transfers}
        readings += 1
        if reading.is_all:
            break
        assert since < reading.next_since
        since = reading.next_since
    assert list(told.values()) == [100 * (number + 1) for number in range(20)]
    assert readings > 3


@BOTH
async def test_newest_first_would_skip_pages_and_is_noticed(world: ChainWorld) -> None:
    for _ in range(20):
        world.chain.pays(world.unit)
        world.clock.advance(1)
    world.settles()
    order = {"sort": "desc"} if world.name == "ton" else {"order_by": "block_timestamp,desc"}
    with pytest.raises(NoAnswer, match="oldest first"):
        await world.told(per_page=3, pages=2, fields=order)


@BOTH
async def test_the_next_reading_finds_what_was_shallow_or_listed_late(world: ChainWorld) -> None:
    reader, since = world.reader(), world.began
    world.chain.pays(world.unit)
    world.clock.advance(DEEP[world.name] - 5)
    world.chain.pays(2 * world.unit)
    hidden = late(world)
    world.clock.advance(6)
    first = await reader.read_on(since)
    assert [one.amount_minor for one in first.transfers] == [100]
    world.chain.moves.insert(0, hidden)
    world.settles()
    again = await reader.read_on(first.next_since)
    assert sorted(one.amount_minor for one in again.transfers) == [100, 100, 200]
    assert set(first.transfers) < set(again.transfers)


@TON
async def test_the_next_reading_never_begins_behind_what_is_shallow(world: ChainWorld) -> None:
    shallow = world.chain.pays(world.unit)
    world.clock.advance(2 * 3600)
    world.chain.pays(2 * world.unit)
    shallow.block = world.chain.newest_block
    reading = await world.reader().read_on(world.began)
    assert reading.transfers == ()
    assert reading.next_since == world.began


@BOTH
async def test_a_chain_an_hour_ahead_of_us_is_read_all_the_same(world: ChainWorld) -> None:
    hour = timedelta(hours=1)
    world.chain.ahead = hour
    world.chain.pays(world.unit)
    world.settles()
    reading = await world.reader().read_on(world.began)
    assert [one.at for one in reading.transfers] == [world.began + hour]
    world.chain.ahead = timedelta(0)
    world.chain.pays(2 * world.unit)
    world.settles()
    again = await world.reader().read_on(reading.next_since)
    assert sorted(one.amount_minor for one in again.transfers) == [100, 200]


@BOTH
async def test_what_came_before_since_is_left_out(world: ChainWorld) -> None:
    world.chain.pays(world.unit)
    world.clock.advance(1)
    world.chain.pays(2 * world.unit)
    world.settles()
    reader = world.reader()
    assert amounts(list(await reader.read(world.began + timedelta(milliseconds=500)))) == [200]


@TON
async def test_two_different_lines_of_one_transfer_are_no_clear_answer(world: ChainWorld) -> None:
    first = world.chain.pays(world.unit)
    world.chain.pays(2 * world.unit, hash=first.hash)
    world.settles()
    with pytest.raises(NoAnswer, match="two different lines"):
        await world.told()


@TON
async def test_requests_keep_the_rate_that_needs_no_key(world: ChainWorld) -> None:
    for _ in range(5):
        world.chain.pays(world.unit)
    world.settles()
    assert len(await world.told(per_page=2)) == 5
    world.clock.advance(1)
    with pytest.raises(MustWait):
        await world.told(per_page=2, per_minute=600)


@BOTH
async def test_the_key_is_shown_and_never_said(world: ChainWorld) -> None:
    world.chain.key = SECRET
    world.chain.pays(world.unit)
    world.settles()
    assert amounts(await world.told(key=SECRET)) == [100]
    for wrong in ("", "another-key"):
        with pytest.raises(NoAnswer, match="401") as caught:
            await world.told(key=wrong)
        assert not wrong or wrong not in str(caught.value)


@BOTH
@pytest.mark.parametrize("fields", [{"unknown": "1"}, {"limit": "0"}, {"limit": "1001"}])
async def test_the_fake_takes_only_what_the_documents_have(world: ChainWorld, fields: dict[str, str]) -> None:
    with pytest.raises(NoAnswer, match="422"):
        await world.told(fields=fields)
