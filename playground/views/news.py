"""One update for the page: the whole demo, but only the changes of its growing parts."""

from typing import Any

from playground.demo_state import DemoState
from playground.panel.spoken import NAMES
from playground.telegram import FakeMessage, FakePerson
from playground.views.chat import chat
from playground.views.panel import panel
from playground.views.trace import trace

_PEOPLE = 60


def news(demo: DemoState, person: FakePerson, since: int) -> dict[str, Any]:
    """Return the demo, with one chat's messages and the updates and calls that came after `since`."""
    return {
        "version": demo.telegram.version,
        "resets": demo.resets,
        "settings": _settings(demo),
        "bot": _bot(demo),
        "people": [_person(demo, somebody) for somebody in _listed(demo, person)],
        "crowd": len(demo.telegram.people),
        "chat": chat(demo, person, since),
        "panel": panel(demo),
        "trace": trace(demo.telegram, since),
        "scenarios": _scenarios(demo),
    }


def _settings(demo: DemoState) -> dict[str, Any]:
    shop = demo.shop
    return {
        "access": shop.access,
        "markup": shop.markup,
        "stars": shop.stars,
        "dialect": demo.panel.dialect,
        "dialects": NAMES,
    }


def _bot(demo: DemoState) -> dict[str, Any]:
    webhook = demo.telegram.world.webhook
    return {
        "running": demo.bot.running,
        "words": demo.bot.words,
        "starts": demo.bot.starts,
        "username": demo.telegram.username,
        "name": demo.telegram.world.bot["first_name"],
        "way": "is called by webhook" if webhook else "polls",
        "waiting": len(demo.telegram.updates),
        "oracle": demo.oracle,
        "findings": len(demo.telegram.findings),
    }


def _scenarios(demo: DemoState) -> dict[str, Any]:
    titles = demo.registry.titles if demo.registry else []
    session = demo.session
    now = None
    if session is not None:
        now = {
            "name": session.name,
            "title": session.title,
            "state": session.state,
            "outcome": session.outcome,
            "steps": [
                {"words": step.words, "state": step.state, "note": step.note} for step in session.steps
            ],
        }
    return {
        "all": [{"name": name, "title": title, "about": about} for name, title, about in titles],
        "now": now,
    }


def _listed(demo: DemoState, shown: FakePerson) -> list[FakePerson]:
    people = list(demo.telegram.people.values())[:_PEOPLE]
    return people if shown in people else [*people, shown]


def _person(demo: DemoState, person: FakePerson) -> dict[str, Any]:
    last = next(person.home.newest_first(), None)
    return {
        "id": person.id,
        "name": person.name,
        "role": demo.roles.get(person.id, "guest"),
        "language": person.language,
        "blocked": person.home.blocked,
        "last": _preview(last) if last else "",
        "changed": last.changed_at if last and last.from_bot else 0,
    }


def _preview(message: FakeMessage) -> str:
    file = message.file
    media = "" if file is None else "Photo" if message.photo else file.upload.name
    return " ".join(f"{media} {message.text}".split())[:80]
