"""The longest menus, in each language: a phone shows every label whole, and the keyboard with some text."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from handlers.operator.desk.views import desk_card, more_card
from handlers.operator.live.views import language_list, setting_list, text_list
from handlers.operator.people.list_views import filters_card
from handlers.ordering.steps import page_of
from handlers.orders.list_views import ORDERS_ON_A_PAGE, listing
from handlers.presets.views import preset_list
from handlers.view import PAGE, TALLEST, View, legible
from handlers.welcome.views import help_text
from locales import Catalogues, Translator
from playground.telegram.labels import room, width
from shop.live_values import SETTINGS, TEXTS, LiveKey, Source, Stands, keys_of
from shop.ordering.draft import Browse, Draft
from shop.ordering.order import Order, OrderState
from shop.ordering.order_list import OrderFilter, OrderPage
from shop.ordering.presets import Preset
from shop.person import Role
from tests.unit.shop.goods import ANN, LIKES, POST, terms

CATALOGUES = Catalogues()
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOTHING = Stands("", Source.NOWHERE, "")
SHOWN: Mapping[LiveKey, Stands] = {key: NOTHING for name in (*SETTINGS, *TEXTS) for key in keys_of(name)}


def screens(t: Translator) -> dict[str, View]:
    """The menus that have the most buttons, as an owner sees them."""
    return {
        "the desk": desk_card(t, Role.OWNER, 12),
        "more of the desk, told of orders": more_card(t, Role.OWNER, hears_orders=True),
        "more of the desk": more_card(t, Role.OWNER, hears_orders=False),
        "more of the desk, no owner": more_card(t, Role.OPERATOR, hears_orders=False),
        "help": help_text("kiosk_bot", "", t, role=Role.OWNER),
        "shop settings": setting_list(SHOWN, t, of_paying=False),
        "settings of paying": setting_list(SHOWN, t, of_paying=True),
        "texts": text_list(SHOWN, t),
        "languages of a text": language_list("welcome", SHOWN, t),
        "whom the list of people shows": filters_card(t),
    }


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_each_label_of_a_long_menu_is_whole(language: str) -> None:
    for name, screen in screens(CATALOGUES.of(language)).items():
        rows = legible(screen.rows)
        cut = [label for row in rows for label, _ in row if width(label) > room(len(row))]
        assert (name, cut, len(rows) <= TALLEST) == (name, [], True), (name, cut, len(rows))


def middle_pages(t: Translator) -> dict[str, View]:
    """The longest lists where they can be turned in both directions."""
    orders = [
        Order(number, ANN, "main", terms(LIKES, POST, 100, 1), OrderState.PENDING, NOON, NOON)
        for number in range(ORDERS_ON_A_PAGE)
    ]
    presets = [Preset(number, ANN, f"Mix {number}", ()) for number in range(3 * PAGE)]
    shown, steps, place = page_of(presets, Draft("d", ANN, browse=Browse(page=1)), t)
    tile = (("⭐ Mix", steps[0][0][1]),)
    return {
        "orders": listing(OrderPage(OrderFilter.ALL, orders, newer=True, older=True, number=2, pages=3), t),
        "presets": preset_list(presets, 1, t),
        "a list of what is sold": View(place, (*[tile] * len(shown), *steps, tile)),
    }


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_a_long_list_is_turned_by_whole_labels(language: str) -> None:
    """Previous, what stood between, and Next were cut in five languages."""
    t = CATALOGUES.of(language)
    for name, screen in middle_pages(t).items():
        rows = legible(screen.rows)
        turning = [row for row in rows for label, _ in row if label.startswith(("◀️", "▶️"))]
        cut = [label for row in turning for label, _ in row if width(label) > room(len(row))]
        assert (name, len(turning), cut, len(rows) <= TALLEST) == (name, 2, [], True)


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_the_button_that_pays_in_stars_is_whole_for_an_order_of_some_price(language: str) -> None:
    label = CATALOGUES.of(language).plural("Pay {n} Star and order", "Pay {n} Stars and order", 1924)
    assert width("⭐ " + label) <= room(1), label
