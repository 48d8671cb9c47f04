"""The staff, one of them, and the questions before a role is given or taken."""

from collections.abc import Sequence

from handlers.buttons import STANDING, Button
from handlers.navigation import home
from handlers.operator.naming import label_of, named
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.view import PAGE, Row, Target, View, as_many_as_fit
from locales import Translator, marked
from shop.person import GivenRole
from shop.standing import Member, Stands

STAFF = Button(STANDING, "", "staff")

SIGNS = {GivenRole.OPERATOR: "🛠", GivenRole.SUPPORT: "🎧"}

ON_A_PAGE = PAGE - 2
"""People on a page: the ways on and back take two rows."""

MAY: dict[GivenRole, str] = {
    GivenRole.OPERATOR: marked(
        "Operators move money, set prices, decide about orders, receipts and people, and answer customers. "
        "They cannot give roles."
    ),
    GivenRole.SUPPORT: marked(
        "Support answers customers and sees orders. It moves no money and changes no prices."
    ),
}


def staff_list(owners: Sequence[Stands], members: Sequence[Member], t: Translator, *, begin: int) -> View:
    """Everybody who works here; `begin` is where the page begins."""
    page = members[begin : begin + ON_A_PAGE]
    lines = [t("👥 <b>Staff</b>")]
    lines += [
        t("👑 <b>{who}</b> · owner, by the settings", who=named(one.name, one.username, one.person_id, t))
        for one in (owners if not begin else ())
    ]
    lines += [_line(one, t) for one in page]
    lines.append(t("Owners stand in ADMIN_IDS; here you give and take the other roles."))
    rows: list[Row] = [
        ((label_of(SIGNS[one.role], one.name, one.person_id), _of(one.person_id, "member")),) for one in page
    ]
    turning: list[tuple[str, Target]] = []
    if begin:
        turning.append(
            ("⬅️ " + t.label("Previous"), Button(STANDING, str(max(0, begin - ON_A_PAGE)), "staff"))
        )
    if len(members) > begin + ON_A_PAGE:
        turning.append(("➡️ " + t.label("Next"), Button(STANDING, str(begin + ON_A_PAGE), "staff")))
    if turning:
        rows.append(tuple(turning))
    rows.append((("➕ " + t.label("Give a role"), Button(STANDING, "", "add")),))
    return View("\n".join(as_many_as_fit(lines)), (*rows, back_to_desk(t)))


def _line(member: Member, t: Translator) -> str:
    who = named(member.name, member.username, member.person_id, t)
    return t(_SINCE[member.role], who=who, moment=member.since, by=member.by)


_SINCE: dict[GivenRole, str] = {
    GivenRole.OPERATOR: marked("🛠 <b>{who}</b> · operator since {moment}, by {by}"),
    GivenRole.SUPPORT: marked("🎧 <b>{who}</b> · support since {moment}, by {by}"),
}


def ask_number(t: Translator) -> View:
    """The question for the number of whoever is to get a role."""
    text = t(
        "👥 <b>Who is to get a role?</b>\nSend the person's number at Telegram, like <code>123456789</code>. "
        "/find and a name shows it for everybody who has written here."
    )
    return View(text, (back_and_desk(t, STAFF),))


def member_card(stands: Stands, member: Member | None, t: Translator) -> View:
    """One person: the role they have, and what it can become."""
    lines = [t("<b>{who}</b>", who=named(stands.name, stands.username, stands.person_id, t))]
    if member is None:
        lines.append(t("Has no role here."))
    else:
        lines = [_line(member, t), t(MAY[member.role])]
    if not stands.name:
        lines.append(t("Nobody with this number has written here yet; a role waits for them."))
    roles: list[tuple[str, Target]] = []
    if member is None or member.role is GivenRole.SUPPORT:
        operator = _of(stands.person_id, "role", GivenRole.OPERATOR)
        roles.append(("🛠 " + t.label("Make operator"), operator))
    if member is None or member.role is GivenRole.OPERATOR:
        roles.append(("🎧 " + t.label("Make support"), _of(stands.person_id, "role", GivenRole.SUPPORT)))
    rows: list[Row] = [tuple(roles)]
    if member is not None:
        rows.append((("✖️ " + t.label("Take the role"), _of(stands.person_id, "role", "none")),))
    return View("\n".join(lines), (*rows, back_and_desk(t, STAFF)))


def sure_of_role(stands: Stands, role: GivenRole | None, t: Translator) -> View:
    """The question before a role is given or taken."""
    who = named(stands.name, stands.username, stands.person_id, t)
    if role is None:
        text = t(
            "Take the role of <b>{who}</b>? The desk closes for them at once; what they did stays in the "
            "log.",
            who=who,
        )
    elif role is GivenRole.OPERATOR:
        text = t("Make <b>{who}</b> an operator?", who=who) + "\n" + t(MAY[role])
    else:
        text = t("Make <b>{who}</b> support?", who=who) + "\n" + t(MAY[role])
    yes = _of(stands.person_id, "take") if role is None else _of(stands.person_id, "give", role)
    no = _of(stands.person_id, "member")
    return View(text, ((("✅ " + t.label("Confirm"), yes), ("✖️ " + t.label("Cancel"), no)),))


def role_news(role: GivenRole | None, t: Translator, *, may_order: bool) -> View:
    """The news of a role that was given, or taken (None)."""
    if role is None:
        text = t("Your role in this shop has ended: the desk is closed for you. Thank you for your help.")
        return View(text, ((home(t),),) if may_order else ())
    text = t("🗝 You are an operator of this shop now. /admin opens the desk.")
    if role is GivenRole.SUPPORT:
        text = t("🗝 You are support in this shop now. /admin opens the desk.")
    return View(f"{text}\n{t(MAY[role])}", (back_to_desk(t),))


def _of(person_id: int, action: str, value: str = "") -> Button:
    return Button(STANDING, str(person_id), action, value)
