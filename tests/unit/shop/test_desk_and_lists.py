"""What reaches whom at the desk and in lists: tickets, the queue, ratings, refills, and who brings money."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.about import about, is_about, subject
from shop.alerts import AlertKind, Condition, at_supplier, card_notice, is_full, news_at, past_notice
from shop.catalogue.curating import Decision, Decisions, curate
from shop.catalogue.hiding_rules import RuleTexts
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.digest import Entry, entries_of, entry_of, payload_of
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.ledger.matching import MOST_ADDED, payable_amount
from shop.link_buttons import LinkButton, read_buttons
from shop.notice import Notice, Payload, card
from shop.observed import BOUNDS, Times, up_to
from shop.ordering.chat_choice import ChatKind, chats_for
from shop.ordering.last_links import last_links
from shop.ordering.order import Order, OrderState, Request, RequestKind, RequestState, Terms
from shop.ordering.order_list import ListPlace, OrderFilter, OrderGroup, group_of, number_of
from shop.ordering.order_numbers import OrderNumbers, second_of
from shop.ordering.quantities import quantities
from shop.ordering.rating import is_ratable
from shop.ordering.refilling import ask_refill
from shop.ordering.same_link import same_link_key
from shop.person import Access, Role, Roster
from shop.pricing.board import Pricing
from shop.pricing.costing import Cost, Costing, Unsent
from shop.quality.supplier import cost_here, costs_of
from shop.quiet_hours import read_quiet_hours, written
from shop.reconciliation.orphan_numbers import numbers_to_ask
from shop.reconciliation.orphans import Account as PanelAccount
from shop.reconciliation.orphans import Facts, Looks, judge
from shop.suppliers import Supplier, numbered, settings_named
from shop.tickets import notices
from shop.tickets.desk import Desk
from shop.tickets.ticket import Said, Ticket, TicketMessage, Voice, link_to_topic
from shop.transfer.people_import import PersonRow, bringing, import_key
from shop.waiting import Place, Waits, kinds_for, place_in_order
from shop.wakeups import Wakeups, Work

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234
POST = "https://www.instagram.com/p/Cabc/"
LIKES = Service("12", "Instagram Likes", "Instagram Likes", "Default", 900_000, 10, 10_000)
TERMS = Terms("12", "Instagram Likes", POST, 1000, {}, 900_000, "USD", asks_quantity=True)
DONE = Order(
    5, ANN, "main", TERMS, OrderState.COMPLETED, NOON, NOON, panel_order_id="23501", finished_at=NOON
)


def storefront(*services: Service) -> Storefront:
    shown = Storefront()
    shown.show(CatalogueIndex.of(Catalogue.of(services)))
    return shown


# --- lists of orders ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "before", "newer", "number"),
    [
        (None, None, False, 1),
        (ListPlace(OrderGroup.ENDED, 5, 3), None, False, 1),
        (ListPlace(OrderGroup.ENDED, 5, 3), None, True, 4),
        (ListPlace(OrderGroup.ENDED, 5), None, True, None),
        (None, ListPlace(OrderGroup.ENDED, 5, 4), True, 3),
        (None, ListPlace(OrderGroup.ENDED, 5, 2), True, 2),
        (None, ListPlace(OrderGroup.ENDED, 5), True, None),
        (None, None, True, None),
    ],
)
def test_a_page_is_counted_on_from_the_one_that_was_left(
    after: ListPlace | None, before: ListPlace | None, newer: bool, number: int | None
) -> None:
    assert number_of(after, before, newer=newer) == number


@pytest.mark.parametrize(
    ("showing", "state", "group"),
    [
        (OrderFilter.ALL, OrderState.PENDING, OrderGroup.RUNNING),
        (OrderFilter.ALL, OrderState.COMPLETED, OrderGroup.ENDED),
        (OrderFilter.FOUND, OrderState.UNKNOWN, OrderGroup.RUNNING),
        (OrderFilter.RUNNING, OrderState.COMPLETED, OrderGroup.RUNNING),
        (OrderFilter.DONE, OrderState.PENDING, OrderGroup.DONE),
        (OrderFilter.MONEY_BACK, OrderState.PARTIAL, OrderGroup.MONEY_BACK),
    ],
)
def test_an_order_stands_in_the_group_of_its_list(
    showing: OrderFilter, state: OrderState, group: OrderGroup
) -> None:
    assert group_of(replace(DONE, state=state), showing) is group


def test_an_orders_number_is_its_second_or_the_next_free_one() -> None:
    numbers = OrderNumbers()
    assert not numbers.is_begun
    numbers.begin(0)
    now = second_of(NOON)
    assert [numbers.give(NOON), numbers.give(NOON), numbers.give(NOON - HOUR)] == [now, now + 1, now + 2]
    numbers.begin(now - 5)
    assert numbers.give(NOON) == now + 3
    numbers.begin(now + 100)
    assert numbers.give(NOON) == now + 101


@pytest.mark.parametrize(
    ("changes", "ratable"),
    [
        ({}, True),
        ({"state": OrderState.PARTIAL}, True),
        ({"state": OrderState.PARTIAL, "remains": 999}, True),
        ({"state": OrderState.PARTIAL, "remains": 1000}, False),
        ({"state": OrderState.CANCELED}, False),
        ({"state": OrderState.IN_PROGRESS}, False),
        ({"ended_by": PIA}, False),
    ],
)
def test_what_was_delivered_can_be_rated(changes: dict[str, object], ratable: bool) -> None:
    assert is_ratable(replace(DONE, **changes)) is ratable  # type: ignore[arg-type]  # a table's rest


# --- refills -----------------------------------------------------------------------------------------------


class Asked:
    """Notes what was asked for."""

    def __init__(self) -> None:
        self.noted: list[object] = []

    async def ask(self, order: Order, kind: RequestKind, now: datetime, *, by: int | None = None) -> None:
        self.noted.append((order, kind, now, by))

    async def claim(self, now: datetime) -> tuple[Request, Order] | None:
        raise AssertionError(now)

    async def put_off(self, *told: object) -> None:
        raise AssertionError(told)

    async def answered(self, *told: object, **more: object) -> None:
        raise AssertionError(told, more)

    async def refills_to_follow(self, limit: int, now: datetime) -> list[tuple[Request, Order]]:
        raise AssertionError(limit, now)

    async def heard(self, good: object, bad: object) -> set[int]:
        raise AssertionError(good, bad)


OPEN = Request(3, 5, RequestKind.REFILL, RequestState.REQUESTED, NOON, NOON)


def test_a_refill_is_asked_for_with_who_did_it() -> None:
    requests = Asked()
    asyncio.run(ask_refill(requests, DONE, NOON, by=PIA))
    assert requests.noted == [(DONE, RequestKind.REFILL, NOON, PIA)]


@pytest.mark.parametrize(
    ("order", "has_refill", "key"),
    [
        (DONE, False, "refill_never"),
        (replace(DONE, terms=replace(TERMS, refill=False)), True, "refill_never"),
        (replace(DONE, state=OrderState.IN_PROGRESS), True, "refill_not_now"),
        (replace(DONE, panel_order_id=None), True, "refill_not_now"),
        (replace(DONE, requests=(OPEN,)), True, "request_under_way"),
        (replace(DONE, requests=(replace(OPEN, state=RequestState.DONE),)), True, "refill_resting"),
        (
            replace(
                DONE,
                terms=replace(TERMS, service_name="Likes | R30"),
                finished_at=NOON - timedelta(days=30),
            ),
            True,
            "refill_over",
        ),
    ],
)
def test_why_no_refill_can_be_asked_for(order: Order, has_refill: bool, key: str) -> None:
    requests = Asked()
    with pytest.raises(ShopError) as refused:
        asyncio.run(ask_refill(requests, order, NOON, has_refill=has_refill))
    assert (refused.value.key, requests.noted) == (key, [])


# --- links and chats ---------------------------------------------------------------------------------------


def test_earlier_links_are_offered_where_they_fit_each_target_once() -> None:
    sold = storefront(LIKES).sold("12")
    links = [
        "https://www.instagram.com/ann/",
        POST,
        "https://t.me/durov/5",
        "https://instagram.com/p/Cabc",
        "not a link",
        "https://www.instagram.com/",
        "https://www.instagram.com/p/Cutm/?utm_source=x",
        "https://www.instagram.com/p/Cxyz/",
    ]
    assert last_links(links, sold) == (POST, "https://www.instagram.com/p/Cxyz/")


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Telegram Channel Members", (ChatKind.CHANNEL,)),
        ("Telegram Group Members", (ChatKind.GROUP,)),
        ("Telegram Members", tuple(ChatKind)),
        ("Telegram Channel Post Views", ()),
        ("Instagram Followers", ()),
    ],
)
def test_a_chat_can_be_chosen_for_what_is_for_a_whole_chat(name: str, kinds: tuple[ChatKind, ...]) -> None:
    service = replace(LIKES, name=name, category=name.split(maxsplit=1)[0])
    assert chats_for(storefront(service).sold("12")) == kinds


# --- costs -------------------------------------------------------------------------------------------------


def costing(service: Service = LIKES, **more: object) -> Costing:
    board = Pricing(currency="USD", from_wallets=True)
    board.main.set_currency("USD")
    return Costing(board, storefront(service), lambda _: (), **more)  # type: ignore[arg-type]  # a table's rest


@pytest.mark.parametrize(
    ("terms", "cost"),
    [
        (TERMS, Cost(900_000, 900_000)),
        (replace(TERMS, price_micro=899_999), Unsent.DEARER),
        (replace(TERMS, service_id="99"), Unsent.GONE),
        (replace(TERMS, currency="EUR"), Unsent.DEARER),
        (replace(TERMS, price_micro=899_999, discount_micro=1), Unsent.DEARER),
    ],
)
def test_an_order_is_not_sent_at_a_loss(terms: Terms, cost: Cost | Unsent) -> None:
    assert costing()(terms) == cost


def test_a_subscriptions_cost_is_not_known_beforehand() -> None:
    posts = replace(LIKES, type="Subscriptions")
    terms = replace(TERMS, fields={"min": 10, "max": 20}, quantity=None, price_micro=0, per_post_micro=18_000)
    assert costing(posts)(terms) == Cost(0, 0)
    assert costing(posts)(replace(terms, per_post_micro=17_999)) is Unsent.DEARER


def test_an_order_placed_before_its_service_was_hidden_still_has_its_cost() -> None:
    hidden = Decisions(services={"12": Decision(is_shown=False)})
    shown = Storefront()
    curated = curate((LIKES,), hidden, RuleTexts((LIKES,)))
    shown.show(CatalogueIndex.of(Catalogue.of([LIKES]), curated=curated))
    new = replace(costing(), storefront=shown)
    assert new(TERMS) is Unsent.GONE
    assert replace(new, of_placed=True)(TERMS) == Cost(900_000, 900_000)


def test_a_coupon_may_lead_to_the_loss_that_the_operator_allows() -> None:
    allowing = costing(loss_ppm=lambda: 100_000)
    assert allowing(replace(TERMS, price_micro=810_000, discount_micro=90_000)) == Cost(900_000, 900_000)
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


# --- orphans -----------------------------------------------------------------------------------------------


def test_numbers_between_ours_are_asked_about_in_order() -> None:
    assert numbers_to_ask([10, 12, 15], None) == (["11", "13", "14"], 15)
    assert numbers_to_ask([10, 12, 15], None, maximum=2) == (["11", "13"], 13)
    assert numbers_to_ask([10, 12, 15], 13) == (["14"], 15)
    assert numbers_to_ask([10, 12], 20) == ([], 20)


@pytest.mark.parametrize(
    ("orphan", "looks"),
    [
        (Facts("399"), Looks.BEFORE),
        (Facts("400"), Looks.NOTHING),
        (Facts("x399"), Looks.NOTHING),
    ],
)
def test_a_number_below_our_first_is_from_before(orphan: Facts, looks: Looks) -> None:
    assert judge(orphan, [], PanelAccount(NOON, first_number=400)).looks is looks
    shared = Looks.OTHERS if looks is Looks.NOTHING else looks
    assert judge(orphan, [], PanelAccount(NOON, first_number=400, is_shared=True)).looks is shared


# --- the desk ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("desk", "places"),
    [
        (Desk([PIA, OLGA], GROUP), (GROUP,)),
        (Desk([PIA, OLGA], GROUP, is_away=True), (OLGA, PIA)),
        (Desk([PIA, OLGA]), (OLGA, PIA)),
    ],
)
def test_tickets_stand_in_the_group_or_with_each_of_the_staff(desk: Desk, places: tuple[int, ...]) -> None:
    assert desk.places == places


def test_what_customers_write_is_for_the_staff_only() -> None:
    desk = Desk([PIA, OLGA], GROUP)
    assert [desk.may_read(chat) for chat in (GROUP, PIA, OLGA, ANN)] == [True, True, True, False]
    assert not Desk([PIA]).may_read(GROUP)


def test_a_customers_message_is_for_each_chat_of_the_desk() -> None:
    message = TicketMessage(6, 4, Voice.CUSTOMER, Said(ANN, ANN, 66, "text", "hello"))
    about: Payload = {"ticket_id": 4, "message_id": 6}
    assert notices.to_desk(message, [PIA, GROUP]) == [
        Notice(notices.TO_DESK, place, f"{notices.TO_DESK}:{place}:6", about) for place in (PIA, GROUP)
    ]
    assert notices.to_customer(message, ticket()) == Notice(
        notices.TO_CUSTOMER, ANN, f"{notices.TO_CUSTOMER}:6", about
    )


def ticket(**more: object) -> Ticket:
    facts = {"order_id": None, "about": "order", "state": "closed", "topic_chat_id": None, "topic_id": None}
    return Ticket(id=4, person_id=ANN, created_at=NOON, changed_at=NOON, **{**facts, **more})  # type: ignore[arg-type]  # a table's rest


def test_a_tickets_topic_has_an_address_for_members_of_its_group() -> None:
    assert link_to_topic(ticket(topic_chat_id=GROUP, topic_id=6)) == "https://t.me/c/1234/6"
    assert link_to_topic(ticket(topic_chat_id=GROUP)) == ""
    assert link_to_topic(ticket(topic_id=6)) == ""


def test_words_about_a_ticket_name_it_and_its_message() -> None:
    about: Payload = {"ticket_id": 4, "message_id": 6}
    at = NOON.isoformat()
    assert notices.ended(ticket()) == Notice(notices.ENDED, ANN, f"{notices.ENDED}:4:{at}", {"ticket_id": 4})
    assert notices.nameless(4, GROUP, 6) == Notice(
        notices.NAMELESS, GROUP, f"{notices.NAMELESS}:{GROUP}:6", about
    )
    assert notices.stuck(4, 6, [PIA, OLGA]) == [
        Notice(notices.STUCK, place, f"{notices.STUCK}:{place}:6", about) for place in (PIA, OLGA)
    ]
    assert notices.opened(ticket(), [PIA]) == [
        Notice(kind, PIA, f"{kind}:9:4", {"ticket_id": 4}) for kind in (notices.TOPIC, notices.HEAD)
    ]


@pytest.mark.parametrize(
    ("role", "kinds"),
    [(Role.OPERATOR, tuple(Waits)), (Role.SUPPORT, (Waits.TICKET,)), (Role.CUSTOMER, ())],
)
def test_each_role_sees_to_its_own(role: Role, kinds: tuple[Waits, ...]) -> None:
    assert kinds_for(role) == kinds


def test_the_queue_has_the_oldest_first_then_goes_by_kind_and_number() -> None:
    places = [
        Place(NOON, Waits.RECEIPT, 1),
        Place(NOON, Waits.RECEIPT, 2),
        Place(NOON, Waits.CASE, 1),
        Place(NOON, Waits.TRANSFER, 0),
        Place(NOON + SECOND, Waits.RECEIPT, 0),
    ]
    mixed = [places[at] for at in (3, 1, 4, 0, 2)]
    assert sorted(mixed, key=place_in_order) == places


# --- alerts and digests ------------------------------------------------------------------------------------


def test_only_a_panels_conditions_are_a_suppliers() -> None:
    down, late = Condition(AlertKind.PANEL_DOWN, facts={"word": "x"}), Condition(AlertKind.ORDER_UNKNOWN)
    moved = at_supplier(down, "fast")
    assert moved.facts == {"word": "x", "supplier": "fast"}
    assert moved.subject != down.subject
    assert at_supplier(down, "") is down
    assert at_supplier(late, "fast") is late
    news = card(5, ANN)
    assert news_at([down, news, late], "fast") == [moved, news, late]


def test_an_alerts_card_is_one_message_in_each_chat() -> None:
    assert card_notice(3, GROUP) == Notice("alert_card", GROUP, f"alert_card:3:{GROUP}", {"alert_id": 3})
    assert past_notice(3, GROUP, 6) == Notice(
        "alert_past", GROUP, f"alert_past:{GROUP}:6", {"alert_id": 3, "message_id": 6}
    )


def test_a_small_disk_is_full_by_its_share_and_a_large_one_is_not() -> None:
    gib = 1024**3
    assert is_full(gib // 4, 4 * gib)
    assert not is_full(40 * gib, 2_000 * gib)
    assert not is_full(2 * gib, 40 * gib)
    assert is_full(2 * gib - 1, 40 * gib)
    assert not is_full(500 * 1024**2, 9_000 * 1024**2)
    assert is_full(500 * 1024**2 - 1, 1024**3)
    assert not is_full(20 * gib, 4_000 * gib)
    assert is_full(20 * gib - 1, 4_000 * gib)


def test_a_digest_tells_what_its_notices_told() -> None:
    first = entry_of("finished", {"order_id": 5, "state": "partial"})
    second = entry_of("money_back", {"order_id": "6"})
    assert (first, second) == (Entry("finished", 5, "partial"), Entry("money_back", 6, ""))
    assert entries_of(payload_of([first, second])) == [first, second]
    assert entries_of({"order_id": 5}) == entries_of({"news": "x"}) == []


# --- money -------------------------------------------------------------------------------------------------


def test_a_transfer_is_asked_for_in_an_amount_of_its_own_or_in_a_round_one() -> None:
    assert payable_amount(1_050, ()) == 1_050
    assert payable_amount(1_050, {1_050, 1_051}) == 1_052
    assert payable_amount(1_100, ()) == 1_101
    assert payable_amount(1_050, range(1_050, 1_050 + MOST_ADDED + 1)) == 1_100
    assert payable_amount(1_100, range(1_100, 1_100 + MOST_ADDED + 1)) == 1_100


def test_what_an_import_brings_comes_from_outside() -> None:
    row = PersonRow(1, ANN, "Ann", None, "en", 500, "", banned=False)
    wallet, outside = Account(AccountKind.WALLET, ANN, "USD"), Account("clearing:import", None, "USD")
    assert bringing("old", row, "USD", actor_id=PIA) == JournalEntry(
        import_key("old", ANN), JournalKind.IMPORT, between(outside, wallet, 500), actor_id=PIA
    )


# --- who may do what, and when -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("access", "person", "role"),
    [
        (Access(frozenset()), ANN, Role.STRANGER),
        (Access(frozenset(), open=True), ANN, Role.CUSTOMER),
        (Access(frozenset(), allowed=frozenset({ANN})), ANN, Role.CUSTOMER),
        (Access(frozenset(), allowed=frozenset({ANN})), PIA, Role.STRANGER),
        (Access(frozenset(), roster=Roster(let_in=frozenset({ANN}))), ANN, Role.CUSTOMER),
        (Access(frozenset(), roster=Roster(support=frozenset({ANN}))), ANN, Role.SUPPORT),
        (Access(frozenset(), roster=Roster(operators=frozenset({ANN}))), ANN, Role.OPERATOR),
        (Access(frozenset(), open=True, roster=Roster(banned=frozenset({ANN}))), ANN, Role.BANNED),
        (Access(frozenset({ANN}), roster=Roster(banned=frozenset({ANN}))), ANN, Role.OWNER),
    ],
)
def test_a_role_is_the_settings_or_what_was_decided_in_the_chat(
    access: Access, person: int, role: Role
) -> None:
    assert access.role_of(person) is role


def test_a_roster_that_was_asked_for_later_is_not_replaced_by_an_older_one() -> None:
    access = Access(frozenset())
    old, new = Roster(support=frozenset({ANN})), Roster(operators=frozenset({ANN}))

    async def read_new() -> Roster:
        return new

    async def read_old() -> Roster:
        await access.follow(read_new)
        return old

    asyncio.run(access.follow(read_old))
    assert access.roster is new
    asyncio.run(access.follow(read_old))
    assert access.roster is new


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-08:00", "22:00–08:00"),
        ("10pm - 8am", "22:00–08:00"),
        ("12am 12pm", "00:00–12:00"),
        ("24:00 6", "00:00–06:00"),
        ("٢٢:٠٠ ٨", "22:00–08:00"),
        ("23.59 0.00", "23:59–00:00"),
        ("24:30 6", None),
        ("22:60 6", None),
        ("13pm 6", None),
        ("0am 6", None),
        ("22:00", None),
        ("22 8 9", None),
        ("8 8", None),
        ("never", None),
    ],
)
def test_quiet_hours_are_two_different_times_of_the_day(text: str, hours: str | None) -> None:
    found = read_quiet_hours(text)
    assert (written(found) if found else None) == hours


def test_buttons_are_read_line_by_line() -> None:
    rows = read_buttons("Shop - https://x.com | Likes - s_12\n\nChat — t.me/kiosk", "kiosk_bot")
    assert rows == (
        (LinkButton("Shop", "https://x.com"), LinkButton("Likes", "https://t.me/kiosk_bot?start=s_12")),
        (LinkButton("Chat", "https://t.me/kiosk"),),
    )


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("", "broadcast_buttons", {"most": 8}),
        ("A - x.com\n" * 9, "broadcast_buttons", {"most": 8}),
        ("A - https://x.com\n" + " | ".join(["B - https://x.com"] * 4), "broadcast_button_row",
         {"number": 2, "most": 3}),
        ("A", "broadcast_button", {"number": 1, "line": "A"}),
        ("y" * 70, "broadcast_button", {"number": 1, "line": "y" * 60}),
        ("A - https://", "broadcast_button", {"number": 1, "line": "A - https://"}),
        ("A - https://.x.", "broadcast_button", {"number": 1, "line": "A - https://.x."}),
        ("A - ftp://x.com", "broadcast_button", {"number": 1, "line": "A - ftp://x.com"}),
        ("L" * 41 + " - https://x.com", "broadcast_button_label", {"number": 1, "most": 40}),
    ],
)  # fmt: skip
def test_a_wrong_button_names_its_line(text: str, key: str, values: dict[str, object]) -> None:
    with pytest.raises(ShopError) as refused:
        read_buttons(text, "kiosk_bot")
    assert (refused.value.key, refused.value.values) == (key, values)


def test_work_is_told_to_another_kiosk_or_done_here() -> None:
    wakeups, done, told = Wakeups(), list[str](), list[str]()
    for work in Work:
        wakeups.on(work, lambda name=work.name: done.append(name))  # type: ignore[misc]  # bound at once
    assert not wakeups.account_wanted
    wakeups.outbox()

    def forward(word: str) -> bool:
        told.append(word)
        return word != "PANEL"

    wakeups.forward = forward
    wakeups.outbox()
    wakeups.panel()
    wakeups.turns()
    wakeups.check_order(5)
    assert done == ["NOTICES", "PANEL", "TURNS", "CHECKS"]
    assert told == ["NOTICES", "PANEL"]
    assert wakeups.to_check == {5}
    wakeups.refresh_account()
    assert (told[-1], wakeups.account_wanted) == ("ACCOUNT", False)
    wakeups.forward = lambda _: False
    wakeups.told({"ALERTS", "ACCOUNT"})
    assert (done[-2:], wakeups.account_wanted) == (["ALERTS", "CHECKS"], True)


def test_durations_are_counted_by_their_bounds() -> None:
    times = Times()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] + 0.0001, BOUNDS[-1] + 1):
        times.took(seconds, "add", "ok")
    [(words, spread)] = times.by_words.items()
    counts = dict(up_to(spread))
    assert words == ("add", "ok")
    assert (counts[BOUNDS[0]], counts[BOUNDS[1]], counts[BOUNDS[-1]], counts[float("inf")]) == (2, 3, 3, 4)


@pytest.mark.parametrize(
    ("least", "most", "first"), [(10, 10_000, (10, 100, 500)), (10, 300, (10, 50, 100)), (1, 60, (1, 5, 10))]
)
def test_the_quantities_offered_are_usual_ones_if_there_are_enough(
    least: int, most: int, first: tuple[int, ...]
) -> None:
    offered = quantities(replace(LIKES, min=least, max=most))
    assert offered[:3] == first
    assert offered == tuple(sorted(offered))


def test_a_names_case_does_not_matter_and_a_posts_does() -> None:
    assert same_link_key("https://t.me/Durov/Abc") == same_link_key("https://t.me/durov/Abc")
    assert same_link_key("https://t.me/durov/Abc") != same_link_key("https://t.me/durov/abc")
    assert same_link_key("https://t.me/+AbC") != same_link_key("https://t.me/+abc")


def test_work_inside_is_about_what_is_said_around_it() -> None:
    with about(update_id=1, person_id=ANN):
        is_about(order_id=5)
        assert dict(subject()) == {"update_id": 1, "person_id": ANN, "order_id": 5}


@pytest.mark.parametrize(
    ("theirs", "taken", "number"),
    [
        ("21", set(), "2000021"),
        ("21", {"2000021"}, "3000021"),
        ("999999", set(), "2999999"),
        ("1000000", set(), "2000000"),
        ("٢١", set(), "2000000"),
        ("abc", set(), "2000000"),
        ("abc", {"2000000"}, "2000001"),
    ],
)
def test_a_further_suppliers_service_has_a_number_of_the_shops(
    theirs: str, taken: set[str], number: str
) -> None:
    fast = Supplier("b~1", "fast", place=1)
    [one] = numbered([replace(LIKES, id=theirs)], fast, {}, lambda n: "a~1" if n in taken else None)
    assert (one.number, one.panel) == (theirs, "b~1")
    assert one.id == number


def test_a_suppliers_settings_are_where_its_address_and_key_are_set() -> None:
    assert settings_named("") == {"place": "PANEL_URL", "setting": "PANEL_KEY"}
    assert settings_named("fast") == {"place": "fast.toml", "setting": "PANEL_KEY_FAST"}
