"""The tables of coupons, invitations and gifts, and of what a person's next message answers there."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, Table

from shop.growth.gifts import GiftState
from shop.growth.invitations import InvitationState
from storage.core.columns import BigId, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

coupon = Table(
    "coupon",
    metadata,
    Column("id", BigId, primary_key=True),
    # As its operator wrote it, and as all its spellings are compared.
    Column("code", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("percent_ppm", Integer, nullable=False),
    Column("amount_micro", BigInteger, nullable=False),
    # How often it can be used by all (NULL: without limit), and by each person.
    Column("uses", Integer),
    Column("each", Integer, nullable=False),
    Column("least_micro", BigInteger, nullable=False),
    Column("ends_at", Moment),
    Column("made_by", BigInteger, nullable=False),
    # The operator's message that made it: handled again, it makes no second one.
    Column("update_id", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("stopped_at", Moment),
    CheckConstraint(
        "(percent_ppm > 0 AND amount_micro = 0) OR (percent_ppm = 0 AND amount_micro > 0)",
        name="one_worth",
    ),
)
coupon_live = coupon.c.stopped_at.is_(None)
partial_index("uq_coupon_live", coupon.c.key, unique=True, where=coupon_live)

coupon_use = Table(
    "coupon_use",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("coupon_id", ForeignKey("coupon.id"), nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    # The order it took something off; NULL for an amount that was credited.
    Column("order_id", ForeignKey("orders.id"), unique=True),
    Column("amount_micro", BigInteger, nullable=False),
    # The message that it was typed in: handled again, it is no second use.
    Column("update_id", BigInteger),
    Column("used_at", Moment, nullable=False),
    CheckConstraint("amount_micro > 0", name="amount_positive"),
    Index("ix_coupon_use", "coupon_id", "person_id", "order_id"),
)
"""Each use of a coupon. One for an order that came to nothing does not count; see storage/growth/coupons."""

coupon_ready = Table(
    "coupon_ready",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("coupon_id", ForeignKey("coupon.id"), nullable=False),
    Column("entered_at", Moment, nullable=False),
)
"""The coupon that a person has entered for their next order."""

growth_question = Table(
    "growth_question",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    # `coupon`: a coupon's name; `gift`: an amount; `service`: words or a link, to find a service by.
    Column("asks", Words, nullable=False),
    Column("asked_at", Moment, nullable=False),
    # The update that answered; NULL while the question waits, 0 once it was dropped.
    Column("answered_by", BigInteger),
    # Wrong names of coupons; none are left an hour after the last question.
    Column("tries", Integer, nullable=False, server_default="0"),
)
"""What a person's next message answers; see storage/growth/questions."""

invite_code = Table(
    "invite_code",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("code", Words, nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
)
"""What names a person in the link by which they invite others. It says nothing of them."""

invitation = Table(
    "invitation",
    metadata,
    # A person is invited once, by whoever was first.
    Column("invited_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("inviter_id", ForeignKey("person.id"), nullable=False),
    Column("state", Words, nullable=False),
    # Why it was refused.
    Column("why", Words),
    Column("invited_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("invited_id <> inviter_id", name="not_oneself"),
    known("state", InvitationState),
    Index("ix_invitation_inviter", "inviter_id", "ended_at"),
)
invitation_waiting = invitation.c.state == fixed(InvitationState.WAITING)
partial_index("ix_invitation_waiting", invitation.c.invited_id, where=invitation_waiting)

gift = Table(
    "gift",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("token", Words, nullable=False, unique=True),
    Column("giver_id", ForeignKey("person.id"), nullable=False),
    Column("amount_micro", BigInteger, nullable=False),
    Column("currency", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("taker_id", ForeignKey("person.id")),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
    CheckConstraint("amount_micro > 0", name="amount_positive"),
    known("state", GiftState),
    # Rows that were never confirmed are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
gift_open = gift.c.state == fixed(GiftState.OPEN)
gift_offered = gift.c.state == fixed(GiftState.OFFERED)
partial_index("ix_gift_open", gift.c.giver_id, gift.c.id, where=gift_open)
partial_index("ix_gift_expires", gift.c.expires_at, where=gift_open)
partial_index("ix_gift_offered", gift.c.made_at, where=gift_offered)

gift_card = Table(
    "gift_card",
    metadata,
    Column("inline_message_id", Words, primary_key=True),
    Column("gift_id", ForeignKey("gift.id"), nullable=False, index=True),
    Column("shared_at", Moment, nullable=False),
)
"""The messages in other chats that offer an open gift, under Telegram's ids."""
