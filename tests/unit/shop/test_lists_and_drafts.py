"""Mass orders, presets, pasted lists and drafts on their way: what a person gets for what they sent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shop.catalogue.services import Catalogue, Service
from shop.catalogue.shelf import FAVOURITES, ORDERED, Shelf
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.errors import ShopError
from shop.ordering import draft as drafts
from shop.ordering import odd_link, pasting, presets
from shop.ordering.answers import Answer
from shop.ordering.draft import CATEGORY, CONFIRM, LINK, OFFER, PLATFORM, RUNS, SERVICE, WHEN, Browse, Draft
from shop.ordering.mass_lines import MOST_LINES, TypedLine, read_lines
from shop.ordering.mass_list import MassList, corrected
from shop.ordering.mass_verdicts import Judgement, Verdict, judge, offer_of, quote_without_link, target_of
from shop.ordering.order import Order, OrderState, Terms
from shop.ordering.order_search import Wanted
from shop.ordering.pasting import LONGEST, MOST, WITHIN, Pasted
from shop.ordering.presets import LONGEST_NAME, MOST_ITEMS, Preset, PresetItem
from shop.ordering.reorder import again, nearest
from shop.ordering.same_link import same_link_key
from shop.pricing.board import OwnPrices
from shop.pricing.price_list import Exchange, PriceList

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
ANN = 7
POST, OTHER_POST = "https://www.instagram.com/p/Cabc/", "https://www.instagram.com/p/Cxyz/"
PROFILE = "https://www.instagram.com/ann/"
LIKES = Service("12", "Instagram Likes", "Instagram Likes", "Default", 900_000, 10, 10_000)
FOLLOWERS = replace(LIKES, id="16", name="Instagram Followers", category="Instagram Followers")
PACKAGE = replace(LIKES, id="14", name="Instagram Likes Package", type="Package")
COMMENTS = replace(LIKES, id="15", name="Instagram Comments", type="Custom Comments")
VIEWS = replace(LIKES, id="17", name="YouTube Views", category="YouTube Views")
OWN = OwnPrices(PriceList(), "", "USD", Exchange(), from_wallets=True)


def storefront(*services: Service) -> Storefront:
    shown = Storefront()
    shown.show(CatalogueIndex.of(Catalogue.of(services or (LIKES, FOLLOWERS, PACKAGE, COMMENTS, VIEWS))))
    return shown


SHOWN = storefront()

# --- the verdicts on a mass order --------------------------------------------------------------------------


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


def test_each_line_has_its_terms_or_what_is_wrong_with_it() -> None:
    lines = [TypedLine("12", POST, "100"), TypedLine("99", POST, "100"), TypedLine("14", OTHER_POST, "1")]
    judged = judge(lines, SHOWN, OWN, TODAY, {})
    first, wrong, package = judged.verdicts
    assert first == Verdict(1, lines[0], terms(LIKES, POST, 100, 90_000))
    assert package == Verdict(3, lines[2], terms(PACKAGE, OTHER_POST, None, 900_000))
    assert (wrong.number, wrong.line, wrong.terms) == (2, lines[1], None)
    assert wrong.refused is not None
    assert (judged.wrong, judged.doubled) == ((2,), ())
    assert judged.terms == (first.terms, package.terms)
    assert (judged.total_micro, judged.currency) == (990_000, "USD")


def test_a_list_without_a_right_line_has_no_currency() -> None:
    assert (Judgement(()).total_micro, Judgement(()).currency) == (0, "")


def test_what_is_ordered_already_is_named() -> None:
    lines = [TypedLine("12", POST, "100"), TypedLine("12", POST, "200"), TypedLine("16", PROFILE, "100")]
    target = target_of(terms(FOLLOWERS, PROFILE, 100, 1))
    assert target == (same_link_key(PROFILE), "16")
    judged = judge(lines, SHOWN, OWN, TODAY, {target: 55})
    assert [(one.same_as, one.twin, one.is_doubled) for one in judged.verdicts] == [
        (None, None, False),
        (1, None, True),
        (None, 55, True),
    ]
    assert (judged.doubled, judged.known_twins) == ((2, 3), frozenset({55}))


def test_a_post_for_a_service_of_profiles_can_be_ordered_all_the_same() -> None:
    odd, plain = judge(
        [TypedLine("16", POST, "100"), TypedLine("16", PROFILE, "100")], SHOWN, OWN, TODAY, {}
    ).verdicts
    assert (odd.is_odd, odd.refused) == (True, None)
    assert not plain.is_odd


@pytest.mark.parametrize(
    ("line", "key", "values"),
    [
        (TypedLine("12 and more", columns=2), "mass_columns", {"count": 2}),
        (TypedLine("9" * 30, POST, "100"), "mass_no_service", {"service": "9" * 20}),
        (TypedLine("15", POST, "100"), "mass_asks_more", {"service": "Instagram Comments"}),
        (TypedLine("14", POST, "2"), "mass_package", {}),
        (TypedLine("12", PROFILE, "100"), "mass_link_of_a_profile", {}),
        (TypedLine("12", POST, "9"), "number_out_of_range", {"min": 10, "max": 10_000}),
        (TypedLine("12", POST, ""), "number_not_whole", {"min": 10, "max": 10_000}),
    ],
)
def test_why_a_line_cannot_be_ordered(line: TypedLine, key: str, values: dict[str, object]) -> None:
    [verdict] = judge([line], SHOWN, OWN, TODAY, {}).verdicts
    assert verdict.refused is not None
    assert (verdict.refused.key, verdict.refused.values) == (key, values)


def test_a_package_needs_no_quantity_in_its_line() -> None:
    [verdict] = judge([TypedLine("14", POST, "")], SHOWN, OWN, TODAY, {}).verdicts
    assert verdict.terms == terms(PACKAGE, POST, None, 900_000)


def test_a_line_is_priced_before_its_link_is_known() -> None:
    service, quote = quote_without_link(TypedLine("12", "", "100"), SHOWN, OWN, TODAY)
    assert (service, quote.price_micro, quote.quantity) == (LIKES, 90_000, 100)
    with pytest.raises(ShopError, match="number_out_of_range"):
        quote_without_link(TypedLine("12", "", "9"), SHOWN, OWN, TODAY)


def test_only_services_that_ask_for_a_link_and_a_quantity_stand_in_a_line() -> None:
    assert offer_of("12", SHOWN).service == LIKES
    long = replace(COMMENTS, name="Instagram " + "x" * 80)
    with pytest.raises(ShopError) as refused:
        offer_of("15", storefront(long))
    assert (refused.value.key, refused.value.values) == ("mass_asks_more", {"service": long.name[:60]})


# --- the list ----------------------------------------------------------------------------------------------


def test_one_link_goes_into_every_line_of_a_list_that_waits_for_it() -> None:
    listed = MassList("m", ANN, (TypedLine("12", quantity="5"), TypedLine("16", "old", "6")), wants_link=True)
    assert listed.with_link(POST) == replace(
        listed, lines=(TypedLine("12", POST, "5"), TypedLine("16", POST, "6")), wants_link=False
    )
    assert listed.without({1}).lines == (listed.lines[1],)
    assert listed.without(()).lines == listed.lines


def test_a_corrected_list_may_be_as_long_as_any() -> None:
    full = MassList("m", ANN, (TypedLine("12"),) * (MOST_LINES - 1))
    assert len(corrected(full, [TypedLine("16")], []).lines) == MOST_LINES
    with pytest.raises(ShopError) as refused:
        corrected(full, [TypedLine("16")] * 2, [])
    assert (refused.value.key, refused.value.values) == ("mass_too_many", {"count": 101, "most": MOST_LINES})


def test_columns_in_another_order_are_turned_and_a_wrong_line_stays_as_it_is() -> None:
    text = f"link;quantity;service\n{POST};100;12\n{POST};100\n"
    right, wrong = read_lines(text)
    assert right == TypedLine("12", POST, "100")
    assert wrong == TypedLine(f"{POST} | 100", columns=2)


def test_a_cell_in_quotes_may_follow_a_blank() -> None:
    assert read_lines(f'12, "{POST},x", 100') == [TypedLine("12", f"{POST},x", "100")]


# --- presets -----------------------------------------------------------------------------------------------

ORDERED_LIKES = Order(5, ANN, "main", terms(LIKES, POST, 100, 1), OrderState.COMPLETED, NOON, NOON)


@pytest.mark.parametrize(
    ("order", "can"),
    [
        (ORDERED_LIKES, True),
        (replace(ORDERED_LIKES, state=OrderState.IN_PROGRESS), False),
        (replace(ORDERED_LIKES, terms=terms(LIKES, "", 100, 1)), False),
        (replace(ORDERED_LIKES, terms=replace(ORDERED_LIKES.terms, fields={"comments": ["a"]})), False),
    ],
)
def test_an_ended_order_of_a_link_and_a_quantity_can_become_a_preset(order: Order, can: bool) -> None:
    assert presets.can_be_preset(order) is can


def test_a_preset_has_each_service_once_with_its_first_quantity() -> None:
    orders = [
        ORDERED_LIKES,
        replace(ORDERED_LIKES, terms=terms(PACKAGE, POST, None, 1)),
        replace(ORDERED_LIKES, terms=terms(LIKES, POST, 200, 1)),
    ]
    items = presets.items_of(orders)
    assert items == (
        PresetItem("12", "Instagram Likes", 100),
        PresetItem("14", "Instagram Likes Package", None),
    )
    assert presets.list_of(Preset(3, ANN, "mine", items), "m") == MassList(
        "m", ANN, (TypedLine("12", quantity="100"), TypedLine("14", quantity="")), wants_link=True
    )


def test_a_preset_has_at_most_twenty_services() -> None:
    def ordered(count: int) -> list[Order]:
        return [
            replace(ORDERED_LIKES, terms=replace(ORDERED_LIKES.terms, service_id=str(number)))
            for number in range(count)
        ]

    assert len(presets.items_of(ordered(MOST_ITEMS))) == MOST_ITEMS
    with pytest.raises(ShopError) as refused:
        presets.items_of(ordered(MOST_ITEMS + 1))
    assert (refused.value.key, refused.value.values) == ("preset_too_long", {"count": 21, "most": MOST_ITEMS})


def test_a_presets_first_name_fits_on_its_button() -> None:
    assert presets.first_name([PresetItem("12", "Instagram  Likes", 1)]) == "Instagram Likes"
    long = PresetItem("12", "Instagram Likes | Real · from everywhere", 1)
    assert presets.first_name([long]) == "Instagram Likes | Real · f"
    assert presets.first_name([long, long]) == "Instagram Likes | Real +1"


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST_NAME + 1), "a\x07b"])
def test_a_presets_name_is_plain_and_short(text: str) -> None:
    assert presets.read_name("  my   posts ") == "my posts"
    assert presets.read_name("x" * LONGEST_NAME) == "x" * LONGEST_NAME
    with pytest.raises(ShopError) as refused:
        presets.read_name(text)
    assert (refused.value.key, refused.value.values) == ("preset_name", {"limit": LONGEST_NAME})


# --- lists that an app cut ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "may"), [(LONGEST // 2, False), (LONGEST // 2 + 1, True)])
def test_only_a_message_of_more_than_half_the_most_may_go_on(length: int, may: bool) -> None:
    assert pasting.may_go_on("x" * length) is may
    assert pasting.may_go_on("😀" * (length // 2) + "x" * (length % 2)) is may


FIRST = Pasted("one", 3_000, NOON, 1)


@pytest.mark.parametrize(
    ("length", "after", "goes_on"),
    [
        (1_094, timedelta(0), False),
        (1_095, timedelta(0), True),
        (1_095, WITHIN, True),
        (1_095, -WITHIN, True),
        (1_095, WITHIN + timedelta(seconds=1), False),
    ],
)
def test_a_message_goes_on_if_both_are_too_long_for_one_and_came_at_once(
    length: int, after: timedelta, goes_on: bool
) -> None:
    assert pasting.goes_on(FIRST, "x" * length, NOON + after) is goes_on


@pytest.mark.parametrize(
    ("units", "text"), [(LONGEST - 1, "one\ntwo"), (LONGEST, "onetwo"), (LONGEST + 1, "onetwo")]
)
def test_parts_are_joined_by_a_line_unless_the_app_cut_a_word(units: int, text: str) -> None:
    before = replace(FIRST, last_units=units)
    joined = pasting.with_part(before, "two", message="😀 two", sent_at=NOON, update_id=2)
    assert joined == Pasted(text, 6, NOON, 2)
    assert pasting.with_part(None, "two", message="two", sent_at=NOON, update_id=2) == Pasted(
        "two", 3, NOON, 2
    )


def test_a_list_that_is_too_long_is_kept_as_far_as_that_shows() -> None:
    kept = pasting.with_part(None, "x" * (MOST + 9), message="x", sent_at=NOON, update_id=2)
    assert len(kept.text) == MOST + 1
    assert pasting.whole(replace(kept, text="x" * MOST)) == "x" * MOST
    with pytest.raises(ShopError, match="lines_too_many"):
        pasting.whole(kept)


# --- finding one's orders ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#12", Wanted("#12", 12, ("12",), "#12")),
        (" ١٢ ", Wanted("١٢", 12, ("١٢",), "")),
        ("1" * 18, Wanted("1" * 18, int("1" * 18), ("1" * 18,), "1" * 18)),
        ("1" * 19, Wanted("1" * 19, None, ("1" * 19,), "1" * 19)),
        ("²", Wanted("²", None, ("2",), "")),
        ("likes  real", Wanted("likes real", None, ("likes", "real"), "")),
        (
            "https://www.X.com/Ann/",
            Wanted("https://www.X.com/Ann/", None, ("https", "www", "x", "com", "ann"), "x.com/ann"),
        ),
        ("ab", Wanted("ab", None, ("ab",), "")),
        ("abc", Wanted("abc", None, ("abc",), "abc")),
        ("", Wanted("", None, (), "")),
    ],
)
def test_words_ask_for_a_number_a_name_or_a_link(text: str, wanted: Wanted) -> None:
    assert Wanted.read(text) == wanted


def test_of_many_words_the_first_are_looked_for() -> None:
    wanted = Wanted.read("a b c d e f g h " + "x" * 200)
    assert (len(wanted.words), wanted.names) == (100, ("a", "b", "c", "d", "e", "f", "g"))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("5", True),
        ("6", False),
        ("instagram.com/P/cabc", True),
        ("instagram.com/p/other", False),
        ("inst lik", True),
        ("likes followers", False),
        ("ikes", False),
        ("", False),
        ("?", False),
    ],
)
def test_an_order_is_found_by_its_number_its_link_or_its_name(text: str, fits: bool) -> None:
    assert bool(Wanted.read(text).fits(5, "Instagram Likes", "http://www.instagram.com/p/Cabc/")) is fits


# --- ordering the same again -------------------------------------------------------------------------------


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


# --- a draft's way -----------------------------------------------------------------------------------------

LIKES_OFFER = SHOWN.sold("12")
BROWSING = Browse(
    platform="instagram", category="k", words="w", page=3, link=POST, cheapest=True, refill=True
)


def test_another_page_of_the_same_list() -> None:
    draft = replace(Draft.new(ANN), browse=BROWSING)
    assert drafts.turn_page(draft, 5).browse == replace(BROWSING, page=5)
    assert drafts.turn_page(draft, -1).browse == replace(BROWSING, page=0)


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
    arranged = drafts.arrange(draft, first=first, refill=refill)
    assert arranged == replace(draft, browse=replace(BROWSING, page=0, **changed))  # type: ignore[arg-type]  # flags


FILLED: dict[str, Answer] = {"link": POST, "quantity": 100}


def filled(**more: object) -> Draft:
    facts = {"service_id": "12", "question": CONFIRM, "answers": FILLED, "browse": BROWSING, **more}
    return Draft("d", ANN, **facts)  # type: ignore[arg-type]  # a table's rest


def test_looking_at_a_service_forgets_the_answers_to_another() -> None:
    draft = drafts.look_at(filled(service_id="16"), LIKES_OFFER)
    assert draft == filled(question=OFFER, answers={})


def test_choosing_a_service_forgets_answers_oddity_and_start() -> None:
    draft = drafts.choose(filled(service_id="16", odd_link=PROFILE, starts=5), LIKES_OFFER)
    assert draft == filled(question=LINK, answers={}, odd_link="", starts=None)


def test_a_brought_link_is_the_first_answer() -> None:
    draft, refused = drafts.choose_for_link(Draft("d", ANN), LIKES_OFFER, POST, TODAY)
    assert (draft.question, draft.answers, refused) == ("quantity", {"link": POST}, None)
    draft, refused = drafts.choose_for_link(Draft("d", ANN), LIKES_OFFER, "", TODAY)
    assert (draft.question, draft.answers, refused) == (LINK, {}, None)


def test_an_odd_link_is_kept_to_be_asked_about_and_a_wrong_one_is_refused() -> None:
    draft, refused = drafts.choose_for_link(Draft("d", ANN), LIKES_OFFER, PROFILE, TODAY)
    assert (draft.question, draft.odd_link, draft.answers, refused) == (LINK, PROFILE, {}, None)
    draft, refused = drafts.choose_for_link(Draft("d", ANN), LIKES_OFFER, "https://youtu.be/abc", TODAY)
    assert (draft.question, draft.odd_link, draft.answers) == (LINK, "", {})
    assert refused is not None


def test_a_link_brought_along_leads_to_what_its_platform_has() -> None:
    draft = drafts.bring_link(filled(), POST, "instagram", SHOWN)
    assert (draft.question, draft.service_id, draft.answers) == (CATEGORY, "", {})
    assert draft.browse == Browse(platform="instagram", link=POST)
    with pytest.raises(ShopError, match="nothing_for_link"):
        drafts.bring_link(filled(), POST, "tiktok", SHOWN)


def test_a_persons_own_list_needs_a_service_that_is_on_sale() -> None:
    shelf = Shelf(favourites=("99", "12"), ordered=("99",))
    draft = drafts.open_shelf(filled(), FAVOURITES, shelf, SHOWN)
    assert draft == filled(question=SERVICE, service_id="", answers={}, browse=Browse(shelf=FAVOURITES))
    with pytest.raises(ShopError, match="shelf_empty"):
        drafts.open_shelf(filled(), ORDERED, shelf, SHOWN)


def test_words_that_find_nothing_are_said_again_in_short() -> None:
    with pytest.raises(ShopError) as refused:
        drafts.search(filled(), "  zzz \n" + "y" * 90, SHOWN)
    assert (refused.value.key, refused.value.values) == ("nothing_found", {"words": "zzz " + "y" * 56})
    found = drafts.search(filled(), " Likes \n instagram", SHOWN)
    assert found == filled(
        question=SERVICE, service_id="", answers={}, browse=Browse(words="Likes instagram")
    )


def test_a_start_is_wished_for_on_the_confirm_card_only() -> None:
    asked = drafts.wish_start(filled())
    assert asked == filled(question=WHEN)
    set_ = drafts.start_at(asked, NOON)
    assert set_ == filled(starts=int(NOON.timestamp()))
    assert set_.starts_at == NOON
    assert drafts.start_at(replace(set_, question=WHEN), None) == filled()
    with pytest.raises(ShopError) as refused:
        drafts.wish_start(filled(question=LINK))
    assert refused.value.key == "button_old"


def test_an_agreed_odd_link_stays_agreed_when_it_is_read_again() -> None:
    odd: dict[str, Answer] = {"link": PROFILE, "quantity": 100}
    agreed = filled(answers=odd, odd_link=PROFILE)
    assert drafts.rechecked(agreed, LIKES_OFFER, TODAY) == (agreed, None)
    asked, refused = drafts.rechecked(filled(answers=odd), LIKES_OFFER, TODAY)
    assert (asked.question, asked.odd_link, asked.answers, refused) == (
        LINK,
        PROFILE,
        {"quantity": 100},
        None,
    )


def test_another_link_than_the_odd_one_ends_the_agreement() -> None:
    waiting = filled(question=LINK, answers={}, odd_link=PROFILE)
    assert drafts.answer(waiting, LINK, POST, LIKES_OFFER).odd_link == ""
    assert drafts.answer(waiting, LINK, PROFILE, LIKES_OFFER).odd_link == PROFILE


def test_the_interval_is_asked_once_runs_are_wished_for() -> None:
    form = LIKES_OFFER.form
    assert drafts.next_field(LIKES, form, FILLED) is None
    asked = drafts.next_field(LIKES, form, {**FILLED, "runs": 3})
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


# --- back --------------------------------------------------------------------------------------------------


def category_key(platform: str) -> str:
    section = SHOWN.section(platform)
    assert section is not None
    return section.categories[0].key


@pytest.mark.parametrize("question", [RUNS, WHEN])
def test_back_from_what_the_confirm_card_offers_is_the_confirm_card(question: str) -> None:
    assert drafts.back(filled(question=question), SHOWN) == filled()


def test_back_from_a_card_with_drip_feed_asks_for_the_runs_again() -> None:
    dripping = filled(answers={**FILLED, "runs": 3, "interval": 60})
    assert drafts.back(dripping, SHOWN) == filled(question=RUNS)


def test_back_from_a_service_is_its_list_and_from_there_the_categories() -> None:
    browse = Browse(platform="instagram", category=category_key("instagram"), page=2, link=POST)
    listed = drafts.back(filled(question=OFFER, browse=browse), SHOWN)
    assert listed == filled(question=SERVICE, service_id="", answers={}, browse=browse)
    categories = drafts.back(listed, SHOWN)
    assert categories == replace(listed, question=CATEGORY, browse=Browse(platform="instagram", link=POST))
    assert drafts.back(categories, SHOWN) == replace(listed, question=PLATFORM, browse=Browse())


@pytest.mark.parametrize("browse", [Browse(words="likes", page=2), Browse(shelf=FAVOURITES)])
def test_back_from_what_was_found_is_the_beginning(browse: Browse) -> None:
    listed = filled(question=SERVICE, service_id="", answers={}, browse=browse)
    assert drafts.back(listed, SHOWN) == replace(listed, question=PLATFORM, browse=Browse())


def test_back_from_a_service_that_came_by_its_number_is_the_beginning() -> None:
    direct = filled(question=OFFER, browse=Browse(link=POST))
    assert drafts.back(direct, SHOWN) == filled(question=PLATFORM, service_id="", answers={}, browse=Browse())


def test_back_passes_over_the_only_category_of_a_platform() -> None:
    browse = Browse(platform="youtube", category=category_key("youtube"), link=POST)
    listed = filled(question=SERVICE, service_id="", answers={}, browse=browse)
    assert drafts.back(listed, SHOWN) == replace(listed, question=PLATFORM, browse=Browse())


def test_back_from_a_form_whose_service_is_gone_leads_out_of_it() -> None:
    gone = filled(service_id="99", question=LINK, answers={}, browse=Browse())
    assert drafts.back(gone, SHOWN) == replace(gone, question=PLATFORM)


def test_back_in_a_shop_of_one_platform_ends_at_its_categories() -> None:
    small = storefront(LIKES, FOLLOWERS)
    first = drafts.begin(ANN, small)
    assert (first.question, first.browse.platform) == (CATEGORY, "instagram")
    assert drafts.back(first, small) == first
    found = replace(first, question=SERVICE, browse=Browse(words="likes"))
    assert drafts.back(found, small) == first
