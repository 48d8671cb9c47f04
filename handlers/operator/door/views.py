"""The door's screens: how many stand where, the lists, one person, and the questions before each act."""

from collections.abc import Mapping, Sequence

from handlers.buttons import STANDING, Button
from handlers.operator.naming import label_of, named
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.view import PAGE, Row, Target, View, as_many_as_fit, shortened
from locales import Translator, marked
from shop.person import MAY_ORDER, STAFF, Person, Role, Standing
from shop.standing import Stands
from storage.desk.staff import subject_of_standing

DOOR = Button(STANDING, "", "door")

IN_LIST = PAGE - 2
"""People on a page: the ways on and back take two rows."""

SIGNS = {
    Standing.ASKING: "🔑",
    Standing.LET_IN: "✅",
    Standing.REFUSED: "⛔",
    Standing.BANNED: "🚫",
}

LISTS: dict[Standing, str] = {
    Standing.ASKING: marked("Asking: {count}"),
    Standing.LET_IN: marked("Let in: {count}"),
    Standing.REFUSED: marked("Turned away: {count}"),
    Standing.BANNED: marked("Banned: {count}"),
}

TITLES: dict[Standing, str] = {
    Standing.ASKING: marked("🔑 <b>Who asks to come in</b>"),
    Standing.LET_IN: marked("✅ <b>Who was let in</b>"),
    Standing.REFUSED: marked("⛔ <b>Who was turned away</b>"),
    Standing.BANNED: marked("🚫 <b>Who is banned</b>"),
}


def door_screen(counts: Mapping[Standing, int], t: Translator, *, is_open: bool) -> View:
    """How many stand where; a shop that is open to everybody has no door, only bans."""
    shown = [Standing.BANNED] if is_open else list(LISTS)
    how = (
        t("This shop is open: whoever comes may order.")
        if is_open
        else t("This shop is private. Strangers can ask to come in, and you decide.")
    )
    ban = t("<code>/ban</code> and a number or a @name bans somebody, <code>/unban</code> lifts it.")
    rows: list[Row] = [
        ((f"{SIGNS[one]} " + t.label(LISTS[one], count=counts[one]), Button(STANDING, "", "list", one)),)
        for one in shown
    ]
    return View("\n".join([t("🚪 <b>Door and bans</b>"), how, ban]), (*rows, back_to_desk(t)))


def people_list(state: Standing, people: Sequence[Stands], t: Translator, *, is_first: bool) -> View:
    """People who stand like this, the latest first; one more than a page says that there are others."""
    page = people[:IN_LIST]
    lines = [t(TITLES[state])]
    if not page:
        lines.append(t("Nobody."))
    lines += [_line(one, t) for one in page]
    rows: list[Row] = [
        ((label_of(SIGNS[state], one.name, one.person_id), _of(one.person_id, "who")),) for one in page
    ]
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("First"), Button(STANDING, "", "list", state)))
    if len(people) > IN_LIST:
        turning.append(("➡️ " + t.label("Next"), _of(page[-1].person_id, "list", state)))
    if turning:
        rows.append(tuple(turning))
    return View("\n".join(as_many_as_fit(lines)), (*rows, back_and_desk(t, DOOR)))


def _line(stands: Stands, t: Translator) -> str:
    who = named(stands.name, stands.username, stands.person_id, t)
    if stands.since is None:
        return t("<b>{who}</b>", who=who)
    if stands.by:
        return t("<b>{who}</b> · {moment}, {by}", who=who, moment=stands.since, by=stands.by)
    return t("<b>{who}</b> · {moment}", who=who, moment=stands.since)


def door_card(stands: Stands, t: Translator) -> View:
    """What each operator gets when somebody asks to come in; later it shows what was decided, and by whom."""
    who = named(stands.name, stands.username, stands.person_id, t)
    about = subject_of_standing(stands.person_id)
    if stands.state is Standing.ASKING:
        text = t("🔑 <b>{who}</b> would like to order.", who=who)
        return View(text, (_let_in_or_not(stands.person_id, t), back_to_desk(t)), about=about)
    return View(_state(stands, t), (back_to_desk(t),), about=about)


def card_of(stands: Stands, role: Role, t: Translator) -> View:
    """One person: how they stand, and what can be done about it."""
    lines = [_state(stands, t)]
    if stands.state is None and role in MAY_ORDER and role not in STAFF:
        lines.append(t("May order."))
    if role in STAFF:
        lines.append(t("Works here."))
    if stands.reason:
        lines.append(t("Why: {reason}", reason=shortened(stands.reason, 200)))
    return View("\n".join(lines), (*_ways(stands, role, t), back_and_desk(t, _list_of(stands))))


