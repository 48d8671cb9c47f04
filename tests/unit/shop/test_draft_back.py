"""The way back through a draft."""

from dataclasses import replace

import pytest

from shop.catalogue.shelf import FAVOURITES
from shop.ordering import browsing
from shop.ordering.draft import CATEGORY, LINK, OFFER, PLATFORM, RUNS, SERVICE, WHEN, Browse
from shop.ordering.going_back import go_back
from tests.unit.shop.goods import (
    ANN,
    FILLED,
    FOLLOWERS,
    LIKES,
    POST,
    filled,
    storefront,
)

SHOWN = storefront()


def category_key(platform: str) -> str:
    section = SHOWN.section(platform)
    assert section is not None
    return section.categories[0].key


@pytest.mark.parametrize("question", [RUNS, WHEN])
def test_back_from_what_the_confirm_card_offers_is_the_confirm_card(question: str) -> None:
    assert go_back(filled(question=question), SHOWN) == filled()


def test_back_from_a_card_with_drip_feed_asks_for_the_runs_again() -> None:
    dripping = filled(answers={**FILLED, "runs": 3, "interval": 60})
    assert go_back(dripping, SHOWN) == filled(question=RUNS)


def test_back_from_a_service_is_its_list_and_from_there_the_categories() -> None:
    browse = Browse(platform="instagram", category=category_key("instagram"), page=2, link=POST)
    listed = go_back(filled(question=OFFER, browse=browse), SHOWN)
    assert listed == filled(question=SERVICE, service_id="", answers={}, browse=browse)
    categories = go_back(listed, SHOWN)
    assert categories == replace(listed, question=CATEGORY, browse=Browse(platform="instagram", link=POST))
    assert go_back(categories, SHOWN) == replace(listed, question=PLATFORM, browse=Browse())


@pytest.mark.parametrize("browse", [Browse(words="likes", page=2), Browse(shelf=FAVOURITES)])
def test_back_from_what_was_found_is_the_beginning(browse: Browse) -> None:
    listed = filled(question=SERVICE, service_id="", answers={}, browse=browse)
    assert go_back(listed, SHOWN) == replace(listed, question=PLATFORM, browse=Browse())


def test_back_from_a_service_that_came_by_its_number_is_the_beginning() -> None:
    direct = filled(question=OFFER, browse=Browse(link=POST))
    assert go_back(direct, SHOWN) == filled(question=PLATFORM, service_id="", answers={}, browse=Browse())


def test_back_passes_over_the_only_category_of_a_platform() -> None:
    browse = Browse(platform="youtube", category=category_key("youtube"), link=POST)
    listed = filled(question=SERVICE, service_id="", answers={}, browse=browse)
    assert go_back(listed, SHOWN) == replace(listed, question=PLATFORM, browse=Browse())


def test_back_from_a_form_whose_service_is_gone_leads_out_of_it() -> None:
    gone = filled(service_id="99", question=LINK, answers={}, browse=Browse())
    assert go_back(gone, SHOWN) == replace(gone, question=PLATFORM)


def test_back_in_a_shop_of_one_platform_ends_at_its_categories() -> None:
    small = storefront(LIKES, FOLLOWERS)
    first = browsing.begin(ANN, small)
    assert (first.question, first.browse.platform) == (CATEGORY, "instagram")
    assert go_back(first, small) == first
    found = replace(first, question=SERVICE, browse=Browse(words="likes"))
    assert go_back(found, small) == first
