"""Buttons of a list of services: the price first, then what differs, in 30 characters."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.ordering.known import Known
from handlers.ordering.list_views import SERVICES_ON_A_PAGE, service_labels
from handlers.price_lines import Prices
from locales import Catalogues
from shop.catalogue.labels import LIMIT, Entry, labels
from shop.catalogue.measured import Measure
from shop.catalogue.services import Service
from shop.catalogue.shelf import Shelf
from shop.pricing.board import Pricing
from tests.market import names

PAGE = ["1.22 $", "1.69 $", "0.29 $", "3.24 $"]


def shown(*names: str) -> list[str]:
    return labels([Entry(price, name, str(at)) for at, (price, name) in enumerate(zip(PAGE, names))])  # noqa: B905 - as many as there are names


def test_what_all_names_share_is_cut() -> None:
    assert shown(
        "Instagram Followers [ X ] | 100k/D | Super Fast | R30 | Max 500K",
        "Instagram Followers [ X ] | 100k/D | Super Fast | R60 | Max 500K",
        "Instagram Followers [ X ] | 100k/D | Super Fast | Lifetime | Max 500K",
    ) == ["1.22 $ · R30", "1.69 $ · R60", "0.29 $ · Lifetime"]


def test_a_single_name_and_a_name_that_says_nothing_of_its_own_stay() -> None:
    assert shown("TikTok Shares") == ["1.22 $ · TikTok Shares"]
    assert shown("X Likes", "X Likes Real") == ["1.22 $ · X Likes", "1.69 $ · Real"]


def test_a_long_name_loses_its_middle() -> None:
    [first, _] = shown("From accounts with many followers of their own, refilled", "Bots")
    assert first == "1.22 $ · From account…refilled"
    assert len(first) <= LIMIT


def test_names_that_are_equal_are_told_apart_by_number() -> None:
    same = [Entry("1.00 $", "TikTok Views", service) for service in ("101", "102")]
    assert labels(same) == ["1.00 $ · TikTok Views #101", "1.00 $ · TikTok Views #102"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "0.90 USD", "1234567.891234 USD"]),
            st.text(max_size=60),
            st.sampled_from(["", "♻️", "⭐🔁📦♻️⚡40 min"]),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_any_names_give_short_labels_that_differ(page: list[tuple[str, str, str]]) -> None:
    entries = [Entry(price, name, f"{at:036}", sign) for at, (price, name, sign) in enumerate(page)]
    made = labels(entries)
    assert all(0 < len(label) <= LIMIT for label in made)
    assert len({label.casefold() for label in made}) == len(made)
    assert all(label.startswith(entry.price) for label, entry in zip(made, entries, strict=True))


OF_ONES_OWN = Shelf(favourites=tuple(map(str, range(1000, 1100))), ordered=tuple(map(str, range(1050, 1150))))
"""Some services of the market, so that their pages have every sign."""


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("tells_refill", [False, True], ids=["the seed's dialect", "the mainstream's"])
def test_every_page_of_a_market_of_10000_services(language: str, *, tells_refill: bool) -> None:
    board = Pricing(currency="USD", from_wallets=False)
    board.main.set_currency("USD")
    t = Catalogues().of(language)
    prices = Prices(t, board.for_person(1))
    services = [
        Service(
            str(number), name, category, "Default", (number // 25 % 90 + 1) * 30_000, 10, 500_000,
            refill="No Refill" not in name if tells_refill else None,
        )
        for number, (category, name) in enumerate(names(10_000), start=1000)
    ]  # fmt: skip
    known = Known(prices, OF_ONES_OWN)
    minutes = {str(number): timedelta(minutes=number) for number in range(1000, 1200)}
    known.measured.replace_all({key: Measure(9, None, time, time) for key, time in minutes.items()})
    for start in range(0, len(services), SERVICES_ON_A_PAGE):
        page = services[start : start + SERVICES_ON_A_PAGE]
        made = service_labels(page, known, t, timed=True)
        assert all(len(label) <= LIMIT for label in made), made
        assert len(set(made)) == len(made), made
        assert all(label.startswith(prices.amount(one)) for label, one in zip(made, page, strict=True)), made
