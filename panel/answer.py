"""One answer of the panel, as it came over the wire, and what may be shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, quote_plus

from panel import wire
from panel.phrases import Kind
from panel.values import plain
from panel.vocabulary import kind_of
from shop.heard import refusal_key

EXCERPT = 4096
"""Bytes of a raw answer that are kept as evidence."""

_HIDDEN = "[key]"
_SHORTEST_SECRET = 4  # less than this would tear ordinary words apart


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status (None where it is not known), the body as text, and what the headers add.

    `secrets` never appear in anything that `words` and `excerpt` give out. `taught` says what
    an operator knows of this panel's texts, by `shop.heard.refusal_key`.
    """

    http_status: int | None
    text: str
    retry_after: float | None = None
    redirect: str = ""
    secrets: tuple[str, ...] = field(default=(), repr=False)
    taught: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    def read(self, most: int = wire.LARGEST) -> wire.Document:
        """The answer's JSON value. Raises wire.Unreadable."""
        return wire.read(self.text, most)

    def words(self, text: object, most: int = 500) -> str:
        """`text` as it may be stored and shown."""
        return plain(redacted(plain(text, EXCERPT), self.secrets), most)

    def kind_of(self, text: str) -> Kind:
        """What a refusal's text is about: as the operator has taught, else by the known phrases."""
        taught = self.taught.get(refusal_key(text)) if self.taught else None
        return kind_of(text) if taught is None else taught

    def is_taught(self, text: str) -> bool:
        """Whether the operator has said what this text means."""
        return refusal_key(text) in self.taught

    @property
    def excerpt(self) -> str:
        """The first 4 KB of the body, without secrets."""
        shown = redacted(self.text[: 2 * EXCERPT], self.secrets).replace("\0", "")
        return shown.encode("utf-8", "replace")[:EXCERPT].decode("utf-8", "ignore")

    @property
    def code(self) -> int:
        """The HTTP status as a number, 200 where it is not known."""
        return self.http_status if self.http_status is not None else 200


def redacted(text: str, secrets: tuple[str, ...]) -> str:
    """`text` without the secrets, however they were encoded in it."""
    for secret in secrets:
        if len(secret) < _SHORTEST_SECRET:
            continue
        for form in {secret, quote(secret, safe=""), quote_plus(secret), secret.replace("/", "\\/")}:
            text = text.replace(form, _HIDDEN)
    return text
