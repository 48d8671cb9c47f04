"""A chat as the page shows it: messages, keyboards, toasts, and the answers to inline queries."""

from typing import Any

from playground.demo_state import DemoState
from playground.telegram import Button, Checkout, FakeMessage, FakePerson, InlineAnswer, Toast
from playground.telegram.invoices import Invoice
from playground.telegram.labels import shown

_HISTORY = 200  # messages of a chat that the page gets at first
_CHECKOUTS = 5
_ELSEWHERE = 5  # and of the chat with the friend


def chat(demo: DemoState, person: FakePerson, since: int) -> dict[str, Any]:
    home = person.home
    changed = home.changed_since(since) if since else home.live()[-_HISTORY:]
    changed.sort(key=lambda one: one.id)  # the page puts new ones at the end, whichever changed last
    keyboard = home.reply_keyboard
    action = home.action if home.action and home.action[1] > demo.clock.monotonic() else None
    return {
        "person": person.id,
        "whole": not since,
        "messages": [_message(demo, message) for message in changed],
        "keyboard": [[_key(person, key) for key in row] for row in keyboard.rows] if keyboard else [],
        "keyboard_is_away": home.keyboard_is_away,
        "bot": demo.telegram.username,
        "action": action[0] if action else None,
        "stars": person.stars,
        "checkouts": [_checkout(one) for one in person.checkouts[-_CHECKOUTS:]],
        "commands": person.commands,
        "described": person.described,
        "spinning": [[tap.message_id, tap.data] for tap in person.spinning],
        "elsewhere": [_message(demo, message) for message in person.elsewhere.live()[-_ELSEWHERE:]],
        "toasts": [_toast(index, toast) for index, toast in enumerate(person.toasts)][-5:],
    }


def _key(person: FakePerson, key: Button) -> dict[str, Any]:
    """A key of the reply keyboard; `chats` is what its picker shows, None if it sends its label."""
    wish = key.wish
    chats = None if wish is None else [chat.title for chat in person.own_chats if wish.suits(chat)]
    return {"label": key.label, "chats": chats}


def _toast(index: int, toast: Toast) -> dict[str, Any]:
    return {"number": index, "text": toast.text, "alert": toast.alert}


def _message(demo: DemoState, message: FakeMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "mine": not message.from_bot or message.via_bot,
        "via": f"@{demo.telegram.username}" if message.via_bot else "",
        "deleted": message.deleted,
        "text": message.text,
        "short": _short(message),
        "answers": _short(message.reply_to) if message.reply_to else "",
        "entities": message.entities,
        "date": message.date,
        "edited": message.edited,
        "reaction": message.reaction,
        "effect": message.effect,
        "photo": message.photo.id if message.photo else None,
        "document": _document(message),
        "invoice": _invoice(message),
        "service": _service(message),
        "keyboard": [[_button(demo, button, len(row)) for button in row] for row in message.keyboard],
    }


def _short(message: FakeMessage) -> str:
    """Return a line that tells which message it is, where another one answers it."""
    if message.text:
        return " ".join(message.text.split())[:100]
    if message.photo:
        return "a picture"
    return message.file.upload.name if message.file else "a message"


def _document(message: FakeMessage) -> dict[str, Any] | None:
    """Any file but a photo: the page offers it for download."""
    file = message.file
    if file is None or file.kind == "photo":
        return None
    return {"id": file.id, "name": file.upload.name, "size": len(file.upload.content)}


def _invoice(message: FakeMessage) -> dict[str, Any] | None:
    invoice = message.content.invoice
    return None if invoice is None else {**_terms(invoice), "receipt": message.receipt is not None}


def _terms(invoice: Invoice) -> dict[str, Any]:
    return {
        "title": invoice.title,
        "description": invoice.description,
        "price": invoice.price,
        "stars": invoice.in_stars,
    }


def _service(message: FakeMessage) -> str:
    """Return the text of a service message."""
    if message.money:
        return f"You {message.money}"
    return ", ".join(message.content.service or ()).replace("_", " ")


def _checkout(checkout: Checkout) -> dict[str, Any]:
    return {"id": checkout.id, "state": checkout.state, "words": checkout.words}


def _button(demo: DemoState, button: Button, beside: int) -> dict[str, Any]:
    linked = demo.telegram.world.invoice_links.get(button.url or "")
    return {
        "label": button.label,
        "shown": shown(button.label, beside),
        "kind": button.kind,
        "data": button.data,
        "url": button.url,
        "invoice": None if linked is None else _terms(linked),
        "style": button.style,
    }


def inline(answer: InlineAnswer) -> dict[str, Any]:
    """Return an inline answer as the page shows it."""
    return {
        "from_cache": answer.from_cache,
        "button": answer.button,
        "results": [
            {
                "id": result.id,
                "title": result.title,
                "description": result.description,
                "text": result.text,
                "entities": list(result.entities),
            }
            for result in answer.results
        ],
    }
