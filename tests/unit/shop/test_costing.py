"""What an order costs the shop, and when that keeps it from being sent."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shop.catalogue.curating import Decision, Decisions, curate
from shop.catalogue.hiding_rules import RuleTexts
from shop.catalogue.services import Catalogue, OwnService, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.ordering.order import Order, OrderState
from shop.ordering.terms import Terms
from shop.pricing.board import Pricing
from shop.pricing.costing import Cost, Costing, Unsent
from shop.quality.supplier import cost_here, costs_of
from tests.unit.shop.goods import LIKES, POST, storefront

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
TERMS = Terms("12", "Instagram Likes", POST, 1000, {}, 900_000, "USD", asks_quantity=True)


def costing(service: Service = LIKES, **more: object) -> Costing:
    board = Pricing(currency="USD", from_wallets=True)
    board.main.set_currency("USD")
    return Costing(board, storefront(service), lambda _: (), **more)  # type: ignore[arg-type]  # a table's rest


@pytest.mark.parametrize(
    ("terms", "cost"),
    [
        (TERMS, Cost(900_000, 900_000, "USD")),
        (replace(TERMS, price_micro=899_999), Unsent.DEARER),
        (replace(TERMS, service_id="99"), Unsent.GONE),
        (replace(TERMS, currency="EUR"), Unsent.DEARER),
        (replace(TERMS, price_micro=899_999, discount_micro=1), Unsent.DEARER),
    ],
)
def test_an_order_is_not_sent_at_a_loss(terms: Terms, cost: Cost | Unsent) -> None:
    assert costing()(terms) == cost


def test_a_cost_is_in_no_currency_while_the_panel_has_named_none() -> None:
    """What is expected is no name: a charge in the currency that reports name is held against the cost."""
    board = Pricing(currency="USD", from_wallets=True)
    board.main.set_currency(None)
    assert Costing(board, storefront(LIKES), lambda _: ())(TERMS) == Cost(900_000, 900_000, None)


def test_a_subscriptions_cost_is_not_known_beforehand() -> None:
    posts = replace(LIKES, type="Subscriptions")
    terms = replace(TERMS, fields={"min": 10, "max": 20}, quantity=None, price_micro=0, per_post_micro=18_000)
    assert costing(posts)(terms) == Cost(0, 0, "USD")
    assert costing(posts)(replace(terms, per_post_micro=17_999)) is Unsent.DEARER


def test_an_order_placed_before_its_service_was_hidden_still_has_its_cost() -> None:
    hidden = Decisions(services={"12": Decision(is_shown=False)})
    shown = Storefront()
    curated = curate((LIKES,), hidden, RuleTexts((LIKES,)))
    shown.show(CatalogueIndex.of(Catalogue.of([LIKES]), curated=curated))
    new = replace(costing(), storefront=shown)
    assert new(TERMS) is Unsent.GONE
    assert replace(new, of_placed=True)(TERMS) == Cost(900_000, 900_000, "USD")


def test_a_coupon_may_lead_to_the_loss_that_the_operator_allows() -> None:
    allowing = costing(loss_ppm=lambda: 100_000)
    assert allowing(replace(TERMS, price_micro=810_000, discount_micro=90_000)) == Cost(
        900_000, 900_000, "USD"
    )
    assert allowing(replace(TERMS, price_micro=809_999, discount_micro=90_001)) is Unsent.DEARER
    assert allowing(replace(TERMS, price_micro=810_000)) is Unsent.DEARER


def test_what_services_cost_is_in_the_shops_own_currency_rounded_up() -> None:
    board = Pricing(currency="RUB", from_wallets=True)
    board.main.set_currency("USD")
    assert costs_of([LIKES], board) == {}
    board.update(replace(board.prices, rates={"USD/RUB": 90_000_000_001}))
    exchange = board.main.rate
    assert exchange is not None
    assert cost_here(LIKES, exchange) == 81_000_001
    assert costs_of([LIKES], board) == {"12": 81_000_001}


@pytest.mark.parametrize(
    ("now", "is_same"),
    [
        (LIKES, True),
        (replace(LIKES, name="🔥 IG Likes · R30 · 50k/day"), True),
        (replace(LIKES, name="Super fast, new server"), True),  # says nothing of it
        (replace(LIKES, name="Best quality", category="Instagram Followers & Comments"), True),
        (replace(LIKES, name="Instagram Likes + Views"), True),
        (replace(LIKES, name="Instagram Views + Likes"), True),
        (replace(LIKES, name="Customer Reviews ★ | Instagram Likes"), True),  # an ornament in front
        (replace(LIKES, name="Likes | R30", category="TikTok & Instagram"), True),
        (replace(LIKES, name="Instagram Views"), False),
        (replace(LIKES, name="TikTok Likes", category="TikTok"), False),
        (replace(LIKES, name="Followers", category="Instagram Followers"), False),
        (replace(LIKES, type="Package"), False),
        (replace(LIKES, type="Custom Comments"), False),
        (replace(LIKES, type="Subscriptions"), False),
    ],
)
def test_a_number_that_another_service_has_by_now_is_not_what_was_ordered(
    now: Service, *, is_same: bool
) -> None:
    """Two services swapped their numbers; who had confirmed likes of a picture was sent views elsewhere."""
    assert isinstance(costing(now)(TERMS), Cost) is is_same


@pytest.mark.parametrize(
    ("seen", "name", "category"),
    [
        ("TikTok Live Viewers", "TikTok Live Stream Views | New", "TikTok"),
        ("TikTok Views", "TikTok Plays", "TikTok"),
        ("TikTok Saves", "TikTok Favorites", "TikTok"),
        ("Views | Suggested traffic | R30", "Views | Suggested traffic | R60", "YouTube"),
        ("Members' favorites: Instagram Views", "Instagram Views", "Instagram"),
    ],
)
def test_a_service_that_is_called_otherwise_is_the_same(seen: str, name: str, category: str) -> None:
    """The same thing in other words, and what says nothing of it: the money of each came back."""
    now = replace(LIKES, name=name, category=category)
    assert isinstance(costing(now)(replace(TERMS, service_name=seen)), Cost)


def test_other_orders_than_a_package_are_not_sent_to_one() -> None:
    every: tuple[dict[str, str | int | list[str]], ...] = (
        {"comments": ["Nice"]},
        {"username": "ann", "min": 1, "max": 9, "posts": 3},
    )
    for fields in every:
        terms = replace(TERMS, fields=fields, asks_quantity=False)
        assert costing(replace(LIKES, type="Package"))(terms) is Unsent.GONE
        assert costing(replace(LIKES, type="Package"))(replace(terms, fields={})) is not Unsent.GONE


def test_a_subscription_that_costs_nothing_is_the_same() -> None:
    """A private kiosk orders what its panel gives away."""
    fields: dict[str, str | int | list[str]] = {"username": "ann", "min": 1, "max": 9, "delay": "0"}
    terms = replace(TERMS, quantity=None, fields=fields, price_micro=0, asks_quantity=False)
    assert costing(replace(LIKES, type="Subscriptions", rate_micro=0))(terms) == Cost(0, 0, "USD")


def test_a_name_of_the_shops_own_is_no_other_service() -> None:
    fields = {name: getattr(LIKES, name) for name in LIKES.__slots__}
    own = OwnService(**fields | {"name": "Hearts"}, name_at_panel="Instagram Views")
    assert isinstance(costing(own)(replace(TERMS, service_name="Hearts")), Cost)
    assert isinstance(costing(own)(replace(TERMS, service_name="Instagram Views")), Cost)
    assert isinstance(costing(own)(replace(TERMS, service_name="Instagram Power Likes")), Cost), "one says so"
    assert costing(own)(replace(TERMS, service_name="Instagram Followers")) is Unsent.GONE


def test_a_service_that_an_operator_has_deliver_may_be_called_anything() -> None:
    terms = replace(TERMS, service_name="Instagram Views")
    order = Order(1, 7, "main", terms, OrderState.RESERVED, NOON, NOON)
    assert costing()(order.priced_terms) is Unsent.GONE
    routed = replace(order, sent_service="12", sent_number="12", sent_most_micro=900_000)
    assert isinstance(costing()(routed.priced_terms), Cost)
