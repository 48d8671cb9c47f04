"""The description of one payment gateway: how it is asked, and what its words mean.

A profile is a TOML file; `docs/gateways.md` explains each member. Keys do not stand in it, only their names.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from payments.described import written
from payments.described.meanings import Meaning
from payments.described.template import MADE, names_in

Hash = Literal["md5", "sha1", "sha256", "sha512", "hmac-sha1", "hmac-sha256", "hmac-sha512"]

_NAME = r"[a-z][a-z0-9_]{0,19}"


Template = Annotated[str, AfterValidator(written.template)]
"""Text in which {names} are replaced (see `template`)."""

Address = Annotated[str, AfterValidator(written.address)]
"""Such a text that is an address, or what stands behind the profile's root."""

Headers = Annotated[Mapping[str, str], AfterValidator(written.headers)]

Path = Annotated[str, Field(pattern=r"^[A-Za-z0-9_@-]+(\.[A-Za-z0-9_@-]+)*$")]
"""Where a value stands in an answer, like `result.items`; numbers count in a list, from 0."""

Fields = Mapping[str, Any]
"""Members of a request: templates, numbers, true and false, and tables and lists of these."""


class Part(BaseModel):
    """A table of a file: nothing else may stand in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Recipe(Part):
    """How a signature is made: the hash of a text, with a key for an HMAC."""

    hash: Hash
    of: Template
    key: Template = ""
    key_hash: Literal["", "sha256"] = ""
    text: Literal["hex", "HEX", "base64"] = "hex"


class Signature(Recipe):
    """A signature that stands in a header, or in a member of the request or call-back.

    With `part` the header is a list like `ts=1,v1=ab`: the signature is this part of it, and `of` names
    the others like {header.x-signature.ts}.
    """

    header: str = ""
    field: str = ""
    part: str = ""

    @model_validator(mode="after")
    def _has_one_place(self) -> "Signature":
        if bool(self.header) == bool(self.field):
            raise ValueError("needs either header or field")
        if self.part and not self.header:
            raise ValueError("a part is one of a header")
        return self


class Call(Part):
    """One request. `url` begins with / and is added to the profile's root."""

    method: Literal["GET", "POST", "DELETE", "PUT"] = "POST"
    url: Annotated[Address, Field(pattern=r"^(/|https://)")]
    body: Literal["json", "form", "query", "none"] = "json"
    fields: Fields = {}
    headers: Headers = {}
    signs: Mapping[str, Recipe] = {}


class Create(Call):
    """Making an invoice. `link` is where its page's address stands in the answer.

    `repeatable`: the same request again returns the same invoice, so a lost answer can be asked for again.
    """

    id: Path | None = None
    link: Path | None = None
    repeatable: bool = False


class Link(Part):
    """A page's address that is made here, for gateways that are not asked before somebody pays.

    One that begins with / is added to the profile's root.
    """

    url: Address
    signs: Mapping[str, Recipe] = {}


class Ask(Call):
    """Reading payments. `items` is where they stand in the answer: a list, or one."""

    items: Path | None = None
    none: tuple[int, ...] = ()
    """HTTP statuses that say there is no such payment (yet)."""
    absent: Mapping[Path, Any] = {}
    """What stands in an answer that says so."""


class List(Ask):
    """Reading all payments, page by page. `per_page` is how many one page holds.

    `next` is where the next page's {cursor} stands in the answer, for gateways that do not count pages.
    """

    per_page: Annotated[int, Field(ge=1, le=1000)] = 100
    next: Path | None = None


class Reading(Part):
    """Where a payment's facts stand in one of the items. `reference` is ours, `id` the gateway's.

    `amount` in `currency` was asked or came. Where coins come, `came` of `wanted` says which part of the
    invoice it is. `refunded` is an amount: more than nothing went back. A payment that has something
    at a `doubtful` place proves nothing.

    What the gateway keeps is told as `fee`, written like the amount, or as that part of `fee_of` in another
    coin, or as what is left of the amount, `net`.
    """

    status: Path
    id: Path | None = None
    reference: Path | None = None
    amount: Path | None = None
    currency: Path | None = None
    came: Path | None = None
    wanted: Path | None = None
    refunded: Path | None = None
    fee: Path | None = None
    fee_of: Path | None = None
    net: Path | None = None
    doubtful: tuple[Path, ...] = ()

    @model_validator(mode="after")
    def _tells_the_fee_once(self) -> "Reading":
        if self.fee is not None and self.net is not None:
            raise ValueError("needs fee or net, not both")
        if self.fee_of is not None and self.fee is None:
            raise ValueError("fee_of needs fee")
        return self


class CallBack(Part):
    """A call of the gateway: which payment it is about, and the signature that shows who calls.

    `several`: an invoice can have several payments, and each signed call's `id` is one to ask about.
    """

    body: Literal["json", "form"] = "json"
    items: Path | None = None
    id: Path | None = None
    reference: Path | None = None
    sign: Signature | None = None
    headers: Headers = {}
    """Headers that must have these values, where the gateway shows a secret instead of signing."""
    answer: Template = ""
    several: bool = False


