"""Ordering the same again, also where it is sold no longer."""

from dataclasses import replace

import pytest

from shop.errors import ShopError
from shop.ordering.draft import CATEGORY, CONFIRM, PLATFORM, SERVICE, Browse
from shop.ordering.reorder import draft_again, draft_of_nearest
from tests.unit.shop.goods import (
    ANN,
    LIKES,
    POST,
    PROFILE,
    storefront,
    terms,
)

SHOWN = storefront()


def test_a_reorder_has_the_answers_of_its_order_and_its_odd_link_agreed() -> None:
    draft = draft_again(ANN, terms(LIKES, POST, 100, 1), SHOWN)
    assert (draft.person_id, draft.service_id, draft.question, draft.odd_link) == (ANN, "12", CONFIRM, "")
    assert (draft.answers["link"], draft.answers["quantity"]) == (POST, 100)
    assert draft_again(ANN, terms(LIKES, PROFILE, 100, 1), SHOWN).odd_link == PROFILE
    with pytest.raises(ShopError):
        draft_again(ANN, replace(terms(LIKES, POST, 100, 1), service_id="99"), SHOWN)


def test_the_nearest_to_a_service_that_is_gone_are_those_of_its_name_with_the_link() -> None:
    gone = replace(terms(LIKES, POST, 100, 1), service_id="99")
    found = draft_of_nearest(ANN, gone, SHOWN)
    assert (found.person_id, found.question) == (ANN, SERVICE)
    assert found.browse == Browse(words="Instagram Likes", link=POST)


def test_else_what_there_is_for_its_link_else_all_platforms() -> None:
    gone = replace(terms(LIKES, POST, 100, 1), service_id="99", service_name="zzzzz")
    by_link = draft_of_nearest(ANN, gone, SHOWN)
    assert (by_link.question, by_link.browse) == (CATEGORY, Browse(platform="instagram", link=POST))
    for link in ("", "https://t.me/durov/5"):
        elsewhere = draft_of_nearest(ANN, replace(gone, link=link), SHOWN)
        assert (elsewhere.question, elsewhere.browse, elsewhere.person_id) == (PLATFORM, Browse(), ANN)
