"""The price list in rows: set, replaced, removed; every change is kept once, for ever."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from shop.pricing.changes import Change, Signed, Value
from shop.pricing.price_list import MAXIMUM_PPM, NANO, PriceList, Scope
from storage.catalogue.tables import price_change, price_rule
from storage.orders.tables import confirm
from tests.contracts.storage.stores import ANN, MINUTE, NOON, OLGA, StoresUnderTest

SIGNED = Signed(OLGA, 7_000_000_000, NOON)


async def changed(stores: StoresUnderTest, *changes: tuple[Scope, str, Value]) -> list[Value]:
    """Make these changes; return the rule before each."""
    return [
        await stores.prices.change(Change(*change), replace(SIGNED, update_id=SIGNED.update_id + number))
        for number, change in enumerate(changes)
    ]


async def test_without_rules_the_settings_markup_counts(stores: StoresUnderTest) -> None:
    assert await stores.prices.load() == PriceList(usual_ppm=125_000)


async def test_rules_are_set_replaced_and_taken_away(stores: StoresUnderTest) -> None:
    before = await changed(
        stores,
        (Scope.DEFAULT, "", 300_000),
        (Scope.DEFAULT, "", MAXIMUM_PPM),
        (Scope.FLOOR, "", 1),
        (Scope.CATEGORY, "ö 🦊", 400_000),
        (Scope.SERVICE, "0077", 0),
        (Scope.LEVEL, "vip", -MAXIMUM_PPM),
        (Scope.PERSON, str(ANN), "vip"),
        (Scope.PERSON, str(ANN), "gold"),
        (Scope.CATEGORY, "ö 🦊", None),
        (Scope.SERVICE, "never", None),
    )
    assert before == [None, 300_000, None, None, None, None, None, "vip", 400_000, None]
    assert await stores.prices.load() == PriceList(
        usual_ppm=125_000,
        set_default_ppm=MAXIMUM_PPM,
        floor_ppm=1,
        services={"0077": 0},
        levels={"vip": -MAXIMUM_PPM},
        people={ANN: "gold"},
    )
    assert await changed(stores, (Scope.PERSON, str(ANN), None)) == ["gold"]
    assert (await stores.prices.load()).people == {}


async def test_a_rate_that_is_not_in_use_goes_with_a_new_one(stores: StoresUnderTest) -> None:
    largest = 10**9 * NANO
    assert await changed(
        stores, (Scope.RATE, "EUR/USD", 1), (Scope.RATE, "EUR/USD", largest), (Scope.RATE, "INR/USD", 5)
    ) == [None, 1, None]
    assert (await stores.prices.load()).rates == {"INR/USD": 5}
    in_use = {"INR/USD", "TRY/USD"}
    for number, wanted in enumerate((7, None), start=40):
        change, by = Change(Scope.RATE, "TRY/USD", wanted), replace(SIGNED, update_id=number)
        await stores.prices.change(change, by, rates_in_use=in_use)
        kept = {} if wanted is None else {"TRY/USD": wanted}
        assert (await stores.prices.load()).rates == {"INR/USD": 5, **kept}


async def test_every_change_is_kept_with_its_signature(stores: StoresUnderTest) -> None:
    await changed(
        stores, (Scope.LEVEL, "vip", -5), (Scope.PERSON, str(ANN), "vip"), (Scope.LEVEL, "vip", None)
    )
    rows = await stores.all(select(price_change).order_by(price_change.c.id))
    assert [(row.scope, row.key, row.before, row.after) for row in rows] == [
        ("level", "vip", None, "-5"),
        ("person", str(ANN), None, "vip"),
        ("level", "vip", "-5", None),
    ]
    assert {(row.changed_by, row.changed_at) for row in rows} == {(OLGA, NOON)}


async def test_the_same_message_again_changes_nothing_more(stores: StoresUnderTest) -> None:
    """After a crash a turn is repeated; another operator's change in between stays."""
    mine, other = Change(Scope.DEFAULT, "", 30), Change(Scope.DEFAULT, "", 40)
    assert await stores.prices.change(mine, SIGNED) is None
    assert await stores.prices.change(other, Signed(ANN, 5, NOON + MINUTE)) == 30
    assert await stores.prices.change(mine, SIGNED) is None
    assert (await stores.prices.load()).default_ppm == 40
    assert len(await stores.all(select(price_change))) == 2


@pytest.mark.parametrize(
    "row",
    [
        {"scope": "default", "value": -1},
        {"scope": "floor", "value": -1},
        {"scope": "service", "value": -1},
        {"scope": "rate", "value": 0},
        {"scope": "whim", "value": 1},
    ],
)
async def test_the_database_itself_refuses_what_would_sell_below_cost(
    stores: StoresUnderTest, row: dict[str, object]
) -> None:
    adding = price_rule.insert().values(key="1", changed_by=OLGA, changed_at=NOON, **row)
    with pytest.raises(IntegrityError):
        await stores.database.write(lambda connection: connection.execute(adding))


@pytest.mark.parametrize("statement", ["UPDATE price_change SET after = '0'", "DELETE FROM price_change"])
async def test_the_history_is_append_only(stores: StoresUnderTest, statement: str) -> None:
    await changed(stores, (Scope.DEFAULT, "", 30))
    with pytest.raises(IntegrityError, match="append-only"):
        await stores.break_by_hand(statement)


async def test_a_card_of_an_earlier_release_is_confirmed_as_it_was(stores: StoresUnderTest) -> None:
    """It has no cost; the order keeps exactly what was confirmed."""
    token = await stores.offered()
    [card] = await stores.all(select(confirm))
    older = {name: value for name, value in card.terms.items() if name != "cost_micro"}
    await stores.database.write(lambda connection: connection.execute(confirm.update().values(terms=older)))
    order = await stores.orders.reserve(token=token, person_id=ANN, acknowledged=False, now=NOON)
    assert order.terms.cost_micro == 0
    assert await stores.broken() == set()
