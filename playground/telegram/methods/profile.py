"""Methods about the bot itself: its commands, its texts, its menu button."""

from typing import Any

from playground.telegram.commands import read_commands, read_language, read_scope
from playground.telegram.methods.registry import Methods, Run
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request
from playground.telegram.world import World

# Longest texts: core.telegram.org/bots/api#setmydescription and its neighbours.
_LENGTHS = {"name": 64, "description": 512, "short_description": 120}
_MENU_BUTTONS = ("commands", "default")


def get_me(world: World, _params: Params) -> dict[str, Any]:
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, params: Params) -> bool:
    key = _key(params)
    world.commands.lists[key] = read_commands(params.nested("commands"))
    world.bump()
    return True


def get_my_commands(world: World, params: Params) -> list[dict[str, str]]:
    return world.commands.lists.get(_key(params), [])


def delete_my_commands(world: World, params: Params) -> bool:
    world.commands.lists.pop(_key(params), None)
    world.bump()
    return True


def set_chat_menu_button(world: World, params: Params) -> bool:
    button = params.nested("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in _MENU_BUTTONS:
        raise Unmodelled("menu buttons of other types than commands and default")
    world.profile["menu_button", params.text("chat_id") or ""] = button
    world.bump()
    return True


def get_chat_menu_button(world: World, params: Params) -> Any:
    default = world.profile.get(("menu_button", ""), {"type": "commands"})
    return world.profile.get(("menu_button", params.text("chat_id") or ""), default)


def _setter(name: str) -> Run:
    def run(world: World, params: Params) -> bool:
        text = (params.text(name) or "").strip()
        if len(text) > _LENGTHS[name]:
            raise bad_request(f"BOT_{name.upper()}_TOO_LONG")
        world.profile[name, read_language(params.text("language_code"))] = text
        world.bump()
        return True

    return run


def _getter(name: str) -> Run:
    def run(world: World, params: Params) -> dict[str, str]:
        return {name: world.text_of_bot(name, read_language(params.text("language_code")))}

    return run


def _key(params: Params) -> tuple[tuple[str, ...], str]:
    return read_scope(params.nested("scope")), read_language(params.text("language_code"))


METHODS: Methods = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
