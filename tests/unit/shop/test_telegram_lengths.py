"""Telegram counts a character beyond the first plane as two, and so do we where it sets a limit."""

import pytest

from handlers.mass.verdict_words import ROOM, pages_of_lines
from handlers.topup.transfer_views import accounts_in
from handlers.view import MOST_LISTED, as_many_as_fit
from shop.plain import units

FOX = "🦊"


@pytest.mark.parametrize("sign", ["x", FOX])
def test_a_list_has_as_many_lines_as_one_message_takes(sign: str) -> None:
    lines = [sign * 99] * 50
    shown = as_many_as_fit(lines)
    assert units("\n".join(shown)) <= MOST_LISTED < units("\n".join([*shown, lines[0], ""]))


@pytest.mark.parametrize("sign", ["x", FOX])
def test_a_page_of_a_mass_order_fits_into_one_message(sign: str) -> None:
    words = [sign * 200] * 40
    pages = pages_of_lines(words)
    assert [number for first, last in pages for number in range(first, last + 1)] == list(range(1, 41))
    assert all(units("\n".join(words[first - 1 : last])) <= ROOM for first, last in pages)


def test_what_a_button_cannot_copy_is_no_account() -> None:
    assert accounts_in(f"`{FOX * 128}` `{FOX * 129}` `DE00 1234` `DE00 1234` ` `") == [FOX * 128, "DE00 1234"]
