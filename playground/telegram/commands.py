"""The bot's command lists by scope and language, and which one a person sees."""

import re
from dataclasses import dataclass, field
from typing import Any

from playground.telegram.refusals import bad_request

Scope = tuple[str, ...]
DEFAULT: Scope = ("default",)
_PLAIN = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_COMMANDS = 100  # core.telegram.org/bots/api#setmycommands


@dataclass
class CommandBook:
    """The lists that setMyCommands stored."""

    lists: dict[tuple[Scope, str], list[dict[str, str]]] = field(default_factory=dict)

    def seen_by(self, chat_id: int, person_id: int, language: str, *, private: bool) -> list[dict[str, str]]:
        """Return the list Telegram would show: narrowest scope first, the language before none."""
        scopes: list[Scope] = [("chat", str(chat_id))]
        if not private:
            scopes.insert(0, ("chat_member", str(chat_id), str(person_id)))
        scopes += [("all_private_chats",) if private else ("all_group_chats",), DEFAULT]
        for scope in scopes:
            for code in (language[:2], ""):
                if (scope, code) in self.lists:
                    return self.lists[scope, code]
        return []


def read_scope(value: Any) -> Scope:
    """Return the key of a BotCommandScope. Raises Refusal if it is none."""
    if value is None:
        return DEFAULT
    kind = value.get("type") if isinstance(value, dict) else None
    if kind in _PLAIN:
        return (str(kind),)
    if kind in ("chat", "chat_administrators") and "chat_id" in value:
        return (str(kind), str(value["chat_id"]))
    if kind == "chat_member" and "chat_id" in value and "user_id" in value:
        return ("chat_member", str(value["chat_id"]), str(value["user_id"]))
    raise bad_request("can't parse BotCommandScope: unsupported type specified")


def read_language(value: str | None) -> str:
    """Return a two-letter code or nothing."""
    code = value or ""
    if code and not re.fullmatch("[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def read_commands(value: Any) -> list[dict[str, str]]:
    """Return the list of a setMyCommands call. Raises Refusal in Telegram's words."""
    if not isinstance(value, list):
        raise bad_request("can't parse commands: expected an Array of BotCommand")
    if len(value) > _COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(item) for item in value]


def _command(item: Any) -> dict[str, str]:
    if not isinstance(item, dict) or "command" not in item or "description" not in item:
        raise bad_request("can't parse BotCommand: BotCommand must be an Object")
    name = str(item["command"]).removeprefix("/")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(item["description"]).strip()
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
