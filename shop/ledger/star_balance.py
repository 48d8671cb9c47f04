"""The bot's balance in Stars: what of it nothing explains. Facts in, decision out."""

NANO = 1_000_000_000
"""Billionths of a Star in one Star; affiliates get parts of one."""


def unexplained_stars(balance_nano: int, explained_nano: int, *, pending_nano: int, unsure_nano: int) -> int:
    """Return how many whole Stars the bot has more than is explained, negative for less.

    `pending_nano` are withdrawals that may have left the balance already or not yet, `unsure_nano` what
    Telegram does not say for certain; neither is a difference, nor is a part of a Star.

    >>> unexplained_stars(70 * NANO, 77 * NANO, pending_nano=0, unsure_nano=0)
    -7
    >>> unexplained_stars(77 * NANO, 70 * NANO, pending_nano=7 * NANO, unsure_nano=0)
    0
    >>> unexplained_stars(77 * NANO + 1, 77 * NANO, pending_nano=0, unsure_nano=0)
    0
    """
    over = balance_nano - explained_nano
    if -unsure_nano <= over <= pending_nano + unsure_nano:
        return 0
    return over // NANO if over > 0 else -(-over // NANO)
