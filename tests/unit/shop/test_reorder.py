"""Ordering the same again, also where it is sold no longer."""

from dataclasses import replace

import pytest

from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.errors import ShopError
from shop.ordering.draft import CATEGORY, CONFIRM, PLATFORM, SERVICE, Browse
from shop.ordering.order import Terms
from shop.ordering.reorder import again, nearest

ANN = 7
POST, OTHER_POST = "https://www.instagram.com/p/Cabc/", "https://www.instagram.com/p/Cxyz/"
PROFILE = "https://www.instagram.com/ann/"
LIKES = Service("12", "Instagram Likes", "Instagram Likes", "Default", 900_000, 10, 10_000)
FOLLOWERS = replace(LIKES, id="16", name="Instagram Followers", category="Instagram Followers")
PACKAGE = replace(LIKES, id="14", name="Instagram Likes Package", type="Package")
COMMENTS = replace(LIKES, id="15", name="Instagram Comments", type="Custom Comments")
VIEWS = replace(LIKES, id="17", name="YouTube Views", category="YouTube Views")


def storefront(*services: Service) -> Storefront:
    shown = Storefront()
    shown.show(CatalogueIndex.of(Catalogue.of(services or (LIKES, FOLLOWERS, PACKAGE, COMMENTS, VIEWS))))
    return shown


SHOWN = storefront()


def terms(service: Service, link: str, quantity: int | None, price: int) -> Terms:
    return Terms(
        service.id,
        service.name,
        link,
        quantity,
        {},
        price,
        "USD",
        cost_micro=price,
        asks_quantity=quantity is not None,
    )


def test_a_reorder_has_the_answers_of_its_order_and_its_odd_link_agreed() -> None:
    draft = again(ANN, terms(LIKES, POST, 100, 1), SHOWN)
    assert (draft.person_id, draft.service_id, draft.question, draft.odd_link) == (ANN, "12", CONFIRM, "")
    assert (draft.answers["link"], draft.answers["quantity"]) == (POST, 100)
    assert again(ANN, terms(LIKES, PROFILE, 100, 1), SHOWN).odd_link == PROFILE
    with pytest.raises(ShopError):
        again(ANN, replace(terms(LIKES, POST, 100, 1), service_id="99"), SHOWN)


def test_the_nearest_to_a_service_that_is_gone_are_those_of_its_name_with_the_link() -> None:
    gone = replace(terms(LIKES, POST, 100, 1), service_id="99")
    found = nearest(ANN, gone, SHOWN)
    assert (found.person_id, found.question) == (ANN, SERVICE)
    assert found.browse == Browse(words="Instagram Likes", link=POST)


def test_else_what_there_is_for_its_link_else_all_platforms() -> None:
    gone = replace(terms(LIKES, POST, 100, 1), service_id="99", service_name="zzzzz")
    by_link = nearest(ANN, gone, SHOWN)
    assert (by_link.question, by_link.browse) == (CATEGORY, Browse(platform="instagram", link=POST))
    for link in ("", "https://t.me/durov/5"):
        elsewhere = nearest(ANN, replace(gone, link=link), SHOWN)
        assert (elsewhere.question, elsewhere.browse, elsewhere.person_id) == (PLATFORM, Browse(), ANN)
