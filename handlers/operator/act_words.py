"""The words of the audit log: one sentence for each act."""

from locales import Translator, marked
from shop.acts import Act, Did, Noted

DID: dict[Did, str] = {
    Did.ROLE_GIVEN: marked("gave a role: {role}"),
    Did.ROLE_TAKEN: marked("took a role: {role}"),
    Did.LET_IN: marked("let somebody in"),
    Did.REFUSED: marked("turned somebody away"),
    Did.PUT_OUT: marked("removed somebody"),
    Did.BANNED: marked("banned somebody"),
    Did.UNBANNED: marked("lifted a ban"),
    Did.EXPORTED: marked("exported {kind} ({span}, {form})"),
    Did.IMPORT_SENT: marked("sent a file of people from {source}"),
    Did.IMPORT_CONFIRMED: marked("imported people from {source}: {people}"),
    Did.IMPORT_DROPPED: marked("gave up an import from {source}"),
    Did.CLOSED_SHOP: marked("closed the shop"),
    Did.OPENED_SHOP: marked("opened the shop"),
    Did.WENT_ON: marked("went on after the restore"),
    Did.SET_CLOSING_WORDS: marked("set what customers read while it is closed: {words}"),
    Did.SET_CLOSING_END: marked("set when it is expected to open: {end}"),
    Did.ORDER_ADOPTED: marked("found it at the panel as {number}"),
    Did.ORDER_RENUMBERED: marked("corrected its number at the panel to {number}"),
    Did.ORDER_TAKEN_BACK: marked("took the number back and gave the money back"),
    Did.ORDER_VOIDED: marked("voided it: the money went back"),
    Did.ORDER_WAITS: marked("gave it more time to be found"),
    Did.ORDER_REFUNDED: marked("ended it and gave the money back"),
    Did.ORDER_KEPT: marked("ended it and kept the money"),
    Did.ORDER_DROPPED: marked("canceled it before it was sent"),
    Did.CANCEL_ASKED: marked("asked the panel to stop it"),
    Did.REFILL_ASKED: marked("asked the panel for a refill"),
    Did.PANEL_ASKED: marked("asked the panel how it stands"),
    Did.CUSTOMER_WRITTEN_TO: marked("wrote to the customer"),
    Did.TEXT_CHANGED: marked("changed the text {name}"),
    Did.SETTING_CHANGED: marked("changed {name}: {before} → {after}"),
    Did.BROADCAST_SENT: marked("sent a broadcast; people: {people}"),
    Did.BROADCAST_PLANNED: marked("planned a broadcast"),
    Did.BROADCAST_PAUSED: marked("paused a broadcast"),
    Did.BROADCAST_WENT_ON: marked("had a broadcast go on"),
    Did.BROADCAST_STOPPED: marked("stopped a broadcast"),
    Did.BROADCAST_DELETED: marked("deleted a broadcast again; people: {people}"),
    Did.RECEIPT_CREDITED: marked("credited a receipt"),
    Did.RECEIPT_DECLINED: marked("declined a receipt"),
    Did.TRANSFERS_SENT: marked("sent what a bank or an account says; transfers in it: {count}"),
    Did.TRANSFER_CREDITED: marked("credited a bank transfer"),
    Did.TRANSFER_LEFT: marked("left a bank transfer alone"),
    Did.SEEN_TO: marked("saw to what waited"),
    Did.SERVICE_RESUMED: marked("had service {service} sold again"),
    Did.FAIL_RULE_SET: marked(
        "set the rule for failing services: more than {percent} percent of the last {orders}"
    ),
    Did.FAIL_RULE_OFF: marked("turned the rule for failing services off"),
    Did.SERVICE_FAILED: marked("by their rule, service {service} went off sale: {failed} of {orders} failed"),
    Did.SERVICE_PUT_BACK: marked("put service {service} back on sale"),
    Did.ROUTE_NAMED: marked("had service {to} deliver for service {service}"),
    Did.ROUTE_DROPPED: marked("had service {service} deliver by itself again"),
    Did.SENT_AT_LOSS: marked("sent order {order} by service {to}, at a loss"),
    Did.GAVE: marked("gave money"),
    Did.TOOK: marked("took money"),
    Did.PAYMENT_RETURNED: marked("gave a payment back, or a part of it"),
    Did.REFUND_MADE: marked("found that a refund was made"),
    Did.REFUND_NOT_MADE: marked("found that a refund was not made: the money is in the wallet again"),
    Did.TOOK_BACK: marked("undid a change of a wallet"),
    Did.CHANGE_ASKED: marked("asked a second operator to confirm"),
    Did.CHANGE_DECLINED: marked("stopped a change of a wallet"),
    Did.PRICE_CHANGED: marked("changed the price rule {rule}: {before} → {after}"),
    Did.COUPON_MADE: marked("made the coupon {code}"),
    Did.COUPON_STOPPED: marked("stopped the coupon {code}"),
    Did.WORDS_TAUGHT: marked("taught what the panel means by “{text}”: {meaning}"),
    Did.MONEY_EXPLAINED: marked("explained the money that left the account at the panel"),
    Did.LEVEL_SET: marked("set a level: {level}"),
    Did.NOTED: marked("noted something"),
    Did.NOTE_DELETED: marked("deleted a note"),
    Did.WROTE_TO: marked("wrote to somebody"),
    Did.SAW_AS: marked("looked at the bot as somebody sees it"),
    Did.BUNDLE_ON_SALE: marked("put the bundle {name} on sale, version {version}"),
    Did.BUNDLE_OFF_SALE: marked("took the bundle {name} off sale"),
    Did.ALERT_SEEN: marked("looks after an alert"),
    Did.ALERT_MUTED: marked("muted an alert for a day"),
    Did.ALERT_UNMUTED: marked("let an alert ring again"),
    Did.ALERT_SETTLED: marked("settled by hand what differed at a gateway"),
    Did.CATALOGUE_HIDDEN: marked("hid in the catalogue: {what}"),
    Did.CATALOGUE_SHOWN: marked("showed in the catalogue: {what}"),
    Did.CATALOGUE_RENAMED: marked("renamed {what}: {before} → {after}"),
    Did.CATALOGUE_DESCRIBED: marked("changed the description of {what}"),
    Did.CATALOGUE_PICTURED: marked("put a picture above {what}"),
    Did.CATALOGUE_UNPICTURED: marked("took the picture off {what}"),
    Did.CATALOGUE_PINNED: marked("pinned {what}"),
    Did.CATALOGUE_UNPINNED: marked("unpinned {what}"),
    Did.CATALOGUE_MOVED: marked("moved {what} in its list"),
    Did.RULE_ON: marked("turned a hiding rule on: {rule}"),
    Did.RULE_OFF: marked("turned a hiding rule off: {rule}"),
    Did.RULE_REMOVED: marked("removed a hiding rule: {rule}"),
    Did.DEFAULT_SET_ON: marked("turned a default set on: {rule}"),
    Did.DEFAULT_SET_OFF: marked("turned a default set off: {rule}"),
    Did.ORPHAN_OWN: marked("marked number {number} at the panel as ours, not a customer's"),
    Did.ORPHAN_NOBODYS: marked("marked number {number} at the panel as nobody's"),
    Did.ORPHAN_LOSS: marked("marked number {number} at the panel as this order, at the shop's cost"),
    Did.ORPHAN_UNDONE: marked("undid what number {number} at the panel was marked as"),
    Did.ORPHANS_REST: marked("marked orders at the panel as ours, not customers'; orders: {count}"),
}
"""What was done; a sentence may name the act's details."""


def words_of(act: Act, t: Translator) -> str:
    """Return what was done, as plain text."""
    return t.label(DID[act.did], **act.details)


def act_line(noted: Noted, t: Translator) -> str:
    """One line of the log: when, who, what, about whom or which order, and the amount."""
    act = noted.act
    about = [
        t("person {number}", number=str(act.person_id)) if act.person_id is not None else "",
        t("order {number}", number=str(act.order_id)) if act.order_id is not None else "",
    ]
    if act.amount_micro is not None and act.currency is not None:
        about.append(t.money(act.amount_micro, act.currency))
    head = t(
        "{moment} · <b>{actor}</b> {did}",
        moment=noted.at,
        actor=noted.actor or str(act.actor_id),
        did=words_of(act, t),  # escaped once, with the rest
    )
    return t.separator.join([head, *(one for one in about if one)])
