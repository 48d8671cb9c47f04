"""Methods that make, close and open the topics of a forum."""

from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.messages import Content
from playground.telegram.methods.reading import required, writable_chat
from playground.telegram.methods.registry import Methods, Run
from playground.telegram.params import Params
from playground.telegram.refusals import bad_request
from playground.telegram.topics import Topic
from playground.telegram.world import World

_NAME_LENGTH = 128  # core.telegram.org/bots/api#createforumtopic
_COLOR = 7322096


def create_forum_topic(world: World, params: Params) -> dict[str, Any]:
    chat = _managed(world, params, "create a topic")
    name = required(params, "name")
    if len(name) > _NAME_LENGTH:
        raise bad_request("TOPIC_TITLE_TOO_LONG")  # assumed: the page gives the length, not the words
    told = {"forum_topic_created": {"name": name, "icon_color": _COLOR}}
    message = world.post(chat, world.bot, Content(service=told))
    message.topic = message.id
    chat.topics[message.id] = Topic(message.id, name)
    return {"message_thread_id": message.id, "name": name, "icon_color": _COLOR}


def _setter(*, closed: bool) -> Run:
    def run(world: World, params: Params) -> bool:
        chat = _managed(world, params, "close the topic" if closed else "open the topic")
        topic = chat.topics.get(params.integer("message_thread_id"))
        if topic is None or topic.deleted:
            raise bad_request("message thread not found")
        if topic.closed is closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.closed = closed
        told: dict[str, Any] = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
        world.post(chat, world.bot, Content(service=told)).topic = topic.id
        return True

    return run


def _managed(world: World, params: Params, what: str) -> Chat:
    """Return the forum a call names. Raises Refusal where the bot may not manage topics."""
    chat = writable_chat(world, params)
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not chat.bot_manages_topics:
        raise bad_request(f"not enough rights to {what}")
    return chat


METHODS: Methods = {
    "createForumTopic": create_forum_topic,
    "closeForumTopic": _setter(closed=True),
    "reopenForumTopic": _setter(closed=False),
}
"""What is not here is noted as unmodelled."""
