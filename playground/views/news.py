"""One piece of news: the whole room, with those parts of it that grow as they have changed."""

from typing import Any

from playground.room import Room
from playground.telegram import FakeMessage, FakePerson
from playground.views.chat import chat
from playground.views.panel import panel
from playground.views.trace import trace

_PEOPLE = 60


def news(room: Room, person: FakePerson, since: int) -> dict[str, Any]:
    """The room, with those messages of one chat and those updates and calls that came after `since`."""
    return {
        "version": room.telegram.version,
        "bot": _bot(room),
        "people": [_person(room, somebody) for somebody in _listed(room, person)],
        "crowd": len(room.telegram.people),
        "chat": chat(room, person, since),
        "panel": panel(room),
        "trace": trace(room.telegram, since),
        "scenes": _scenes(room),
    }


def _bot(room: Room) -> dict[str, Any]:
    webhook = room.telegram.world.webhook
    return {
        "running": room.bot.running,
        "words": room.bot.words,
        "starts": room.bot.starts,
        "username": room.telegram.username,
        "name": room.telegram.world.bot["first_name"],
        "way": "is called by webhook" if webhook else "polls",
        "waiting": len(room.telegram.updates),
        "oracle": room.oracle,
        "findings": len(room.telegram.findings),
    }


def _scenes(room: Room) -> dict[str, Any]:
    titles = room.programme.titles if room.programme else []
    showing = room.showing
    now = None
    if showing is not None:
        now = {
            "name": showing.name,
            "title": showing.title,
            "state": showing.state,
            "outcome": showing.outcome,
            "steps": [
                {"words": step.words, "state": step.state, "note": step.note} for step in showing.steps
            ],
        }
    return {
        "all": [{"name": name, "title": title, "about": about} for name, title, about in titles],
        "now": now,
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
    file = message.file
    media = "" if file is None else "Photo" if message.photo else file.upload.name
    return " ".join(f"{media} {message.text}".split())[:80]
