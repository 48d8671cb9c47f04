"""The words of the audit log: one sentence for each act."""

from locales import Translator, marked
from shop.acts import Did, Noted

DID: dict[Did, str] = {
    Did.ROLE_GIVEN: marked("gave a role: {role}"),
    Did.ROLE_TAKEN: marked("took a role: {role}"),
    Did.LET_IN: marked("let somebody in"),
    Did.REFUSED: marked("turned somebody away"),
    Did.BANNED: marked("banned somebody"),
    Did.UNBANNED: marked("lifted a ban"),
    Did.RECEIPT_CREDITED: marked("credited a receipt"),
    Did.RECEIPT_DECLINED: marked("declined a receipt"),
    Did.CASE_ADOPTED: marked("adopted number {number} of the panel"),
    Did.CASE_RENUMBERED: marked("corrected the panel's number to {number}"),
    Did.CASE_TAKEN_BACK: marked("gave back an order that was adopted by mistake"),
    Did.CASE_VOIDED: marked("voided an unconfirmed order"),
    Did.CASE_PROLONGED: marked("put off a decision"),
    Did.SEEN_TO: marked("saw to what waited"),
    Did.SERVICE_RESUMED: marked("had service {service} sold again"),
}
"""What was done; a sentence may name the act's details."""


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
        did=t(DID[act.did], **act.details),
    )
    return t.separator.join([head, *(one for one in about if one)])
