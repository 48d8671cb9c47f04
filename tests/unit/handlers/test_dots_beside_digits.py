"""Between two numbers stands a sign that is no nought: beside Persian digits, a dot looks like one."""

from datetime import UTC, datetime

import pytest

from handlers.operator.desk.views import DeskSummary, desk_card
from handlers.operator.money.views import _return_labels
from handlers.operator.stats.views import period_page
from locales import Catalogues
from shop.desk_figures import Figures, Sold
from shop.ledger.payment import Payment, PaymentState
from shop.person import Role

CATALOGUES = Catalogues()
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_the_number_stands_apart_from_the_day(language: str) -> None:
    """Payment 10 read as 100, where one amount came twice in a minute."""
    t = CATALOGUES.of(language)
    payments = [
        Payment(n, "stars", f"c{n}", 1, "XTR", 100, 1, "USD", PaymentState.CREDITED, None, NOON)
        for n in (10, 11)
    ]
    labels = _return_labels(payments, t)
    for payment, label in zip(payments, labels, strict=True):
        assert label.startswith(t.number(payment.id) + t.separator)
    assert t.separator == " · " or not any("·" in label for label in labels)


def test_no_dot_stands_between_the_figures_of_the_desk() -> None:
    t = CATALOGUES.of("fa")
    sold = (Sold("USD", 2, 1_000_000, 500_000), Sold("EUR", 3, 1_000_000, 500_000))
    figures = Figures(7, sold, 1, 1)
    summary = DeskSummary(figures, [], [])
    assert "·" not in desk_card(t, Role.OWNER, 0, summary).text + period_page(figures, t).text
