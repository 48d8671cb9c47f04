"""The fake panel's answers equal the documentation of the two dialects, character by character."""

import json
from decimal import Decimal
from typing import Any, Literal

import pytest

from playground.clock import HandClock
from playground.panel import FakePanel, Service
from playground.panel.rules import NEEDS

LINK = "https://instagram.com/somebody"


def panel(dialect: Literal["seed", "mainstream"]) -> FakePanel:
    return FakePanel(key="key", dialect=dialect, clock=HandClock())


def ask(panel: FakePanel, **fields: Any) -> str:
    form = {"key": "key"} | {name: str(value) for name, value in fields.items()}
    return panel.handle(form).body.decode()


@pytest.fixture
def seed() -> FakePanel:
    return panel("seed")


@pytest.fixture
def mainstream() -> FakePanel:
    return panel("mainstream")


def completed_order(panel: FakePanel, **target: str) -> str:
    order = json.loads(ask(panel, action="add", service=1, quantity=100, **target))["order"]
    panel.advance(1_000)
    return str(order)


def test_seed_accepts_an_order_by_url(seed: FakePanel) -> None:
    assert ask(seed, action="add", service=1, url=LINK, quantity=100) == '{\n    "order": 23501\n}'


def test_seed_does_not_know_link(seed: FakePanel) -> None:
    assert ask(seed, action="add", service=1, link=LINK, quantity=100) == '{\n\t"error": "Bad link"\n}'


def test_mainstream_does_not_know_url(mainstream: FakePanel) -> None:
    assert ask(mainstream, action="add", service=1, url=LINK, quantity=100) == '{"error":"Bad link"}'


@pytest.mark.parametrize("dialect", ["seed", "mainstream"])
def test_unknown_parameters_are_ignored(dialect: Literal["seed", "mainstream"]) -> None:
    answer = ask(panel(dialect), action="add", service=1, url=LINK, link=LINK, quantity=100, coupon="x")
    assert json.loads(answer) == {"order": 23501}


def test_seed_balance_has_a_comma_too_many(seed: FakePanel) -> None:
    assert ask(seed, action="balance") == '{\n\t"balance": 10000,\n\t"currency": "USD",\n}'


def test_mainstream_balance_is_text(mainstream: FakePanel) -> None:
    mainstream.deposit(Decimal("0.84292"))
    assert json.loads(ask(mainstream, action="balance")) == {"balance": "10000.84292", "currency": "USD"}


def test_seed_catalogue_has_no_flags(seed: FakePanel) -> None:
    listed = json.loads(ask(seed, action="services"))
    assert set(listed[0]) == {"service", "name", "type", "category", "rate", "min", "max"}
    assert (listed[0]["rate"], listed[0]["min"]) == ("0.90", "50")


def test_mainstream_catalogue_has_flags(mainstream: FakePanel) -> None:
    listed = json.loads(ask(mainstream, action="services"))
    assert {"refill", "cancel", "dripfeed"} <= set(listed[0])


def test_the_catalogue_can_be_edited(seed: FakePanel) -> None:
    seed.catalogue.remove(2)
    seed.catalogue.change_rate(1, "1.10")
    seed.catalogue.add(Service(id=900, name="New", category="New"))
    listed = {row["service"]: row for row in json.loads(ask(seed, action="services"))}
    assert 2 not in listed
    assert listed[1]["rate"] == "1.10"
    assert listed[900]["name"] == "New"


def test_the_assortment_is_believable(mainstream: FakePanel) -> None:
    services = list(mainstream.catalogue)
    per_category = dict.fromkeys((service.category for service in services), 0)
    for service in services:
        per_category[service.category] += 1
    assert len(services) >= 60
    assert sum(count > 8 for count in per_category.values()) >= 2
    assert {service.type for service in services} >= set(NEEDS)


@pytest.mark.parametrize("dialect", ["seed", "mainstream"])
def test_statuses_come_as_a_map_with_errors_of_their_own(dialect: Literal["seed", "mainstream"]) -> None:
    fake = panel(dialect)
    ask(fake, action="add", service=1, url=LINK, link=LINK, quantity=100)
    assert json.loads(ask(fake, action="status", orders="23501,10")) == {
        "23501": {
            "charge": "0.09",
            "start_count": str(fake.orders["23501"].start_count),
            "status": "Pending",
            "remains": "100",
            "currency": "USD",
        },
        "10": {"error": "Incorrect order ID"},
    }


