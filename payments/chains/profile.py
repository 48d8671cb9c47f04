"""The description of one API that lists an address's transactions on a chain, and what its answers mean.

A profile is a TOML file, like a gateway's. The address and the API's key do not stand in it.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from payments.chains.addresses import Kind
from payments.described.profile import Part, Path, Template, names_of

MADE: Mapping[str, str] = {
    "address": "the address that is looked at, in the form in which answers name it",
    "key": "the API's key; a header with it is left out where there is none",
    "contract": "the token's contract",
    "since_unix": "from when on transactions are listed, in seconds since 1970",
    "since_millis": "the same in milliseconds",
    "per_page": "how many a page holds",
    "offset": "how many lines are before this page",
    "cursor": "a page's name, as the page before told it; left out for the first",
}
"""The names that templates may use."""

Word = str | int | bool


class Listing(Part):
    """How transactions are listed: oldest first, since a moment, page by page, at most this many `pages`.

    With `next` the following page's {cursor} stands there in the answer, and the last page has none.
    Without it pages are counted by {offset}, and the last page is not full.
    """

    url: Annotated[Template, Field(pattern=r"^/")]
    fields: Mapping[str, Any] = {}
    items: Path
    next: Path | None = None
    per_page: Annotated[int, Field(ge=2, le=1000)] = 100
    pages: Annotated[int, Field(ge=1, le=100)] = 20


class Item(Part):
    """Where a transaction's facts stand in a line of the list.

    `id` is its hash; `index` tells several transfers of one transaction apart. `amount` is a whole number
    of base units, `decimals` of which digits are behind the point (or stand at `decimals_at`). A line
    must have all that it `needs`, and nothing that `bars` it.
    """

    id: Path
    index: Path | None = None
    receiver: Path
    amount: Path
    decimals: Annotated[int, Field(ge=0, le=30)] | None = None
    decimals_at: Path | None = None
    token: Path | None = None
    text: Path | None = None
    at: Path
    at_in: Literal["seconds", "milliseconds"] = "seconds"
    needs: Mapping[Path, Word] = {}
    bars: Mapping[Path, tuple[Word, ...]] = {}

    @model_validator(mode="after")
    def _has_decimals(self) -> "Item":
        if (self.decimals is None) == (self.decimals_at is None):
            raise ValueError("needs either decimals or decimals_at")
        return self


class Newest(Part):
    """How the chain's newest block is asked for, and where its number stands."""

    url: Annotated[Template, Field(pattern=r"^/")]
    fields: Mapping[str, Any] = {}
    number: Path


class Depth(Part):
    """When a transaction is deep enough to stay. All that is set must hold.

    `asked`: the list has only what is final, because the request says so. `blocks`: the newest block's
    number is larger by this than that at `block`. `seconds`: by our clock it is this old. A clock that is
    wrong makes that true too early, so it is for chains that tell nothing better.
    """

    asked: bool = False
    block: Path | None = None
    blocks: Annotated[int, Field(ge=1)] | None = None
    newest: Newest | None = None
    seconds: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _is_known(self) -> "Depth":
        of_blocks = (self.block, self.blocks, self.newest)
        if any(one is None for one in of_blocks) and any(one is not None for one in of_blocks):
            raise ValueError("block, blocks and newest belong together")
        if not self.asked and self.blocks is None and self.seconds is None:
            raise ValueError("needs asked, blocks or seconds: a transaction may still vanish")
        return self


class ChainProfile(Part):
    """One API of one chain. `ok` is what stands in every good answer."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]
    label: Annotated[str, Field(min_length=1, max_length=30)]
    documents: Annotated[str, Field(min_length=1)]
    tried: bool = False
    root: Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._/-]*)?$")]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3,5}$")]
    address: Kind
    contract: str = ""
    per_minute: Annotated[int, Field(ge=1, le=600)] = 30
    headers: Mapping[str, Template] = {}
    ok: Mapping[Path, Any] = {}
    list: Listing
    item: Item
    depth: Depth

    @model_validator(mode="after")
    def _token_has_its_contract(self) -> "ChainProfile":
        if bool(self.contract) != (self.item.token is not None):
            raise ValueError("contract and item.token belong together: a token's name proves nothing")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> "ChainProfile":
        parts = {"list": self.list, "depth": self.depth.newest, "headers": self.headers}
        for part, templates in parts.items():
            if unknown := sorted(names_of(templates) - set(MADE)):
                raise ValueError(f"{part}: {{{unknown[0]}}} is no value that is made")
        return self
