"""One answer of the panel, as it came over the wire, what may be shown of it, and whether a proxy sent it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, quote_plus

from panel import lenient_json
from panel.lenient_json import is_page
from panel.refusal_phrases import Kind, kind_of
from panel.values import plain
from shop.heard import refusal_key

EXCERPT = 4096
"""Bytes of a raw answer that are kept as evidence."""

_HIDDEN = "[key]"
_SHORTEST_SECRET = 4  # less than this would tear ordinary words apart

_GATEWAY = frozenset({500, 502, 504, *range(520, 531)})  # the panel may have run before these
_CHALLENGE = re.compile(
    r"just a moment|attention required! \| cloudflare|checking your browser|sorry, you have been blocked"
    r"|_cf_chl_opt|/cdn-cgi/challenge-platform|\"cloudflare_error\":\s*true"
    r"|error(?: code)?:? 10(?:0[5-9]|1[0-2]|20)\b"  # 1010 and its kin: banned by address, country or browser
    r"|this site requires javascript to work|sgcaptcha|incapsula incident|sucuri website firewall"
    r"|ddos-guard|imunify360",
    re.IGNORECASE,
)


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

    def read(self, most: int = lenient_json.LARGEST) -> lenient_json.Document:
        """The answer's JSON value. Raises lenient_json.Unreadable."""
        return lenient_json.read(self.text, most)

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


def edge_block(answer: Answer) -> str | None:
    """Why the panel cannot have seen the request, as a sentence; None where it may have.

    Asked only about answers that hold no refusal and no id of the panel's own.
    """
    code = answer.code
    if 300 <= code < 400:
        return f"the panel's address redirects{_to(answer.redirect)}; set PANEL_URL to the right one"
    if code not in _GATEWAY and _CHALLENGE.search(answer.text):
        return f"a firewall in front of the panel refused the call (HTTP {code})"
    if code == 403 and not _is_json(answer.text):
        return "a server in front of the panel refused the call (HTTP 403)"
    if code == 404 and answer.text.strip() and (is_page(answer.text) or not _is_json(answer.text)):
        return "there is no panel at this address (HTTP 404); check PANEL_URL"
    return None


def _to(redirect: str) -> str:
    return f" to {redirect}" if redirect else ""


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in {"{", "[", '"'}
