"""Each option of the fake panel, and what its customer sees."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from playground.clock import HandClock
from playground.panel import FakePanel, Service

LINK = "https://instagram.com/somebody"
COMMENTS = "\n".join(f"comment {number}|more" for number in range(10))
FULL = Decimal(10_000)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def panel(clock: HandClock) -> FakePanel:
    return FakePanel(key="key", dialect="mainstream", clock=clock)


def ask(panel: FakePanel, **fields: Any) -> Any:
    form = {"key": "key"} | {name: str(value) for name, value in fields.items()}
    return json.loads(panel.handle(form).body)


def add(panel: FakePanel, link: str = LINK, **fields: Any) -> str:
    told = ask(panel, action="add", **{"service": 1, "link": link, "quantity": 100} | fields)
    return str(told.get("order", told))


def shown(panel: FakePanel) -> Decimal:
    """Return the balance as the panel reports it."""
    return Decimal(ask(panel, action="balance")["balance"])


def test_it_may_charge_other_than_its_rate(panel: FakePanel) -> None:
    panel.charge_factor = Decimal("1.5")
    order = add(panel)
    assert ask(panel, action="status", order=order)["charge"] == "0.135"
    assert shown(panel) == FULL - Decimal("0.135")


def test_it_may_make_several_of_one_comment(panel: FakePanel) -> None:
    service = panel.catalogue.of_type("Custom Comments").id
    once = panel.orders[add(panel, service=service, comments=COMMENTS)]
    panel.cuts_comments_at = ("|",)
    cut = panel.orders[add(panel, service=service, comments=COMMENTS)]
    assert (once.quantity, cut.quantity) == (10, 20)
    assert cut.charge == 2 * once.charge


def test_its_money_may_go_late_and_come_back_late(panel: FakePanel) -> None:
    panel.charge_late, panel.refund_late = 60.0, 300.0
    order = add(panel)
    assert (shown(panel), ask(panel, action="status", order=order)["charge"]) == (FULL, "0.09")
    panel.advance(59)
    assert shown(panel) == FULL
    panel.advance(1)
    assert shown(panel) == FULL - Decimal("0.09")
    panel.set_state(order, "Canceled")
    panel.advance(299)
    assert shown(panel) == FULL - Decimal("0.09")
    panel.advance(1)
    assert shown(panel) == FULL


def test_it_may_show_a_balance_of_a_while_ago(panel: FakePanel) -> None:
    panel.balance_cached = 60.0
    assert shown(panel) == FULL
    add(panel)
    panel.advance(59)
    assert (shown(panel), panel.balance) == (FULL, FULL - Decimal("0.09"))
    panel.advance(1)
    assert shown(panel) == FULL - Decimal("0.09")


def test_it_may_round_what_it_shows_and_what_it_charges(panel: FakePanel) -> None:
    panel.balance_decimals = 1
    add(panel, quantity=57)
    assert (shown(panel), panel.balance) == (Decimal("9999.9"), FULL - Decimal("0.0513"))
    panel.balance_decimals, panel.charge_decimals = None, 2
    order = add(panel, quantity=57)
    assert panel.orders[order].charge == Decimal("0.06")  # up, as shops do
    assert shown(panel) == FULL - Decimal("0.0513") - Decimal("0.06")


def test_its_numbers_may_be_texts(panel: FakePanel) -> None:
    panel.numbered = "ORD-{}/2024"
    number = panel.next_id
    order = add(panel)
    assert order == number == "ORD-23501/2024"
    assert ask(panel, action="status", order=order)["status"] == "Pending"
    assert "error" in ask(panel, action="status", order="23501")


def test_it_may_charge_a_drip_feed_run_by_run(panel: FakePanel) -> None:
    service = next(one for one in panel.catalogue if one.dripfeed)
    panel.charge_by_run = True
    each = service.cost(service.min)
    order = add(panel, service=service.id, quantity=service.min, runs=3, interval=10)
    for minutes, runs in ((0, 1), (9, 1), (1, 2), (10, 3), (60, 3)):
        panel.advance(60 * minutes)
        assert (panel.balance, panel.orders[order].charge) == (FULL - runs * each, runs * each)


def test_a_drip_feed_that_was_cancelled_is_charged_no_more_runs(panel: FakePanel) -> None:
    service = next(one for one in panel.catalogue if one.dripfeed)
    panel.charge_by_run = True
    order = add(panel, service=service.id, quantity=service.min, runs=3, interval=10)
    panel.set_state(order, "Canceled")
    panel.advance(3600)
    assert panel.balance == FULL


async def test_a_slow_add_is_an_error_page_first_and_an_order_later(panel: FakePanel) -> None:
    panel.arm("slow_add", seconds=200)
    form = {"key": "key", "action": "add", "service": "1", "link": LINK, "quantity": "100"}
    reply = await panel.answer(form)
    assert (reply.status, panel.orders_for(LINK)) == (502, [])
    for seconds, orders in ((199, 0), (1, 1), (1000, 1)):
        panel.advance(seconds)
        assert len(panel.orders_for(LINK)) == orders
    assert panel.adds_received == 1


def test_it_may_know_an_order_again_by_its_reference(panel: FakePanel) -> None:
    assert add(panel, reference="a") != add(panel, reference="a")
    panel.idempotency_field = "reference"
    first = add(panel, reference="b")
    assert [add(panel, reference="b"), add(panel, reference="c") != first] == [first, True]
    assert add(panel) != add(panel)  # without one it cannot know
    assert panel.balance == FULL - 6 * Decimal("0.09")


def test_it_may_forget_references(panel: FakePanel) -> None:
    panel.idempotency_field, panel.references_kept = "reference", 60
    first = add(panel, reference="a")
    panel.advance(59)
    assert add(panel, reference="a") == first
    panel.advance(1)
    assert add(panel, reference="a") != first
    assert panel.balance == FULL - 2 * Decimal("0.09")


def test_it_may_answer_an_action_with_any_text(panel: FakePanel) -> None:
    panel.says["balance"] = '{"balance":"1,5"}'
    assert ask(panel, action="balance") == {"balance": "1,5"}
    del panel.says["balance"]
    assert shown(panel) == FULL


@dataclass
class Asked:
    """Asks a panel; returns status and answer."""

    panel: FakePanel

    def __call__(self, **fields: Any) -> tuple[int, Any]:
        reply = self.panel.handle({"key": "key"} | {name: str(value) for name, value in fields.items()})
        return reply.status, json.loads(reply.body)


@pytest.fixture
def laravel(clock: HandClock) -> Asked:
    panel = FakePanel(key="key", dialect="laravel", clock=clock)
    panel.catalogue.add(Service(id=7, name="Dearer than all", category="c", rate="1000000"))
    return Asked(panel)


def test_laravel_says_by_http_what_went_wrong(laravel: Asked) -> None:
    order = {"action": "add", "service": 1, "link": LINK, "quantity": 100}
    assert laravel(**order) == (201, {"order": 23501})
    for changed, status, said in (
        ({"service": 404}, 422, {"message": "The selected service is invalid."}),
        ({"link": ""}, 422, {"message": "The link field is required."}),
        ({"service": 7, "quantity": 10_000}, 400, {"error": "Insufficient balance"}),
        ({"quantity": 1}, 422, {"message": "Quantity less than minimal 50"}),
        ({"key": "wrong"}, 500, {"message": "Server Error"}),
        ({"key": "wrong", "action": "balance"}, 401, {"error": "Invalid API Key"}),
        ({"action": "dance"}, 400, {"error": "Invalid action"}),
        ({"action": "status", "order": 9}, 404, {"error": "Order not found"}),
        ({"action": "refill", "order": 23501}, 500, {"message": "Server Error"}),
    ):
        assert laravel(**order | changed) == (status, said), changed


def test_laravel_wants_a_quantity_with_comments(laravel: Asked) -> None:
    service = laravel.panel.catalogue.of_type("Custom Comments").id
    order = {"action": "add", "service": service, "link": LINK, "comments": COMMENTS}
    assert laravel(**order) == (422, {"message": "The quantity field is required."})
    assert laravel(**order, quantity=10)[0] == 201


def test_laravel_tells_nothing_before_an_order_has_begun(laravel: Asked) -> None:
    laravel(action="add", service=1, link=LINK, quantity=100)
    told = []
    for seconds in (0, 5, 10):
        laravel.panel.advance(seconds)
        status = laravel(action="status", order=23501)[1]
        told.append((status["status"], status["remains"], status["start_count"] is None))
    assert told == [("Pending", 0, True), ("Processing", None, False), ("In progress", "83", False)]


def test_laravel_takes_one_order_a_call_or_lists_without_ids(laravel: Asked, clock: HandClock) -> None:
    assert laravel(action="status", orders="1,2") == (422, {"message": "The order field is required."})
    lists = FakePanel(key="key", dialect="laravel-lists", clock=clock)
    first, second = add(lists), add(lists, link=f"{LINK}/2")
    lists.set_state(second, "Completed")
    told = ask(lists, action="status", orders=f"{first},{second}")
    assert [row["status"] for row in told] == ["Completed", "Pending"]  # not in the order of the question


def test_laravel_answers_sixty_calls_a_minute(laravel: Asked, clock: HandClock) -> None:
    clock.advance(60 - clock.monotonic() % 60)
    assert [laravel(action="balance")[0] for _ in range(61)] == [200] * 60 + [429]
    clock.advance(60)
    assert laravel(action="balance")[0] == 200
