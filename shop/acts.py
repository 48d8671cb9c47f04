"""What staff did, for the audit log of the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

WORDS = "words"

RECEIPT, CASE, TICKET = "receipt", "review", "ticket"
DOOR, ALERT, BROADCAST, EXPORT, IMPORT = "door", "alert", "broadcast", "export", "import"
"""Kinds of subjects that have a card with staff."""


def subject_of(kind: str, number: int) -> str:
    """Name a row of this kind as the log and the cards of staff do, like `receipt:12`."""
    return f"{kind}:{number}"


class Did(StrEnum):
    """What was done. A new act needs its words in handlers/operator/act_words, no revision."""

    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    LET_IN = "let_in"
    REFUSED = "refused"
    PUT_OUT = "put_out"
    BANNED = "banned"
    UNBANNED = "unbanned"
    EXPORTED = "exported"
    IMPORT_SENT = "import_sent"
    IMPORT_CONFIRMED = "import_confirmed"
    IMPORT_DROPPED = "import_dropped"
    CLOSED_SHOP = "closed_shop"
    OPENED_SHOP = "opened_shop"
    WENT_ON = "went_on"
    SET_CLOSING_WORDS = "set_closing_words"
    SET_CLOSING_END = "set_closing_end"
    ORDER_ADOPTED = "order_adopted"
    ORDER_RENUMBERED = "order_renumbered"
    ORDER_TAKEN_BACK = "order_taken_back"
    ORDER_VOIDED = "order_voided"
    ORDER_WAITS = "order_waits"
    ORDER_REFUNDED = "order_refunded"
    ORDER_KEPT = "order_kept"
    ORDER_DROPPED = "order_dropped"
    CANCEL_ASKED = "cancel_asked"
    REFILL_ASKED = "refill_asked"
    PANEL_ASKED = "panel_asked"
    CUSTOMER_WRITTEN_TO = "customer_written_to"
    TEXT_CHANGED = "text_changed"
    SETTING_CHANGED = "setting_changed"
    BROADCAST_SENT = "broadcast_sent"
    BROADCAST_PLANNED = "broadcast_planned"
    BROADCAST_PAUSED = "broadcast_paused"
    BROADCAST_WENT_ON = "broadcast_went_on"
    BROADCAST_STOPPED = "broadcast_stopped"
    BROADCAST_DELETED = "broadcast_deleted"
    RECEIPT_CREDITED = "receipt_credited"
    RECEIPT_DECLINED = "receipt_declined"
    TRANSFERS_SENT = "transfers_sent"
    TRANSFER_CREDITED = "transfer_credited"
    TRANSFER_LEFT = "transfer_left"
    SEEN_TO = "seen_to"
    SERVICE_RESUMED = "service_resumed"
    FAIL_RULE_SET = "fail_rule_set"
    FAIL_RULE_OFF = "fail_rule_off"
    SERVICE_FAILED = "service_failed"
    SERVICE_PUT_BACK = "service_put_back"
    ROUTE_NAMED = "route_named"
    ROUTE_DROPPED = "route_dropped"
    SENT_AT_LOSS = "sent_at_loss"
    GAVE = "gave"
    TOOK = "took"
    TOOK_BACK = "took_back"
    CHANGE_ASKED = "change_asked"
    CHANGE_DECLINED = "change_declined"
    PRICE_CHANGED = "price_changed"
    COUPON_MADE = "coupon_made"
    COUPON_STOPPED = "coupon_stopped"
    WORDS_TAUGHT = "words_taught"
    MONEY_EXPLAINED = "money_explained"
    LEVEL_SET = "level_set"
    NOTED = "noted"
    NOTE_DELETED = "note_deleted"
    WROTE_TO = "wrote_to"
    SAW_AS = "saw_as"
    BUNDLE_ON_SALE = "bundle_on_sale"
    BUNDLE_OFF_SALE = "bundle_off_sale"
    ALERT_SEEN = "alert_seen"
    ALERT_MUTED = "alert_muted"
    ALERT_UNMUTED = "alert_unmuted"
    ALERT_SETTLED = "alert_settled"
    CATALOGUE_HIDDEN = "catalogue_hidden"
    CATALOGUE_SHOWN = "catalogue_shown"
    CATALOGUE_RENAMED = "catalogue_renamed"
    CATALOGUE_DESCRIBED = "catalogue_described"
    CATALOGUE_PICTURED = "catalogue_pictured"
    CATALOGUE_UNPICTURED = "catalogue_unpictured"
    CATALOGUE_PINNED = "catalogue_pinned"
    CATALOGUE_UNPINNED = "catalogue_unpinned"
    CATALOGUE_MOVED = "catalogue_moved"
    RULE_ON = "rule_on"
    RULE_OFF = "rule_off"
    RULE_REMOVED = "rule_removed"
    DEFAULT_SET_ON = "default_set_on"
    DEFAULT_SET_OFF = "default_set_off"
    PAYMENT_RETURNED = "payment_returned"
    REFUND_MADE = "refund_made"
    REFUND_NOT_MADE = "refund_not_made"
    ORPHAN_OWN = "orphan_own"
    ORPHAN_NOBODYS = "orphan_nobodys"
    ORPHAN_LOSS = "orphan_loss"
    ORPHAN_UNDONE = "orphan_undone"
    ORPHANS_REST = "orphans_rest"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a member of staff did, with all it was about.

    `subject` names a row of another kind, like `receipt:12`. `amount_micro` is in micro-units of `currency`.
    `details` are numbers and words of ours for the reader, like what stood there before; what people wrote
    stands under WORDS alone, which goes when the person has their data deleted.
    """

    actor_id: int
    did: Did
    person_id: int | None = None
    order_id: int | None = None
    subject: str = ""
    amount_micro: int | None = None
    currency: str | None = None
    details: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Noted:
    """An act in the log; `at` is UTC, `actor` their name, empty if it is not known."""

    id: int
    at: datetime
    act: Act
    actor: str
