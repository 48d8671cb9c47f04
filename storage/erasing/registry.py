"""The one list of what becomes of each table when a person has their data deleted.

A test compares it with the tables: each is here, with every column of words or JSON. Whoever adds one says
here what it has of people, and has storage/erasing/steps or storage/erasing/traces do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of a table's rows of a person.

    `why` says it in words. `emptied` are the columns whose words go while their rows stay; `kept` are those
    whose words stay, each with the reason. Where `is_deleted`, the rows go with all their columns.
    """

    why: str
    emptied: frozenset[str] = frozenset()
    kept: Mapping[str, str] = field(default_factory=dict)
    is_deleted: bool = False


def _deleted(why: str) -> Rule:
    return Rule(why, is_deleted=True)


def _emptied(why: str, *columns: str, kept: Mapping[str, str] | None = None) -> Rule:
    return Rule(why, frozenset(columns), kept or {})


def _nobodys(why: str, *columns: str) -> Rule:
    return Rule(why, kept=dict.fromkeys(columns, why))


_OURS = "a word of ours"
_PANELS = "the panel's number or word, without which its statement cannot be compared"
_LEDGER = "the ledger is append-only, and knows people by their number alone"

REGISTRY: dict[str, Rule] = {
    # People
    "person": _emptied(
        "the number stays: the ledger, refunds that come late and payments to give back need it",
        "name",
        "username",
        "search_key",
        "language",
        "chosen_language",
        "accepted_terms",
        "notices",
        "zone",
        "question",
    ),
    "told_service": _deleted("what somebody wanted to hear of is theirs alone"),
    "favourite": _deleted("what somebody likes is theirs alone"),
    "person_note": _deleted("what the staff noted about somebody goes with everything else about them"),
    "erasure": _deleted("the deletion itself, when it is done"),
    "person_level": Rule(
        "the operator's price for this number: nobody escapes it by having their data deleted",
        kept={"level": "the operator's own word"},
    ),
    # Orders
    "draft": _deleted("what was being filled in"),
    "order_search": _deleted("what was looked for"),
    "mass_order": Rule(
        "lists that are not confirmed go; of the others stays which orders they made",
        kept={
            "id": "random",
            "token": "random",
            "offered_as": _OURS,
            "lines": "none since it was confirmed",
            "quoted": "nothing since it was confirmed",
        },
    ),
    "preset": _deleted("what somebody saved is theirs alone"),
    "mass_line": Rule("which order stood in which line, in numbers", kept={"mass_id": "random"}),
    "shared_card": _deleted("which cards went into which chats"),
    "confirm": _emptied(
        "unused cards go; a used one says what its order was confirmed as",
        "terms",
        kept={
            "token": "random; an old button must find that it is used",
            "draft_id": "random",
            "offered_as": _OURS,
        },
    ),
    "orders": _emptied(
        "without link and words: price, service and number stay for the ledger and the panel's statement",
        "link_key",
        "terms",
        "reason",
        kept={
            "panel": _OURS,
            "service_id": _PANELS,
            "currency": _OURS,
            "state": _OURS,
            "confirm_token": "random",
            "panel_order_id": _PANELS,
            "former_number": _PANELS,
            "panel_word": _PANELS,
            "charge": _PANELS,
            "cost_currency": _OURS,
            "sent_service": _PANELS,
            "sent_number": _PANELS,
        },
    ),
    "attempt": _emptied(
        "that an order was sent once must stay provable; the panel's words may quote its link",
        "excerpt",
        kept={
            "outcome": _OURS,
            "named_by": _OURS,
        },
    ),
    "request": _emptied(
        "refills and cancels, without the panel's words",
        "text",
        kept={
            "kind": _OURS,
            "state": _OURS,
            "panel_refill_id": _PANELS,
            "why": _OURS,
        },
    ),
    "inquiry": Rule(
        "how an order whose answer was lost was decided: evidence of money, in numbers",
        kept={
            "panel": _OURS,
            "state": _OURS,
            "number": _PANELS,
            "other_number": _PANELS,
            "orphans": _PANELS,
            "why": _OURS,
            "verdict": _OURS,
            "told": "which messages asked the operators",
        },
    ),
    "orphan": _emptied(
        "an order that only the panel has, without the link of the order that it is or resembles",
        "link",
        kept={
            "panel": _OURS,
            "number": _PANELS,
            "found_by": _OURS,
            "service_id": _PANELS,
            "panel_state": _OURS,
            "panel_word": _PANELS,
            "looks": _OURS,
            "sure": _OURS,
            "fits": _OURS,
            "decided": _OURS,
        },
    ),
    "rating": Rule("stars without a name: they count in the service's average", kept={"panel": _OURS}),
    "served": Rule("whose turn it is in the queue, by number", kept={"panel": _OURS}),
    # Messages
    "inbox": _emptied(
        "updates about money stay whole, as evidence; those set aside go, those handled are emptied",
        "raw",
        "error",
        kept={
            "state": _OURS,
        },
    ),
    "outbox": _emptied(
        "what waits is no longer sent; an operator's alert with the name goes",
        "payload",
        "error",
        kept={
            "dedupe_key": "numbers of ours and of payments; it keeps a message from being sent twice",
            "kind": _OURS,
            "state": _OURS,
            "sent_as": "the numbers of our own messages, by which a broadcast can be deleted again",
        },
    ),
    "broadcast": _nobodys(
        "an operator's message to many; a list of people is one of numbers",
        "method",
        "content",
        "state",
        "audience",
        "album",
        "trouble",
        "figures",
    ),
    "alert": _emptied(
        "what was wrong with an order, without the panel's words, which may quote its link",
        "facts",
        kept={"kind": _OURS, "subject": "an order's or a service's number", "state": _OURS},
    ),
    # Coupons, invitations, gifts
    "bundle": _nobodys("what an operator composed", "content"),
    "bundle_version": _nobodys("what an operator put on sale", "content", "name"),
    "coupon": _nobodys("an operator's coupon", "code", "key", "currency"),
    "coupon_use": Rule("uses count towards a coupon's limits, by number"),
    "coupon_ready": _deleted("what was entered for the next order"),
    "growth_question": _deleted("what the shop waits for"),
    "invite_code": _deleted("links that were given away lead nowhere from then on"),
    "invitation": Rule(
        "who came by whose link, in numbers: nobody is rewarded twice",
        kept={"state": _OURS, "why": _OURS},
    ),
    "gift": Rule(
        "money moved from one number to another; an open gift stands in the way of a deletion",
        kept={"token": "random; nobody can take an ended gift", "currency": _OURS, "state": _OURS},
    ),
    "gift_card": _nobodys("which message in another chat shows the gift's end", "inline_message_id"),
    # Tickets
    "ticket": Rule(
        "what was asked stays as a number, closed; the operators have read it in their own chat",
        kept={"about": _OURS, "state": _OURS},
    ),
    "ticket_message": _emptied(
        "that somebody wrote, when and in which chat, without what they wrote or sent",
        "text",
        "html",
        "file_id",
        "album",
        kept={"voice": _OURS, "kind": _OURS},
    ),
    "ticket_place": Rule("which message of ours stands for which ticket, in numbers", kept={"side": _OURS}),
    "ticket_asked": _deleted("who is writing to the shop just now"),
    "moved_chat": _nobodys("the operators' group, when it got another number"),
    # The desk
    "staff": _nobodys("who works here, by number; whoever does is no customer", "role"),
    "standing": _emptied(
        "a ban and a let in stay, by number: nobody escapes a ban by having their data deleted",
        "reason",
        kept={"state": _OURS, "before": _OURS},
    ),
    "door_card": _deleted("which messages ask to let somebody in: whoever leaves does not ask any more"),
    "desk_question": _nobodys("what a member of staff is asked just now", "asks", "about"),
    "staff_card": Rule(
        "which messages show what to the staff, in numbers", kept={"subject": "the number of a row of ours"}
    ),
    "seen_to": Rule("what staff saw to, in numbers", kept={"kind": _OURS}),
    "order_watch": _nobodys("which operators hear of new orders"),
    "act": _emptied(
        "what staff did stays, by numbers: a log that could be emptied would be none",
        "details",
        kept={
            "did": _OURS,
            "subject": "the number of a row of ours",
            "currency": _OURS,
        },
    ),
    "maintenance": _nobodys("the operator's own words while the shop is closed", "words"),
    "opening_wish": _deleted("who wants to be told when the shop opens"),
    # What goes out in files, and comes in
    "export": _nobodys("which file an owner waits for", "kind", "form", "span"),
    "people_import": _nobodys(
        "an owner's file of people, in numbers; Telegram keeps the file in the owner's own chat",
        *("source", "file_id", "file_hash", "state", "currency", "found"),
    ),
    "import_row": _deleted("a line of such a file that waits to be booked"),
    # Money
    "account": Rule(_LEDGER, kept={"kind": _OURS, "currency": _OURS}),
    "journal": Rule(
        _LEDGER,
        kept={
            "key": "numbers of orders and payments",
            "kind": _OURS,
            "reason": "the operator's own words about a credit, which nobody can change",
        },
    ),
    "posting": Rule(_LEDGER),
    "wallet_change": _emptied(
        "what operators gave and took, by numbers; what was still asked for is given up",
        "reason",
        kept={"currency": _OURS, "state": _OURS},
    ),
    "invoice": Rule(
        "what was asked for; a payment may still come",
        kept={
            "payload": "random",
            "way": _OURS,
            "currency": _OURS,
            "credit_currency": _OURS,
            "pays_for": "random: the token of a card",
            "gateway_id": "without it a payment that still comes cannot be asked for",
            "url": "the gateway's page for that number; it says nothing of the person",
        },
    ),
    "payment": _emptied(
        "what was paid, under the number it has where it was taken: without that nothing can be given back; "
        "of its payer stays that there was one",
        "payer",
        kept={
            "way": _OURS,
            "charge_id": "the payment's number at whoever took it",
            "payload": "random",
            "currency": _OURS,
            "credited_currency": _OURS,
            "state": _OURS,
        },
    ),
    "membership": Rule(
        "what was paid for lasts, by number; it is not charged again",
        kept={"level": "the operator's own word", "charge_id": "the payment's number", "renewal": _OURS},
    ),
    "membership_charge": Rule("for which time a payment was, by its number"),
    "topup": _emptied(
        "receipts, as pictures or words, go; what was credited for them is in the ledger",
        "receipt",
        kept={
            "way": _OURS,
            "state": _OURS,
            "currency": _OURS,
            "pays_for": "random: the token of a card",
            "declined_for": _OURS,
        },
    ),
    "receipt_mark": Rule(
        "nobody has one payment credited twice by having their data deleted",
        kept={"mark": "a hash, which tells neither the picture nor the number"},
    ),
    "checkout": Rule("our yes to a payment, by the invoice's number"),
    "merchant_transaction": Rule(
        "what a gateway asked for, by the invoice's number: its statement lists all of these",
        kept={"way": _OURS, "their_id": "the payment's number at the gateway", "state": _OURS},
    ),
    "bank_transfer": _emptied(
        "what the bank wrote beside their money goes; what was credited is in the ledger",
        "text",
        kept={
            "way": _OURS,
            "candidates": "invoices by their numbers, and words of ours",
            "source_id": "the bank's number, or a fingerprint: without it the money could be credited again",
            "currency": _OURS,
            "sender": "the bank's name",
            "reverses": "the bank's number",
            "state": _OURS,
            "doubt": _OURS,
        },
    ),
    "payment_return": Rule(
        "a try to give a payment back",
        kept={"key": "the payment's number", "state": _OURS, "doubt": "the gateway's words about a refund"},
    ),
    # Nobody's
    "service": _nobodys(
        "what the panel sells", *("id", "name", "category", "type", "description", "panel", "panel_number")
    ),
    "panel_account": _nobodys("the shop's account", "panel", "profile", "currency", "trouble", "ignores"),
    "orphan_look": _nobodys("how a panel's account is looked through", "panel", "by_key", "trouble"),
    "price_rule": _nobodys("the operator's prices", "scope", "key"),
    "price_change": _nobodys(
        "the operator's changes of prices, by number", "scope", "key", "before", "after"
    ),
    "service_route": _nobodys("which service delivers instead of another", "service_id", "to_id", "way"),
    "overcharged_service": _nobodys("what the panel overcharged", "panel", "service_id"),
    "overcharged_order": _nobodys("which orders the panel overcharged", "panel", "service_id"),
    "rate_move": _nobodys("how the panel's prices have moved", "panel", "service_id", "currency"),
    "service_quality": _nobodys("how services do, in counts", "panel", "service_id", "recent", "fresh"),
    "quality_progress": _nobodys("how far services were measured", "panel", "service_id"),
    "fail_rule": _nobodys("the operator's rule, by numbers", "told"),
    "curated": _nobodys(
        "what operators decided about the catalogue", "kind", "key", "name", "description", "picture"
    ),
    "hiding_rule": _nobodys("the operators' rules", "words", "state"),
    "hiding_set": _nobodys("what was decided about the kiosk's own rules", "key", "state"),
    "catalogue_sync": _nobodys("what the panel changed", "counts", "currency"),
    "catalogue_change": _nobodys("what the panel changed", "moved", "service_id", "name", "before"),
    "heard_text": _nobodys(
        "words of the panel that nobody understood; they may quote a link, without whose",
        "panel",
        "heard",
        "key",
        "text",
        "meaning",
    ),
    "heartbeat": _nobodys("when the kiosk was alive"),
    "pause": _nobodys("when the kiosk was off"),
    "standstill": _nobodys("figures of what came after a backup", "findings", "troubles"),
    "replica": _nobodys("the kiosks on this database", "id", "version", "panels"),
    "lease": _nobodys("which kiosk does what", "name", "holder"),
    "turn_claim": _nobodys("which kiosk handles somebody's updates now", "replica_id"),
    "reread": _nobodys("how often what kiosks keep in memory has changed", "topic"),
    "backup_beat": _nobodys("when the last backup was made"),
    "alert_card": _nobodys("which messages show the operators an alert"),
    "halt": _nobodys("why payments are paused", "reason"),
    "audited": _nobodys("how far the ledger was audited"),
    "live_value": _nobodys("the shop's own settings and texts", "field", "value"),
    "live_change": _nobodys("what was changed of them, by number", "form", "field", "before", "after"),
    "conversion": _nobodys("a change of currency", "from_currency", "to_currency"),
    "stars_list": _nobodys("how far a list was compared"),
    "bot_text": _nobodys("the bot's own texts", "kind", "text"),
    "identity": _nobodys("whose books these are", "panel", "access", "currency"),
}
