"""Several kiosks on one database: when one counts as gone, who may join, and what each may send."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

LEASE = timedelta(seconds=10)
"""How long the database has not heard of a kiosk when it counts as gone: others take over all it had."""

UP_AGAIN = timedelta(seconds=3)
"""How long the server has been up before anybody counts as gone: after a restart all are heard of again."""

SIDE_BY_SIDE = timedelta(seconds=60)
"""How long kiosks of an older version run beside one of a newer version; then they end."""

BEAT_SECONDS = 1.0
"""Between two signs of life."""

OPENING_SECONDS = 30.0
"""How long a kiosk that leads may take to open. One that does not reach Telegram then lets another lead."""

STOOD_STILL_SECONDS = 4.0
"""A kiosk that keeps the others from a sign of life for longer was stopped, and the server ends its session.

The others count as here all the same.
"""

IDLE_SECONDS = 3
"""How long until the server ends a transaction whose kiosk is silent: a stopped one must hold up nobody."""

SURE_SECONDS = LEASE.total_seconds() - 4
"""How long after its last sign of life a kiosk still begins what the panel and Telegram cannot undo.

The rest of LEASE is for what it has begun: by its end that is written, or its transaction is ended.
"""

SENDS = 30
"""Messages a second that Telegram takes from one bot, however many processes send them."""

LEAST_SENDS = 4
"""How many of these each kiosk keeps, if there are enough: a tap is answered at once where all was quiet."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the kiosks of one database have in common.

    `version` is the newest revision of their tables; `panels` are access, currency and the panel accounts, in
    their order.
    """

    version: str
    bot_id: int
    panels: str


@dataclass(frozen=True, slots=True)
class Member:
    """A kiosk on this database: what it is, how many sends it may have under way, how many it wants."""

    id: str
    kind: Kind
    share: int
    wanted: int


def refusal(mine: Kind, others: Iterable[Kind], follows: Callable[[str], bool]) -> str:
    """Return why a kiosk of this kind may not join these, as a sentence; empty if it may.

    It `follows` an older version if its tables have only more than that one knows.
    """
    for other in others:
        for name, word in (
            ("bot_id", "BOT_TOKEN"),
            ("panels", "PANEL_URL, PANEL_KEY, PANELS, ACCESS or CURRENCY"),
        ):
            if getattr(mine, name) != getattr(other, name):
                return (
                    f"Other kiosks run on this database with another {word}. Give this one the same "
                    "settings, or stop the others first."
                )
        if mine.version != other.version and not (mine.version > other.version and follows(other.version)):
            return (
                f"Other kiosks run on this database in another version ({other.version}; this is "
                f"{mine.version}). Stop them first, then start the new version."
            )
    return ""


def fair_shares(wanted: Sequence[int], total: int = SENDS) -> list[int]:
    """Return what each kiosk may have of `total`, in the order of `wanted`; the parts add up to it.

    None has less than an equal part while another has more than it wants. What none wants is shared equally.
    """
    shares = [0] * len(wanted)
    open_ = [(max(want, LEAST_SENDS), place) for place, want in enumerate(wanted)]
    left = total
    for count, (want, place) in zip(range(len(open_), 0, -1), sorted(open_), strict=True):
        shares[place] = min(want, left // count)
        left -= shares[place]
    for place in range(len(shares)):
        more = left // (len(shares) - place)
        shares[place] += more
        left -= more
    return shares


def next_share(target: int, held: int, others: int, total: int = SENDS) -> int:
    """Return what a kiosk may have from now on, so that all together never have more than `total`.

    `held` are those it has in use or not back yet. It takes more only of what the `others` leave, and what
    it gives up others take only afterwards.
    """
    return max(held, min(target, total - others))
