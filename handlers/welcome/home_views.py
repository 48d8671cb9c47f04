"""The home: what stands in the shop for this person, and the doors to everything."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from handlers.bundles.doors import bundles_door
from handlers.buttons import DESK, START, Button
from handlers.buttons import ORDER as AN_ORDER
from handlers.navigation import GO_ON, MY_ORDERS, WALLET, ask_us, back_and_home, home, my_orders, new_order
from handlers.ordering.browsing_views import shelf_door, shelf_doors
from handlers.orders.words import sign_of, status_of
from handlers.presets.views import presets_door
from handlers.view import LABEL, Row, Target, View, in_pairs, shortened
from handlers.welcome.preference_views import settings_door
from locales import Translator
from shop.catalogue.shelf import FAVOURITES, Shelf
from shop.ordering.order import RUNNING, Order
from shop.ordering.terms import Terms
from shop.own_words import OwnWords, filled, in_language

SEARCH = Button(START, "", "search")
AGAIN = Button(START, "", "again")
DESK_HOME = Button(DESK, "", "home")

SHOWN = 3
"""Running orders that are named on the home; the list of orders has them all."""

OFFERED = 5
"""Earlier orders that are offered again."""

NAME = 64
"""Characters of a reader's name in a text."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the home says. `balance` is an amount in words, empty where wallets do not matter.

    `orders` are the latest, newest first; `ordering` names the waiting draft, None without one;
    `in_mass`: it is a mass order; `closed` says that the shop is closed, empty while it is open. `waiting` is
    how much waits for a member of staff, None for customers.
    """

    name: str
    orders: Sequence[Order]
    balance: str = ""
    draft_id: str = ""
    ordering: str | None = None
    in_mass: bool = False
    has_favourites: bool = False
    has_bundles: bool = False
    has_presets: bool = False
    closed: str = ""
    words: OwnWords = field(default_factory=OwnWords)
    waiting: int | None = None

    @property
    def running(self) -> list[Order]:
        """The orders that have not ended."""
        return [order for order in self.orders if order.state in RUNNING]

    @property
    def earlier(self) -> list[Order]:
        """The latest orders that have ended, one of each service, link and quantity."""
        found: dict[tuple[object, ...], Order] = {}
        for order in self.orders:
            if order.state not in RUNNING:
                found.setdefault((order.terms.service_id, order.terms.link, order.terms.quantity), order)
        return list(found.values())[:OFFERED]


def home_card(shown: Home, t: Translator) -> View:
    """The home. Its lines and doors are those that have something behind them."""
    running = shown.running
    greeting = t("👋 <b>{name}, what shall it be?</b>", name=shortened(shown.name, NAME))
    state = [t.line(t("💰 {balance}", balance=shown.balance))] if shown.balance else []
    if running:
        state.append(t("🚚 On the way: {count}", count=len(running)))
    parts = [
        greeting,
        shown.closed,
        filled(in_language(shown.words.welcome, t.language), t.inserted(shortened(shown.name, NAME))),
        " · ".join(state),
        "\n".join(_line(order, t) for order in running[:SHOWN]),
        _waiting(shown, t),
        footer_for(shown.words, shown.name, t),
    ]
    return View("\n\n".join(part for part in parts if part), tuple(_rows(shown, t)))


def footer_for(words: OwnWords, name: str, t: Translator) -> str:
    """The operator's last lines for this reader; empty without any."""
    return filled(in_language(words.footer, t.language), t.inserted(shortened(name, NAME)))


def _waiting(shown: Home, t: Translator) -> str:
    if shown.ordering is None:
        return ""
    if shown.in_mass:
        return t("You were making a list of orders.")
    if not shown.ordering:
        return t("You were choosing a service.")
    return t("You were ordering <b>{service}</b>.", service=shortened(shown.ordering, 80))


def _rows(shown: Home, t: Translator) -> Iterator[Row]:
    if shown.ordering is not None:
        yield (
            ("▶️ " + t.label("Go on"), GO_ON),
            ("❌ " + t.label("Drop it"), Button(START, shown.draft_id, "drop")),
        )
    yield (new_order(t), ("🔎 " + t.label("Search"), SEARCH))
    mine = my_orders(t)
    running = shown.running
    if running:
        # One order needs no list to choose from.
        where = Button(AN_ORDER, str(running[0].id), "open") if len(running) == 1 else MY_ORDERS
        yield (("🚚 " + t.label("On the way: {count}", count=len(running)), where), mine)
    doors: list[tuple[str, Target]] = [] if running else [mine]
    doors.append(("💰 " + t.label("Wallet"), WALLET))
    if shown.earlier:
        doors.append(("🔁 " + t.label("Again …"), AGAIN))
    if shown.has_favourites:
        doors.append(shelf_door(FAVOURITES, t))
    if shown.has_bundles:
        doors.append(bundles_door(t))
    if shown.has_presets:
        doors.append(presets_door(t))
    doors += [ask_us(shown.words.contact, t), settings_door(t)]
    yield from in_pairs(doors)
    if shown.waiting is not None:
        yield (_desk_door(shown.waiting, t),)


def _desk_door(waiting: int, t: Translator) -> tuple[str, Target]:
    """The way to work, for the staff."""
    if not waiting:
        return "🗝 " + t.label("The desk"), DESK_HOME
    return "🗝 " + t.plural("The desk · {n} waits", "The desk · {n} wait", waiting), DESK_HOME


def _line(order: Order, t: Translator) -> str:
    what = shortened(order.terms.service_name, 40)
    sign, number, status = sign_of(order), str(order.id), status_of(order, t)
    return t("{sign} {order} · {status} · {service}", sign=sign, order=number, status=status, service=what)


def search_help(shelf: Shelf, t: Translator, note: str = "") -> View:
    """How to search, below `note`: words or a link, at any time."""
    text = t(
        "🔎 <b>Search</b>\nJust write what you are looking for, like <i>instagram likes</i>, or send the "
        "link of your post or profile. That works at any time; no command is needed."
    )
    own = tuple(shelf_doors(shelf, t))
    shown = "\n\n".join(part for part in (note, text) if part)
    return View(shown, (*((own,) if own else ()), (new_order(t),), back_and_home(t)))


def again_list(shown: Home, t: Translator) -> View:
    """The latest orders, each to be ordered again with one tap."""
    if not shown.earlier:
        return View(t("There is nothing to order again yet."), ((new_order(t), home(t)),))
    text = t("🔁 <b>Again</b>\nThe same service, link and quantity, at today's price:")
    tiles: list[Row] = [
        ((label, Button(AN_ORDER, str(order.id), "reorder")),)
        for order, label in zip(shown.earlier, _labels(shown.earlier, t), strict=True)
    ]
    return View(text, (*tiles, back_and_home(t)))


def _labels(orders: Sequence[Order], t: Translator) -> list[str]:
    """Return a label for each, pairwise different: its number ends those that would look alike."""
    plain = [_label(order.terms, t, LABEL) for order in orders]
    return [
        label if plain.count(label) == 1 else f"{_label(order.terms, t, LABEL - 8)} {order.id}"
        for order, label in zip(orders, plain, strict=True)
    ]


def _label(terms: Terms, t: Translator, room: int) -> str:
    """Return quantity, service, and the end of the link, which is what tells orders apart."""
    many = f"{t.number(terms.quantity)} " if terms.quantity is not None else ""
    link = (terms.link or "").rstrip("/")
    end = f" · …{link[-8:]}" if link else ""
    return f"{many}{shortened(terms.service_name, max(4, room - len(many) - len(end)))}{end}"