class Refund(Call):
    """Giving a payment back. `already` are texts of a refusal that says it went back before.

    `status` is where the refund's state stands in the answer: one of the `refused` words is a refusal, and
    an answer without a state says nothing.
    """

    already: tuple[str, ...] = ()
    status: Path | None = None
    refused: tuple[str, ...] = ()


class Money(Part):
    """How amounts are written, in which currencies, and what one payment may be."""

    form: Literal["text", "number", "minor"] = "text"
    currencies: tuple[Annotated[str, Field(pattern=r"^[A-Z]{3,5}$")], ...] = ()
    bounds: Mapping[str, tuple[str, str]] = {}


class Profile(Part):
    """One gateway. A field's place in the file is named in every error."""

    name: Annotated[str, Field(pattern=rf"^{_NAME}$")]
    label: Annotated[str, Field(min_length=1, max_length=30)]
    called: Annotated[str, Field(min_length=1, max_length=30)]
    source: Annotated[str, Field(min_length=1)]
    tried: bool = False
    languages: tuple[str, ...] = ()
    root: Annotated[
        str,
        Field(pattern=r"^https://[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]*)?$"),
        AfterValidator(written.root),
    ]
    hosts: tuple[Annotated[str, AfterValidator(written.host)], ...] = ()
    keys: tuple[Annotated[str, Field(pattern=rf"^{_NAME}$")], ...]
    reference: Literal["payload", "hex", "number"] = "payload"
    per_minute: Annotated[int, Field(ge=1, le=600)] = 30
    basic: Template = ""
    headers: Headers = {}
    ok: Mapping[Path, Any] = {}
    error: Path | None = None
    money: Money = Money()
    create: Create | None = None
    link: Link | None = None
    ask: Ask | None = None
    find: Ask | None = None
    list: List | None = None
    drop: Call | None = None
    refund: Refund | None = None
    callback: CallBack | None = None
    payment: Reading
    words: Mapping[Meaning, tuple[str, ...]]

    @model_validator(mode="after")
    def _can_be_paid_and_proved(self) -> "Profile":
        if (self.create is None) == (self.link is None):
            raise ValueError("needs either [create] or [link]")
        if self.ask is None and self.find is None and self.list is None:
            raise ValueError("needs [ask], [find] or [list]: a payment counts only when it was asked for")
        if not self.words.get(Meaning.PAID):
            raise ValueError("needs the words that mean paid")
        twice = [word for word in self._all_words() if self._all_words().count(word) > 1]
        if twice:
            raise ValueError(f"words: {twice[0]!r} means two things")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> "Profile":
        if taken := sorted(set(self.keys) & set(MADE)):
            raise ValueError(f"keys: '{taken[0]}' is the name of a value that is made; choose another")
        known = {*self.keys, *MADE}
        for part, names in self._templates():
            if unknown := sorted(names - known - self._own_names(part)):
                raise ValueError(f"{part}: {{{unknown[0]}}} is no key and no value that is made")
        return self

    @model_validator(mode="after")
    def _hosts_are_named(self) -> "Profile":
        known = {"", written.host_of(self.root), *self.hosts}
        for part in ("create", "ask", "find", "list", "drop", "refund"):
            call = getattr(self, part)
            if call is not None and (host := written.host_of(call.url)) not in known:
                raise ValueError(f"{part}: '{host}' is not among the hosts; add it to hosts = [...]")
        return self

    @property
    def refunds_parts(self) -> bool:
        """True if a part can be given back, once, and what the gateway tells of the payment then shows it."""
        names = names_of(self.refund) if self.refund is not None else set()
        return {"amount", "key"} <= names and self.payment.refunded is not None

    @property
    def names_refunds(self) -> bool:
        """True if a refund has a key: heard twice, it is made once, and answered alike."""
        return self.refund is not None and "key" in names_of(self.refund)

    def _all_words(self) -> tuple[str, ...]:
        return tuple(word.lower() for words in self.words.values() for word in words)

    def _own_names(self, part: str) -> set[str]:
        """Return the names of this part's own signatures."""
        found = getattr(self, part, None)
        return set(getattr(found, "signs", ()))

    def _templates(self) -> tuple[tuple[str, set[str]], ...]:
        parts = ("create", "link", "ask", "find", "list", "drop", "refund", "callback")
        found = [(part, names_of(getattr(self, part))) for part in parts if getattr(self, part) is not None]
        return (*found, ("headers", names_of(self.headers)), ("basic", names_in(self.basic)))

    def meaning(self, word: object) -> Meaning:
        """Return what a status means; UNCLEAR for one that nobody described."""
        spelled = str(word).lower()
        for meaning, words in self.words.items():
            if spelled in (one.lower() for one in words):
                return meaning
        return Meaning.UNCLEAR


def names_of(part: Any) -> set[str]:
    """Return the names in all templates of a part; call-backs also name {body.…} and {header.…}."""
    if isinstance(part, str):
        return {name for name in names_in(part) if not name.startswith(("body.", "header."))}
    if isinstance(part, BaseModel):
        return names_of({name: getattr(part, name) for name in type(part).model_fields})
    if isinstance(part, Mapping):
        return {name for value in part.values() for name in names_of(value)}
    if isinstance(part, tuple | list):
        return {name for value in part for name in names_of(value)}
    return set()
