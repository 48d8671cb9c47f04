"""Methods that give the bot updates, chats and files."""

from typing import Any

from playground.telegram.files import DOWNLOAD_BYTES
from playground.telegram.methods.reading import find_chat
from playground.telegram.methods.registry import Methods
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request, webhook_is_active
from playground.telegram.world import World

_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages"),
)
"""What is always told of an admin: core.telegram.org/bots/api#chatmemberadministrator."""

_LONGEST_POLL = 50.0  # seconds; Telegram cuts longer ones


def note_wanted(world: World, params: Params) -> None:
    """Store the kinds of updates the bot wants from now on, if it names them."""
    allowed = params.nested("allowed_updates")
    if isinstance(allowed, list):
        world.updates.allowed = tuple(str(kind) for kind in allowed)


async def get_updates(world: World, params: Params) -> list[dict[str, Any]]:
    if world.webhook is not None:
        raise webhook_is_active()
    note_wanted(world, params)
    timeout = min(max(0.0, params.number("timeout")), _LONGEST_POLL)
    return await world.updates.poll(params.integer("offset"), params.integer("limit", 100), timeout)


def get_chat(world: World, params: Params) -> dict[str, Any]:
    chat = find_chat(world, params)
    return {
        **chat.json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": True,
            "limited_gifts": True,
            "unique_gifts": True,
            "premium_subscription": True,
            "gifts_from_channels": True,
        },
    }


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    chat = find_chat(world, params)
    if (refusal := chat.refusal()) is not None:
        raise refusal
    if params.integer("user_id") != world.bot["id"]:
        raise Unmodelled("membership of anybody but the bot")
    if not chat.bot_is_admin:
        return {"user": world.bot, "status": "member"}
    rights = dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True}
    topics = {"can_manage_topics": chat.bot_manages_topics} if chat.kind == "supergroup" else {}
    return {"user": world.bot, "status": "administrator", **rights, **topics}


def get_file(world: World, params: Params) -> dict[str, Any]:
    stored = world.files.by_id.get(params.text("file_id") or "")
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.upload.content) > DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {**stored.json(), "file_path": world.files.path_of(stored)}


METHODS: Methods = {
    "getUpdates": get_updates,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getFile": get_file,
}
