"""A notice: a message the kiosk owes somebody. It lives in the outbox until delivered."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from shop.digest import DIGEST, entries_of
from shop.ledger.topup import pictures_of, words_apart

Payload = dict[str, str | int | list[list[str | int | None]] | None]


class Priority(IntEnum):
    """Who goes first when Telegram limits the rate."""

    PERSON = 0  # an answer inside a turn
    NOTICE = 1
    BROADCAST = 2


HELD_LANE = 3
"""Beside the priorities: a broadcast's messages that nobody delivers, until somebody goes on or it is day."""


class NoticeState(StrEnum):
    """A notice's state. `BLOCKED`: its person cannot be reached; `STOPPED`: no longer wanted."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    STOPPED = "stopped"


OF_MONEY = frozenset(
    {
        "alert",
        "alert_card",
        "receipt",
        "receipt_more",
        "review",
        "transfer",
        "reminder",
        "credited",
        "returned",
        "turned_down",
        "membership_paid",
        "wallet_changed",
        "change_second",
        "change_decided",
        "money_back",
        "ticket_head",
        "ticket_in",
        "ticket_in_edited",
        "ticket_out",
        "ticket_out_edited",
        "gift",
    }
)
"""Kinds about money, and people's own words: a duplicate is a nuisance, a missing one costs money."""

LOOK, LOOK_CARD = "broadcast_look", "broadcast_card"
"""Kinds that show an operator an album as it will look, and the card below it."""

EDIT_IGNORED = "broadcast_edit_ignored"

FOR_OPERATORS = frozenset(
    {
        "alert",
        "alert_card",
        "alert_past",
        "change_decided",
        "change_second",
        "door",
        "new_orders",
        "progress",
        "receipt",
        "receipt_more",
        "reminder",
        "review",
        "transfer",
        LOOK,
        LOOK_CARD,
        EDIT_IGNORED,
    }
)
"""Kinds only operators may get: somebody who is no longer an operator gets no more of them."""

FOR_STAFF = frozenset({"staff_card"})
"""Kinds that support gets too, but nobody outside the staff."""


def is_of_money(kind: str, payload: Mapping[str, object]) -> bool:
    """Return True if the notice is about money, like every end of an order except the good one."""
    if kind == DIGEST:
        return any(is_of_money(one.kind, {"state": one.state}) for one in entries_of(payload))
    return kind in OF_MONEY or (kind in {"finished", "bundle_ended"} and payload.get("state") != "completed")


HUSHED = "hushed"
"""In a broadcast's payload: its person has quiet hours or wants silence; others' settings are not read."""

ALERTS_MATTER = timedelta(days=7)
"""Older alerts are not repeated to an operator who could not be reached."""


def is_owed_again(kind: str, payload: Mapping[str, object], ended_at: datetime, now: datetime) -> bool:
    """Return True if somebody who is back is still owed this notice, dropped at `ended_at`.

    A card shows its order's present state, news about money never expires, and what somebody may do here
    holds until it changes; the rest is over.
    """
    if kind == "alert" and ended_at <= now - ALERTS_MATTER:
        return False
    return kind in {"card", "mass_card", "alert_card", "role", "door_news"} or is_of_money(kind, payload)


@dataclass(frozen=True, slots=True)
class Notice:
    """What to say to whom. Its text is made at sending time, in the person's language then.

    Two notices with one `dedupe_key` are one: a card that changes twice before it is
    sent is sent once, in its latest state.
    """

    kind: str
    person_id: int
    dedupe_key: str
    payload: Payload = field(default_factory=dict)
    priority: Priority = Priority.NOTICE


def card(order_id: int, person_id: int) -> Notice:
    """A notice to refresh the order's one live card."""
    return Notice("card", person_id, f"card:{order_id}", {"order_id": order_id})


def mass_card(mass_id: str, person_id: int) -> Notice:
    """A notice to refresh the one message that lists the orders of a mass order."""
    return Notice("mass_card", person_id, f"mass_card:{mass_id}", {"mass_id": mass_id})


