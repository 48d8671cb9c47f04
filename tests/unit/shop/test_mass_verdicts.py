"""What is said of each line of a mass order."""

from dataclasses import replace
from datetime import date

import pytest

from shop.errors import ShopError
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_verdicts import Judgement, Verdict, judge, offer_of, quote_without_link, target_of
from shop.ordering.same_link import same_link_key
from shop.pricing.board import OwnPrices
from shop.pricing.price_list import Exchange, PriceList
from tests.unit.shop.goods import (
    COMMENTS,
    FOLLOWERS,
    LIKES,
    OTHER_POST,
    PACKAGE,
    POST,
    PROFILE,
    storefront,
    terms,
)

TODAY = date(2026, 3, 1)
OWN = OwnPrices(PriceList(), "", "USD", Exchange(), from_wallets=True)


SHOWN = storefront()


def test_each_line_has_its_terms_or_what_is_wrong_with_it() -> None:
    lines = [TypedLine("12", POST, "100"), TypedLine("99", POST, "100"), TypedLine("14", OTHER_POST, "1")]
    judged = judge(lines, SHOWN, OWN, TODAY, {})
    first, wrong, package = judged.verdicts
    assert first == Verdict(1, lines[0], terms(LIKES, POST, 100, 90_000))
    assert package == Verdict(3, lines[2], terms(PACKAGE, OTHER_POST, None, 900_000))
    assert (wrong.number, wrong.line, wrong.terms) == (2, lines[1], None)
    assert wrong.refused is not None
    assert (judged.wrong, judged.doubled) == ((2,), ())
    assert judged.terms == (first.terms, package.terms)
    assert (judged.total_micro, judged.currency) == (990_000, "USD")


def test_a_list_without_a_right_line_has_no_currency() -> None:
    assert (Judgement(()).total_micro, Judgement(()).currency) == (0, "")


def test_what_is_ordered_already_is_named() -> None:
    lines = [TypedLine("12", POST, "100"), TypedLine("12", POST, "200"), TypedLine("16", PROFILE, "100")]
    target = target_of(terms(FOLLOWERS, PROFILE, 100, 1))
    assert target == (same_link_key(PROFILE), "16")
    judged = judge(lines, SHOWN, OWN, TODAY, {target: 55})
    assert [(one.same_as, one.twin, one.is_doubled) for one in judged.verdicts] == [
        (None, None, False),
        (1, None, True),
        (None, 55, True),
    ]
    assert (judged.doubled, judged.known_twins) == ((2, 3), frozenset({55}))


def test_a_post_for_a_service_of_profiles_can_be_ordered_all_the_same() -> None:
    odd, plain = judge(
        [TypedLine("16", POST, "100"), TypedLine("16", PROFILE, "100")], SHOWN, OWN, TODAY, {}
    ).verdicts
    assert (odd.is_odd, odd.refused) == (True, None)
    assert not plain.is_odd


@pytest.mark.parametrize(
    ("line", "key", "values"),
    [
        (TypedLine("12 and more", columns=2), "mass_columns", {"count": 2}),
        (TypedLine("9" * 30, POST, "100"), "mass_no_service", {"service": "9" * 20}),
        (TypedLine("15", POST, "100"), "mass_asks_more", {"service": "Instagram Comments"}),
        (TypedLine("14", POST, "2"), "mass_package", {}),
        (TypedLine("12", PROFILE, "100"), "mass_link_of_a_profile", {}),
        (TypedLine("12", POST, "9"), "number_out_of_range", {"min": 10, "max": 10_000}),
        (TypedLine("12", POST, ""), "number_not_whole", {"min": 10, "max": 10_000}),
    ],
)
def test_why_a_line_cannot_be_ordered(line: TypedLine, key: str, values: dict[str, object]) -> None:
    [verdict] = judge([line], SHOWN, OWN, TODAY, {}).verdicts
    assert verdict.refused is not None
    assert (verdict.refused.key, verdict.refused.values) == (key, values)


def test_a_package_needs_no_quantity_in_its_line() -> None:
    [verdict] = judge([TypedLine("14", POST, "")], SHOWN, OWN, TODAY, {}).verdicts
    assert verdict.terms == terms(PACKAGE, POST, None, 900_000)


def test_a_line_is_priced_before_its_link_is_known() -> None:
    service, quote = quote_without_link(TypedLine("12", "", "100"), SHOWN, OWN, TODAY)
    assert (service, quote.price_micro, quote.quantity) == (LIKES, 90_000, 100)
    with pytest.raises(ShopError, match="number_out_of_range"):
        quote_without_link(TypedLine("12", "", "9"), SHOWN, OWN, TODAY)


def test_only_services_that_ask_for_a_link_and_a_quantity_stand_in_a_line() -> None:
    assert offer_of("12", SHOWN).service == LIKES
    long = replace(COMMENTS, name="Instagram " + "x" * 80)
    with pytest.raises(ShopError) as refused:
        offer_of("15", storefront(long))
    assert (refused.value.key, refused.value.values) == ("mass_asks_more", {"service": long.name[:60]})
