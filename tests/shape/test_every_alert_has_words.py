"""Every alert has its words for each place where it is shown: without them its card is never sent."""

from handlers.operator.alerts.endings import ENDINGS, ENDINGS_AT_SUPPLIER, NAMES
from handlers.operator.alerts.views import ALERTS
from shop.alerts import OF_A_PANEL, AlertKind

KINDS = set(AlertKind)


def test_every_alert_says_what_is_wrong() -> None:
    assert KINDS - set(ALERTS) == set()


def test_every_alert_has_a_name_in_lists_and_an_ending() -> None:
    assert (KINDS - set(NAMES), KINDS - set(ENDINGS)) == (set(), set())


def test_only_what_each_supplier_has_ends_otherwise_at_another() -> None:
    assert set(ENDINGS_AT_SUPPLIER) - OF_A_PANEL == set()