def bundle_ended(mass_id: str, person_id: int, *, is_done: bool) -> Notice:
    """The one notice that all parts of a bundle have ended."""
    payload: Payload = {"mass_id": mass_id, "state": "completed" if is_done else "partial"}
    return Notice("bundle_ended", person_id, f"bundle_ended:{mass_id}", payload)


def shared(inline_message_id: str, order_id: int, person_id: int) -> Notice:
    """A notice to refresh a card of the order that this person put into another chat."""
    payload: Payload = {"inline_message_id": inline_message_id, "order_id": order_id}
    return Notice("shared", person_id, f"shared:{inline_message_id}", payload)


def finished(order_id: int, person_id: int, state: str, key: str) -> Notice:
    """A notice of an order's end, with a sound. `key` distinguishes repeated ends."""
    return Notice(
        "finished", person_id, f"finished:{order_id}:{state}:{key}", {"order_id": order_id, "state": state}
    )


def money_back(order_id: int, person_id: int, level_micro: int) -> Notice:
    """A notice of a refund after the order's end was announced; one message for each level."""
    return Notice("money_back", person_id, f"money_back:{order_id}:{level_micro}", {"order_id": order_id})


def credited(
    person_id: int, way: str, charge_id: str, *, order_id: int | None = None, why: str | None = None
) -> Notice:
    """A notice that a payment was credited, and what became of the order it was for, if it was for one.

    `order_id` is that order; `why` says what kept it from being made, or that it was made before.
    """
    payload: Payload = {"way": way, "charge_id": charge_id}
    if order_id is not None or why is not None:
        payload |= {"order_id": order_id, "why": why}
    return Notice("credited", person_id, f"credited:{way}:{charge_id}", payload)


def returned(
    whose: tuple[int, str, str], taken_micro: int, *, n: int = 1, amount_minor: int | None = None
) -> Notice:
    """A notice that a payment was refunded to its source, or `amount_minor` of it, in its `n`-th return.

    `whose` is its person, way and charge id; `taken_micro` is what the wallet had of it.
    """
    person_id, way, charge_id = whose
    about: Payload = {"way": way, "charge_id": charge_id, "taken_micro": taken_micro}
    if amount_minor is not None:
        about["amount_minor"] = amount_minor
    key = f"returned:{way}:{charge_id}" + (f":{n}" if n > 1 else "")
    return Notice("returned", person_id, key, about)


def invoice_card(person_id: int, invoice_id: int, message_id: int) -> Notice:
    """A notice that the message with this invoice shows what came of it: nobody is to pay it twice."""
    key = f"invoice_card:{invoice_id}"
    return Notice("invoice_card", person_id, key, {"invoice_id": invoice_id, "message_id": message_id})


def receipt(operator_id: int, topup_id: int) -> Notice:
    """An operator's notice of a receipt for a payment by hand, to decide on."""
    return Notice("receipt", operator_id, f"receipt:{operator_id}:{topup_id}", {"topup_id": topup_id})


def doubtful_transfer(operator_id: int, number: int) -> Notice:
    """An operator's notice of a bank transfer, to say whose it is."""
    return Notice("transfer", operator_id, f"transfer:{operator_id}:{number}", {"number": number})


def receipt_more(operator_id: int, topup_id: int, number: int) -> Notice:
    """A further picture of an album receipt; the first of these is number 2."""
    key = f"receipt_more:{operator_id}:{topup_id}:{number}"
    return Notice("receipt_more", operator_id, key, {"topup_id": topup_id, "number": number})


def receipt_words(operator_id: int, topup_id: int, number: int, part: int) -> Notice:
    """A part of the words that came with a picture of a receipt, the first being 1: a card cuts them."""
    key = f"receipt_more:{operator_id}:{topup_id}:{number}:{part}"
    return Notice("receipt_more", operator_id, key, {"topup_id": topup_id, "number": number, "part": part})


def receipt_picture(
    operator_id: int, topup_id: int, number: int, picture: Mapping[str, object]
) -> list[Notice]:
    """Return the notices of one picture of a receipt, which may be words alone, the first being 1."""
    parts = range(1, 1 + len(words_apart(picture)))
    return [
        receipt_more(operator_id, topup_id, number) if number > 1 else receipt(operator_id, topup_id),
        *(receipt_words(operator_id, topup_id, number, part) for part in parts),
    ]


