"""Terms: one quantity, from which each run's is worked out; and how earlier releases stored them."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from shop.catalogue.services import Service
from shop.ordering.answers import Answer
from shop.ordering.fields import FORMS
from shop.ordering.terms import Terms, answers_of, terms_of
from shop.pricing.quotes import quote

LINK = "https://instagram.com/p/a"
SERVICE = Service(
    id="1", name="Likes", category="Instagram", type="Default", rate_micro=900_000, min=10, max=10**6
)
OLD = {
    "service_id": "1",
    "service_name": "Likes",
    "link": LINK,
    "quantity": 300,
    "fields": {"quantity": 100, "runs": 3, "interval": 30},
    "price_micro": 270_000,
    "currency": "USD",
}
"""As earlier releases stored them: the quantity of each run once more among the fields."""


def test_terms_of_earlier_releases_ask_the_panel_for_the_same() -> None:
    terms = Terms.read(OLD)
    assert (terms.quantity, terms.each) == (300, 100)
    assert terms.add_request.fields == {"quantity": 100, "runs": 3, "interval": 30}
    assert answers_of(terms, FORMS["default"])["quantity"] == 100


def test_what_is_stored_now_reads_as_the_same_and_has_one_quantity() -> None:
    answers: dict[str, Answer] = {"link": LINK, "quantity": 100, "runs": 3, "interval": 30}
    terms = terms_of(
        SERVICE, answers, quote(SERVICE, FORMS["default"], answers, currency="USD", markup_ppm=0)
    )
    assert Terms.read(asdict(terms)) == terms
    assert "quantity" not in terms.fields
    assert terms.add_request.fields == Terms.read(OLD).add_request.fields
    assert answers_of(terms, FORMS["default"]) == answers


def test_a_panel_that_counts_lines_is_told_no_quantity() -> None:
    old = Terms.read({**OLD, "quantity": 2, "fields": {"comments": ["so nice", "lovely"]}})
    assert (old.quantity, old.each) == (2, None)
    assert old.add_request.fields == {"comments": ("so nice", "lovely")}
    assert "quantity" not in answers_of(old, FORMS["customcomments"])


@pytest.mark.parametrize("runs", [{}, {"runs": 1}])
def test_without_runs_the_whole_quantity_is_asked_for(runs: dict[str, int]) -> None:
    terms = replace(Terms.read(OLD), fields={**runs})
    assert terms.each == 300


def test_an_order_for_later_keeps_the_second_at_which_it_goes_out() -> None:
    answers: dict[str, Answer] = {"link": LINK, "quantity": 100}
    price = quote(SERVICE, FORMS["default"], answers, currency="USD", markup_ppm=0)
    later = datetime(2030, 1, 1, 12, tzinfo=UTC)
    assert terms_of(SERVICE, answers, price, starts_at=later).starts == later.timestamp()
    assert terms_of(SERVICE, answers, price).starts is None
