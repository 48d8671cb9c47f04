"""The operator's screens of /prices fit and are valid with any names and any number of rules."""

import pytest

from handlers.operator.prices.views import price_changed, price_report, rules_report
from locales import Catalogues, Translator
from playground.telegram.markup_text import parse_html
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.pricing.board import Pricing
from shop.pricing.changes import Change, Changed
from shop.pricing.price_list import MAXIMUM_PPM, NANO, PriceList, Rule, Scope, category_key

TRANSLATORS = [Catalogues().of(language) for language in Catalogues().languages]
LONGEST = 4096
"""Characters of a message after its tags are parsed."""

in_every_language = pytest.mark.parametrize("t", TRANSLATORS, ids=lambda t: t.language)


def hostile(panel_currency: str) -> tuple[Pricing, Storefront]:
    """Sixty services with long and nasty names, each with rules, and sixty levels."""
    services = [
        Service(
            str(n), f"{n} </b><i>&amp; " + "ж" * 280, f"{n} <b>{{x}} " + "ö" * 280, "Default", 10**12, 1, 9
        )
        for n in range(1, 61)
    ]
    rules = [Rule(Scope.SERVICE, one.id, MAXIMUM_PPM - 1) for one in services]
    rules += [Rule(Scope.CATEGORY, category_key(one.category), 123_456) for one in services]
    rules += [Rule(Scope.LEVEL, f"{n}".rjust(32, "v"), -123_456) for n in range(60)]
    rules += [Rule(Scope.RATE, f"{panel_currency}/USD", 123_456_789_123), Rule(Scope.FLOOR, "", 1)]
    board, storefront = Pricing(currency="USD", from_wallets=True), Storefront()
    board.update(PriceList.of(rules, {1: "vip"}, usual_ppm=0))
    board.main.set_currency(panel_currency)
    storefront.show(CatalogueIndex.of(Catalogue.of(services)))
    return board, storefront


@in_every_language
@pytest.mark.parametrize("panel_currency", ["EUR", "ЖЖЖЖЖЖЖЖ"])
def test_the_list_of_rules_fits_one_message(t: Translator, panel_currency: str) -> None:
    board, storefront = hostile(panel_currency)
    text, _ = parse_html(price_report(board, storefront, t).text)
    assert panel_currency in text
    assert len(text) <= LONGEST


@in_every_language
@pytest.mark.parametrize("scope", [Scope.CATEGORY, Scope.SERVICE, Scope.LEVEL])
def test_all_rules_of_a_kind_fit_one_message(t: Translator, scope: Scope) -> None:
    board, storefront = hostile("EUR")
    text, _ = parse_html(rules_report(scope, board, storefront, t).text)
    assert text.count("\n") >= 45
    assert len(text) <= LONGEST


@in_every_language
@pytest.mark.parametrize("scope", Scope)
def test_every_change_is_told_whatever_it_is_about(t: Translator, scope: Scope) -> None:
    board, storefront = hostile("<B>&/{X}")
    key = {
        Scope.CATEGORY: category_key(next(storefront.services).category),
        Scope.SERVICE: "60",
        Scope.LEVEL: "vip",
        Scope.PERSON: "101",
        Scope.RATE: "<B>&/{X}/USD",
    }.get(scope, "")
    before, after = ("old", "vip") if scope is Scope.PERSON else (None, NANO)
    text, _ = parse_html(
        price_changed(Changed(Change(scope, key, after), before), board, storefront, t, whose=None).text
    )
    assert "→" in text
    assert len(text) <= LONGEST