def receipt_whole(operator_id: int, topup_id: int, given: Mapping[str, object] | None) -> list[Notice]:
    """Return the notices of a receipt with all that was `given` for it."""
    numbered = enumerate(pictures_of(given), start=1)
    return [
        one for number, picture in numbered for one in receipt_picture(operator_id, topup_id, number, picture)
    ]


def staff_card(chat_id: int, message_id: int, subject: str) -> Notice:
    """A notice to refresh a card that stands with staff: it says who has decided, and loses its buttons."""
    payload: Payload = {"subject": subject, "message_id": message_id}
    return Notice("staff_card", chat_id, f"staff_card:{chat_id}:{message_id}", payload)


def new_orders(operator_id: int, key: str, numbers: Sequence[int], count: int) -> Notice:
    """A notice to an operator of `count` new orders, whose first `numbers` it names."""
    payload: Payload = {"numbers": [[number] for number in numbers], "count": count}
    return Notice("new_orders", operator_id, f"new_orders:{operator_id}:{key}", payload)


def turned_down(person_id: int, topup_id: int) -> Notice:
    """A notice that the operator declined a receipt."""
    return Notice("turned_down", person_id, f"turned_down:{topup_id}", {"topup_id": topup_id})


def membership_paid(person_id: int, way: str, charge_id: str) -> Notice:
    """A notice of a charge for a membership, with until when it lasts."""
    payload: Payload = {"way": way, "charge_id": charge_id}
    return Notice("membership_paid", person_id, f"membership_paid:{way}:{charge_id}", payload)


def membership_ended(person_id: int, ended_at: datetime) -> Notice:
    """A notice that a membership is over."""
    return Notice("membership_ended", person_id, f"membership_ended:{person_id}:{ended_at.isoformat()}")


def wallet_changed(person_id: int, key: str) -> Notice:
    """A notice that an operator credited or debited the wallet; `key` is the journal's."""
    return Notice("wallet_changed", person_id, f"wallet:{key}", {"key": key})


def change_second(operator_id: int, change_id: int) -> Notice:
    """An operator's card of a large change of a wallet, which a second one has to confirm."""
    payload: Payload = {"change_id": change_id}
    return Notice("change_second", operator_id, f"change_second:{operator_id}:{change_id}", payload)


def change_decided(operator_id: int, change_id: int) -> Notice:
    """A notice to whoever asked for such a change that a second operator has decided."""
    return Notice("change_decided", operator_id, f"change_decided:{change_id}", {"change_id": change_id})


def gift_news(gift_id: int, giver_id: int, state: str) -> Notice:
    """A notice to a gift's giver that it was taken, or that its money is back."""
    return Notice("gift", giver_id, f"gift:{gift_id}", {"gift_id": gift_id, "state": state})


def gift_card(inline_message_id: str, gift_id: int, giver_id: int) -> Notice:
    """A notice to refresh a message that offers this gift in another chat."""
    payload: Payload = {"inline_message_id": inline_message_id, "gift_id": gift_id}
    return Notice("gift_card", giver_id, f"gift_card:{inline_message_id}", payload)


def refill_news(order_id: int, person_id: int, request_id: int, state: str) -> Notice:
    """A notice of a refill's outcome."""
    return Notice("refill", person_id, f"refill:{request_id}:{state}", {"order_id": order_id, "state": state})


def review(operator_id: int, order_id: int) -> Notice:
    """A request to decide an unknown order; the same message later shows the decision."""
    return Notice("review", operator_id, f"review:{operator_id}:{order_id}", {"order_id": order_id})


def reminder(operator_id: int, day: str) -> Notice:
    """A reminder of decisions waiting since yesterday; one message a day."""
    return Notice("reminder", operator_id, f"reminder:{operator_id}:{day}")


