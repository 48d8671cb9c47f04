"""What the fake panel accepts for each type, what it charges, and how orders progress."""

import json
from decimal import Decimal
from typing import Any

import pytest

from playground.clock import HandClock
from playground.panel import FakePanel, Service

LINK = "https://instagram.com/somebody"
COMMENTS = "\n".join(f"comment {number}" for number in range(10))


@pytest.fixture
def panel() -> FakePanel:
    return FakePanel(key="key", dialect="mainstream", clock=HandClock())


def ask(panel: FakePanel, **fields: Any) -> Any:
    form = {"key": "key"} | {name: str(value) for name, value in fields.items()}
    return json.loads(panel.handle(form).body)


def add(panel: FakePanel, service: Service, **fields: Any) -> Any:
    return ask(panel, action="add", **{"service": service.id, "link": LINK} | fields)


TYPES: list[tuple[str, dict[str, Any], Decimal]] = [
    ("Default", {"quantity": 100}, Decimal("0.09")),
    ("Package", {}, Decimal("1.10")),
    ("Custom Comments", {"comments": COMMENTS + "\n\n"}, Decimal("0.08")),
    ("Custom Comments Package", {"comments": COMMENTS}, Decimal("0.95")),
    ("Mentions", {"usernames": "\r\n".join("abcdefghijklmnopqrst")}, Decimal("0.06")),
    ("Mentions Custom List", {"usernames": "\n".join("abcdefghijklmnopqrst")}, Decimal("0.064")),
    ("Mentions with Hashtags", {"quantity": 50, "usernames": "a", "hashtags": "b"}, Decimal("0.18")),
    ("Mentions Hashtag", {"quantity": 100, "hashtag": "b"}, Decimal("0.29")),
    ("Mentions User Followers", {"quantity": 100, "username": "b"}, Decimal("0.275")),
    ("Mentions Media Likers", {"quantity": 100, "media": "https://a.b/c"}, Decimal("0.285")),
    ("Comment Likes", {"quantity": 10, "username": "b"}, Decimal("0.008")),
    ("Comment Replies", {"username": "b", "comments": "a\nb\nc\nd\ne"}, Decimal("0.055")),
    ("Poll", {"quantity": 10, "answer_number": 2}, Decimal("0.014")),
    ("SEO", {"quantity": 100, "keywords": "a\nb"}, Decimal("0.41")),
    ("Invites from Groups", {"quantity": 50, "groups": "a"}, Decimal("0.26")),
    ("Web Traffic", {"quantity": 100, "country": "WW", "device": 1, "type_of_traffic": 3}, Decimal("0.04")),
    ("Subscriptions", {"link": "", "username": "a", "min": 50, "max": 60, "delay": 0}, Decimal(0)),
]


@pytest.mark.parametrize(("service_type", "fields", "price"), TYPES)
def test_each_type_is_accepted_and_charged(
    panel: FakePanel, service_type: str, fields: dict[str, Any], price: Decimal
) -> None:
    answer = add(panel, panel.catalogue.of_type(service_type), **fields)
    assert panel.orders[str(answer["order"])].charge == price
    assert panel.balance == 10_000 - price


@pytest.mark.parametrize(("service_type", "fields", "_price"), [row for row in TYPES if len(row[1]) > 1])
def test_a_type_without_its_own_fields_is_refused(
    panel: FakePanel, service_type: str, fields: dict[str, Any], _price: Decimal
) -> None:
    bare = {name: value for name, value in fields.items() if name in {"quantity", "link"}}
    assert add(panel, panel.catalogue.of_type(service_type), **bare) == {"error": "incorrect service type"}
    assert panel.orders == {}


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"service": 999}, "Incorrect service ID"),
        ({"service": "x"}, "Incorrect service ID"),
        ({"quantity": 49}, "Quantity less than minimal 50"),
        ({"quantity": 10_001}, "Quantity more than maximum 10000"),
        ({"quantity": "many"}, "Incorrect request"),
        ({"quantity": ""}, "Incorrect request"),
        ({"link": ""}, "Bad link"),
        ({"link": "two words"}, "Bad link"),
        ({"runs": 3}, "Incorrect request"),
        ({"runs": 200, "interval": 10}, "Quantity more than maximum 10000"),
        ({"service": 10, "runs": 3, "interval": 10}, None),
        ({"service": 8, "quantity": 500, "runs": 3, "interval": 10}, None),
        ({"service": 23, "runs": 3, "interval": 10}, "This services does not support Dripfeed feature!"),
    ],
)
def test_wrong_orders_are_refused_in_panel_words(
    panel: FakePanel, fields: dict[str, Any], refusal: str | None
) -> None:
    answer = ask(panel, action="add", **{"service": 1, "link": LINK, "quantity": 100} | fields)
    assert answer.get("error") == refusal


