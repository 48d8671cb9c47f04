"""Bundles in the database: versions, one sale, all parts or none, and shares that add up."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from shop.bundles.bundle import Bundle, Part
from shop.errors import ShopError
from shop.ordering.draft import MASS, Draft
from shop.ordering.mass_list import MassList
from shop.ordering.mass_quote import MassQuote
from shop.ordering.order import QUOTE_HOLDS
from storage.bundles.store import Bundles
from storage.bundles.tables import bundle_version
from tests.contracts.storage.stores import ANN, NOON, OLGA, TERMS, StoresUnderTest

PARTS = (Part("77", quantity=100), Part("78", share_ppm=500_000))


async def on_sale(stores: StoresUnderTest) -> Bundles:
    bundles = Bundles(stores.database)
    made = await bundles.add("Start", update_id=5, now=NOON)
    made = await bundles.change(made.id, lambda one: replace(one, parts=PARTS), NOON)
    await bundles.put_on_sale(made.id, made.revision, by=OLGA, now=NOON)
    return bundles


async def quoted(stores: StoresUnderTest) -> str:
    """Give Ann a bundle's confirm card; return its token."""
    draft = replace(Draft.new(ANN), question=MASS)
    terms = tuple(
        replace(TERMS, service_id=number, price_micro=price, bundle="Start", bundle_id=1)
        for number, price in (("77", 1_000_100), ("78", 2_000_000))
    )
    await stores.drafts.save(draft, NOON)
    quote = MassQuote("bundle-token", terms, NOON + QUOTE_HOLDS)
    listed = MassList(draft.id, ANN, Bundle("Start", PARTS).lines("https://a.b/c"), bundle=1, version=1)
    await stores.mass_orders.save(listed, quote, NOON)
    return quote.token


async def test_a_message_begins_one_bundle(stores: StoresUnderTest) -> None:
    bundles = Bundles(stores.database)
    first = await bundles.add("Start", update_id=5, now=NOON)
    assert await bundles.add("Start", update_id=5, now=NOON) == first
    assert [one.id for one in await bundles.list_of_shop()] == [first.id]
    assert await bundles.list_on_sale() == []


async def test_what_is_on_sale_stays_until_the_copy_is_put_on_sale(stores: StoresUnderTest) -> None:
    bundles = await on_sale(stores)
    changed = await bundles.change(1, lambda one: replace(one, name="Better"), NOON)
    assert changed.is_changed
    sold = await bundles.find_on_sale(1)
    assert sold is not None
    assert (sold.version, sold.bundle.name, sold.bundle.parts) == (1, "Start", PARTS)
    with pytest.raises(ShopError, match="bundle_changed"):
        await bundles.put_on_sale(1, changed.revision - 1, by=OLGA, now=NOON)
    assert (await bundles.put_on_sale(1, changed.revision, by=OLGA, now=NOON)).version == 2
    with pytest.raises(ShopError, match="bundle_is_on_sale"):
        await bundles.put_on_sale(1, changed.revision, by=OLGA, now=NOON)
    sold_ever = select(bundle_version.c.version, bundle_version.c.name).order_by(bundle_version.c.version)
    assert await stores.all(sold_ever) == [(1, "Start"), (2, "Better")]


async def test_many_taps_make_all_parts_once_and_their_shares_add_up(stores: StoresUnderTest) -> None:
    await on_sale(stores)
    token = await quoted(stores)
    assert len(await stores.mass_orders.list_quoted(token, ANN)) == 2
    taps = (stores.mass_orders.reserve(token=token, person_id=ANN, now=NOON) for _ in range(5))
    [made] = set(await asyncio.gather(*taps))
    orders = (await stores.mass_orders.find_ordered(made, ANN)).orders
    assert sum(one.terms.price_micro for one in orders) == 3_000_100
    assert await stores.ledger.balance(stores.wallet(ANN)) == -3_000_100
    assert await stores.mass_orders.end_bundle(made, NOON) is None
    assert await stores.broken() == set()
    await stores.break_by_hand("UPDATE mass_order SET price_micro = 3000000")
    assert await stores.broken() == {"bundle-shares-add-up"}


async def test_off_sale_no_part_is_ordered(stores: StoresUnderTest) -> None:
    bundles = await on_sale(stores)
    token = await quoted(stores)
    await bundles.take_off_sale(1, by=OLGA, now=NOON)
    with pytest.raises(ShopError, match="bundle_gone"):
        await stores.mass_orders.reserve(token=token, person_id=ANN, now=NOON)
    assert await stores.states() == {}
    assert await stores.ledger.balance(stores.wallet(ANN)) == 0
    with pytest.raises(ShopError, match="bundle_is_off_sale"):
        await bundles.take_off_sale(1, by=OLGA, now=NOON)


async def test_the_end_is_owed_once(stores: StoresUnderTest) -> None:
    await on_sale(stores)
    made = await stores.mass_orders.reserve(token=await quoted(stores), person_id=ANN, now=NOON)
    await stores.break_by_hand("UPDATE orders SET state = 'completed'")
    assert await stores.mass_orders.end_bundle(made, NOON) == NOON
    assert await stores.mass_orders.end_bundle(made, NOON) == NOON
    assert [one.kind for one in await stores.messages()].count("bundle_ended") == 1