def came_back(person_id: int, orders: int, key: str) -> Notice:
    """A notice for a person who is back: how many orders changed while they could not be reached."""
    return Notice("came_back", person_id, f"came_back:{person_id}:{key}", {"orders": orders})


def unsure(person_id: int) -> Notice:
    """A notice that the last answer may have been lost; one message, however often."""
    return Notice("unsure", person_id, f"unsure:{person_id}")


def alert(operator_id: int, about: str, key: str, **values: str | int) -> Notice:
    """An operator's alert; one message per `about` and `key`."""
    return Notice("alert", operator_id, f"alert:{operator_id}:{about}:{key}", {"about": about, **values})


def alert_copy(chat_id: int, key: str, payload: Payload) -> Notice:
    """A copy of an operator's alert for the operators' group; `key` is the alert's own, to anybody."""
    return Notice("alert_copy", chat_id, f"alert_copy:{chat_id}:{key.split(':', 2)[-1]}", payload)


def alerts(operators: Collection[int], about: str, key: str, **values: str | int) -> list[Notice]:
    """Return one alert to each operator for this `about` and `key`."""
    return [alert(operator, about, key, **values) for operator in sorted(operators)]


def person_asks(operators: Collection[int], person_id: int, name: str, now: datetime) -> list[Notice]:
    """Return the operators' alerts that this person asks for one of them; once an hour for each person."""
    hour = f"{now:%Y-%m-%dT%H}"
    return alerts(
        operators, f"asks:{person_id}", hour, alert="person_asks", number=person_id, person=name[:64]
    )


def order_alerts(operators: Collection[int], order_id: int, key: str, **values: str | int) -> list[Notice]:
    """Return one alert to each operator about this order; a second one with the same `word` is the same."""
    about = f"{order_id}:{values.get('word', '')}"[:120]
    return alerts(operators, about, key, alert=key, order_id=order_id, **values)


def reviews(operators: Collection[int], order_id: int) -> list[Notice]:
    """Return every operator's request to decide this unknown order."""
    return [review(operator, order_id) for operator in sorted(operators)]


def door(operator_id: int, person_id: int) -> Notice:
    """A card that asks an operator to let somebody in; the same message later shows the decision."""
    return Notice("door", operator_id, f"door:{operator_id}:{person_id}", {"person_id": person_id})


def door_news(person_id: int, state: str, now: datetime) -> Notice:
    """A notice to whoever asked to come in of what was decided."""
    return Notice(
        "door_news", person_id, f"door_news:{person_id}:{state}:{now.isoformat()}", {"state": state}
    )


def role_news(person_id: int, role: str, now: datetime) -> Notice:
    """A notice of the role that somebody was given; empty: it was taken."""
    return Notice("role", person_id, f"role:{person_id}:{role}:{now.isoformat()}", {"role": role})


def progress(broadcast_id: int, operator_id: int) -> Notice:
    """A notice to refresh the broadcast's one live progress message."""
    key = f"progress:{broadcast_id}:{operator_id}"  # another may be told from some moment on
    return Notice("progress", operator_id, key, {"broadcast_id": broadcast_id})


def progress_past(broadcast_id: int, operator_id: int, message_id: int) -> Notice:
    """A notice that this message is no longer the one that shows how the broadcast stands."""
    key = f"progress:{broadcast_id}:past:{message_id}"
    return Notice("progress", operator_id, key, {"broadcast_id": broadcast_id, "past": message_id})


def look(broadcast_id: int, operator_id: int) -> list[Notice]:
    """The notices that show a composed album as it will look, and the card to decide on below it."""
    payload: Payload = {"broadcast_id": broadcast_id}
    kinds = (LOOK, LOOK_CARD)
    return [Notice(kind, operator_id, f"{kind}:{broadcast_id}", payload) for kind in kinds]


def edit_ignored(broadcast_id: int, operator_id: int, message_id: int) -> Notice:
    """The word that an edit of this message does not change the broadcast that is composed; once for each."""
    key = f"{EDIT_IGNORED}:{operator_id}:{message_id}"
    return Notice(EDIT_IGNORED, operator_id, key, {"broadcast_id": broadcast_id, "message_id": message_id})
