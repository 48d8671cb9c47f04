"""Refunds held against what the gateway says, for as long as the two differ."""

from decimal import Decimal

from payments.reconciling import reconcile
from shop.acts import Did
from shop.alert_cases import Alert
from shop.alerts import AlertKind
from shop.ledger.mismatch import differing
from tests.in_process import ANN
from tests.stories.test_refunds_in_part import (
    Shop,
    compares,
    shop,  # noqa: F401 - a fixture
    wants_to_give_back,
)

HOUR, DAY = 3_600, 86_400


async def alerts(shop: Shop, kind: AlertKind = AlertKind.GATEWAY_MISMATCH) -> list[Alert]:  # noqa: F811 - a fixture
    return await shop.kiosk.stores.alerts.list_of({kind})


async def fails_later(shop: Shop) -> None:  # noqa: F811 - a fixture
    """A refund is taken on by the gateway and comes to nothing there; the comparison finds it."""
    await wants_to_give_back(shop, "102")
    shop.yookassa.refuses_refunds = "pending"
    await shop.olga.taps("Confirm")
    await shop.olga.sees("Given back.")
    await compares(shop, HOUR)
    await compares(shop, 25 * HOUR)
    assert len(await alerts(shop)) == 1


async def test_a_difference_stays_open_until_both_say_the_same(shop: Shop) -> None:  # noqa: F811 - a fixture
    await fails_later(shop)
    for _ in range(5):
        [card] = await compares(shop, DAY)
        assert f"differ: 1. Their numbers: {shop.yookassa.newest.id}" in card
        assert "while it is under way, wait; if it failed, /credit it" in card
    await shop.restarts()
    await compares(shop, 30 * DAY)
    assert len(await alerts(shop)) == 1
    shop.yookassa.gives_part_back(shop.yookassa.newest, Decimal("102.00"))
    assert await compares(shop, DAY) == []
    assert await alerts(shop) == []


async def test_what_is_on_its_way_back_closes_no_card(shop: Shop) -> None:  # noqa: F811 - a fixture
    await fails_later(shop)
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Give ₽408.00 back")
    shop.yookassa.arm("down", times=9, on="refunds")
    await shop.olga.taps("Confirm")
    await shop.olga.sees("being given back")
    await compares(shop, 4 * DAY)
    assert len(await alerts(shop)) == 1


async def test_the_audit_tells_what_the_card_names_however_old(shop: Shop) -> None:  # noqa: F811 - a fixture
    await fails_later(shop)
    [alert] = await alerts(shop)
    way, book = shop.kiosk.payments.ways.find("yookassa"), shop.kiosk.stores.payments
    assert way is not None
    shop.clock.advance(9 * DAY)
    verdict = await reconcile(way, book, shop.clock.now(), differing(alert.facts))
    assert [one.number for one in verdict.differences] == [str(alert.facts["word"]).split()[0]]


async def test_what_an_operator_has_settled_is_compared_no_more(shop: Shop) -> None:  # noqa: F811 - a fixture
    await fails_later(shop)
    await shop.olga.says(f"/credit {ANN} 100 100 the refund failed")
    await shop.olga.taps("Confirm")
    await shop.olga.taps("It is settled")
    await shop.settles()
    await shop.olga.sees("It is settled by hand what the ledger and")
    for _ in range(4):
        assert await compares(shop, DAY / 2) == []
        assert await alerts(shop) == []
    log = await shop.kiosk.stores.acts.list_latest(limit=9)
    assert Did.ALERT_SETTLED in [one.act.did for one in log]


async def test_what_moves_after_it_was_settled_is_compared_again(shop: Shop) -> None:  # noqa: F811 - a fixture
    await fails_later(shop)
    await shop.olga.taps("It is settled")
    await shop.settles()
    await compares(shop, HOUR)
    assert await alerts(shop) == []
    await shop.olga.says(f"/find {ANN}")
    await shop.olga.taps("Wallet")
    await shop.olga.taps("Give ₽408.00 back")
    await shop.olga.taps("Confirm")
    await compares(shop, 25 * HOUR)
    assert len(await alerts(shop)) == 1
