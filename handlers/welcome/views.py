"""The first screen, the help, and what strangers see."""

from handlers.view import View
from locales import Translator, marked

COMMANDS: dict[str, str] = {
    "menu": marked("Everything from here"),
    "order": marked("Order something"),
    "orders": marked("Your orders"),
    "status": marked("The status of an order: /status 12"),
    "wallet": marked("Your wallet"),
    "topup": marked("Top up your wallet"),
    "statement": marked("Your wallet's statement, as a file"),
    "help": marked("How this works"),
    "cancel": marked("Cancel the order you are filling in"),
}
"""The command menu of everybody who may order; it lists only what exists."""

OPERATOR_COMMANDS: dict[str, str] = {
    "broadcast": marked("Send a message to everybody"),
    "find": marked("Somebody's wallet: /find 123456789"),
    "credit": marked("Add to somebody's wallet"),
    "debit": marked("Take from somebody's wallet"),
    "panel": marked("The panel: balance, health, last sync"),
    "prices": marked("Markups, levels, the rate; and changing them"),
    "review": marked("Orders that wait for your decision"),
}
"""The operator's commands, below the others."""

ALL_COMMANDS = frozenset({"start", *COMMANDS, *OPERATOR_COMMANDS})
"""Every command there is."""


def help_text(username: str, t: Translator, *, operates: bool) -> View:
    """The answer to /help."""
    commands = COMMANDS | (OPERATOR_COMMANDS if operates else {})
    lines = [f"/{name} · {t(sentence)}" for name, sentence in commands.items()]
    quick = t("In a hurry? <code>/order service link quantity</code> goes straight to the price.")
    inline = t(
        "In any chat, type <code>@{username}</code> to show how your orders stand, "
        "or <code>@{username} likes</code> to recommend a service.",
        username=username,
    )
    return View("\n".join([t("<b>What I can do</b>"), "", *lines, "", quick, "", inline]))


def stranger(person_id: int, t: Translator) -> str:
    """The answer to somebody who may not order here. The operator needs their number to let them in."""
    return t(
        "Hello! This is a private shop. If you know its operator, send them this number, "
        "and they can let you in:\n\n<code>{number}</code>",
        number=str(person_id),
    )
