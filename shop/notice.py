"""A notice: a message the kiosk owes somebody. It lives in the outbox until delivered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

Payload = dict[str, str | int | None]


class Priority(IntEnum):
    """Who goes first when Telegram's pace is short."""

    PERSON = 0  # an answer inside a turn
    NOTICE = 1
    BROADCAST = 2


class NoticeState(StrEnum):
    """Where a notice stands. `BLOCKED`: its person cannot be reached; `STOPPED`: nobody wants it any more."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    BLOCKED = "blocked"
    STOPPED = "stopped"


OF_MONEY = frozenset(
    {
        "alert",
        "receipt",
        "receipt_more",
        "review",
        "reminder",
        "credited",
        "returned",
        "turned_down",
        "wallet_changed",
        "money_back",
    }
)
"""Kinds that ask for money's sake or tell of it. One copy too many is a nuisance, one too few is money."""

FOR_OPERATORS = frozenset({"alert", "receipt", "receipt_more", "review", "reminder"})
"""Kinds that are nobody else's business: who runs the shop no longer gets no more of them."""


def is_of_money(kind: str, payload: Mapping[str, object]) -> bool:
    """Whether such a letter asks for money's sake or tells of it, as every end but the good one does."""
    return kind in OF_MONEY or (kind == "finished" and payload.get("state") != "completed")


ALERTS_MATTER = timedelta(days=7)
"""What is older need not be told to an operator who could not be reached."""


def is_owed_again(kind: str, payload: Mapping[str, object], ended_at: datetime, now: datetime) -> bool:
    """Return True if somebody who is back is still owed this notice, dropped at `ended_at`.

    A card shows how its order stands now, and money is told of whenever; the rest is over.
    """
    if kind == "alert" and ended_at <= now - ALERTS_MATTER:
        return False
    return kind == "card" or is_of_money(kind, payload)


@dataclass(frozen=True, slots=True)
class Notice:
    """What to say to whom. The words are found when it is sent, in the language of then.

    Two notices with one `dedupe_key` are one: a card that changes twice before
    it is sent is sent once, as it is by then.
    """

    kind: str
    person_id: int
    dedupe_key: str
    payload: Payload = field(default_factory=dict)
    priority: Priority = Priority.NOTICE


def card(order_id: int, person_id: int) -> Notice:
    """The order's one live card shall show how it stands."""
    return Notice("card", person_id, f"card:{order_id}", {"order_id": order_id})


def finished(order_id: int, person_id: int, state: str, key: str) -> Notice:
    """A short message that makes the phone ring. `key` tells repeated finishes apart."""
    return Notice(
        "finished", person_id, f"finished:{order_id}:{state}:{key}", {"order_id": order_id, "state": state}
    )


def money_back(order_id: int, person_id: int, level_micro: int) -> Notice:
    """Some of the price came back after the order's end was told; one message for each level."""
    return Notice("money_back", person_id, f"money_back:{order_id}:{level_micro}", {"order_id": order_id})


def credited(person_id: int, way: str, charge_id: str) -> Notice:
    """Money came in."""
    return Notice("credited", person_id, f"credited:{way}:{charge_id}", {"way": way, "charge_id": charge_id})


def returned(person_id: int, way: str, charge_id: str) -> Notice:
    """Money that came in went back to where it came from."""
    return Notice("returned", person_id, f"returned:{way}:{charge_id}", {"way": way, "charge_id": charge_id})


def receipt(operator_id: int, topup_id: int) -> Notice:
    """Somebody has paid by hand and sent a receipt; the operator decides."""
    return Notice("receipt", operator_id, f"receipt:{operator_id}:{topup_id}", {"topup_id": topup_id})


def receipt_more(operator_id: int, topup_id: int, number: int) -> Notice:
    """A further picture of a receipt that came as an album; the first of these is number 2."""
    key = f"receipt_more:{operator_id}:{topup_id}:{number}"
    return Notice("receipt_more", operator_id, key, {"topup_id": topup_id, "number": number})


def receipt_whole(operator_id: int, topup_id: int, more: int) -> list[Notice]:
    """The receipt, and `more` further pictures of it."""
    rest = [receipt_more(operator_id, topup_id, number) for number in range(2, 2 + more)]
    return [receipt(operator_id, topup_id), *rest]


def turned_down(person_id: int, topup_id: int) -> Notice:
    """The operator did not accept a receipt."""
    return Notice("turned_down", person_id, f"turned_down:{topup_id}", {"topup_id": topup_id})


def wallet_changed(person_id: int, key: str) -> Notice:
    """An operator has credited or debited the wallet; `key` is the journal's."""
    return Notice("wallet_changed", person_id, f"wallet:{key}", {"key": key})


def refill_news(order_id: int, person_id: int, request_id: int, state: str) -> Notice:
    """What became of a refill."""
    return Notice("refill", person_id, f"refill:{request_id}:{state}", {"order_id": order_id, "state": state})


def review(operator_id: int, order_id: int) -> Notice:
    """What became of an order is for the operator to decide; the same message says so when it was decided."""
    return Notice("review", operator_id, f"review:{operator_id}:{order_id}", {"order_id": order_id})


def reminder(operator_id: int, day: str) -> Notice:
    """Something has waited for a decision since yesterday; one message a day."""
    return Notice("reminder", operator_id, f"reminder:{operator_id}:{day}")


def came_back(person_id: int, orders: int, key: str) -> Notice:
    """They could not be reached for a while, and so many of their orders have changed since."""
    return Notice("came_back", person_id, f"came_back:{person_id}:{key}", {"orders": orders})


def unsure(person_id: int) -> Notice:
    """The last answer may not have reached them; one message, however often that was so."""
    return Notice("unsure", person_id, f"unsure:{person_id}")


def alert(operator_id: int, about: str, key: str, **values: str | int) -> Notice:
    """Something the operator should look at; one message per `about` and `key`."""
    return Notice("alert", operator_id, f"alert:{operator_id}:{about}:{key}", {"about": about, **values})


def alerts(operators: Collection[int], about: str, key: str, **values: str | int) -> list[Notice]:
    """One alert to each operator for this `about` and `key`."""
    return [alert(operator, about, key, **values) for operator in sorted(operators)]


def order_alerts(operators: Collection[int], order_id: int, key: str, **values: str | int) -> list[Notice]:
    """One alert to each operator about this order; a second one with the same `word` is the same."""
    about = f"{order_id}:{values.get('word', '')}"[:120]
    return alerts(operators, about, key, alert=key, order_id=order_id, **values)


def strange_text(
    operators: Collection[int], key: str, text: str, number: int | None, when: str = ""
) -> list[Notice]:
    """The operators are told of a text that nobody knows: once for each text and `when`."""
    if number is None:
        return []
    return alerts(operators, f"text:{number}", f"{key}:{when}", alert=key, word=text[:200], number=number)


def reviews(operators: Collection[int], order_id: int) -> list[Notice]:
    """What became of this order is for the operators to decide."""
    return [review(operator, order_id) for operator in sorted(operators)]


def progress(broadcast_id: int, operator_id: int) -> Notice:
    """The broadcast's one live progress line."""
    return Notice("progress", operator_id, f"progress:{broadcast_id}", {"broadcast_id": broadcast_id})
