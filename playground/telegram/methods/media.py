"""Methods that send media: one of each kind, or several as an album."""

from dataclasses import replace
from typing import Any

from playground.telegram.files import ALBUM_SIZE, ALBUMS, KINDS, WITHOUT_CAPTION, look
from playground.telegram.messages import Content
from playground.telegram.methods.reading import Written, read_reply, writable_chat
from playground.telegram.methods.registry import Methods, Run
from playground.telegram.methods.sending import post, read_caption
from playground.telegram.params import Params
from playground.telegram.refusals import bad_request
from playground.telegram.world import World

_NO_WORDS = Written("", (), "")
_Item = tuple[Content, Written]


def _sender(kind: str) -> Run:
    def send(world: World, params: Params) -> dict[str, Any]:
        chat = writable_chat(world, params)
        caption = _NO_WORDS if kind in WITHOUT_CAPTION else read_caption(world, params)
        wished = look(
            kind, veiled=params.flag("has_spoiler"), caption_above=params.flag("show_caption_above_media")
        )
        content = Content(file=world.files.named_in(params, kind), look=wished)
        return post(world, chat, params, caption, content)

    return send


def send_media_group(world: World, params: Params) -> list[dict[str, Any]]:
    chat = writable_chat(world, params)
    media = params.nested("media")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not 2 <= len(media) <= ALBUM_SIZE:
        raise bad_request("wrong number of messages to send as an album")
    items = [read_item(world, one, params) for one in media]
    if not any({str(one["type"]) for one in media} <= set(together) for together in ALBUMS):
        raise bad_request("these kinds of media can't be mixed in one album")
    read_reply(chat, params)
    about = Params(
        {
            "reply_parameters": params.nested("reply_parameters"),
            "disable_notification": params.nested("disable_notification"),
        }
    )
    return [post(world, chat, about, written, content) for content, written in _of_one(world, items)]


def _of_one(world: World, items: list[_Item]) -> list[_Item]:
    album = world.new_number()
    return [(replace(content, album=album), written) for content, written in items]


def read_item(world: World, value: Any, params: Params) -> _Item:
    """Return the media of an InputMedia with its caption."""
    if not isinstance(value, dict) or value.get("type") not in KINDS:
        raise bad_request("can't parse InputMedia: type must be known")
    reference, kind = str(value.get("media", "")), str(value["type"])
    about = Params(value)
    upload = params.upload(reference.removeprefix("attach://")) if reference.startswith("attach://") else None
    file = world.files.keep(kind, upload) if upload is not None else world.files.known(reference, kind)
    wished = look(
        kind, veiled=about.flag("has_spoiler"), caption_above=about.flag("show_caption_above_media")
    )
    return Content(file=file, look=wished), read_caption(world, about)


METHODS: Methods = {
    **{f"send{kind.title().replace('_', '')}": _sender(kind) for kind in KINDS},
    "sendMediaGroup": send_media_group,
}
