"""Whom tickets and what waits for an answer reach at the desk."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.notice import Notice, Payload
from shop.person import Role
from shop.tickets import notices
from shop.tickets.desk import Desk
from shop.tickets.ticket import Said, Ticket, TicketMessage, Voice, link_to_topic
from shop.waiting import Place, Waits, kinds_for, place_in_order

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ANN, OLGA, PIA, GROUP = 7, 8, 9, -1001234


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
    assert notices.to_customer(message, ticket()) == [
        Notice(notices.TO_CUSTOMER, ANN, f"{notices.TO_CUSTOMER}:6", about)
    ]


@pytest.mark.parametrize(
    ("kind", "text", "is_longer"),
    [
        ("photo", "x" * 1024, False),
        ("photo", "x" * 1025, True),
        ("document", "😀" * 513, True),
        ("voice", "😀" * 512, False),
        ("text", "x" * 4096, False),
    ],
)
def test_a_caption_that_no_bot_may_send_has_a_message_of_its_own(
    kind: str, text: str, *, is_longer: bool
) -> None:
    message = TicketMessage(6, 4, Voice.CUSTOMER, Said(ANN, ANN, 66, kind, text, "file"))
    about: Payload = {"ticket_id": 4, "message_id": 6}
    words: Payload = {**about, "words": True}
    assert message.said.has_long_caption is is_longer
    assert notices.to_desk(message, [GROUP])[1:] == (
        [Notice(notices.TO_DESK, GROUP, f"{notices.TO_DESK}:{GROUP}:6:words", words)] if is_longer else []
    )
    assert notices.to_customer(message, ticket())[1:] == (
        [Notice(notices.TO_CUSTOMER, ANN, f"{notices.TO_CUSTOMER}:6:words", words)] if is_longer else []
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


def test_a_ticket_has_its_topic_in_one_chat_only() -> None:
    stands = ticket(topic_chat_id=GROUP, topic_id=6)
    assert [stands.topic_in(chat) for chat in (GROUP, GROUP - 1, ANN)] == [6, None, None]
