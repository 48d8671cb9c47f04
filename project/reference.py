"""The reference pages, from the code itself: `python -m project.reference` writes all of them."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from inspect import getdoc
from pathlib import Path

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from telegram.ext import CommandHandler

import bot  # noqa: F401 - what a start does first
from cli.codes import EXIT_LOST, EXIT_TAKEN
from cli.parser import parser as command_line
from handlers.conversation import order_conversation
from handlers.operator.alerts.views import ALERTS
from handlers.route import Access, Handler
from handlers.routes import routes
from handlers.welcome.views import COMMANDS, OPERATOR_COMMANDS
from settings import Settings
from settings.live import FIXED
from settings.words import MUST_BE
from shop import notice
from shop.alerts import LASTS, ONE_BY_ONE, AlertKind
from shop.live_values import KEYS, TRANSLATED
from shop.own_words import LANGUAGES

FOLDER = Path(__file__).parents[1] / "docs" / "reference"

WRITTEN = "Written by `make reference` from the code; a test compares the two.\n"
_DEFAULTS = {"": "empty", "[]": "empty", "None": "none", "frozenset()": "nobody"}


def settings_page() -> str:
    """Return the page of all settings with their defaults."""
    translated = {f"{name}_{language}" for name in TRANSLATED for language in LANGUAGES}
    fields = {name: field for name, field in Settings.model_fields.items() if name not in translated}
    rows = ((f"`{name.upper()}`", _default(one), _rule(name), _place(name)) for name, one in fields.items())
    texts = ", ".join(f"`{name.upper()}`" for name in TRANSLATED)
    return _page(
        "Settings, one line each",
        f"What each setting means is in [Settings](../settings.md). {texts} have one more of each for every "
        f"language: {', '.join(f'`_{language.upper()}`' for language in LANGUAGES)} behind the name.",
        _table(("setting", "default", "what it must be", "where it can be changed"), sorted(rows)),
    )


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value = field.default
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    return _DEFAULTS.get(text) or f"`{text}`"


def _rule(name: str) -> str:
    return MUST_BE.get(name.upper(), "").removeprefix("must be ")


def _place(name: str) -> str:
    return "in the chat" if name in KEYS else f"environment alone: {FIXED[name]}"


def commands_page() -> str:
    """Return the page of all commands, with who may use each."""
    access: dict[str, Access] = {}
    conversation = order_conversation()
    for route in routes(conversation):
        for command in _commands_of(route.handler) - {"cancel"}:  # it ends what its writer is doing
            access[command] = route.access
    access |= dict.fromkeys(("order", "cancel"), Access.CUSTOMERS)
    words = {"start": COMMANDS["menu"]} | COMMANDS | OPERATOR_COMMANDS
    rows = ((f"`/{name}`", access[name].name.lower(), words[name]) for name in words)
    return _page(
        "Commands, one line each",
        "As the menu names them. Staff are support, operators and owners; an owner is an operator, too. "
        "[Commands](../commands.md) has what can be written behind each.",
        _table(("command", "who", "what it does"), rows),
    )


def _commands_of(handler: Handler) -> frozenset[str]:
    return handler.commands if isinstance(handler, CommandHandler) else frozenset()


def command_line_page() -> str:
    """Return the page of what bot.py does."""
    chosen = next(one for one in command_line()._actions if isinstance(one, argparse._SubParsersAction))
    helps = {one.dest: one.help or "" for one in chosen._choices_actions}
    rows = [(f"`bot.py {name}`", said) for name, said in helps.items()]
    options = [
        (f"`bot.py {_whole(name, parser)} {_written(action)}`", action.help or "")
        for name, parser in chosen.choices.items()
        for action in parser._actions
        if action.dest != "help" and not _is_word(action)
    ]
    return _page(
        "Command line",
        "`.venv/bin/python bot.py` and one of these. It ends with 0 if all is well, 1 for trouble, 2 for "
        f"wrong settings or words, {EXIT_LOST} if `run` lost its lock on the database, {EXIT_TAKEN} "
        "if another kiosk is at work. `bot.py demo --help` has its own options.",
        _table(("command", "what it does"), rows),
        "## Options\n\n" + _table(("written", "what it does"), options),
    )


def _whole(name: str, parser: argparse.ArgumentParser) -> str:
    """Return a command with the words that always follow it, like `gateway check`."""
    return " ".join([name, *(word for one in parser._actions if _is_word(one) for word in one.choices or ())])


def _is_word(action: argparse.Action) -> bool:
    return not action.option_strings and action.choices is not None


def _written(action: argparse.Action) -> str:
    value = action.metavar or action.dest.upper()
    if not action.option_strings:
        return f"{value} …" if action.nargs == "*" else str(value)
    return action.option_strings[0] + ("" if action.nargs == 0 else f" {value}")


def news_page() -> str:
    """Return the page of alerts, events and notices."""
    alerts = ((f"`{kind}`", _ends(kind), _plain(ALERTS[kind])) for kind in AlertKind)
    events = ((f"`{word}`", _plain(said)) for word, said in ALERTS.items() if word not in set(AlertKind))
    made = sorted(
        (name, getdoc(one) or "")
        for name, one in vars(notice).items()
        if callable(one) and getattr(one, "__annotations__", {}).get("return") is notice.Notice
    )
    notices = ((f"`{name}`", about.partition("\n")[0]) for name, about in made)
    return _page(
        "Alerts, events and notices",
        "What the kiosk says unasked, in the words of the code. [Alerts](../operator/alerts.md) says how to "
        "live with them.",
        "## Alerts\n\nOne case each, with a card, until it is over.\n\n"
        + _table(("kind", "over", "words"), alerts),
        "## Events\n\nTold once, or in an alert's place.\n\n" + _table(("event", "words"), events),
        "## Notices\n\nMessages that are owed, by what makes them in `shop/notice.py`.\n\n"
        + _table(("notice", "what it is"), notices),
    )


def _ends(kind: AlertKind) -> str:
    hours = LASTS[kind].total_seconds() / 3600 if kind in LASTS else 0
    said = f"after {hours:g} h without it" if hours >= 1 else f"after {hours * 60:g} min without it"
    return (said if hours else "when it is no longer so") + (", one card each" if kind in ONE_BY_ONE else "")


def _plain(said: str) -> str:
    return said.replace("<b>", "").replace("</b>", "").replace("<code>", "`").replace("</code>", "`")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return "\n".join([f"| {' | '.join(heads)} |", "|---" * len(heads) + "|", *lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _page(title: str, *parts: str) -> str:
    return "\n".join((f"# {title}\n", WRITTEN, *(f"{part.rstrip()}\n" for part in parts)))


PAGES: Mapping[str, Callable[[], str]] = {
    "alerts.md": news_page,
    "command-line.md": command_line_page,
    "commands.md": commands_page,
    "settings.md": settings_page,
}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, written in PAGES.items():
        (FOLDER / name).write_text(written())
