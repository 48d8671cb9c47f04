"""The numbers on an axis: round, few, and never a float."""

from shop.money import MICRO, ceil_div

PARTS = 4
"""Parts into which an axis is cut, about."""

MOST_UNITS = 100_000
"""Units of money from which on an axis counts in thousands, and then in millions."""

LARGEST = 1_000_000_000


def ticks(low: int, high: int, *, least_step: int = 1) -> tuple[int, ...]:
    """Return round numbers from at or below `low` and 0 to at or above `high`, ascending.

    >>> ticks(0, 7), ticks(-30, 100), ticks(0, 0)
    ((0, 2, 4, 6, 8), (-50, 0, 50, 100), (0, 1))
    """
    low, high = min(low, 0), max(high, 0)
    step = _round_step(max(ceil_div(high - low, PARTS), least_step))
    first, last = low // step, ceil_div(high, step)
    return tuple(n * step for n in range(first, max(last, first + 1) + 1))


def _round_step(least: int) -> int:
    power = 1
    while power * 10 <= least:
        power *= 10
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= least)


def scale_of(most_micro: int) -> int:
    """Return by what the words of an axis of money are divided: 1, a thousand, a million and so on.

    >>> scale_of(99_999 * MICRO), scale_of(100_000 * MICRO), scale_of(10**12 * MICRO)
    (1, 1000, 1000000000)
    """
    scale = 1
    while scale < LARGEST and most_micro >= MOST_UNITS * scale * MICRO:
        scale *= 1000
    return scale


def is_drawable(text: str) -> bool:
    """Return True if the charts' letters have all of this text: Latin, Greek and Cyrillic."""
    return all(_has(letter) for letter in text)


def _has(letter: str) -> bool:
    code = ord(letter)
    return (
        0x20 <= code < 0x530 or 0x1E00 <= code < 0x2000 or 0x2010 <= code < 0x202A or 0x2030 <= code < 0x20C0
    )


def drawable(text: str, most: int) -> str:
    """Return as much of a text as the charts' letters have, shortened; maybe nothing.

    >>> drawable("🔥 Likes | ВК 点赞 ", 20), drawable("点赞", 20), drawable("Followers", 6)
    ('Likes | ВК', '', 'Follo…')
    """
    kept = " ".join("".join(letter if _has(letter) else " " for letter in text).split()).strip(" |-–·")
    return kept if len(kept) <= most else kept[: most - 1].rstrip(" .,|-–·") + "…"
