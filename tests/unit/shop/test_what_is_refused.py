"""What is refused, and why: purchases at a closed shop, money after a restore, deleting, sending a backup."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.backup_chat import MOST_BYTES, PAUSES, Unsent, pause_after, why_unsent
from shop.erasure import Obstacle, OpenMatters
from shop.errors import ShopError
from shop.maintenance import Gate, Maintenance
from shop.standstill import NotCompared, Standstill, Stillness, refuse_to_go_on

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("state", [Maintenance(), Maintenance(words="back soon", until=NOW)])
def test_an_open_shop_refuses_nobody(state: Maintenance) -> None:
    gate = Gate(state)
    assert not gate.is_closed
    gate.refuse()


def test_a_closed_shop_sells_nothing() -> None:
    gate = Gate(Maintenance(closed_at=NOW))
    assert gate.is_closed
    with pytest.raises(ShopError) as refused:
        gate.refuse()
    assert refused.value.key == "shop_closed"


@pytest.mark.parametrize("state", [None, Standstill(NOW, NOW, lifted_at=NOW)], ids=["none", "lifted"])
def test_money_moves_where_nothing_was_restored_or_an_owner_went_on(state: Standstill | None) -> None:
    still = Stillness(state)
    assert not still.is_on
    still.refuse()


def test_after_a_restore_no_money_moves() -> None:
    still = Stillness(Standstill(backup_at=NOW, restored_at=NOW))
    assert still.is_on
    with pytest.raises(ShopError) as refused:
        still.refuse()
    assert refused.value.key == "money_stopped"


@pytest.mark.parametrize("anyway", [False, True])
def test_nobody_goes_on_before_anything_was_compared(anyway: bool) -> None:
    with pytest.raises(NotCompared) as refused:
        refuse_to_go_on(Standstill(NOW, NOW), anyway=anyway)
    assert refused.value.names == ()


def test_what_could_not_be_compared_is_named_until_an_owner_goes_on_anyway() -> None:
    partly = Standstill(NOW, NOW, compared_at=NOW, troubles={"stars": "away", "panel": "down"})
    with pytest.raises(NotCompared) as refused:
        refuse_to_go_on(partly, anyway=False)
    assert refused.value.names == ("panel", "stars")
    assert str(refused.value) == "panel, stars"
    refuse_to_go_on(partly, anyway=True)
    refuse_to_go_on(Standstill(NOW, NOW, compared_at=NOW, findings={"panel": "3 orders"}), anyway=False)


@pytest.mark.parametrize(
    ("matters", "obstacle"),
    [
        (OpenMatters(), None),
        (OpenMatters(orders=1, payments=1, gifts=1, money=((5, "USD"),)), Obstacle.ORDERS),
        (OpenMatters(payments=1, gifts=1, money=((5, "USD"),)), Obstacle.PAYMENT),
        (OpenMatters(gifts=1, money=((5, "USD"),)), Obstacle.GIFTS),
        (OpenMatters(money=((5, "USD"),)), Obstacle.MONEY),
    ],
)
def test_the_first_thing_in_the_way_of_deleting_is_told(
    matters: OpenMatters, obstacle: Obstacle | None
) -> None:
    assert matters.obstacle() is obstacle
    assert matters.obstacle("another sum") is obstacle


def test_only_exactly_the_money_that_was_shown_is_given_up() -> None:
    shown = OpenMatters(money=((5, "USD"), (7, "EUR")))
    assert shown.obstacle(shown.money_mark) is None
    assert OpenMatters(money=((7, "EUR"), (5, "USD"))).obstacle(shown.money_mark) is None
    assert OpenMatters(money=((6, "USD"), (7, "EUR"))).obstacle(shown.money_mark) is Obstacle.MONEY
    assert OpenMatters(orders=1, money=shown.money).obstacle(shown.money_mark) is Obstacle.ORDERS
    assert (OpenMatters().money_mark, len(shown.money_mark)) == ("", 12)


@pytest.mark.parametrize(
    ("is_sealed", "size", "has_group", "why"),
    [
        (True, MOST_BYTES, True, None),
        (False, MOST_BYTES + 1, False, Unsent.UNSEALED),
        (True, MOST_BYTES + 1, False, Unsent.LARGE),
        (True, MOST_BYTES, False, Unsent.REFUSED),
    ],
)
def test_only_a_sealed_backup_that_fits_is_sent(
    is_sealed: bool, size: int, has_group: bool, why: Unsent | None
) -> None:
    assert why_unsent(is_sealed=is_sealed, size=size, has_group=has_group) is why


def test_a_backup_is_tried_again_later_and_later_and_never_given_up() -> None:
    pauses = [pause_after(failures) for failures in range(1, 7)]
    assert pauses == [*PAUSES, PAUSES[-1], PAUSES[-1]]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
