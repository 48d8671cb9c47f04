"""What an operator types after /prices: which rule it changes, and what every mistake is told."""

import pytest

from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.errors import ShopError
from shop.pricing.board import Pricing
from shop.pricing.changes import Change
from shop.pricing.price_list import NANO, PriceList, Scope
from shop.pricing.typed_rules import asked_about, read_change

LIKES = Service("12", "Likes", "Instagram  Likes", "Default", 900_000, 1, 10_000)
RULES = PriceList(
    categories={"gone category": 1}, services={"gone-7": 1}, levels={"vip": -1}, rates={"USD/RUB": 90 * NANO}
)


def storefront() -> Storefront:
    shown = Storefront()
    shown.show(CatalogueIndex.of(Catalogue.of([LIKES])))
    return shown


def board(*others: str, own: str = "USD", currency: str = "RUB") -> Pricing:
    """Return the prices of a shop whose panels report these currencies."""
    pricing = Pricing(currency=currency, from_wallets=True)
    pricing.main.set_currency(own)
    for number, other in enumerate(others):
        pricing.add_panel(f"p{number}").set_currency(other)
    pricing.update(RULES)
    return pricing


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("default 12.5", Change(Scope.DEFAULT, "", 125_000)),
        ("DEFAULT +12.5%", Change(Scope.DEFAULT, "", 125_000)),
        ("default 12.5 %", Change(Scope.DEFAULT, "", 125_000)),
        ("default ١٠ ٪", Change(Scope.DEFAULT, "", 100_000)),
        ("floor %5", Change(Scope.FLOOR, "", 50_000)),
        ("category Instagram Likes 20 %", Change(Scope.CATEGORY, "instagram likes", 200_000)),
        ("default 0", Change(Scope.DEFAULT, "", 0)),
        ("default OFF", Change(Scope.DEFAULT, "", None)),
        ("default ١٠", Change(Scope.DEFAULT, "", 100_000)),
        ("floor 5%", Change(Scope.FLOOR, "", 50_000)),
        ("rate 92.5", Change(Scope.RATE, "USD/RUB", 92_500_000_000)),
        ("rate usd 0.000000001", Change(Scope.RATE, "USD/RUB", 1)),
        ("rate 1000000000", Change(Scope.RATE, "USD/RUB", 10**18)),
        ("rate 0.125", Change(Scope.RATE, "USD/RUB", 125_000_000)),
        ("rate off", Change(Scope.RATE, "USD/RUB", None)),
        ("category instagram LIKES 20", Change(Scope.CATEGORY, "instagram likes", 200_000)),
        ("category Gone Category off", Change(Scope.CATEGORY, "gone category", None)),
        ("service #12 20", Change(Scope.SERVICE, "12", 200_000)),
        ("service ١٢ 20", Change(Scope.SERVICE, "12", 200_000)),
        ("service gone-7 off", Change(Scope.SERVICE, "gone-7", None)),
        ("level VIP -10", Change(Scope.LEVEL, "vip", -100_000)),
        ("level gold-2 +10%", Change(Scope.LEVEL, "gold-2", 100_000)),
        ("level vip off", Change(Scope.LEVEL, "vip", None)),
        ("person 901 VIP", Change(Scope.PERSON, "901", "vip")),
        ("person ٩٠١ off", Change(Scope.PERSON, "901", None)),
    ],
)
def test_a_change_of_the_price_list_is_read(words: str, change: Change) -> None:
    assert read_change(words.split(), storefront(), board()) == change


@pytest.mark.parametrize(
    ("words", "key", "values"),
    [
        ("", "prices_unclear", {}),
        ("default", "prices_unclear", {}),
        ("default 1 2", "prices_unclear", {}),
        ("discount 5", "prices_unclear", {}),
        ("category 5", "prices_unclear", {}),
        ("service 5", "prices_unclear", {}),
        ("rate usd eur 5", "prices_unclear", {}),
        ("default -5", "percent_unreadable", {}),
        ("default ten", "percent_unreadable", {}),
        ("default 100000.0001", "percent_unreadable", {}),
        ("level vip ten", "points_unreadable", {}),
        ("level off 5", "level_unreadable", {}),
        ("level -x 5", "level_unreadable", {}),
        ("rate 0", "rate_unreadable", {}),
        ("rate -1", "rate_unreadable", {}),
        ("rate 15.000", "amount_unclear", {"typed": "15.000", "many": "15000", "few": "15.0000"}),
        ("rate 1000000000.1", "rate_unreadable", {}),
        ("rate eur 5", "rate_not_needed", {"currency": "RUB"}),
        ("service 99 5", "service_unknown", {"service": "99"}),
        (f"service {'9' * 50} 5", "service_unknown", {"service": "9" * 40}),
        ("category Likes of all 5", "category_unknown", {"words": "Likes of all"}),
        (f"category {'x' * 70} 5", "category_unknown", {"words": "x" * 60}),
        ("person 901 gold", "level_unknown", {"words": "gold"}),
        (f"person 901 {'x' * 40}", "level_unknown", {"words": "x" * 32}),
        ("person ann vip", "person_unreadable", {}),
        ("person 0 off", "person_unreadable", {}),
    ],
)
def test_a_mistake_says_what_is_allowed(words: str, key: str, values: dict[str, object]) -> None:
    with pytest.raises(ShopError) as refused:
        read_change(words.split(), storefront(), board())
    assert (refused.value.key, refused.value.values) == (key, values)


def test_of_several_panel_currencies_one_has_to_be_named() -> None:
    pricing = board("EUR", "RUB")
    with pytest.raises(ShopError) as refused:
        read_change(["rate", "5"], storefront(), pricing)
    assert (refused.value.key, refused.value.values) == ("rate_of_which", {"currencies": "EUR, USD"})
    assert read_change(["rate", "eur", "5"], storefront(), pricing) == Change(Scope.RATE, "EUR/RUB", 5 * NANO)
    with pytest.raises(ShopError, match="rate_not_needed"):
        read_change(["rate", "RUB", "5"], storefront(), pricing)


def test_without_another_currency_there_is_no_rate_to_set() -> None:
    with pytest.raises(ShopError) as refused:
        read_change(["rate", "5"], storefront(), board(own="RUB"))
    assert (refused.value.key, refused.value.values) == ("rate_not_needed", {"currency": "RUB"})


@pytest.mark.parametrize("words", ["rate 5", "rate usd 5"])
def test_before_the_panels_currency_is_known_its_rate_cannot_be_set(words: str) -> None:
    pricing = Pricing(currency="RUB", from_wallets=True)
    with pytest.raises(ShopError) as refused:
        read_change(words.split(), storefront(), pricing)
    assert refused.value.key == "prices_not_here"


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("category", Scope.CATEGORY),
        ("SERVICE", Scope.SERVICE),
        ("level", Scope.LEVEL),
        ("rate", None),
        ("default", None),
        ("service 12", None),
        ("", None),
    ],
)
def test_a_kind_of_rules_is_asked_about_by_its_name_alone(words: str, scope: Scope | None) -> None:
    assert asked_about(words.split()) is scope
