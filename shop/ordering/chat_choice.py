"""Which of a person's own chats a Telegram service can be for, so that they choose it instead of a link."""

from enum import StrEnum

from shop.catalogue.platforms import words_of
from shop.catalogue.storefront import Offer
from shop.ordering.draft import LINK


class ChatKind(StrEnum):
    """The kinds of chats that can be chosen."""

    CHANNEL = "channel"
    GROUP = "group"


_NAMES = {
    ChatKind.CHANNEL: frozenset(words_of("channel channels канал канала каналы каналов kanal canal")),
    ChatKind.GROUP: frozenset(words_of("group groups supergroup chat chats группа группы групп grup grupo")),
}
_OF_POSTS = frozenset(
    words_of("""
    post posts view views like likes reaction reactions comment comments share shares poll polls vote votes
    story stories bot bots пост посты просмотры реакции голоса опрос
    """)
)


def chats_for(offer: Offer) -> tuple[ChatKind, ...]:
    """Return the kinds of chats this service can be for; none unless it is for a whole chat on Telegram.

    Both, if its name does not tell which.
    """
    of_telegram = offer.platform is not None and offer.platform.key == "telegram"
    words = set(words_of(offer.service.panels_name))
    if not of_telegram or offer.form.fields[0].name != LINK or words & _OF_POSTS:
        return ()
    named = tuple(kind for kind in ChatKind if words & _NAMES[kind])
    return named or tuple(ChatKind)


def link_of(username: str | None) -> str | None:
    """Return the link of a chat with this public name; None for a private chat, which has none."""
    return f"https://t.me/{username}" if username else None
