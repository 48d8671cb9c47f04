"""Whose an alert is, its card, and what a digest tells."""

from shop.alert_cases import card_notice, past_notice
from shop.alert_thresholds import is_full
from shop.alerts import AlertKind, Condition, at_supplier, news_at
from shop.digest import Entry, entries_of, entry_of, payload_of
from shop.notice import Notice, card

ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234


def test_only_a_panels_conditions_are_a_suppliers() -> None:
    down, late = Condition(AlertKind.PANEL_DOWN, facts={"word": "x"}), Condition(AlertKind.ORDER_UNKNOWN)
    moved = at_supplier(down, "fast")
    assert moved.facts == {"word": "x", "supplier": "fast"}
    assert moved.subject != down.subject
    assert at_supplier(down, "") is down
    assert at_supplier(late, "fast") is late
    news = card(5, ANN)
    assert news_at([down, news, late], "fast") == [moved, news, late]


def test_an_alerts_card_is_one_message_in_each_chat() -> None:
    assert card_notice(3, GROUP) == Notice("alert_card", GROUP, f"alert_card:3:{GROUP}", {"alert_id": 3})
    assert past_notice(3, GROUP, 6) == Notice(
        "alert_past", GROUP, f"alert_past:{GROUP}:6", {"alert_id": 3, "message_id": 6}
    )


def test_a_small_disk_is_full_by_its_share_and_a_large_one_is_not() -> None:
    gib = 1024**3
    assert is_full(gib // 4, 4 * gib)
    assert not is_full(40 * gib, 2_000 * gib)
    assert not is_full(2 * gib, 40 * gib)
    assert is_full(2 * gib - 1, 40 * gib)
    assert not is_full(500 * 1024**2, 9_000 * 1024**2)
    assert is_full(500 * 1024**2 - 1, 1024**3)
    assert not is_full(20 * gib, 4_000 * gib)
    assert is_full(20 * gib - 1, 4_000 * gib)


def test_a_digest_tells_what_its_notices_told() -> None:
    first = entry_of("finished", {"order_id": 5, "state": "partial"})
    second = entry_of("money_back", {"order_id": "6"})
    assert (first, second) == (Entry("finished", 5, "partial"), Entry("money_back", 6, ""))
    assert entries_of(payload_of([first, second])) == [first, second]
    assert entries_of({"order_id": 5}) == entries_of({"news": "x"}) == []
