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

    home = await own.at_home(ANN, orders=30, wallet=stores.wallet(ANN))

    assert [order.id for order in home.orders] == [order.id for order in reversed(orders)]
    assert home.goods.shelf.favourites == ("77",)
    assert home.goods.shelf.ordered == ("21", "7")
    assert list(home.goods.bundles) == await bundles.list_on_sale()
    assert home.has_presets
    assert home.balance_micro == await stores.ledger.balance(stores.wallet(ANN)) != 0
    assert await own.to_choose_from(ANN) == home.goods


async def test_of_somebody_new_there_is_nothing(stores: StoresUnderTest) -> None:
    own = OwnThings(stores.database, here=[PANEL])
    await stores.placed("9", BOB, service_id="5")
    await stores.given(BOB, 1_500_000)
    home = await own.at_home(ANN, orders=30, wallet=stores.wallet(ANN))
    assert (home.orders, home.has_presets, home.balance_micro) == ([], False, 0)
    assert (home.goods.shelf.favourites, home.goods.shelf.ordered, home.goods.bundles) == ((), (), ())


async def test_so_many_orders_and_no_balance_that_nobody_asked_for(stores: StoresUnderTest) -> None:
    own = OwnThings(stores.database, here=["another"])
    last = [await stores.placed(str(number), ANN) for number in range(1, 4)][-1]
    home = await own.at_home(ANN, orders=1, wallet=None)
    assert [order.id for order in home.orders] == [last.id]
    assert home.goods.shelf.ordered == (), "another panel's numbers are other services"
    assert home.balance_micro is None


async def test_a_balance_is_of_one_kind_and_one_currency(stores: StoresUnderTest) -> None:
    await stores.given(ANN, 1_500_000)
    for kind, currency in ((AccountKind.WALLET, "EUR"), (AccountKind.HELD, TERMS.currency)):
        assert await stores.ledger.balance(Account(kind, ANN, currency)) == 0
