"""What must always be true of coupons, and of what they took off and credited."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from shop.growth.gifts import GONE_BACK, GiftState
from shop.growth.invitations import InvitationState
from shop.ledger.journals import AccountKind, JournalKind
from shop.ordering.order import AT_PANEL
from storage.core.columns import fixed
from storage.counting import Invariant, Scope, count, differ
from storage.growth.tables import coupon_use, gift, gift_open, invitation
from storage.ledger.tables import account, journal, posting
from storage.orders.tables import orders


def of_growth(scope: Scope) -> Iterator[Invariant]:
    """Return the invariants of everything that is given away."""
    yield from _of_discounts(scope)
    yield from _of_credits(scope)
    yield from _of_invitations(scope)
    yield from _of_gifts()


def _of_discounts(scope: Scope) -> Iterator[Invariant]:
    mine, off = scope.orders(orders.c.id), orders.c.discount_micro
    used = exists().where(coupon_use.c.order_id == orders.c.id, coupon_use.c.amount_micro == off)
    yield Invariant(
        "discount-has-coupon",
        "exactly the orders with a discount have used a coupon, which took off as much",
        count(
            select(orders.c.id).where(or_(and_(off > 0, ~used), and_(off == 0, _use_of_order()))).where(mine)
        ),
    )
    booked, undone = _borne(posting.c.amount_micro < 0), _borne(posting.c.amount_micro > 0)
    taken = case((orders.c.state.in_(sorted(AT_PANEL)), off), else_=0)
    whole = and_(orders.c.refunded_micro > 0, orders.c.refunded_micro == orders.c.price_micro)
    yield Invariant(
        "discount-is-booked",
        "exactly the discounts of orders at the panel are booked, and undone as far as they are refunded",
        count(
            select(orders.c.id).where(
                mine,
                or_(
                    booked != taken,
                    undone > taken,
                    and_(whole, undone != taken),
                    and_(orders.c.refunded_micro == 0, orders.c.price_micro > 0, undone != 0),
                ),
            )
        ),
    )


def _use_of_order() -> Any:
    return exists().where(coupon_use.c.order_id == orders.c.id)


def _borne(which: Any) -> Any:
    """Return what the shop bore for the order's coupon, or got back, in micro-units."""
    sums: Select[Any] = (
        select(cast(func.coalesce(func.sum(func.abs(posting.c.amount_micro)), 0), BigInteger))
        .select_from(journal)
        .join(posting, posting.c.journal_id == journal.c.id)
        .join(account, account.c.id == posting.c.account_id)
        .where(
            journal.c.order_id == orders.c.id,
            journal.c.kind == fixed(JournalKind.DISCOUNT),
            account.c.kind == fixed(AccountKind.COUPON),
            which,
        )
    )
    return sums.scalar_subquery()


def _of_credits(scope: Scope) -> Iterator[Invariant]:
    key = literal("coupon:") + cast(coupon_use.c.id, String)
    credited = exists().where(
        journal.c.key == key,
        journal.c.id == posting.c.journal_id,
        posting.c.amount_micro == coupon_use.c.amount_micro,
    )
    yield Invariant(
        "coupon-is-credited",
        "exactly the coupons used for no order are credited, once and in full",
        count(select(coupon_use.c.id).where(differ(coupon_use.c.order_id.is_(None), credited))),
    )
    use = exists().where(journal.c.key == key)
    yield Invariant(
        "credit-has-coupon",
        "no amount was credited for a coupon without its use",
        count(
            select(journal.c.id).where(
                journal.c.kind == JournalKind.COUPON, scope.journals(journal.c.id), ~use
            )
        ),
    )


def _of_invitations(scope: Scope) -> Iterator[Invariant]:
    name = literal("invite:") + cast(invitation.c.invited_id, String)
    rewarded = invitation.c.state == InvitationState.REWARDED
    sides = [exists().where(journal.c.key == name + literal(side)) for side in (":inviter", ":invited")]
    yield Invariant(
        "invitation-is-credited",
        "exactly the invitations that were rewarded are credited, once to each side",
        count(select(invitation.c.invited_id).where(or_(*(differ(rewarded, side) for side in sides)))),
    )
    if not scope.is_whole:  # it reads every journal
        return
    credited = select(func.count()).where(journal.c.kind == fixed(JournalKind.INVITE)).scalar_subquery()
    due = select(func.count()).where(rewarded).scalar_subquery()
    yield Invariant(
        "reward-has-invitation",
        "nobody was credited for an invitation that there is not",
        count(select(literal(1)).where(credited != 2 * due)),
    )


def _of_gifts() -> Iterator[Invariant]:
    held = select(account.c.owner_id, account.c.currency, account.c.balance_micro.label("micro"))
    waits = select(gift.c.giver_id, gift.c.currency, -gift.c.amount_micro).where(gift_open)
    sides = held.where(account.c.kind == AccountKind.GIFT).union_all(waits).subquery()
    unequal = select(sides.c.owner_id).group_by(sides.c.owner_id, sides.c.currency)
    yield Invariant(
        "gift-is-held",
        "what is held for a person's gifts is what waits to be taken",
        count(unequal.having(func.sum(sides.c.micro) != 0)),
    )
    number = cast(gift.c.id, String)
    wrong = []
    for key, wanted in (
        ("gift:", gift.c.state != GiftState.OFFERED),
        ("gift_taken:", gift.c.state == GiftState.TAKEN),
        ("gift_back:", gift.c.state.in_(GONE_BACK)),
    ):
        booked = exists().where(journal.c.key == literal(key) + number)
        wrong.append(differ(wanted, booked))
    yield Invariant(
        "gift-is-booked",
        "every gift was held once, and then taken or given back, once",
        count(select(gift.c.id).where(or_(*wrong))),
    )
    taken = differ(gift.c.state == GiftState.TAKEN, gift.c.taker_id.is_not(None))
    yield Invariant(
        "gift-has-taker",
        "exactly the gifts that were taken have somebody who took them, never their giver",
        count(select(gift.c.id).where(or_(taken, gift.c.taker_id == gift.c.giver_id))),
    )
