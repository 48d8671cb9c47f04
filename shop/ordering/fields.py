"""The questions of each service type: one table, read by one form.

The names are the panels' own parameter names, so an answered form is the
request. Types and their fields follow the mainstream panels' API pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from shop.catalogue.services import Service
from shop.errors import ShopError


class Ask(Enum):
    """How to read and check an answer."""

    LINK = auto()
    QUANTITY = auto()
    LINES = auto()  # one item per line
    WORD = auto()  # a single name or tag
    TEXT = auto()  # a few words on one line
    COUNTRY = auto()  # two letters
    NUMBER = auto()
    CHOICE = auto()
    DATE = auto()


class Counted(Enum):
    """The unit a price is counted in."""

    QUANTITY = auto()
    LINES = auto()
    ONCE = auto()  # flat: the rate is the price of one order
    LATER = auto()  # charged by the panel for each new post
    POSTS = auto()  # the same, for so many posts whose whole price is paid beforehand


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form. An optional question can be skipped.

    `only_if` names another question and the one answer to it with which this question matters.
    `about` says whom or what it is about where the name alone does not tell.
    """

    name: str
    ask: Ask
    optional: bool = False
    choices: tuple[str, ...] = ()
    minimum: int = 1
    maximum: int = 1_000_000
    only_if: tuple[str, str] | None = None
    about: str = ""

    def matters(self, answers: Mapping[str, object]) -> bool:
        """Return True unless other answers have made this question pointless."""
        return self.only_if is None or answers.get(self.only_if[0]) == self.only_if[1]


@dataclass(frozen=True, slots=True)
class OrderForm:
    """The questions of one type, in the order they are asked.

    `lines` names the field whose lines are the quantity if `counted` is LINES.
    """

    fields: tuple[Field, ...]
    counted: Counted
    lines: str = ""

    def field(self, name: str) -> Field:
        """Return the question with this name. Raises ShopError if the type no longer asks it."""
        for field in (*self.fields, *DRIP_FEED):
            if field.name == name:
                return field
        raise ShopError("service_changed")

    @property
    def drips(self) -> bool:
        """True if the order can be spread over several runs."""
        return self.counted is Counted.QUANTITY


WORLD = "WW"
"""Panels' word for visitors from everywhere."""

COMMON_COUNTRIES = ("US", "GB", "DE", "FR", "BR", "IN", WORLD)
"""The countries offered as buttons; others are typed."""

LINK = Field("link", Ask.LINK)
QUANTITY = Field("quantity", Ask.QUANTITY)
DRIP_FEED = (
    Field("runs", Ask.NUMBER, optional=True, minimum=2, maximum=1000),
    Field("interval", Ask.NUMBER, minimum=1, maximum=10_080),
)
"""Runs, and the minutes between them; asked only of those who wish to spread the order."""

COMMENTS = "comments"
"""The field whose lines some panels cut in two at certain marks."""

_COMMENTS = Field(COMMENTS, Ask.LINES)
_COMMENTER = Field("username", Ask.WORD, about="commenter")
_USERNAMES = Field("usernames", Ask.LINES)
_MINUTES = (0, 5, 10, 15, 30, 60, 90, 120, 180, 240, 300, 360, 420, 480, 540, 600)
_DELAYS = tuple(str(minutes) for minutes in _MINUTES)
_DEFAULT = OrderForm((LINK, QUANTITY), Counted.QUANTITY)
_KEYWORDS = OrderForm((LINK, QUANTITY, Field("keywords", Ask.LINES)), Counted.QUANTITY)
_BY_USERNAMES = OrderForm((LINK, _USERNAMES), Counted.LINES, lines="usernames")

