"""The questions of a draft, one after the other."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from shop.catalogue.shelf import FAVOURITES, ORDERED, Shelf
from shop.errors import ShopError
from shop.ordering import browsing, filling, odd_link
from shop.ordering.answers import Answer
from shop.ordering.draft import CATEGORY, LINK, OFFER, PLATFORM, SERVICE, WHEN, Browse, Draft
from shop.ordering.going_back import go_back
from tests.unit.shop.goods import (
    ANN,
    BROWSING,
    FILLED,
    LIKES,
    POST,
    PROFILE,
    filled,
    storefront,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)


SHOWN = storefront()
LIKES_OFFER = SHOWN.sold("12")


def test_a_page_is_turned_and_never_before_the_first() -> None:
    draft = replace(Draft.new(ANN), browse=BROWSING)
    assert browsing.turn_page(draft, 5).browse == replace(BROWSING, page=5)
    assert browsing.turn_page(draft, -1).browse == replace(BROWSING, page=0)


@pytest.mark.parametrize(
    ("first", "refill", "changed"),
    [
        (None, None, {}),
        ("cheapest", None, {"cheapest": True, "fastest": False}),
        ("fastest", None, {"cheapest": False, "fastest": True}),
        ("", False, {"cheapest": False, "fastest": False, "refill": False}),
        (None, True, {"refill": True}),
    ],
)
def test_a_list_arranged_anew_begins_at_its_first_page(
    first: str | None, refill: bool | None, changed: dict[str, bool]
) -> None:
    draft = replace(Draft.new(ANN), browse=BROWSING)
    arranged = browsing.arrange(draft, first=first, refill=refill)
    assert arranged == replace(draft, browse=replace(BROWSING, page=0, **changed))  # type: ignore[arg-type]  # flags


def test_looking_at_a_service_forgets_the_answers_to_another() -> None:
    draft = browsing.look_at(filled(service_id="16"), LIKES_OFFER)
    assert draft == filled(question=OFFER, answers={})


def test_choosing_a_service_forgets_answers_oddity_and_start() -> None:
    draft = filling.choose(filled(service_id="16", odd_link=PROFILE, starts=5), LIKES_OFFER)
    assert draft == filled(question=LINK, answers={}, odd_link="", starts=None)


def test_a_brought_link_is_the_first_answer() -> None:
    draft, refused = filling.choose_for_link(Draft("d", ANN), LIKES_OFFER, POST, TODAY)
    assert (draft.question, draft.answers, refused) == ("quantity", {"link": POST}, None)
    draft, refused = filling.choose_for_link(Draft("d", ANN), LIKES_OFFER, "", TODAY)
    assert (draft.question, draft.answers, refused) == (LINK, {}, None)


def test_an_odd_link_is_kept_to_be_asked_about_and_a_wrong_one_is_refused() -> None:
    draft, refused = filling.choose_for_link(Draft("d", ANN), LIKES_OFFER, PROFILE, TODAY)
    assert (draft.question, draft.odd_link, draft.answers, refused) == (LINK, PROFILE, {}, None)
    draft, refused = filling.choose_for_link(Draft("d", ANN), LIKES_OFFER, "https://youtu.be/abc", TODAY)
    assert (draft.question, draft.odd_link, draft.answers) == (LINK, "", {})
    assert refused is not None


def test_a_link_brought_along_leads_to_what_its_platform_has() -> None:
    draft = browsing.bring_link(filled(), POST, "instagram", SHOWN)
    assert (draft.question, draft.service_id, draft.answers) == (CATEGORY, "", {})
    assert draft.browse == Browse(platform="instagram", link=POST)
    with pytest.raises(ShopError, match="nothing_for_link"):
        browsing.bring_link(filled(), POST, "tiktok", SHOWN)


def test_a_persons_own_list_needs_a_service_that_is_on_sale() -> None:
    shelf = Shelf(favourites=("99", "12"), ordered=("99",))
    draft = browsing.open_shelf(filled(), FAVOURITES, shelf, SHOWN)
    assert draft == filled(question=SERVICE, service_id="", answers={}, browse=Browse(shelf=FAVOURITES))
    with pytest.raises(ShopError, match="shelf_empty"):
        browsing.open_shelf(filled(), ORDERED, shelf, SHOWN)


def test_words_that_find_nothing_are_said_again_in_short() -> None:
    with pytest.raises(ShopError) as refused:
        browsing.search(filled(), "  zzz \n" + "y" * 90, SHOWN)
    assert (refused.value.key, refused.value.values) == ("nothing_found", {"words": "zzz " + "y" * 56})
    found = browsing.search(filled(), " Likes \n instagram", SHOWN)
    assert found == filled(
        question=SERVICE, service_id="", answers={}, browse=Browse(words="Likes instagram", link=POST)
    )


def test_a_link_that_nothing_found_is_for_narrows_no_list() -> None:
    assert browsing.services_found(Browse(words="youtube", link=POST), SHOWN) == SHOWN.find("youtube")
    assert browsing.services_found(Browse(words="likes", link="https://vk.com/ann"), SHOWN) == SHOWN.find(
        "likes"
    )
    listed = filled(question=SERVICE, service_id="", browse=Browse(words="likes", link="https://vk.com/ann"))
    assert go_back(listed, SHOWN).question == PLATFORM


def test_a_link_stays_with_the_words_that_find_something_for_it() -> None:
    brought = filled(browse=Browse(link=POST))
    assert browsing.search(brought, "likes", SHOWN).browse == Browse(words="likes", link=POST)
    assert browsing.search(brought, "youtube", SHOWN).browse == Browse(words="youtube")
    assert browsing.search(filled(browse=Browse()), "likes", SHOWN).browse == Browse(words="likes")


def test_a_start_is_wished_for_on_the_confirm_card_only() -> None:
    asked = filling.wish_start(filled())
    assert asked == filled(question=WHEN)
    set_ = filling.start_at(asked, NOON)
    assert set_ == filled(starts=int(NOON.timestamp()))
    assert set_.starts_at == NOON
    assert filling.start_at(replace(set_, question=WHEN), None) == filled()
    with pytest.raises(ShopError) as refused:
        filling.wish_start(filled(question=LINK))
    assert refused.value.key == "button_old"


def test_an_agreed_odd_link_stays_agreed_when_it_is_read_again() -> None:
    odd: dict[str, Answer] = {"link": PROFILE, "quantity": 100}
    agreed = filled(answers=odd, odd_link=PROFILE)
    assert filling.rechecked(agreed, LIKES_OFFER, TODAY) == (agreed, None)
    asked, refused = filling.rechecked(filled(answers=odd), LIKES_OFFER, TODAY)
    assert (asked.question, asked.odd_link, asked.answers, refused) == (
        LINK,
        PROFILE,
        {"quantity": 100},
        None,
    )


def test_another_link_than_the_odd_one_ends_the_agreement() -> None:
    waiting = filled(question=LINK, answers={}, odd_link=PROFILE)
    assert filling.answer(waiting, LINK, POST, LIKES_OFFER).odd_link == ""
    assert filling.answer(waiting, LINK, PROFILE, LIKES_OFFER).odd_link == PROFILE


def test_the_interval_is_asked_once_runs_are_wished_for() -> None:
    form = LIKES_OFFER.form
    assert filling.next_field(LIKES, form, FILLED) is None
    asked = filling.next_field(LIKES, form, {**FILLED, "runs": 3})
    assert asked is not None
    assert asked.name == "interval"


def test_an_odd_link_waits_at_its_question_or_on_the_confirm_card() -> None:
    waiting = filled(question=LINK, answers={}, odd_link=PROFILE)
    assert odd_link.asked_about(waiting) == PROFILE
    assert odd_link.asked_about(filled()) == POST
    assert odd_link.asked_about(filled(odd_link=POST)) == ""
    assert odd_link.asked_about(filled(question="quantity")) == ""
    assert odd_link.asked_about(filled(answers={})) == ""
    doubt = odd_link.doubt(waiting, LIKES)
    assert doubt is not None
    assert (doubt.key, doubt.values) == ("link_of_a_profile", {"link": PROFILE})
    assert odd_link.doubt(filled(), LIKES) is None
    assert odd_link.doubt(filled(question="quantity"), LIKES) is None
    used = odd_link.use_anyway(waiting, LIKES_OFFER)
    assert (used.answers, used.odd_link, used.question) == ({"link": PROFILE}, PROFILE, "quantity")
    another = odd_link.ask_for_another(filled(odd_link=POST))
    assert another == filled(question=LINK, answers={"quantity": 100}, odd_link="")
