"""What a message says where a link is looked for: its text or caption, and the links behind its words."""

from telegram import Message

from shop.ordering.link_text import links_in


def said_in(message: Message | None) -> str:
    """Return the text or caption. Links that stand behind its words follow, each on a line of its own."""
    if message is None:
        return ""
    return "\n".join([message.text or message.caption or "", *hidden_links(message)]).strip()


def hidden_links(message: Message) -> list[str]:
    """Return the addresses of linked words in the message, which the text does not spell out."""
    marked = (*message.entities, *message.caption_entities)
    return [entity.url for entity in marked if entity.url and links_in(entity.url)]
