"""A draft's moves: forward by answers, back by Back, to the same place."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.services import Service
from shop.catalogue.storefront import Storefront
from shop.errors import ShopError
from shop.ordering import browsing, filling
from shop.ordering.answers import Answer
from shop.ordering.draft import (
    CATEGORY,
    CONFIRM,
    LEFT,
    MASS,
    OFFER,
    PLATFORM,
    PRESET_NAME,
    RUNS,
    SERVICE,
    Draft,
)
from shop.ordering.fields import FORMS, Ask, Field, questions_of
from shop.ordering.going_back import go_back, step_back
from shop.ordering.half_filled import in_place_of, staying
from tests.unit.shop.goods import storefront

TODAY = date(2026, 11, 22)


def service(
    number: int = 1, kind: str = "Default", category: str = "Instagram Likes", dripfeed: bool | None = None
) -> Service:
    return Service(str(number), f"Service {number}", category, kind, 900_000, 1, 10_000, dripfeed=dripfeed)


def some_answer(field: Field) -> Answer:
    return ["one", "two"] if field.ask is Ask.LINES else 5


@given(st.sampled_from(sorted(FORMS)), st.sampled_from([None, True, False]), st.booleans())
def test_answering_everything_leads_to_the_card_and_back_leads_out_again(
    kind: str, drips: bool | None, skip: bool
) -> None:
    service_ = service(kind=kind, dripfeed=drips)
    shown = storefront(service_)
    sold, form = shown.sold("1"), shown.sold("1").form
    [section] = shown.sections
    draft = filling.choose(browsing.enter_category(Draft.new(7), section.categories[0].key, shown), sold)
    seen = []
    while draft.question != CONFIRM:
        field = form.field(draft.question)
        seen.append(draft.question)
        draft = filling.answer(
            draft, field.name, None if skip and field.optional else some_answer(field), sold
        )
    asked = [field.name for field in form.fields]
    assert [name for name in asked if name in seen] == seen
    assert set(asked) - set(seen) == {field.name for field in form.fields if not field.matters(draft.answers)}
    for question in reversed(seen):
        draft = go_back(draft, shown)
        assert draft.question == question
        assert question not in draft.answers
    draft = go_back(draft, shown)
    assert (draft.question, draft.service_id) == (OFFER, "1")
    draft = go_back(draft, shown)
    assert (draft.question, draft.service_id) == (SERVICE, "")


def test_what_leaves_no_choice_is_not_asked() -> None:
    one_category = storefront(service(1), service(2))
    assert browsing.begin(7, one_category).question == SERVICE
    two_categories = storefront(service(1), service(2, category="Instagram Followers"))
    assert browsing.begin(7, two_categories).question == CATEGORY
    two_platforms = storefront(service(1), service(2, category="YouTube Views"))
    draft = browsing.begin(7, two_platforms)
    assert draft.question == PLATFORM
    draft = browsing.enter_platform(draft, "youtube", two_platforms)
    assert draft.question == SERVICE
    assert go_back(draft, two_platforms).question == PLATFORM


def test_no_draft_begins_while_nothing_is_on_sale() -> None:
    with pytest.raises(ShopError, match="catalogue_empty"):
        browsing.begin(7, Storefront())


def test_dripfeed_is_offered_unless_the_service_says_no() -> None:
    for says, offered in ((None, True), (True, True), (False, False)):
        service_ = service(dripfeed=says)
        assert ("runs" in [field.name for field in questions_of(service_, FORMS["default"])]) is offered


def test_search_needs_to_find_something() -> None:
    shown = storefront(service(1))
    assert browsing.search(Draft.new(7), "instagram likes", shown).browse.words == "instagram likes"
    with pytest.raises(ShopError, match="nothing_found"):
        browsing.search(Draft.new(7), "zzz", shown)


def test_what_the_service_no_longer_allows_is_asked_again() -> None:
    filled = replace(
        Draft.new(7),
        service_id="1",
        question=CONFIRM,
        answers={"link": "https://instagram.com/p/a", "quantity": 100, "runs": 3, "interval": 60},
    )
    same, refused = filling.rechecked(filled, storefront(service(1)).sold("1"), TODAY)
    assert (same, refused) == (filled, None)

    dearer = Service("1", "Likes", "Instagram Likes", "Default", 900_000, 500, 10_000)
    asked, refused = filling.rechecked(filled, storefront(dearer).sold("1"), TODAY)
    assert (asked.question, asked.answers) == ("quantity", {"link": "https://instagram.com/p/a"})
    assert refused is not None
    assert refused.key == "number_out_of_range"

    at_once, refused = filling.rechecked(filled, storefront(service(1, dripfeed=False)).sold("1"), TODAY)
    assert (at_once.question, refused) == (CONFIRM, None)
    assert at_once.answers == {"link": "https://instagram.com/p/a", "quantity": 100}

    other, refused = filling.rechecked(
        filled, storefront(service(1, kind="Custom Comments")).sold("1"), TODAY
    )
    assert (other.question, refused) == ("comments", None)


@pytest.mark.parametrize("names", [["1.ann", "2.bob"], ["1.", "ann", "2.", "bob"], ["(ann)", "bob|eve"]])
def test_a_list_is_parted_once(names: list[str]) -> None:
    """Names typed on one line, or before an update, were renamed when their card was read again."""
    answers: dict[str, Answer] = {"link": "https://instagram.com/p/a", "usernames": names}
    filled = replace(Draft.new(7), service_id="1", question=CONFIRM, answers=answers)
    sold = storefront(service(kind="Mentions Custom List")).sold("1")
    assert filling.rechecked(filled, sold, TODAY) == (filled, None)


def test_no_drip_feed_where_a_second_run_would_be_too_much() -> None:
    shown = storefront(Service("1", "Likes", "Instagram Likes", "Default", 900_000, 1, 1000))
    draft = replace(
        filling.choose(Draft.new(7), shown.sold("1")), answers={"link": "https://instagram.com/p/a"}
    )
    sold = shown.sold("1")
    assert filling.spread(filling.answer(draft, "quantity", 500, sold), sold).question == "runs"
    with pytest.raises(ShopError, match="button_old"):
        filling.spread(filling.answer(draft, "quantity", 501, sold), sold)


def test_runs_that_no_longer_fit_are_asked_for_again_and_not_dropped() -> None:
    filled = replace(
        Draft.new(7),
        service_id="1",
        question=CONFIRM,
        answers={"link": "https://instagram.com/p/a", "quantity": 100, "runs": 3, "interval": 60},
    )
    smaller = storefront(Service("1", "Likes", "Instagram Likes", "Default", 900_000, 1, 200)).sold("1")
    asked, refused = filling.rechecked(filled, smaller, TODAY)
    assert (asked.question, refused and refused.key) == ("runs", "runs_over_max")


def test_an_answer_that_cannot_matter_is_dropped() -> None:
    sold = storefront(service(kind="Web Traffic", category="Website Traffic")).sold("1")
    answers: dict[str, Answer] = {
        "link": "https://example.com/a",
        "quantity": 100,
        "country": "DE",
        "device": "1",
        "type_of_traffic": "2",
        "google_keyword": "cats",
        "referring_url": "https://example.com/b",
    }
    filled = replace(Draft.new(7), service_id="1", question=CONFIRM, answers=answers)
    kept, refused = filling.rechecked(filled, sold, TODAY)
    assert (kept.question, refused) == (CONFIRM, None)
    assert kept.answers == {name: answers[name] for name in answers if name != "google_keyword"}


def test_what_cannot_be_ordered_is_not_shown() -> None:
    shown = storefront(
        Service("1", "Likes", "Instagram Likes", "Default", 1, 500, 100), service(2, kind="Quantum")
    )
    assert shown.empty


def test_a_service_may_be_for_the_platform_its_own_name_tells() -> None:
    shown = storefront(Service("1", "TikTok Likes", "Instagram", "Default", 1, 1, 100))
    draft = filling.choose(Draft.new(7), shown.sold("1"))
    for link in ("https://www.tiktok.com/@ann/video/1", "https://instagram.com/p/a"):
        assert filling.read(draft, FORMS["default"].field("link"), link, shown.sold("1"), TODAY) == link
    with pytest.raises(ShopError, match="link_wrong_platform"):
        filling.read(draft, FORMS["default"].field("link"), "https://vk.com/ann", shown.sold("1"), TODAY)


FILLED = replace(
    Draft.new(7),
    service_id="1",
    question=CONFIRM,
    answers={"link": "https://instagram.com/p/a", "quantity": 100, "runs": 3, "interval": 60},
)


def test_the_runs_are_asked_for_anew_without_those_said_before() -> None:
    asked = filling.spread(FILLED, storefront(service()).sold("1"))
    assert asked.question == RUNS
    assert asked.answers == {"link": "https://instagram.com/p/a", "quantity": 100}


def test_the_way_back_from_the_card_drops_runs_that_were_not_wanted() -> None:
    sold = storefront(service()).sold("1")
    once = replace(FILLED, answers={**FILLED.answers, "runs": None})
    assert step_back(once, sold.service, sold.form).answers == {"link": "https://instagram.com/p/a"}


def test_a_category_shows_all_of_its_services_and_not_what_was_searched_for() -> None:
    shown = storefront(service())
    [section] = shown.sections
    searched = replace(Draft.new(7), browse=replace(Draft.new(7).browse, words="likes", page=2))
    browse = browsing.enter_category(searched, section.categories[0].key, shown).browse
    assert (browse.words, browse.page) == ("", 0)


@pytest.mark.parametrize("question", [MASS, PRESET_NAME])
def test_an_order_of_many_links_is_not_taken_for_one_half_filled(question: str) -> None:
    before = replace(FILLED, question=question)
    assert in_place_of(before, Draft.new(7)).left is None
    assert in_place_of(FILLED, Draft.new(7)).left is not None


def test_the_way_back_to_what_was_half_filled_is_all_that_stays() -> None:
    ended = in_place_of(FILLED, Draft.new(7))
    stays = staying(ended)
    assert stays is not None
    assert (stays.question, stays.left) == (LEFT, ended.left)
    assert staying(stays) is None
