"""A message in a chat, and its form in updates and answers."""

from dataclasses import dataclass, field
from typing import Any

from playground.telegram.entities import Entity
from playground.telegram.files import StoredFile
from playground.telegram.invoices import Invoice, price_of
from playground.telegram.keyboards import Button, Markup, Rows

_KEPT_KEYBOARDS = 20
_MONEY = {"successful_payment": "paid", "refunded_payment": "got back"}


@dataclass(frozen=True)
class Content:
    """A message's content: text (a caption if there is media), entities, media, preview.

    `look` is how media is shown: behind a veil, below its caption.
    `album` is the id that the messages of one album have in common, `origin` whose words are forwarded.
    """

    text: str = ""
    entities: tuple[Entity, ...] = ()
    file: StoredFile | None = None
    preview: dict[str, Any] | None = None
    service: dict[str, Any] | None = None
    invoice: Invoice | None = None
    via: dict[str, Any] | None = None
    origin: dict[str, Any] | None = None
    album: str | None = None
    look: dict[str, bool] = field(default_factory=dict)

    @property
    def has_media(self) -> bool:
        return self.file is not None

    @property
    def document(self) -> StoredFile | None:
        return self._of_kind("document")

    @property
    def photo(self) -> StoredFile | None:
        return self._of_kind("photo")

    def _of_kind(self, kind: str) -> StoredFile | None:
        return self.file if self.file is not None and self.file.kind == kind else None


@dataclass
class FakeMessage:
    """One message. `id` counts per chat, so equal ids in two chats are different messages.

    `receipt` is the message about the latest payment of an invoice: its Pay button reads Receipt then.
    `reaction` is the bot's own, `effect` the emoji of what the app shows with it. `topic` is the forum's
    topic it stands in, `topic_root` the message that tells of the topic's creation.
    `silent`: it made no sound.
    """

    chat_json: dict[str, Any]
    id: int
    sender: dict[str, Any]
    date: int
    content: Content
    markup: Markup | None = None
    source: str | None = None
    reply_to: "FakeMessage | None" = None
    edit_date: int | None = None
    deleted: bool = False
    changed_at: int = 0
    via_bot: bool = False
    inline_id: str | None = None
    receipt: int | None = None
    reaction: str = ""
    effect: str = ""
    silent: bool = False
    topic: int | None = None
    topic_root: "FakeMessage | None" = None
    past_keyboards: list[Rows] = field(default_factory=list)

    @property
    def chat_id(self) -> int:
        return int(self.chat_json["id"])

    @property
    def text(self) -> str:
        """The text, or the caption of media."""
        return self.content.text

    @property
    def shown(self) -> str:
        """The readable text, or an invoice's title."""
        invoice = self.content.invoice
        return f"{invoice.title}\n{invoice.description}" if invoice else self.text

    @property
    def entities(self) -> list[Entity]:
        return [dict(entity) for entity in self.content.entities]

    @property
    def from_bot(self) -> bool:
        """True if the words are the bot's, sent by itself or by a person from its inline results."""
        return bool(self.sender["is_bot"]) or self.via_bot

    @property
    def edited(self) -> bool:
        return self.edit_date is not None

    @property
    def photo(self) -> StoredFile | None:
        return self.content.photo

    @property
    def document(self) -> StoredFile | None:
        return self.content.document

    @property
    def file(self) -> StoredFile | None:
        """The media, of any kind."""
        return self.content.file

    @property
    def money(self) -> str:
        """The text of a message about a payment, like "paid 5.00 USD"; empty for any other message."""
        for name, words in _MONEY.items():
            told = (self.content.service or {}).get(name)
            if told:
                return f"{words} {price_of(told['currency'], told['total_amount'])}"
        return ""

    @property
    def keyboard(self) -> Rows:
        """The live inline keyboard's rows; empty if there is none."""
        return self.markup.rows if self.markup and self.markup.kind == "inline" else ()

    @property
    def buttons(self) -> list[Button]:
        """The live inline keyboard's buttons, row by row in one list."""
        return [button for row in self.keyboard for button in row]

    @property
    def labels(self) -> list[str]:
        """The labels of those buttons."""
        return [button.label for button in self.buttons]

    def swap_markup(self, markup: Markup | None) -> None:
        """Put another keyboard on the message, and remember the old one."""
        if self.keyboard:
            self.past_keyboards = [*self.past_keyboards, self.keyboard][-_KEPT_KEYBOARDS:]
        self.markup = markup

    def json(self) -> dict[str, Any]:
        """The message as Telegram writes it."""
        body: dict[str, Any] = {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat_json,
            "date": self.date,
        }
        if self.topic is not None:
            body |= {"message_thread_id": self.topic, "is_topic_message": True}
        # Telegram tells a topic's messages as replies to the message about its creation.
        answered = self.reply_to or self.topic_root
        if answered is not None:
            body["reply_to_message"] = {**answered.json()}
            body["reply_to_message"].pop("reply_to_message", None)
        if self.edit_date is not None:
            body["edit_date"] = self.edit_date
        body.update(_content_json(self.content))
        markup = self.markup.json() if self.markup else None
        if markup:
            body["reply_markup"] = markup
        return body


def _content_json(content: Content) -> dict[str, Any]:
    if content.service is not None:
        return dict(content.service)
    if content.invoice is not None:
        return {"invoice": content.invoice.json()}
    body: dict[str, Any] = {}
    if content.file is not None:
        body.update(content.file.in_message() | content.look)
    if content.album is not None:
        body["media_group_id"] = content.album
    words, marks = ("caption", "caption_entities") if content.has_media else ("text", "entities")
    if content.via is not None:
        body["via_bot"] = content.via
    if content.origin is not None:
        body["forward_origin"] = content.origin
    if content.text:
        body[words] = content.text
    if content.entities:
        body[marks] = [dict(entity) for entity in content.entities]
    if content.preview is not None:
        body["link_preview_options"] = content.preview
    return body