def _state(stands: Stands, t: Translator) -> str:
    who = named(stands.name, stands.username, stands.person_id, t)
    if stands.state is None or stands.since is None:
        return t("<b>{who}</b>", who=who)
    if stands.state is Standing.ASKING:
        return t("🔑 <b>{who}</b> asks to come in, since {moment}.", who=who, moment=stands.since)
    return t(_DECIDED[stands.state], who=who, moment=stands.since, by=stands.by)


_DECIDED: dict[Standing, str] = {
    Standing.LET_IN: marked("✅ <b>{who}</b> was let in by {by}, {moment}."),
    Standing.REFUSED: marked("⛔ <b>{who}</b> was turned away by {by}, {moment}."),
    Standing.BANNED: marked("🚫 <b>{who}</b> was banned by {by}, {moment}."),
}


def _ways(stands: Stands, role: Role, t: Translator) -> list[Row]:
    """What can be done about this person, a row for each."""
    number, ban = stands.person_id, ("🚫 " + t.label("Ban"), _of(stands.person_id, "ban"))
    if role in STAFF:
        return []
    match stands.state:
        case Standing.BANNED:
            return [(("↩️ " + t.label("Lift the ban"), _of(number, "unban")),)]
        case Standing.LET_IN:
            return [(("✖️ " + t.label("Remove"), _of(number, "remove")), ban)]
        case Standing.ASKING:
            return [_let_in_or_not(number, t), (ban,)]
        case _ if role is Role.STRANGER:
            return [(("✅ " + t.label("Let in"), _of(number, "letin")), ban)]
        case _:
            return [(ban,)]


def _let_in_or_not(person_id: int, t: Translator) -> Row:
    yes = ("✅ " + t.label("Let in"), _of(person_id, "in"))
    return (yes, ("⛔ " + t.label("No"), _of(person_id, "no")))


def _list_of(stands: Stands) -> Button:
    return DOOR if stands.state is None else Button(STANDING, "", "list", stands.state)


def sure_to_let_in(stands: Stands, t: Translator) -> View:
    """The question before somebody who does not ask just now is let in."""
    who = named(stands.name, stands.username, stands.person_id, t)
    return _sure(t("Let <b>{who}</b> in? They may order at once, and are told.", who=who), stands, "in", t)


def sure_to_put_out(stands: Stands, t: Translator) -> View:
    """The question before somebody who was let in is removed."""
    who = named(stands.name, stands.username, stands.person_id, t)
    text = t(
        "Remove <b>{who}</b>? They order nothing more, and can ask to come in again. What is under way goes "
        "on, and their money stays theirs.",
        who=who,
    )
    return _sure(text, stands, "out", t)


def sure_to_ban(stands: Stands, reason: str, t: Translator, *, typed: int | None = None) -> View:
    """The question before a ban; `typed` is the update with the command, where the reason is read again."""
    who = named(stands.name, stands.username, stands.person_id, t)
    text = t(
        "Ban <b>{who}</b>? They order nothing more, pay nothing in, and write to nobody here. What is under "
        "way goes on, and their money stays theirs.",
        who=who,
    )
    parts = [text, t("Why, for the staff alone: {reason}", reason=reason) if reason else ""]
    value = str(typed) if typed is not None and reason else ""
    return _sure("\n".join(part for part in parts if part), stands, "banned", t, value)


def sure_to_unban(stands: Stands, t: Translator) -> View:
    """The question before a ban is lifted."""
    who = named(stands.name, stands.username, stands.person_id, t)
    return _sure(t("Lift the ban of <b>{who}</b>?", who=who), stands, "unbanned", t)


def _sure(text: str, stands: Stands, action: str, t: Translator, value: str = "") -> View:
    yes = ("✅ " + t.label("Confirm"), _of(stands.person_id, action, value))
    no = ("✖️ " + t.label("Cancel"), _of(stands.person_id, "who"))
    return View(text, ((yes, no),))


def several_named(people: Sequence[Person], t: Translator) -> View:
    """Several people of one name: which is meant?"""
    lines = [t("More than one has that name. Which one?")]
    lines += [t("<b>{who}</b>", who=named(one.name, one.username, one.id, t)) for one in people]
    rows: list[Row] = [((label_of("👤", one.name, one.id), _of(one.id, "who")),) for one in people[:IN_LIST]]
    return View("\n".join(as_many_as_fit(lines)), (*rows, back_and_desk(t, DOOR)))


def _of(person_id: int, action: str, value: str = "") -> Button:
    return Button(STANDING, str(person_id), action, value)