def test_one_status_comes_bare(mainstream: FakePanel) -> None:
    ask(mainstream, action="add", service=1, link=LINK, quantity=100)
    assert json.loads(ask(mainstream, action="status", order=23501))["status"] == "Pending"
    assert json.loads(ask(mainstream, action="status", order=9)) == {"error": "Incorrect order ID"}


def test_more_than_a_hundred_ids_are_refused(mainstream: FakePanel) -> None:
    ids = ",".join(str(number) for number in range(101))
    assert json.loads(ask(mainstream, action="status", orders=ids)) == {"error": "Maximum 100 orders"}


def test_seed_refill_and_cancel_answer_with_a_bare_word(seed: FakePanel) -> None:
    order = completed_order(seed, url=LINK)
    assert ask(seed, action="refill", order=order) == (
        '{\n\t"status": Success,\n\t"message": '
        '"Your order successfully added for refill. Thank you for patience."\n}'
    )
    running = json.loads(ask(seed, action="add", service=1, url=LINK, quantity=100))["order"]
    assert ask(seed, action="cancel", order=running) == (
        '{\n\t"status": Success,\n\t"message": '
        '"Your order was successfully marked for cancellation. Thank you for patience."\n}'
    )


@pytest.mark.parametrize("action", ["refill", "cancel"])
def test_seed_takes_one_order_at_a_time(seed: FakePanel, action: str) -> None:
    assert json.loads(ask(seed, action=action, orders="23501")) == {"error": "Incorrect request"}


def test_seed_has_no_refill_status(seed: FakePanel) -> None:
    assert json.loads(ask(seed, action="refill_status", refill=1)) == {"error": "Incorrect action"}


def test_a_refill_may_be_rejected_later(mainstream: FakePanel) -> None:
    order = completed_order(mainstream, link=LINK)
    ask(mainstream, action="refill", order=order)
    mainstream.reject_refill("1")
    mainstream.advance(11)
    assert json.loads(ask(mainstream, action="refill_status", refill=1)) == {"status": "Rejected"}


def test_mainstream_refills_have_ids_and_a_state(mainstream: FakePanel) -> None:
    order = completed_order(mainstream, link=LINK)
    assert json.loads(ask(mainstream, action="refill", order=order)) == {"refill": "1"}
    assert json.loads(ask(mainstream, action="refill", orders=f"{order},9")) == [
        {
            "order": int(order),
            "refill": {
                "error": "The order was completed or refill was requested less than 24 hours ago",
            },
        },
        {"order": 9, "refill": {"error": "Incorrect order ID"}},
    ]
    assert json.loads(ask(mainstream, action="refill_status", refill=1)) == {"status": "Pending"}
    mainstream.advance(11)
    assert json.loads(ask(mainstream, action="refill_status", refills="1,3")) == [
        {"refill": 1, "status": "Completed"},
        {"refill": 3, "status": {"error": "Refill not found"}},
    ]


def test_mainstream_cancel_takes_orders(mainstream: FakePanel) -> None:
    ask(mainstream, action="add", service=1, link=LINK, quantity=100)
    assert json.loads(ask(mainstream, action="cancel", orders="9,23501")) == [
        {"order": 9, "cancel": {"error": "Incorrect order ID"}},
        {"order": 23501, "cancel": 1},
    ]
    assert json.loads(ask(mainstream, action="cancel", order=23501)) == {"error": "Incorrect request"}


@pytest.mark.parametrize("form", [{}, {"key": "wrong", "action": "balance"}, {"action": "services"}])
def test_only_the_right_key_opens(mainstream: FakePanel, form: dict[str, str]) -> None:
    assert json.loads(mainstream.handle(form).body) == {"error": "Invalid API key"}


def test_an_unknown_action_is_refused(mainstream: FakePanel) -> None:
    assert json.loads(ask(mainstream, action="dance")) == {"error": "Incorrect action"}
