"""A ticket's number is a name, like an order's: it is not grouped as an amount, and has plain digits."""

from datetime import UTC, datetime

import pytest

from handlers.tickets.views import has_ended, is_closed
from locales import Catalogues
from shop.tickets.ticket import About, Ticket, TicketState

CATALOGUES = Catalogues()
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("language", CATALOGUES.languages)
@pytest.mark.parametrize("order_id", [None, 20_345])
def test_the_number_is_as_in_all_other_places(language: str, order_id: int | None) -> None:
    ticket = Ticket(12_345, 101, order_id, About.SHOP, TicketState.CLOSED, None, None, NOON, NOON)
    t = CATALOGUES.of(language)
    assert "12345" in is_closed(ticket, t).text
    assert "12345" in has_ended(ticket, t, may_reopen=True).text
