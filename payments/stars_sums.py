"""What Telegram's list of Stars and the book come to together. Fed line by line; asks nobody."""

from datetime import datetime, timedelta

from payments.base import StarLine
from shop.ledger.payment import BookedStars, PaymentState
from shop.ledger.star_balance import NANO

SLOW = timedelta(minutes=1)
"""How far our clock may be behind Telegram's."""

_BACK = frozenset({PaymentState.RETURNED, PaymentState.RETURNING})


class StarsSums:
    """`explained_nano` is the balance, in billionths of a Star, that book and list explain.

    Payments count as the book has them, everything else as the list says: returns, withdrawals, fees, other
    programs. A payment that the book lacks is in `charges`, and explained; so the balance tells it no second
    time. Lines older than `since` without a row are not ours; nothing newer than `before` is judged.
    """

    def __init__(self, since: datetime, before: datetime, now: datetime) -> None:
        self._since, self._before, self._now = since, before, now
        self.explained_nano = self.pending_nano = self.unsure_nano = 0
        self.matched = 0
        self.is_ahead = False
        self._differ: list[str] = []
        self._back_here_only: set[str] = set()
        self._commissions: dict[str, int] = {}

    @property
    def charges(self) -> tuple[str, ...]:
        """The charges that do not stand in the book as in Telegram's list."""
        return (*self._differ, *sorted(self._back_here_only))

    def add(self, line: StarLine, row: BookedStars | None) -> None:
        """Count one line; `row` is what the book says of its charge."""
        self.is_ahead = self.is_ahead or line.at > self._now + SLOW
        if line.went_back:
            self._went_back(line, row)
        elif line.person_id is not None and row is not None:
            self._booked(line, row)
        else:
            self._other(line)

    def _went_back(self, line: StarLine, row: BookedStars | None) -> None:
        self.explained_nano += line.moved_nano
        # Nothing says whose the commission is after that.
        self.unsure_nano += max(line.commission_nano, self._commissions.pop(line.charge_id, 0))
        self._back_here_only.discard(line.charge_id)
        if row is not None and row.state not in _BACK and line.at < self._before:
            self._differ.append(line.charge_id)

    def _booked(self, line: StarLine, row: BookedStars) -> None:
        self.matched += row.is_mine and row.created_at < self._before
        if row.state is PaymentState.RETURNED and row.changed_at < self._before:
            self._back_here_only.add(line.charge_id)
        paid = row.stars * NANO
        if not line.commission_nano:
            self.explained_nano += paid
            return
        self._commissions[line.charge_id] = line.commission_nano
        if paid == line.moved_nano:  # then nothing says whether the line is before or after the commission
            self.unsure_nano += line.commission_nano
            self.explained_nano += paid
        else:
            self.explained_nano += paid - line.commission_nano

    def _other(self, line: StarLine) -> None:
        self.explained_nano += line.moved_nano
        self.pending_nano += -line.moved_nano if line.is_pending else 0
        if line.person_id is None or line.payload is None:
            return
        self.unsure_nano += line.commission_nano
        if self._since.replace(microsecond=0) <= line.at < self._before:
            self._differ.append(line.charge_id)
