"""The bot's reactions to messages."""

from playground.telegram.methods.reading import writable_chat
from playground.telegram.methods.registry import Methods
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request
from playground.telegram.world import World

EMOJI = frozenset(
    "👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣🍌🏆💔🤨😐🍓🍾💋🖕😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾😡"
)
"""Of one sign; core.telegram.org/bots/api#reactiontypeemoji lists some of several too."""


def set_message_reaction(world: World, params: Params) -> bool:
    """Set or take away the bot's reaction. A bot has one at most."""
    chat = writable_chat(world, params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None or message.deleted:
        raise bad_request("message to react not found")
    wanted = params.nested("reaction") or []
    if len(wanted) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one.get("type") != "emoji" for one in wanted):
        raise Unmodelled("reactions that are no emoji")
    emoji = wanted[0].get("emoji", "") if wanted else ""
    if emoji and emoji not in EMOJI:
        raise bad_request("REACTION_INVALID")
    message.reaction = emoji
    world.touch(chat, message)
    return True


METHODS: Methods = {"setMessageReaction": set_message_reaction}
