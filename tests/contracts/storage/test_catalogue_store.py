"""The catalogue and the account, as the panel last reported them."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from shop.catalogue.services import Service
from shop.replies import Balance
from shop.suppliers import Supplier
from storage.catalogue.store import Account, CatalogueStore
from storage.catalogue.tables import service
from tests.contracts.storage.stores import MINUTE, NOON, PANEL, StoresUnderTest

LARGE = Service(
    id="0077",
    name="Followers ö 🦊",
    category="Instagram",
    type="Default",
    rate_micro=123_456_789_012,
    min=10,
    max=5_000_000_000,
    refill=True,
    cancel=False,
    dripfeed=None,
    description="line\nline",
    panel=PANEL,
)
BARE = Service("9", "Views", "YouTube", "Package", 0, None, None, panel=PANEL)


async def test_numbers_of_two_panels_never_change_their_meaning(stores: StoresUnderTest) -> None:
    suppliers = (Supplier(PANEL), Supplier("fast~1", "fast", place=1), Supplier("slow~2", "slow", place=2))
    names = [one.panel for one in suppliers]
    main, fast, slow = (CatalogueStore(stores.database, supplier=one, others=names) for one in suppliers)
    read = [replace(BARE, panel=""), replace(LARGE, panel=""), replace(BARE, id="abc", panel="")]
    for store, wanted in (
        (main, ["9", "0077", "abc"]),
        (fast, ["2000009", "2000077", "2000000"]),
        (slow, ["3000009", "3000077", "3000000"]),
    ):
        assert [one.id for one in await store.number(read, NOON)] == wanted
        assert [one.id for one in await store.number(read[::-1], NOON)] == wanted[::-1], "given once"
        assert [one.number for one in await store.number(read, NOON)] == ["9", "0077", "abc"]
        await store.replace_all(await store.number(read, NOON), "seed", NOON)
    await fast.replace_all((await fast.number(read, NOON))[:1], "seed", NOON)
    assert len((await main.get()).services) == len((await slow.get()).services) == 3
    [left] = (await fast.get()).services
    assert (left.id, left.number, left.panel) == ("2000009", "9", "fast~1")
    taken = replace(BARE, id="2000077", panel="")
    [late] = await main.number([taken], NOON)
    assert late.id != "2000077", "the number means the other panel's service, though that is gone"
    first_again = CatalogueStore(stores.database, supplier=Supplier("fast~1"), others=names)
    assert [one.id for one in await first_again.number(read, NOON)] == ["2000009", "2000077", "2000000"]


async def test_a_number_never_means_a_service_of_another_panel(stores: StoresUnderTest) -> None:
    """Rules, names and favourites stand beside the number; the next supplier's service got them."""
    one, other = replace(BARE, id="21", panel=""), replace(LARGE, id="21", panel="")
    gone = Supplier("fast.example~1", "fast", place=1)
    store = CatalogueStore(stores.database, supplier=gone, others=[PANEL])
    [was] = await store.number([one], NOON)
    await store.replace_all([was], "seed", NOON)
    assert was.id == "2000021"

    async def number(panel: str, service: Service) -> str:
        supplier = Supplier(panel, "best", place=1)
        [found] = await CatalogueStore(stores.database, supplier=supplier, others=[PANEL]).number(
            [service], NOON
        )
        return found.id

    assert await number("best.example~9", other) == "3000021"
    [again] = await store.number([one], NOON)
    assert again.id == "2000021", "its supplier is back"
    assert await number("moved.example~1", one) == "2000021", "the same panel at a new address"
    assert await number("moved.example~2", other) == "2000021", "the same panel with a new key"


async def test_the_panel_of_panel_url_keeps_its_numbers_whoever_had_them(stores: StoresUnderTest) -> None:
    await stores.catalogue.replace_all([replace(BARE, id="21")], "seed", NOON)
    new = CatalogueStore(stores.database, supplier=Supplier("new.example~1"))
    [found] = await new.number([replace(LARGE, id="21", panel="")], NOON)
    assert found.id == "21"


async def test_the_catalogue_comes_back_in_the_panels_order(stores: StoresUnderTest) -> None:
    assert (await stores.catalogue.get()).services == ()
    await stores.catalogue.replace_all([LARGE, BARE], "seed", NOON)
    assert (await stores.catalogue.get()).services == (LARGE, BARE)
    await stores.catalogue.replace_all([BARE, LARGE], "seed", NOON)
    assert (await stores.catalogue.get()).services == (BARE, LARGE)
    assert (await stores.catalogue.get()).service("0077") == LARGE


async def test_what_is_gone_is_kept_and_may_come_back_changed(stores: StoresUnderTest) -> None:
    await stores.catalogue.replace_all([LARGE, BARE], "seed", NOON)
    await stores.catalogue.replace_all([BARE], "seed", NOON + MINUTE)
    assert (await stores.catalogue.get()).services == (BARE,)
    rows = await stores.all(select(service.c.id, service.c.gone_at).order_by(service.c.id))
    assert [tuple(row) for row in rows] == [("0077", NOON + MINUTE), ("9", None)]
    dearer = replace(LARGE, rate_micro=LARGE.rate_micro + 1)
    await stores.catalogue.replace_all([dearer, BARE], "seed", NOON)
    assert (await stores.catalogue.get()).services == (dearer, BARE)


async def test_thousands_of_services_are_restocked(stores: StoresUnderTest) -> None:
    many = [replace(LARGE, id=str(number)) for number in range(5000)]
    await stores.catalogue.replace_all(many, "seed", NOON)
    await stores.catalogue.replace_all(many[:4000], "seed", NOON)
    assert len((await stores.catalogue.get()).services) == 4000


async def test_what_is_known_of_the_account(stores: StoresUnderTest) -> None:
    assert await stores.catalogue.get_account() == Account()
    await stores.catalogue.heard_trouble("no answer" * 100, NOON)
    account = await stores.catalogue.get_account()
    assert (account.trouble, account.trouble_at) == (("no answer" * 100)[:300], NOON)
    await stores.catalogue.heard_balance(Balance(Decimal("123456.7890125"), "USD"), "seed", NOON + MINUTE)
    await stores.catalogue.replace_all([BARE], "mainstream", NOON)
    assert await stores.catalogue.get_account() == Account(
        profile="mainstream",
        balance_micro=123_456_789_013,
        currency="USD",
        balance_at=NOON + MINUTE,
        balance_asked_at=NOON + MINUTE,
        catalogue_at=NOON,
    )


async def test_an_overdrawn_account_is_told_as_it_is(stores: StoresUnderTest) -> None:
    await stores.catalogue.heard_balance(Balance(Decimal("-0.0000015"), None), "seed", NOON)
    account = await stores.catalogue.get_account()
    assert (account.balance_micro, account.currency) == (-2, None)
