"""What the home and the lists show a person of their own, read together: the same as each store says."""

from shop.ledger.journals import Account, AccountKind
from shop.ordering.presets import PresetItem
from storage.orders.presets import Presets
from storage.people.favourites import Favourites
from storage.people.own_things import OwnThings
from tests.contracts.storage.stores import ANN, BOB, NOON, PANEL, TERMS, StoresUnderTest
from tests.contracts.storage.test_bundles import on_sale


async def test_a_home_has_everything_of_one_person(stores: StoresUnderTest) -> None:
    own = OwnThings(stores.database, here=[PANEL])
    orders = [await stores.placed(str(number), ANN, service_id=f"{number}") for number in (7, 21)]
    await stores.placed("9", BOB, service_id="5")
    await Favourites(stores.database).keep(ANN, "77", NOON)
    await Presets(stores.database).add(ANN, "Likes", (PresetItem("77", "Likes", 5),), NOON)
    bundles = await on_sale(stores)
    await stores.given(ANN, 1_500_000)

    home = await own.at_home(ANN, orders=30, currency=TERMS.currency)
    assert [order.id for order in home.orders] == [order.id for order in reversed(orders)]
    assert (home.has_favourites, home.has_bundles, home.has_presets) == (True, True, True)
    assert home.balance_micro == await stores.ledger.balance(stores.wallet(ANN)) != 0

    goods = await own.to_choose_from(ANN)
    assert goods.shelf.favourites == ("77",)
    assert goods.shelf.ordered == ("21", "7")
    assert list(goods.bundles) == await bundles.list_on_sale()


async def test_what_others_have_or_is_off_sale_opens_no_door(stores: StoresUnderTest) -> None:
    own = OwnThings(stores.database, here=[PANEL])
    await Favourites(stores.database).keep(BOB, "77", NOON)
    await Presets(stores.database).add(BOB, "Likes", (PresetItem("77", "Likes", 5),), NOON)
    bundles = await on_sale(stores)
    for one in await bundles.list_on_sale():
        await bundles.take_off_sale(one.id, by=1, now=NOON)
    home = await own.at_home(ANN, orders=30, currency=TERMS.currency)
    assert (home.has_favourites, home.has_bundles, home.has_presets) == (False, False, False)


async def test_of_somebody_new_there_is_nothing(stores: StoresUnderTest) -> None:
    own = OwnThings(stores.database, here=[PANEL])
    await stores.placed("9", BOB, service_id="5")
    await stores.given(BOB, 1_500_000)
    home = await own.at_home(ANN, orders=30, currency=TERMS.currency)
    assert (home.orders, home.has_presets, home.balance_micro) == ([], False, 0)
    goods = await own.to_choose_from(ANN)
    assert (goods.shelf.favourites, goods.shelf.ordered, goods.bundles) == ((), (), ())


async def test_so_many_orders_and_the_balance_of_the_currency_asked_for(stores: StoresUnderTest) -> None:
    own = OwnThings(stores.database, here=["another"])
    last = [await stores.placed(str(number), ANN) for number in range(1, 4)][-1]
    await stores.given(ANN, 1_500_000)
    home = await own.at_home(ANN, orders=1, currency="EUR")
    assert [order.id for order in home.orders] == [last.id]
    assert home.balance_micro == 0
    goods = await own.to_choose_from(ANN)
    assert goods.shelf.ordered == (), "another panel's numbers are other services"


async def test_a_balance_is_of_one_kind_and_one_currency(stores: StoresUnderTest) -> None:
    await stores.given(ANN, 1_500_000)
    for kind, currency in ((AccountKind.WALLET, "EUR"), (AccountKind.HELD, TERMS.currency)):
        assert await stores.ledger.balance(Account(kind, ANN, currency)) == 0
