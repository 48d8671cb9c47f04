"""What a person has sent: the text of a file, or the words of a message with the links behind them."""

import logging
from collections.abc import Callable
from pathlib import PureWindowsPath

from telegram import Document, File, Message
from telegram.error import BadRequest, InvalidToken

from messaging.delivery import TokenRefused
from shop.errors import ShopError
from shop.ordering.link_offers import clean_link
from shop.ordering.link_text import links_in
from shop.ordering.same_link import same_link_key
from shop.ordering.text_file import plain_text

log = logging.getLogger("kiosk.handlers")


def words_in(message: Message | None) -> str:
    """Return the text or caption. Links that stand behind its words follow, each on a line of its own."""
    if message is None:
        return ""
    return "\n".join([message.text or message.caption or "", *hidden_links(message)]).strip()


def hidden_links(message: Message) -> list[str]:
    """Return the addresses of linked words in the message, which the text does not spell out."""
    marked = (*message.entities, *message.caption_entities)
    hidden = [entity.url for entity in marked if entity.url and links_in(entity.url)]
    spelled = {_target(link) for link in links_in(message.text or message.caption or "")} if hidden else set()
    return [url for url in hidden if _target(url) not in spelled]


def _target(link: str) -> str:
    """Return what is equal for two links to the same: an address often stands behind its own short form."""
    try:
        return same_link_key(clean_link(link))
    except ShopError:
        return link


async def text_in(
    document: Document, *, most: int, too_big: ShopError, read: Callable[[bytes], str] = plain_text
) -> str:
    """Return the file's text. Raises `too_big` above `most` bytes, and ShopError if it cannot be read."""
    if document.file_size is None or document.file_size > most:
        raise too_big
    try:
        file = await document.get_file()
    except TokenRefused:
        raise
    except (BadRequest, InvalidToken) as error:
        log.warning("A file could not be had: %s", type(error).__name__)
        raise ShopError("file_out_of_reach") from error
    return read(await content_of(file, most=most, too_big=too_big))


async def content_of(file: File, *, most: int, too_big: ShopError) -> bytes:
    """Return the file's bytes. Raises `too_big` above `most`, and ShopError if it cannot be had."""
    try:
        if _is_elsewhere(file):
            log.warning(
                "The Bot API server was started with --local on another machine; no file can be had from it."
            )
            raise ShopError("file_out_of_reach")
        content = await file.download_as_bytearray()
    except TokenRefused:
        raise
    except (BadRequest, InvalidToken, OSError) as error:  # the library turns a 404 into InvalidToken
        log.warning("A file could not be had: %s", type(error).__name__)
        raise ShopError("file_out_of_reach") from error
    if len(content) > most:  # it said it was smaller
        raise too_big
    return bytes(content)


def _is_elsewhere(file: File) -> bool:
    """Return True if the file is on another machine: its path is absolute and does not exist here."""
    address = file.file_path or ""
    path = address.removeprefix(f"{file.get_bot().base_file_url}/")
    return path != address and (path.startswith("/") or bool(PureWindowsPath(path).drive))
