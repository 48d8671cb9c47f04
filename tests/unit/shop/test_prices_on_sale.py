"""What can be sold at all, by whose currency and rate, and what a bundle of it costs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.alerts import AlertKind, Condition
from shop.bundles.bundle import (
    MOST_PARTS,
    Bundle,
    Composed,
    OnSale,
    Part,
    check_part,
    check_whole,
)
from shop.bundles.pricing import BundlePrice, PartPrice, check_costs, price_of, sold_as
from shop.bundles.typed import read_name
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.errors import ShopError
from shop.ordering.mass_lines import TypedLine
from shop.ordering.terms import Terms
from shop.pricing.board import Closed, OwnPrices, Pricing
from shop.pricing.price_list import NANO, Exchange, PriceList
from shop.pricing.quotes import DEAREST, parts_of
from tests.unit.shop.goods import FOLLOWERS, LIKES, PACKAGE, POST, VIEWS

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


def pricing(*, from_wallets: bool = True, clock: Clock | None = None) -> Pricing:
    return Pricing(currency="RUB", from_wallets=from_wallets, clock=clock or Clock())


def state(board: Pricing) -> tuple[Closed | None, str]:
    return board.closed, board.currency


def test_a_wallet_shop_sells_nothing_before_the_panels_currency_is_known() -> None:
    board = pricing()
    assert (board.closed, board.main.conditions()) == (Closed.BALANCE_UNREAD, [])
    refused = board.refusal()
    assert refused is not None
    assert refused.key == "prices_not_here"
    board.main.set_currency("rub")
    assert (board.closed, board.refusal(), board.main.exchange) == (None, None, Exchange())


def test_another_currency_needs_a_rate_and_an_operator_hears_which() -> None:
    board = pricing()
    board.main.set_currency("USD")
    assert board.closed is Closed.NO_RATE
    assert board.main.conditions() == [Condition(AlertKind.RATE_MISSING, facts={"word": "USD / RUB"})]
    refused = board.refusal()
    assert refused is not None
    assert refused.key == "cannot_sell"
    assert board.rates() == {"USD": None}
    board.update(PriceList(rates={"USD/RUB": 90 * NANO}))
    assert board.main.exchange == Exchange(90 * NANO, NANO)
    assert board.rates() == {"USD": 90 * NANO}
    assert board.main.conditions() == []


def test_in_private_a_change_of_currency_stops_the_sale_until_it_is_undone() -> None:
    board = pricing(from_wallets=False)
    board.main.set_currency("USD")
    assert state(board) == (None, "USD")
    board.main.set_currency("EUR")
    assert state(board) == (Closed.OTHER_CURRENCY, "USD")
    assert board.main.conditions() == [Condition(AlertKind.CURRENCY_CHANGED, facts={"word": "USD → EUR"})]
    board.main.set_currency(None)
    assert state(board) == (None, "USD")


def test_prices_are_trusted_for_two_hours() -> None:
    clock = Clock()
    board = pricing(from_wallets=False, clock=clock)
    board.main.set_priced_at(NOON)
    clock.at = NOON + timedelta(hours=2)
    assert state(board) == (None, "RUB")
    clock.at += timedelta(seconds=1)
    assert state(board) == (Closed.PRICES_OLD, "RUB")
    assert board.main.conditions() == [
        Condition(AlertKind.PRICES_OLD, facts={"word": "2026-03-01 12:00 UTC"})
    ]
    refused = board.refusal()
    assert refused is not None
    assert refused.key == "prices_old"
    board.main.set_priced_at(clock.at)
    assert state(board) == (None, "RUB")
    board.main.outdate()
    assert state(board) == (Closed.PRICES_OLD, "RUB")


def test_a_shop_that_never_had_prices_is_not_outdated() -> None:
    board = pricing(from_wallets=False)
    board.main.outdate()
    assert board.closed is None


def test_a_further_panel_sells_where_the_first_does_not() -> None:
    board = pricing()
    further = board.add_panel("other")
    assert (further.currency, further.closed) == ("RUB", Closed.BALANCE_UNREAD)
    assert board.of("other") is further
    assert board.of("elsewhere") is board.main
    further.set_currency("RUB")
    assert (board.main.closed, board.closed) == (Closed.BALANCE_UNREAD, None)
    own = board.at_level("")
    assert (own.exchange, own.others) == (None, {"other": Exchange()})
    assert not own.sells(LIKES)
    assert own.sells(replace(LIKES, panel="other"))
    with pytest.raises(ShopError, match="service_paused"):
        own.rate_shown(LIKES)


# --- bundles -----------------------------------------------------------------------------------------------

SAVES = replace(LIKES, id="13", name="Instagram Post Saves", rate_micro=300_000)
REPLIES = replace(LIKES, id="15", name="Instagram Comments", type="Custom Comments")
OWN = OwnPrices(PriceList(usual_ppm=1_000_000), "", "USD", Exchange(), from_wallets=True)
BOTH = Bundle("Post start", (Part("12", quantity=100), Part("13", share_ppm=500_000)))


def storefront() -> Storefront:
    shown = Storefront()
    services = (LIKES, SAVES, PACKAGE, REPLIES, FOLLOWERS, VIEWS)
    shown.show(CatalogueIndex.of(Catalogue.of(services)))
    return shown


def test_a_part_is_a_number_or_a_share_of_the_whole() -> None:
    assert Part("12", quantity=100).of(1_000) == 100
    assert Part("12", share_ppm=333_333).of(1_000) == 333
    assert BOTH.lines(POST) == (TypedLine("12", POST, "100"), TypedLine("13", POST, "500"))
    assert BOTH.lines() == (TypedLine("12", "", "100"), TypedLine("13", "", "500"))


def test_a_service_stands_in_a_bundle_once() -> None:
    more = Part("12", quantity=200)
    assert BOTH.with_part(more).parts == (more, BOTH.parts[1])
    new = Part("16", quantity=5)
    assert BOTH.with_part(new).parts == (*BOTH.parts, new)
    assert BOTH.without("12").parts == (BOTH.parts[1],)


def test_a_bundle_has_at_most_ten_parts() -> None:
    full = replace(BOTH, parts=tuple(Part(str(number), quantity=1) for number in range(MOST_PARTS)))
    changed = full.with_part(Part("0", quantity=2))
    assert changed.parts[0] == Part("0", quantity=2)
    with pytest.raises(ShopError) as refused:
        full.with_part(Part("99", quantity=1))
    assert (refused.value.key, refused.value.values) == ("bundle_too_long", {"most": MOST_PARTS})


def test_a_bundle_is_found_by_all_of_the_words() -> None:
    sold = OnSale(4, 1, BOTH)
    assert sold.is_named("START post")
    assert sold.is_named("")
    assert not sold.is_named("post end")


def test_a_copy_that_is_not_on_sale_yet_is_told_apart() -> None:
    assert not Composed(4, BOTH, 1).is_changed
    assert not Composed(4, BOTH, 2, published=BOTH).is_changed
    assert Composed(4, BOTH, 3, published=BOTH.without("12")).is_changed


@pytest.mark.parametrize(
    ("part", "key", "values"),
    [
        (Part("99", quantity=100), "mass_no_service", {"service": "99"}),
        (Part("15", quantity=100), "mass_asks_more", {"service": "Instagram Comments"}),
        (Part("14", quantity=100), "mass_asks_more", {"service": "Instagram Likes Package"}),
        (
            Part("12", quantity=9), "bundle_quantity",
            {"service": "Instagram Likes", "quantity": 9, "least": 10, "most": 10_000},
        ),
        (
            Part("12", quantity=10_001), "bundle_quantity",
            {"service": "Instagram Likes", "quantity": 10_001, "least": 10, "most": 10_000},
        ),
        (
            Part("17", quantity=100), "bundle_other_link",
            {"service": "YouTube Views", "other": "Instagram Likes"},
        ),
        (
            Part("16", quantity=100), "bundle_other_link",
            {"service": "Instagram Followers", "other": "Instagram Likes"},
        ),
    ],
)  # fmt: skip
def test_why_a_service_cannot_stand_in_a_bundle(part: Part, key: str, values: dict[str, object]) -> None:
    with pytest.raises(ShopError) as refused:
        check_part(BOTH, part, storefront())
    assert (refused.value.key, refused.value.values) == (key, values)


@pytest.mark.parametrize("quantity", [10, 10_000])
def test_the_least_and_the_most_of_a_service_may_stand_in_a_bundle(quantity: int) -> None:
    assert check_part(BOTH, Part("12", quantity=quantity), storefront()).service == LIKES


def test_a_part_that_is_gone_does_not_keep_others_out() -> None:
    gone = replace(BOTH, parts=(Part("99", quantity=100),))
    assert check_part(gone, BOTH.parts[0], storefront()).service == LIKES


def test_one_service_is_no_bundle() -> None:
    assert [offer.service for offer in check_whole(BOTH, storefront())] == [LIKES, SAVES]
    with pytest.raises(ShopError) as refused:
        check_whole(BOTH.without("12"), storefront())
    assert (refused.value.key, refused.value.values) == ("bundle_too_short", {"fewest": 2})


def parts(*shares: int) -> tuple[PartPrice, ...]:
    likes, saves = (storefront().sold(number) for number in ("12", "13"))
    return PartPrice(likes, 100, 180_000, 90_000, shares[0]), PartPrice(
        saves, 500, 300_000, 150_000, shares[1]
    )


def test_a_bundle_costs_its_parts_less_the_discount_and_each_part_has_its_share() -> None:
    price = price_of(replace(BOTH, discount_ppm=250_000), storefront(), OWN)
    assert price == BundlePrice(parts(135_000, 225_000), 360_000, "USD")
    assert (price.alone_micro, price.cost_micro) == (480_000, 240_000)


def test_a_discounted_price_is_rounded_up_to_the_shops_step() -> None:
    own = replace(OWN, step_micro=50_000)
    assert price_of(replace(BOTH, discount_ppm=250_000), storefront(), own).price_micro == 375_000 + 25_000


def test_a_fixed_price_holds_in_its_own_currency_only() -> None:
    fixed = replace(BOTH, fixed_micro=400_000, currency="USD", discount_ppm=250_000)
    assert price_of(fixed, storefront(), OWN).price_micro == 400_000
    with pytest.raises(ShopError) as refused:
        price_of(fixed, storefront(), replace(OWN, currency="EUR"))
    assert (refused.value.key, refused.value.values) == ("bundle_other_currency", {"currency": "USD"})


def test_no_bundle_costs_more_than_can_be_booked() -> None:
    fixed = replace(BOTH, fixed_micro=DEAREST, currency="USD")
    assert price_of(fixed, storefront(), OWN).price_micro == DEAREST
    with pytest.raises(ShopError, match="price_too_high"):
        price_of(replace(fixed, fixed_micro=DEAREST + 100), storefront(), OWN)


def terms(service: Service, quantity: int | None, price: int = 0) -> Terms:
    return Terms(service.id, service.name, POST, quantity, {}, price, "USD", asks_quantity=True)


def test_each_part_is_an_order_at_its_share_under_the_bundles_name() -> None:
    price = BundlePrice(parts(135_000, 225_000), 360_000, "USD")
    likes, saves = terms(LIKES, 100, 1), terms(SAVES, 500, 2)
    named = {"bundle": "Post start", "bundle_id": 4}
    assert sold_as(OnSale(4, 1, BOTH), price, [likes, saves]) == (
        replace(likes, price_micro=135_000, **named),  # type: ignore[arg-type]  # a table's rest
        replace(saves, price_micro=225_000, **named),  # type: ignore[arg-type]  # a table's rest
    )
    with pytest.raises(ValueError, match="zip"):
        sold_as(OnSale(4, 1, BOTH), price, [likes])


def test_a_bundle_is_not_sold_once_a_part_costs_more_than_its_share() -> None:
    check_costs([terms(LIKES, 100, 90_000), terms(SAVES, 500, 150_000)], storefront(), OWN)
    check_costs([terms(PACKAGE, None, 900_000)], storefront(), OWN)
    with pytest.raises(ShopError, match="bundle_dearer"):
        check_costs([terms(LIKES, 100, 90_000), terms(SAVES, 500, 149_999)], storefront(), OWN)


def test_a_bundle_is_held_against_what_it_costs_in_the_shops_currency() -> None:
    part = terms(LIKES, 100, 90_000)
    check_costs([part], storefront(), OWN)
    with pytest.raises(ShopError, match="bundle_dearer"):
        check_costs([part], storefront(), replace(OWN, exchange=Exchange(units=90)))


@pytest.mark.parametrize(
    ("one", "own"),
    [
        (replace(terms(LIKES, 100, 90_000), service_id="99"), OWN),
        (replace(terms(LIKES, 100, 90_000), currency="EUR"), OWN),
        (terms(LIKES, 100, 90_000), replace(OWN, exchange=None)),
    ],
)
def test_a_bundle_is_not_sold_while_a_part_cannot_be(one: Terms, own: OwnPrices) -> None:
    with pytest.raises(ShopError) as refused:
        check_costs([one], storefront(), own)
    assert refused.value.key == "bundle_not_now"


@pytest.mark.parametrize("text", ["", " \u200b ", "x" * 27, "a\x07b"])
def test_a_bundles_name_fits_on_a_button(text: str) -> None:
    assert read_name("x" * 26) == "x" * 26
    with pytest.raises(ShopError) as refused:
        read_name(text)
    assert (refused.value.key, refused.value.values) == ("bundle_name", {"limit": 26})


@pytest.mark.parametrize(
    ("comment", "marks", "parts_"),
    [
        ("one", [], ["one"]),
        ("one, two", [","], ["one", " two"]),
        ("one<BR>two<br>", ["<br>"], ["one", "two"]),
        ("a,b;c", [",", ";"], ["a", "b", "c"]),
        ("a.b", ["."], ["a", "b"]),
        ("ab", [""], ["ab"]),
    ],
)
def test_a_comment_counts_as_often_as_the_panel_cuts_it(
    comment: str, marks: list[str], parts_: list[str]
) -> None:
    assert parts_of(comment, marks) == parts_
