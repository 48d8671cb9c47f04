"""The standstill after a restore: what is known of the time since the backup, until an owner goes on.

Orders and payments that came after the backup are in none of our rows, but at the panel and with whoever
took the money. So nothing goes to a panel, and no money goes back, before those were compared.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shop.errors import ShopError

SUBJECT = "standstill"
"""How the log of acts names it."""

CHECKED = "restored"
"""Why operators are asked about an order that was not placed when the backup was made."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """A restore that was not lifted yet, or the last one that was.

    `findings` are what the comparison found, by what was compared: a sentence each. `troubles` are what could
    not be compared, in the same way. `compared_at` is when that was; None: not yet.
    """

    backup_at: datetime
    restored_at: datetime
    compared_at: datetime | None = None
    findings: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, str] = field(default_factory=dict)
    lifted_at: datetime | None = None

    @property
    def is_on(self) -> bool:
        """True until an owner has gone on."""
        return self.lifted_at is None


class NotCompared(Exception):
    """The standstill cannot be ended yet. `names` were not compared; if it is empty, nothing was yet."""

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        super().__init__(", ".join(names))
        self.names = names


def refuse_to_go_on(state: Standstill, *, anyway: bool) -> None:
    """Raise NotCompared unless all was compared, or with `anyway` all that could be."""
    if state.compared_at is None:
        raise NotCompared
    if state.troubles and not anyway:
        raise NotCompared(tuple(sorted(state.troubles)))


@dataclass(slots=True)
class Stillness:
    """What every part asks before it does something outside: whether the kiosk stands still."""

    state: Standstill | None = None

    @property
    def is_on(self) -> bool:
        """True if nothing may go to a panel, and no money back."""
        return self.state is not None and self.state.is_on

    def refuse(self) -> None:
        """Raise ShopError("money_stopped") while the kiosk stands still."""
        if self.is_on:
            raise ShopError("money_stopped")
