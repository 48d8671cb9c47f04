"""A receipt as a message to an operator: its picture or file, with the question below it."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.context import Services
from handlers.messages import send, with_file
from handlers.operator.receipts.views import (
    receipt_card,
    receipt_picture,
    receipt_words,
    without_its_picture,
)
from handlers.view import View
from locales import Translator
from messaging.outbox import ALBUM, SENDS, Message
from shop.ledger.receipt import Topup
from shop.ledger.receipt_marks import MOST_SHOWN, marks_of
from shop.ledger.topup import RECEIPTS, more_of, pictures_of, words_apart


async def receipt_view(services: Services, top_up: Topup, t: Translator) -> View:
    """Return a receipt with its buttons, or with who decided and when."""
    people = services.stores.people
    person = await people.find(top_up.person_id)
    by = await people.find(top_up.decided_by) if top_up.decided_by is not None else None
    name = by.name if by else str(top_up.decided_by or "")
    marks = marks_of(top_up, services.payments.ways.how_to_pay_by_hand)
    same = await services.stores.topups.list_same(top_up, marks, limit=MOST_SHOWN) if marks else []
    return receipt_card(top_up, person.name if person else "?", t, by=name, same=same)


async def receipt_message(services: Services, top_up: Topup, operator_id: int, t: Translator) -> Message:
    """Return a receipt with its buttons below the customer's media, or as words if that cannot be sent."""
    return _below_its_file(operator_id, await receipt_view(services, top_up, t), top_up.receipt, t)


def has_file(top_up: Topup) -> bool:
    """Return True if the receipt is a picture or a file."""
    return any(kind in top_up.receipt for kind in RECEIPTS)


async def further_picture(
    services: Services, top_up: Topup, number: int, operator_id: int, t: Translator
) -> Message | None:
    """Return a further picture of a receipt that came as an album; numbers begin at 2."""
    person, more = await services.stores.people.find(top_up.person_id), more_of(top_up.receipt)
    if not 2 <= number < 2 + len(more):
        return None
    picture = more[number - 2]
    view = receipt_picture(top_up, number, picture, person.name if person else "?", t)
    return _below_its_file(operator_id, view, picture, t)


async def further_words(
    services: Services, topup: Topup, place: tuple[int, int], operator_id: int, t: Translator
) -> Message | None:
    """Return words that are for a message of their own: which picture came with them, and which part it is.

    Both numbers begin at 1.
    """
    number, part = place
    pictures = pictures_of(topup.receipt)
    parts = words_apart(pictures[number - 1]) if 0 < number <= len(pictures) else []
    if not 0 < part <= len(parts):
        return None
    person = await services.stores.people.find(topup.person_id)
    return send(operator_id, receipt_words(topup, number, parts[part - 1], person.name if person else "?", t))


async def further_pictures(
    services: Services, topup: Topup, operator_id: int, t: Translator
) -> list[Message]:
    """Return the further pictures, a message each."""
    numbers = range(2, 2 + len(more_of(topup.receipt)))
    each = [await further_picture(services, topup, number, operator_id, t) for number in numbers]
    return [one for one in each if one is not None]


async def all_words(services: Services, topup: Topup, operator_id: int, t: Translator) -> list[Message]:
    """Return the words of all its pictures that are for messages of their own."""
    each = [
        await further_words(services, topup, (number, part), operator_id, t)
        for number, picture in enumerate(pictures_of(topup.receipt), start=1)
        for part in range(1, 1 + len(words_apart(picture)))
    ]
    return [one for one in each if one is not None]


def album_of(operator_id: int, pictures: Sequence[Message]) -> Message:
    """Return these pictures as one message."""
    return Message(ALBUM, {"chat_id": operator_id, "media": [_in_album(one) for one in pictures]})


def _in_album(message: Message) -> dict[str, str]:
    """Return the message as a part of an album."""
    kind = next(kind for kind in RECEIPTS if kind in message.params)
    shown = {name: message.params[name] for name in ("caption", "parse_mode")}
    return {"type": kind, "media": message.params[kind], **shown}


def _below_its_file(operator_id: int, view: View, sent: Mapping[str, Any], t: Translator) -> Message:
    """Return the view below the customer's media, or in words if Telegram cannot deliver that."""
    for kind in RECEIPTS:
        if kind in sent:
            in_words = send(operator_id, without_its_picture(view, t))
            return with_file(operator_id, view, SENDS[kind], {kind: sent[kind]}, instead=in_words)
    return send(operator_id, view)
