"""The words of the audit log: one sentence for each act."""

from locales import Translator, marked
from shop.acts import Did, Noted

DID: dict[Did, str] = {
    Did.ROLE_GIVEN: marked("gave a role: {role}"),
    Did.ROLE_TAKEN: marked("took a role: {role}"),
    Did.LET_IN: marked("let somebody in"),
    Did.REFUSED: marked("turned somebody away"),
    Did.PUT_OUT: marked("put somebody out"),
    Did.BANNED: marked("banned somebody"),
    Did.UNBANNED: marked("lifted a ban"),
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
