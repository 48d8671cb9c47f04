"""Which texts the bot's profile should have: the operator's; the kiosk's own only where there are none."""

from collections.abc import Collection

from shop.own_words import EVERYBODY, Texts


def to_write(
    language: str, shown: str, *, general: str, own: Texts, built_in: str, ours: Collection[str]
) -> str | None:
    """Return the text to write for this language, "" to take one away, None to leave what is there.

    `shown` is what Telegram shows in this language and `general` what it shows to everybody else, which it
    also gives for a language without a text of its own. `own` are the operator's settings, `built_in` the
    kiosk's text in this language. `ours` are all texts the kiosk ever wrote: what is not among them is the
    operator's own, set at BotFather, and is kept unless a setting says otherwise.
    """
    ours = {squeezed(text) for text in ours}
    wanted = own.get(language, "")
    if not wanted:
        if squeezed(shown) not in {"", *ours}:
            return None
        is_operators = bool(own.get(EVERYBODY)) or squeezed(general) not in {"", *ours}
        if language != EVERYBODY and is_operators:
            # Their one text is for all: ours must not stand before it.
            return None if squeezed(shown) in {"", squeezed(general)} else ""
        wanted = built_in
    return None if squeezed(wanted) == squeezed(shown) else wanted


def squeezed(text: str) -> str:
    """Return the text for comparing: Telegram may keep its blanks and line ends in another way."""
    return " ".join(text.split())
