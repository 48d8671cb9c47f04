"""A catalogue's services, a person's own, and those that are never refilled."""

from dataclasses import replace

import pytest

from shop.catalogue.services import Catalogue, OwnService, Service
from shop.catalogue.shelf import FAVOURITES, ORDERED, Shelf
from shop.catalogue.unrefilled import Unrefilled

LIKES = Service("12", "Likes", "Instagram", "Default", 900_000, 10, 1_000)


def test_a_service_is_found_by_its_number() -> None:
    catalogue = Catalogue.of(iter([LIKES, replace(LIKES, id="13")]))
    assert catalogue.service("12") == LIKES
    assert catalogue.service("14") is None
    assert [one.id for one in catalogue.services] == ["12", "13"]


def test_a_panel_knows_a_service_by_its_own_number_and_name() -> None:
    assert (LIKES.number, LIKES.panels_name) == ("12", "Likes")
    assert replace(LIKES, panel="fast", panel_number="7").number == "7"
    own = OwnService("12", "Hearts", "Instagram", "Default", 900_000, 10, 1_000, name_at_panel="Likes")
    assert (own.name, own.panels_name) == ("Hearts", "Likes")


def test_a_shelf_has_favourites_and_what_was_ordered() -> None:
    shelf = Shelf(favourites=("1", "2"), ordered=("3",))
    assert (shelf.ids(FAVOURITES), shelf.ids(ORDERED), shelf.ids("other")) == (("1", "2"), ("3",), ())


@pytest.mark.parametrize("told", [True, False, None])
def test_what_the_panel_said_of_refills_outweighs_its_catalogue(told: bool | None) -> None:
    service, unrefilled = replace(LIKES, refill=told), Unrefilled()
    assert unrefilled.refill_of(service) is told
    unrefilled.replace_all(iter(["7"]))
    unrefilled.add("12")
    assert unrefilled.refill_of(service) is False
    assert "7" in unrefilled
    unrefilled.replace_all(["7"])
    assert unrefilled.refill_of(service) is told
