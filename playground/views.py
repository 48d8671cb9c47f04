"""What the page is told: the room as plain JSON."""

from typing import Any

from playground.panel import Order
from playground.room import SPEEDS, Room, newest_orders
from playground.telegram import Button, FakeMessage, FakePerson, InlineAnswer, Toast

_HISTORY = 200  # messages of a chat the page is given at first
_PEOPLE = 60


def news(room: Room, person: FakePerson, since: int) -> dict[str, Any]:
    """The whole room, with those messages of one chat that changed after version `since`."""
    return {
        "version": room.telegram.version,
        "bot": {
            "running": room.bot.running,
            "words": room.bot.words,
            "username": room.telegram.username,
        },
        "people": [_person(room, somebody) for somebody in _listed(room, person)],
        "crowd": len(room.telegram.people),
        "chat": _chat(room, person, since),
        "panel": _panel(room),
        "unmodelled": sorted(set(room.telegram.unmodelled)),
    }


def inline(answer: InlineAnswer) -> dict[str, Any]:
    """An inline answer as the page shows it."""
    return {
        "from_cache": answer.from_cache,
        "button": (answer.button or {}).get("text"),
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


def _listed(room: Room, shown: FakePerson) -> list[FakePerson]:
    people = list(room.telegram.people.values())[:_PEOPLE]
    return people if shown in people else [*people, shown]


def _person(room: Room, person: FakePerson) -> dict[str, Any]:
    last = next(person.home.newest_first(), None)
    return {
        "id": person.id,
        "name": person.name,
        "role": room.roles.get(person.id, "guest"),
        "language": person.language,
        "blocked": person.home.blocked,
        "last": _preview(last) if last else "",
        "changed": last.changed_at if last and last.from_bot else 0,
    }


def _preview(message: FakeMessage) -> str:
    media = "Photo" if message.photo else message.document.upload.name if message.document else ""
    return " ".join(f"{media} {message.text}".split())[:80]


def _chat(room: Room, person: FakePerson, since: int) -> dict[str, Any]:
    home = person.home
    changed = home.changed_since(since) if since else home.live()[-_HISTORY:]
    keyboard = home.reply_keyboard
    action = home.action if home.action and home.action[1] > room.clock.monotonic() else None
    return {
        "person": person.id,
        "whole": not since,
        "messages": [_message(message) for message in changed],
        "keyboard": [[button.label for button in row] for row in keyboard.rows] if keyboard else [],
        "action": action[0] if action else None,
        "commands": person.commands,
        "spinning": [[tap.message_id, tap.data] for tap in person.spinning],
        "toasts": [_toast(index, toast) for index, toast in enumerate(person.toasts)][-5:],
    }


def _toast(index: int, toast: Toast) -> dict[str, Any]:
    return {"number": index, "text": toast.text, "alert": toast.alert}


def _message(message: FakeMessage) -> dict[str, Any]:
    return {
        "id": message.id,
        "mine": not message.from_bot,
        "deleted": message.deleted,
        "text": message.text,
        "entities": message.entities,
        "date": message.date,
        "edited": message.edited,
        "photo": message.photo.id if message.photo else None,
        "document": _document(message),
        "keyboard": [[_button(button) for button in row] for row in message.keyboard],
    }


def _document(message: FakeMessage) -> dict[str, Any] | None:
    if message.document is None:
        return None
    upload = message.document.upload
    return {"id": message.document.id, "name": upload.name, "size": len(upload.content)}


def _button(button: Button) -> dict[str, Any]:
    return {"label": button.label, "kind": button.kind, "data": button.data, "url": button.url}


def _panel(room: Room) -> dict[str, Any]:
    panel = room.panel
    return {
        "balance": f"{panel.balance} {panel.currency}",
        "orders": [_order(order) for order in newest_orders(panel)],
        "total": len(panel.orders),
        "faults": panel.fault_names,
        "armed": dict(panel.armed),
        "speed": room.speed,
        "speeds": list(SPEEDS),
    }


def _order(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "service": f"{order.service.id} {order.service.name}",
        "link": order.link,
        "quantity": order.quantity,
        "remains": order.remains,
        "start_count": order.start_count,
        "charge": str(order.charge),
        "word": order.word,
        "by_hand": order.by_hand,
    }
