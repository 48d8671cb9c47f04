"""Invitations: who was invited by whom, and the rewards of both, each once for ever."""

import secrets
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true, update

from shop import notice
from shop.growth.invitations import (
    A_DAY,
    Came,
    Facts,
    InvitationState,
    InviteRules,
    Refused,
    refusal_of,
    rewarding,
)
from shop.ledger.journals import Account, AccountKind
from shop.ledger.topup import ERASED
from shop.ordering.order import OrderState
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.growth.paid_in import paid_in_micro
from storage.growth.tables import invitation, invitation_waiting, invite_code
from storage.ledger.store import book, is_halted
from storage.ledger.tables import invoice, payment
from storage.messages.outbox import enqueue
from storage.messages.tables import inbox
from storage.orders.tables import orders
from storage.people.tables import person

CODE_BYTES = 9
"""Twelve characters of a link; there are 2^72 of them."""


class Invitations:
    """Reads and writes `invite_code` and `invitation`; `operators` are told of what is refused.

    `rules` returns what an invitation brings now.
    """

    def __init__(
        self,
        database: Database,
        *,
        rules: Callable[[], InviteRules],
        operators: Collection[int],
        bot_id: int = 0,
    ) -> None:
        self._database = database
        self._rules = rules
        self._operators = operators
        self._bot_id = bot_id

    @writes
    def code_of(self, connection: Connection, person_id: int, now: datetime) -> str:
        """Return the code of this person's link, which is made at the first call and stays."""
        new = {"person_id": person_id, "code": secrets.token_urlsafe(CODE_BYTES), "made_at": now}
        adding = insert_into(connection, invite_code).values(**new)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["person_id"]))
        mine = select(invite_code.c.code).where(invite_code.c.person_id == person_id)
        return str(connection.execute(mine).scalar_one())

    @reads
    def tally(self, connection: Connection, person_id: int) -> tuple[int, int]:
        """Return how many people this person has invited, and for how many they were credited."""
        rewarded = invitation.c.state == fixed(InvitationState.REWARDED)
        counted = select(func.count(), func.count().filter(rewarded))
        row = connection.execute(counted.where(invitation.c.inviter_id == person_id)).one()
        return int(row[0]), int(row[1])

    @writes
    def came(self, connection: Connection, person_id: int, code: str, update_id: int, now: datetime) -> Came:
        """Note that this person came by the link with this code; handled again, the same.

        Only somebody whom this very update made known counts as invited. Who opens that link again is told
        the same until the invitation has ended.
        """
        inviter = select(invite_code.c.person_id).where(invite_code.c.code == code)
        inviter_id = connection.execute(inviter).scalar()
        if inviter_id is None:
            return Came.BY_NO_LINK
        if inviter_id == person_id:
            return Came.BY_OWN_LINK
        here = and_(inbox.c.bot_id == self._bot_id, inbox.c.update_id == update_id)
        is_new = exists().where(here, inbox.c.received_at <= person.c.created_at)
        if connection.execute(select(person.c.id).where(person.c.id == person_id, is_new)).first() is None:
            theirs = and_(invitation.c.invited_id == person_id, invitation.c.inviter_id == inviter_id)
            waits = connection.execute(select(invitation.c.invited_id).where(theirs, invitation_waiting))
            return Came.KNOWN_BEFORE if waits.first() is None else Came.INVITED
        values = {"inviter_id": inviter_id, "state": InvitationState.WAITING, "invited_at": now}
        adding = insert_into(connection, invitation).values(invited_id=person_id, **values)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["invited_id"]))
        return Came.INVITED

    @reads
    def list_due(self, connection: Connection, *, after: int = 0, limit: int = 100) -> list[int]:
        """Return the invited people who have finished an order that is large enough, by id behind `after`."""
        rules = self._rules()
        if not rules.reward_micro:
            return []
        due = select(invitation.c.invited_id).where(
            invitation_waiting, invitation.c.invited_id > after, _has_finished(rules)
        )
        return list(connection.execute(due.order_by(invitation.c.invited_id).limit(limit)).scalars())

    @writes
    def reward(self, connection: Connection, invited_id: int, now: datetime) -> bool:
        """Credit both sides of an invitation that is due, or refuse it; return False if it still waits.

        It waits while payments are paused, and until the invited one has paid in enough.
        """
        rules = self._rules()  # once: both sides get the same
        if not rules.reward_micro:
            return False
        this = invitation.c.invited_id == invited_id
        found = select(invitation).where(this, invitation_waiting).with_for_update()
        row = connection.execute(found).first()
        if row is None or is_halted(connection):
            return False
        facts = _facts(connection, rules.currency, invited_id, row.inviter_id, now)
        if facts.paid_in_micro < rules.least_micro:
            return False
        refused = refusal_of(facts)
        state = InvitationState.REWARDED if refused is None else InvitationState.REFUSED
        ended = update(invitation).where(this).values(state=state, why=refused, ended_at=now)
        connection.execute(ended)
        if refused is not None:
            self._tell(connection, invited_id, row.inviter_id, refused, now)
            return True
        for one in sorted((invited_id, row.inviter_id)):
            entry = rewarding(rules, invited_id, one)
            book(connection, entry, now, news=[notice.wallet_changed(one, entry.key)])
        return True

    def _tell(
        self, connection: Connection, invited_id: int, inviter_id: int, why: Refused, now: datetime
    ) -> None:
        alerts = notice.alerts(
            self._operators,
            "invite",
            str(invited_id),
            alert=f"invite_{why}",
            person=str(inviter_id),
            number=invited_id,
        )
        enqueue(connection, alerts, now)


