"""What a button means, and the colour apps give it: one table for every screen.

A colour is never the only sign: the label says the same. `style` is of Bot API 9.4; servers and apps that do
not know it show the button in their usual colour.
"""

from handlers.buttons import (
    BROADCAST,
    CHANGE,
    DESK_ORDER,
    GIFT,
    IMPORTS,
    MAINTENANCE,
    MASS,
    ORDER,
    ORPHAN,
    PAYMENT,
    PERSON,
    PRESET,
    RECEIPT,
    RULES,
    SETTINGS,
    STANDING,
    START,
    TEXTS,
    TOKEN,
    TOPUP,
    TRANSFER,
    Button,
)

GOES_THROUGH, GIVES_UP, LEADS_ON = "success", "danger", "primary"

STYLES = {
    (TOKEN, "ok"): GOES_THROUGH,
    (TOKEN, "again"): GOES_THROUGH,
    (MASS, "ok"): GOES_THROUGH,
    (GIFT, "make"): GOES_THROUGH,
    (BROADCAST, "send"): GOES_THROUGH,
    (BROADCAST, "gone"): GIVES_UP,
    (CHANGE, "sure"): GOES_THROUGH,
    (PERSON, "sure"): GOES_THROUGH,
    (PERSON, "surelevel"): GOES_THROUGH,
    (PERSON, "dropnote"): GIVES_UP,
    (PAYMENT, "sure"): GOES_THROUGH,
    (RECEIPT, "approve"): GOES_THROUGH,
    (DESK_ORDER, "send"): GOES_THROUGH,
    (DESK_ORDER, "drop"): GIVES_UP,
    (DESK_ORDER, "stop"): GIVES_UP,
    (ORDER, "cancel"): GIVES_UP,
    (ORDER, "stop"): GIVES_UP,
    (RECEIPT, "why"): GIVES_UP,
    (RECEIPT, "decline"): GIVES_UP,
    (TRANSFER, "give"): GOES_THROUGH,
    (START, "giveup"): GIVES_UP,
    (START, "eraseall"): GIVES_UP,
    (START, "accept"): GOES_THROUGH,
    (PRESET, "drop"): GIVES_UP,
    (IMPORTS, "yes"): GOES_THROUGH,
    (ORPHAN, "lost"): GOES_THROUGH,
    (ORPHAN, "rested"): GOES_THROUGH,
    (MAINTENANCE, "close"): GIVES_UP,
    (MAINTENANCE, "open"): GOES_THROUGH,
    (MAINTENANCE, "goon"): GOES_THROUGH,
    (TEXTS, "save"): GOES_THROUGH,
    (SETTINGS, "save"): GOES_THROUGH,
    (RULES, "keep"): GOES_THROUGH,
    (RULES, "hideall"): GOES_THROUGH,
    (RULES, "remove"): GIVES_UP,
    (STANDING, "in"): GOES_THROUGH,
    (STANDING, "give"): GOES_THROUGH,
    (STANDING, "no"): GIVES_UP,
    (STANDING, "take"): GIVES_UP,
    (STANDING, "out"): GIVES_UP,
    (STANDING, "banned"): GIVES_UP,
    (START, "order"): LEADS_ON,
    (TOPUP, "open"): LEADS_ON,
}
"""The style of a button by its subject and action; a button that is not here has none."""


BACK = "⬅️"
"""How the labels of ways back begin: they lead on nowhere, whatever screen they lead to."""


def style_of(button: Button, label: str) -> str | None:
    """Return the style of this button, or None for an app's usual one."""
    return None if label.startswith(BACK) else STYLES.get((button.subject, button.action))
