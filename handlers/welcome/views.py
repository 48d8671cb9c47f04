"""The help, and the answers to what no screen takes."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from functools import lru_cache

from handlers.buttons import START, Button
from handlers.navigation import GO_ON, ask_us, back_and_home, home, my_orders, new_order
from handlers.view import Row, View, in_pairs, shortened
from handlers.welcome.help_topics import TOPICS, Topic, answer_of
from handlers.welcome.preference_views import settings_door
from handlers.welcome.support_views import STATEMENT
from locales import Translator, marked
from shop.person import Role

HELP = Button(START, "", "help")

NEAR, ALIKE = 3, 0.65
"""How many commands are named instead of an unknown one, and how like they are to it, from 0 to 1."""

_ELSEWHERE = {
    "wallet": "balance funds money account",
    "topup": "deposit addfunds add_funds recharge refill_balance pay payment",
    "order": "buy neworder new_order new catalog catalogue price shop",
    "orders": "history myorders my_orders",
    "status": "track check",
    "support": "contact ticket admin",
    "language": "lang",
    "settings": "profile",
    "menu": "home main back",
    "cancel": "stop",
}
"""What other bots call ours."""

COMMANDS: dict[str, str] = {
    "menu": marked("Everything from here"),
    "order": marked("Order something"),
    "mass": marked("Many orders at once, as a list"),
    "orders": marked("Your orders"),
    "status": marked("The status of an order: /status 12"),
    "wallet": marked("Your wallet"),
    "topup": marked("Top up your wallet"),
    "statement": marked("Your wallet's statement, as a file"),
    "settings": marked("Your language, and other settings"),
    "language": marked("Choose the language"),
    "help": marked("How this works"),
    "support": marked("Ask a person"),
    "paysupport": marked("Questions about a payment"),
    "terms": marked("The terms of this shop"),
    "cancel": marked("Cancel the order you are filling in"),
}
"""The command menu of everybody who may order; it lists only what exists."""

OPERATOR_COMMANDS: dict[str, str] = {
    "admin": marked("The desk: what waits for you, and all doors"),
    "stats": marked("Orders, takings and margin: today, 7 and 30 days"),
    "services": marked("What is on show, what is not, and why"),
    "broadcast": marked("Send a message to everybody"),
    "people": marked("The people: the list, and finding somebody"),
    "find": marked("Find somebody by name, @name or number"),
    "credit": marked("Add to somebody's wallet"),
    "debit": marked("Take from somebody's wallet"),
    "coupon": marked("Coupons: the list, a new one, stopping one"),
    "panel": marked("The panel: balance, health, last sync"),
    "prices": marked("Markups, levels, the rate; and changing them"),
    "texts": marked("What the shop says in your own words"),
    "ban": marked("Ban somebody: /ban 123456789 why"),
    "unban": marked("Lift a ban: /unban 123456789"),
    "review": marked("Orders that wait for your decision"),
    "transfers": marked("Bank transfers: send in what the bank says"),
    "maintenance": marked("Close the shop for a while, and open it"),
    "tickets": marked("What customers ask, and is still open"),
    "close": marked("Close a ticket: in reply to one of its messages"),
}
"""The operator's commands, below the others."""

OF_SUPPORT = ("admin", "people", "find", "tickets", "close")
"""The operator's commands that support has as well."""

OF_OWNERS = ("texts",)
"""Those that only owners have."""


def commands_of(role: Role) -> dict[str, str]:
    """Return the commands of this role's menu and help."""
    if role is Role.OWNER:
        return COMMANDS | OPERATOR_COMMANDS
    if role is Role.OPERATOR:
        return COMMANDS | {name: words for name, words in OPERATOR_COMMANDS.items() if name not in OF_OWNERS}
    if role is Role.SUPPORT:
        return COMMANDS | {name: OPERATOR_COMMANDS[name] for name in OF_SUPPORT}
    return COMMANDS


ALL_COMMANDS = frozenset({"start", *COMMANDS, *OPERATOR_COMMANDS})
"""Every command there is."""


@lru_cache(64)  # the same for all who read one language
def help_text(username: str, contact: str, t: Translator, *, role: Role, footer: str = "") -> View:
    """The answer to /help. `contact` is whoever answers people, `footer` the operator's last lines."""
    lines = [f"/{name} · {t(sentence)}" for name, sentence in commands_of(role).items()]
    quick = t("In a hurry? <code>/order service link quantity</code> goes straight to the price.")
    inline = t(
        "In any chat, type <code>@{username}</code> to show how your orders stand, "
        "or <code>@{username} likes</code> to recommend a service.",
        username=username,
    )
    last = ["", footer] if footer else []
    text = "\n".join([t("<b>What I can do</b>"), "", *lines, "", quick, "", inline, *last])
    topics = [(f"{one.sign} {t.label(one.label)}", Button(START, one.key, "help")) for one in TOPICS]
    rows = in_pairs(topics)
    return View(text, (*rows, *_doors(contact, t)))


def help_topic(topic: Topic, contact: str, t: Translator) -> View:
    """The answer to one question of /help."""
    text = "\n\n".join([f"{topic.sign} <b>{t(topic.question)}</b>", *answer_of(topic, t)])
    doors: dict[str, Row] = {
        "order": (new_order(t),),
        "money": ((("📄 " + t.label("Statement"), STATEMENT)),),
        "data": (settings_door(t),),
    }
    row = doors.get(topic.key, (my_orders(t), ask_us(contact, t)))
    return View(text, (row, back_and_home(t, HELP)))


def not_understood(contact: str, t: Translator, *, has_tickets: bool = False) -> View:
    """The answer to what no screen takes. `contact` is whoever answers people, empty without one.

    `has_tickets`: the reader answers customers in this chat, and meant this for one of them perhaps.
    """
    text = t("I did not get that. /order starts an order, /help shows the rest.")
    how = t("Answer in a ticket's topic, or in reply to its messages.") if has_tickets else ""
    return View("\n\n".join(part for part in (text, how) if part), _doors(contact, t))


def nothing_to_cancel(t: Translator) -> View:
    """The answer to /cancel where nothing is being filled in."""
    return View(t("There is nothing to cancel. /order starts an order."), ((new_order(t), home(t)),))


def _doors(contact: str, t: Translator) -> tuple[Row, ...]:
    return ((new_order(t), my_orders(t)), (ask_us(contact, t), home(t)))


def nearest_commands(typed: str, known: Collection[str]) -> list[str]:
    """Return the commands most like this one, the likest first; none if none is like it."""
    name = typed.removeprefix("/").partition("@")[0].lower()
    meant = [ours for ours, theirs in _ELSEWHERE.items() if name in theirs.split() and ours in known]
    return meant or get_close_matches(name, known, n=NEAR, cutoff=ALIKE)


def unknown_command(typed: str, near: Sequence[str], t: Translator, *, has_draft: bool) -> View:
    """The answer to a command that does not exist."""
    shown = shortened(typed, 33)
    if near:
        instead = t.series(f"/{name}" for name in near)
        text = t(
            "⚠️ There is no command {typed}. Did you mean one of these? {instead}",
            typed=shown,
            instead=instead,
        )
    else:
        text = t("⚠️ There is no command {typed}. /help lists those there are.", typed=shown)
    go_on: tuple[Row, ...] = ((("▶️ " + t.label("Go on"), GO_ON),),) if has_draft else ()
    return View(text, (*go_on, (new_order(t), home(t))))