def test_a_drip_feed_is_its_quantity_times_its_runs(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Default"), quantity=100, runs=5, interval=10)
    order = panel.orders["23501"]
    assert (order.quantity, order.charge) == (500, Decimal("0.45"))


def test_an_order_beyond_the_balance_is_refused(panel: FakePanel) -> None:
    panel.deposit(Decimal("-9999.92"))
    answer = add(panel, panel.catalogue.of_type("Default"), quantity=100)
    assert answer == {"error": "Not enough funds"}
    assert panel.balance == Decimal("0.08")


def test_a_panel_may_refuse_a_second_running_order_for_a_link(panel: FakePanel) -> None:
    panel.refuse_duplicate_links = True
    default = panel.catalogue.of_type("Default")
    add(panel, default, quantity=100)
    assert add(panel, default, quantity=100)["error"].startswith("You have active order with this link.")
    panel.advance(1_000)
    assert "order" in add(panel, default, quantity=100)


def test_an_order_goes_its_way_as_time_passes(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Default"), quantity=100)
    seen = []
    for _ in range(7):
        status = ask(panel, action="status", order=23501)
        seen.append((status["status"], int(status["remains"])))
        panel.advance(8)
    assert seen == [
        ("Pending", 100),
        ("In progress", 100),
        ("In progress", 80),
        ("In progress", 60),
        ("In progress", 40),
        ("In progress", 20),
        ("Completed", 0),
    ]


def test_the_clock_moves_orders_too_and_the_pace_can_be_set() -> None:
    clock = HandClock()
    panel = FakePanel(key="key", dialect="mainstream", clock=clock)
    panel.pace.delivering = 1
    add(panel, panel.catalogue.of_type("Default"), quantity=100)
    clock.advance(5)
    assert ask(panel, action="status", order=23501)["status"] == "Processing"
    clock.advance(4)
    assert ask(panel, action="status", order=23501)["status"] == "Completed"


def test_a_subscription_is_charged_for_each_post(panel: FakePanel) -> None:
    auto_likes = panel.catalogue.of_type("Subscriptions")
    add(panel, auto_likes, username="a", min=50, max=100, delay=0, posts=2)
    assert ask(panel, action="status", order=23501) == {"status": "Active", "posts": "0"}
    panel.advance(20)
    assert ask(panel, action="status", order=23501) == {"status": "Active", "posts": "1"}
    panel.advance(60)
    assert ask(panel, action="status", order=23501) == {"status": "Completed", "posts": "2"}
    assert panel.balance == 10_000 - 2 * auto_likes.cost(100)


def test_a_subscription_that_expires_says_so_and_what_it_says_of_posts_differs(panel: FakePanel) -> None:
    auto_likes = panel.catalogue.of_type("Subscriptions")
    today = panel.clock.now().strftime("%d/%m/%Y")
    add(panel, auto_likes, username="a", min=50, max=100, delay=0, posts=99_999, expiry=today)
    panel.advance(13 * 3600)
    status = ask(panel, action="status", order=23501)
    assert status == {"status": "Expired", "posts": "2879"}
    assert panel.balance == 10_000 - 2879 * auto_likes.cost(100)
    panel.posts_shown = "ordered"
    assert ask(panel, action="status", order=23501) == {"status": "Expired", "posts": "99999"}
    panel.posts_shown = "none"
    assert ask(panel, action="status", order=23501) == {"status": "Expired"}
    refused = ask(
        panel, action="add", service=auto_likes.id, username="a", min=50, max=60, delay=0, expiry="soon"
    )
    assert refused == {"error": "Incorrect expiry"}


def test_partial_returns_the_share_that_remains(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Default"), quantity=1_000)
    panel.set_state(23501, "Partial", remains=157)
    assert panel.balance == 10_000 - Decimal("0.90") + Decimal("0.1413")
    assert ask(panel, action="status", order=23501)["charge"] == "0.7587"


def test_some_panels_go_on_showing_the_whole_charge(panel: FakePanel) -> None:
    panel.gross_charge = True
    add(panel, panel.catalogue.of_type("Default"), quantity=1_000)
    panel.set_state("23501", "Canceled")
    assert panel.balance == 10_000
    assert ask(panel, action="status", order=23501)["charge"] == "0.9"


def test_money_goes_back_once_however_often_the_state_is_set(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Default"), quantity=1_000)
    for word, remains in [("Partial", 500), ("Partial", 500), ("Partial", 400), ("Canceled", None)]:
        panel.set_state(23501, word, remains=remains)
    assert panel.balance == 10_000


def test_a_state_set_by_hand_stays(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Default"), quantity=100)
    panel.set_state(23501, "Reembolsado")
    panel.advance(1_000)
    assert ask(panel, action="status", order=23501)["status"] == "Reembolsado"
    assert panel.balance == 10_000 - Decimal("0.09")


def test_a_cancellation_takes_effect_later(panel: FakePanel) -> None:
    default = panel.catalogue.of_type("Default")
    add(panel, default, quantity=100)
    ask(panel, action="cancel", orders=23501)
    assert ask(panel, action="status", order=23501)["status"] == "Pending"
    panel.advance(6)
    assert ask(panel, action="status", order=23501)["status"] == "Canceled"
    assert panel.balance == 10_000


def test_a_running_order_that_is_cancelled_ends_partial(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Default"), quantity=100)
    panel.advance(23)
    ask(panel, action="cancel", orders=23501)
    panel.advance(100)
    status = ask(panel, action="status", order=23501)
    assert (status["status"], status["remains"]) == ("Partial", "50")
    assert panel.balance == 10_000 - Decimal("0.045")


def test_a_finished_order_cannot_be_cancelled_nor_an_open_one_refilled(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Default"), quantity=100)
    assert ask(panel, action="refill", order=23501) == {"error": "The order is not completed"}
    panel.advance(1_000)
    assert ask(panel, action="cancel", orders=23501) == [
        {"order": 23501, "cancel": {"error": "This order cannot be canceled"}}
    ]


def test_services_without_refill_or_cancel_refuse_them(panel: FakePanel) -> None:
    add(panel, panel.catalogue.of_type("Poll"), quantity=10, answer_number=1)
    assert "error" in ask(panel, action="cancel", orders=23501)[0]["cancel"]
    panel.advance(1_000)
    assert ask(panel, action="refill", order=23501) == {"error": "Refill is disabled for this service"}


def test_other_customers_take_ids_too(panel: FakePanel) -> None:
    default = panel.catalogue.of_type("Default")
    add(panel, default, quantity=100)
    panel.skip_ids(10)
    assert add(panel, default, quantity=100) == {"order": 23512}


def test_the_log_tells_the_truth_without_the_key(panel: FakePanel) -> None:
    default = panel.catalogue.of_type("Default")
    add(panel, default, quantity=100)
    add(panel, default, quantity=1)
    add(panel, default, quantity=100)
    assert panel.adds_received == 3
    assert [order.id for order in panel.orders_for(LINK)] == ["23501", "23502"]
    assert panel.orders["23501"].placed_at == panel.clock.now()
    assert all("key" not in call.form for call in panel.calls)
