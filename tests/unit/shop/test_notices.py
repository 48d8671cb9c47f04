"""Notices: who gets each, what it is about, and which two of them are one message."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shop import notice
from shop.digest import DIGEST
from shop.maintenance import opened
from shop.notice import Notice, Priority, is_of_money, is_owed_again

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, OLGA, PIA, GROUP = 7, 8, 9, -100


@pytest.mark.parametrize(
    ("made", "kind", "person", "key", "payload"),
    [
        (lambda: notice.card(5, ANN), "card", ANN, "card:5", {"order_id": 5}),
        (lambda: notice.mass_card("m", ANN), "mass_card", ANN, "mass_card:m", {"mass_id": "m"}),
        (
            lambda: notice.bundle_ended("m", ANN, is_done=True),
            "bundle_ended", ANN, "bundle_ended:m", {"mass_id": "m", "state": "completed"},
        ),
        (
            lambda: notice.bundle_ended("m", ANN, is_done=False),
            "bundle_ended", ANN, "bundle_ended:m", {"mass_id": "m", "state": "partial"},
        ),
        (
            lambda: notice.shared("i", 5, ANN),
            "shared", ANN, "shared:i", {"inline_message_id": "i", "order_id": 5},
        ),
        (
            lambda: notice.finished(5, ANN, "partial", "once"),
            "finished", ANN, "finished:5:partial:once", {"order_id": 5, "state": "partial"},
        ),
        (lambda: notice.money_back(5, ANN, 300), "money_back", ANN, "money_back:5:300", {"order_id": 5}),
        (
            lambda: notice.credited(ANN, "card", "c-1"),
            "credited", ANN, "credited:card:c-1", {"way": "card", "charge_id": "c-1"},
        ),
        (
            lambda: notice.credited(ANN, "card", "c-1", order_id=5),
            "credited", ANN, "credited:card:c-1",
            {"way": "card", "charge_id": "c-1", "order_id": 5, "why": None},
        ),
        (
            lambda: notice.credited(ANN, "card", "c-1", why="made"),
            "credited", ANN, "credited:card:c-1",
            {"way": "card", "charge_id": "c-1", "order_id": None, "why": "made"},
        ),
        (
            lambda: notice.returned((ANN, "card", "c-1"), 300),
            "returned", ANN, "returned:card:c-1", {"way": "card", "charge_id": "c-1", "taken_micro": 300},
        ),
        (
            lambda: notice.returned((ANN, "card", "c-1"), 300, n=2, amount_minor=0),
            "returned", ANN, "returned:card:c-1:2",
            {"way": "card", "charge_id": "c-1", "taken_micro": 300, "amount_minor": 0},
        ),
        (
            lambda: notice.invoice_card(ANN, 4, 55),
            "invoice_card", ANN, "invoice_card:4", {"invoice_id": 4, "message_id": 55},
        ),
        (lambda: notice.receipt(PIA, 4), "receipt", PIA, "receipt:9:4", {"topup_id": 4}),
        (lambda: notice.doubtful_transfer(PIA, 4), "transfer", PIA, "transfer:9:4", {"number": 4}),
        (
            lambda: notice.receipt_more(PIA, 4, 2),
            "receipt_more", PIA, "receipt_more:9:4:2", {"topup_id": 4, "number": 2},
        ),
        (
            lambda: notice.receipt_words(PIA, 4, 1, 2),
            "receipt_more", PIA, "receipt_more:9:4:1:2", {"topup_id": 4, "number": 1, "part": 2},
        ),
        (
            lambda: notice.staff_card(GROUP, 55, "transfer:4"),
            "staff_card", GROUP, "staff_card:-100:55", {"subject": "transfer:4", "message_id": 55},
        ),
        (
            lambda: notice.new_orders(PIA, "k", [5, 6], 40),
            "new_orders", PIA, "new_orders:9:k", {"numbers": [[5], [6]], "count": 40},
        ),
        (lambda: notice.turned_down(ANN, 4), "turned_down", ANN, "turned_down:4", {"topup_id": 4}),
        (
            lambda: notice.membership_paid(ANN, "stars", "c-1"),
            "membership_paid", ANN, "membership_paid:stars:c-1", {"way": "stars", "charge_id": "c-1"},
        ),
        (
            lambda: notice.membership_ended(ANN, NOW),
            "membership_ended", ANN, "membership_ended:7:2026-03-01T12:00:00+00:00", {},
        ),
        (
            lambda: notice.wallet_changed(ANN, "admin:f1"),
            "wallet_changed", ANN, "wallet:admin:f1", {"key": "admin:f1"},
        ),
        (lambda: notice.change_second(PIA, 4), "change_second", PIA, "change_second:9:4", {"change_id": 4}),
        (lambda: notice.change_decided(PIA, 4), "change_decided", PIA, "change_decided:4", {"change_id": 4}),
        (lambda: notice.gift_news(4, ANN, "taken"), "gift", ANN, "gift:4", {"gift_id": 4, "state": "taken"}),
        (
            lambda: notice.gift_card("i", 4, ANN),
            "gift_card", ANN, "gift_card:i", {"inline_message_id": "i", "gift_id": 4},
        ),
        (
            lambda: notice.refill_news(5, ANN, 6, "done"),
            "refill", ANN, "refill:6:done", {"order_id": 5, "state": "done"},
        ),
        (lambda: notice.review(PIA, 5), "review", PIA, "review:9:5", {"order_id": 5}),
        (lambda: notice.reminder(PIA, "2026-03-01"), "reminder", PIA, "reminder:9:2026-03-01", {}),
        (lambda: notice.came_back(ANN, 3, "k"), "came_back", ANN, "came_back:7:k", {"orders": 3}),
        (lambda: notice.unsure(ANN), "unsure", ANN, "unsure:7", {}),
        (
            lambda: notice.alert(PIA, "panel", "k", word="x", n=1),
            "alert", PIA, "alert:9:panel:k", {"about": "panel", "word": "x", "n": 1},
        ),
        (
            lambda: notice.alert_copy(GROUP, "alert:9:panel:a:b", {"about": "panel"}),
            "alert_copy", GROUP, "alert_copy:-100:panel:a:b", {"about": "panel"},
        ),
        (lambda: notice.door(PIA, ANN), "door", PIA, "door:9:7", {"person_id": ANN}),
        (
            lambda: notice.door_news(ANN, "let_in", NOW),
            "door_news", ANN, "door_news:7:let_in:2026-03-01T12:00:00+00:00", {"state": "let_in"},
        ),
        (
            lambda: notice.role_news(ANN, "support", NOW),
            "role", ANN, "role:7:support:2026-03-01T12:00:00+00:00", {"role": "support"},
        ),
        (lambda: notice.progress(4, PIA), "progress", PIA, "progress:4:9", {"broadcast_id": 4}),
        (
            lambda: notice.progress_past(4, PIA, 55),
            "progress", PIA, "progress:4:past:55", {"broadcast_id": 4, "past": 55},
        ),
        (lambda: opened(ANN, NOW), "opened", ANN, "opened:7:2026-03-01T12:00:00+00:00", {}),
    ],
)  # fmt: skip
def test_a_notice_says_who_gets_it_and_what_it_is_about(
    made: Callable[[], Notice], kind: str, person: int, key: str, payload: dict[str, object]
) -> None:
    assert made() == Notice(kind, person, key, payload, Priority.NOTICE)  # type: ignore[arg-type]  # plain values


def test_an_album_comes_as_its_receipt_and_its_further_pictures() -> None:
    given = {
        "photo": "one",
        "text": "here",
        "more": [{"photo": "two"}, {"photo": "three", "text": "x" * 1_900}],
    }
    assert notice.receipt_whole(PIA, 4, given) == [
        notice.receipt(PIA, 4),
        notice.receipt_more(PIA, 4, 2),
        notice.receipt_more(PIA, 4, 3),
        notice.receipt_words(PIA, 4, 3, 1),
        notice.receipt_words(PIA, 4, 3, 2),
    ]
    assert notice.receipt_whole(PIA, 4, {"text": "x" * 3_000}) == [notice.receipt(PIA, 4)]
    assert notice.receipt_whole(PIA, 4, None) == [notice.receipt(PIA, 4)]


def test_an_albums_look_is_shown_before_the_card_that_decides_on_it() -> None:
    assert notice.look(4, PIA) == [
        Notice("broadcast_look", PIA, "broadcast_look:4", {"broadcast_id": 4}),
        Notice("broadcast_card", PIA, "broadcast_card:4", {"broadcast_id": 4}),
    ]


def test_every_operator_gets_the_alert_and_the_question() -> None:
    assert notice.alerts({PIA, OLGA}, "panel", "k", word="x") == [
        notice.alert(OLGA, "panel", "k", word="x"),
        notice.alert(PIA, "panel", "k", word="x"),
    ]
    assert notice.reviews({PIA, OLGA}, 5) == [notice.review(OLGA, 5), notice.review(PIA, 5)]


def test_an_alert_about_an_order_is_one_for_each_word() -> None:
    [told] = notice.order_alerts([PIA], 5, "status_word", word="odd", amount_micro=3)
    assert told == notice.alert(
        PIA, "5:odd", "status_word", alert="status_word", order_id=5, word="odd", amount_micro=3
    )
    [wordless] = notice.order_alerts([PIA], 5, "status_word")
    assert wordless.dedupe_key == "alert:9:5::status_word"
    [long] = notice.order_alerts([PIA], 5, "status_word", word="x" * 200)
    assert long.payload["about"] == "5:" + "x" * 118


def test_somebody_who_asks_for_an_operator_rings_once_an_hour() -> None:
    [told] = notice.person_asks([PIA], ANN, "n" * 70, NOW + timedelta(minutes=59))
    assert told == notice.alert(
        PIA, "asks:7", "2026-03-01T12", alert="person_asks", number=ANN, person="n" * 64
    )


# --- what is owed to somebody who is back ------------------------------------------------------------------

HOLDS = ["card", "mass_card", "alert_card", "role", "door_news", "credited", "gift", "receipt", "ticket_in"]


@pytest.mark.parametrize("kind", HOLDS)
def test_what_holds_or_is_about_money_is_owed_however_late(kind: str) -> None:
    assert is_owed_again(kind, {}, NOW - timedelta(days=400), NOW)


@pytest.mark.parametrize(
    "kind", ["progress", "shared", "unsure", "came_back", "opened", "new_orders", "door"]
)
def test_notices_of_a_moment_are_not_owed_again(kind: str) -> None:
    assert not is_owed_again(kind, {}, NOW, NOW)


@pytest.mark.parametrize(("age", "owed"), [(timedelta(days=7), False), (timedelta(days=7, seconds=-1), True)])
def test_an_alert_matters_for_a_week(age: timedelta, owed: bool) -> None:
    assert is_owed_again("alert", {}, NOW - age, NOW) is owed


@pytest.mark.parametrize("kind", ["finished", "bundle_ended"])
def test_every_end_but_the_good_one_is_about_money(kind: str) -> None:
    for state, of_money in (("partial", True), ("completed", False)):
        assert is_of_money(kind, {"state": state}) is of_money
        assert is_owed_again(kind, {"state": state}, NOW, NOW) is of_money


@pytest.mark.parametrize(("state", "of_money"), [("completed", False), ("canceled", True)])
def test_a_digest_is_about_money_if_one_of_its_news_is(state: str, of_money: bool) -> None:
    assert is_of_money(DIGEST, {"news": [["finished", 5, "completed"], ["finished", 6, state]]}) is of_money