def _has_finished(rules: InviteRules) -> ColumnElement[bool]:
    """Return the condition that the invited person has finished an order large enough for the rules."""
    return exists().where(
        orders.c.person_id == invitation.c.invited_id,
        orders.c.state == OrderState.COMPLETED,
        orders.c.currency == rules.currency,
        orders.c.price_micro - orders.c.refunded_micro >= rules.least_micro,
    )


def _facts(connection: Connection, currency: str, invited_id: int, inviter_id: int, now: datetime) -> Facts:
    wallet = Account(AccountKind.WALLET, invited_id, currency)
    lately = select(func.count()).where(
        invitation.c.inviter_id == inviter_id,
        invitation.c.state == InvitationState.REWARDED,
        invitation.c.ended_at > now - A_DAY,
    )
    return Facts(
        paid_in_micro=paid_in_micro(connection, wallet),
        same_payer=connection.execute(_same_payer(invited_id, inviter_id)).first() is not None,
        erased_payer=connection.execute(_erased_payer(invited_id, inviter_id)).first() is not None,
        lately=number_from(connection, lately),
    )


def _same_payer(invited_id: int, inviter_id: int) -> Any:
    """Return the query for a payment that one made for the other, or of one payer of both."""
    theirs = select(payment.c.payer).where(payment.c.person_id == inviter_id)  # read once, not for each
    known = payment.c.payer.not_in(["", ERASED])
    alike = select(payment.c.id).where(payment.c.person_id == invited_id, known, payment.c.payer.in_(theirs))
    crossed = select(payment.c.id).join(invoice, invoice.c.payload == payment.c.payload)
    pairs = ((invited_id, inviter_id), (inviter_id, invited_id))
    one_for_other = or_(
        *(and_(payment.c.person_id == payer, invoice.c.person_id == asked) for payer, asked in pairs)
    )
    return alike.union_all(crossed.where(one_for_other)).limit(1)


def _erased_payer(invited_id: int, inviter_id: int) -> Any:
    """Return the query for payments, one of each, whose payers were known, and one of them is not now."""
    known, erased = payment.c.payer != "", payment.c.payer == ERASED
    pairs = ((invited_id, inviter_id), (inviter_id, invited_id))
    found = or_(*(and_(_has_paid(one, erased), _has_paid(other, known)) for one, other in pairs))
    return select(true()).where(found)


def _has_paid(person_id: int, which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(payment.c.person_id == person_id, which)