FORMS: dict[str, OrderForm] = {
    "": _DEFAULT,
    "default": _DEFAULT,
    "realtime": _DEFAULT,
    "highquality": _DEFAULT,
    "package": OrderForm((LINK,), Counted.ONCE),
    "seo": _KEYWORDS,
    "special": _KEYWORDS,
    "customcomments": OrderForm((LINK, _COMMENTS), Counted.LINES, lines="comments"),
    "customcommentspackage": OrderForm((LINK, _COMMENTS), Counted.ONCE),
    "mentions": _BY_USERNAMES,
    "mentionswithhashtags": OrderForm(
        (LINK, QUANTITY, _USERNAMES, Field("hashtags", Ask.LINES)), Counted.QUANTITY
    ),
    "mentionscustomlist": _BY_USERNAMES,
    "mentionshashtag": OrderForm((LINK, QUANTITY, Field("hashtag", Ask.WORD)), Counted.QUANTITY),
    "mentionsuserfollowers": OrderForm(
        (LINK, QUANTITY, Field("username", Ask.WORD, about="followed")), Counted.QUANTITY
    ),
    "mentionsmedialikers": OrderForm((LINK, QUANTITY, Field("media", Ask.LINK)), Counted.QUANTITY),
    "commentlikes": OrderForm((LINK, QUANTITY, _COMMENTER), Counted.QUANTITY),
    "commentreplies": OrderForm((LINK, _COMMENTER, _COMMENTS), Counted.LINES, lines="comments"),
    "poll": OrderForm((LINK, QUANTITY, Field("answer_number", Ask.NUMBER, maximum=100)), Counted.QUANTITY),
    "invitesfromgroups": OrderForm((LINK, QUANTITY, Field("groups", Ask.LINES)), Counted.QUANTITY),
    "subscriptions": OrderForm(
        (
            Field("username", Ask.WORD, about="poster"),
            Field("min", Ask.QUANTITY),
            Field("max", Ask.QUANTITY),
            Field("posts", Ask.NUMBER, optional=True, maximum=10_000),
            Field("old_posts", Ask.NUMBER, optional=True, maximum=10_000),
            Field("delay", Ask.CHOICE, choices=_DELAYS),
            Field("expiry", Ask.DATE, optional=True),
        ),
        Counted.LATER,
    ),
    "webtraffic": OrderForm(
        (
            LINK,
            QUANTITY,
            Field("country", Ask.COUNTRY),
            Field("device", Ask.CHOICE, choices=("1", "2", "3", "4", "5")),
            Field("type_of_traffic", Ask.CHOICE, choices=("1", "2", "3")),
            Field("google_keyword", Ask.TEXT, only_if=("type_of_traffic", "1")),
            Field("referring_url", Ask.LINK, only_if=("type_of_traffic", "2")),
        ),
        Counted.QUANTITY,
    ),
}


_PAID_BEFOREHAND: dict[str, OrderForm] = {
    "subscriptions": OrderForm(
        (
            Field("username", Ask.WORD, about="poster"),
            Field("min", Ask.QUANTITY),
            Field("max", Ask.QUANTITY),
            Field("posts", Ask.NUMBER, maximum=10_000, about="paid"),
            Field("delay", Ask.CHOICE, choices=_DELAYS),
            Field("expiry", Ask.DATE, optional=True),
        ),
        Counted.POSTS,
    ),
}
"""The forms of types whose cost is known only later, where it is paid from wallets: it has a limit."""

_UNSPACED = str.maketrans("", "", " _-")


def form_of(service: Service, *, from_wallets: bool = False) -> OrderForm | None:
    """Return the form of a service's type, or None for a type not described yet.

    Where customers pay `from_wallets`, nothing is sold whose cost has no limit. Panels spell types in many
    ways: "Custom Comments", "custom_comments".
    """
    plain = service.type.lower().translate(_UNSPACED)
    return (from_wallets and _PAID_BEFOREHAND.get(plain)) or FORMS.get(plain)


def questions_of(service: Service, form: OrderForm) -> tuple[Field, ...]:
    """Return all questions, drip-feed last unless the service forbids it (absent means: offer it)."""
    return (*form.fields, *DRIP_FEED) if can_drip(service, form) else form.fields


def can_drip(service: Service, form: OrderForm) -> bool:
    """Return True if the service may be spread over several runs (absent means: it may)."""
    return form.drips and service.dripfeed is not False
