"""A person's card at the desk, and their level."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import DESK_ORDER, PERSON, STANDING, Button
from handlers.operator.navigation import back_and_desk, back_to_person, open_person
from handlers.operator.people.list_views import LIST
from handlers.view import Row, Target, View, copied, shortened
from handlers.wallet.views import others
from locales import Translator, marked
from locales.translator import own_name
from shop.people.facts import COUNTED, Facts, Note
from shop.person import OPERATING, Person, Role
from storage.ledger.statements import WalletView

ROLES: dict[Role, str] = {
    Role.OWNER: marked("Owner"),
    Role.OPERATOR: marked("Operator"),
    Role.SUPPORT: marked("Support"),
    Role.CUSTOMER: marked("Customer"),
    Role.STRANGER: marked("Not let in"),
    Role.BANNED: marked("Banned"),
}
"""What somebody is in the shop."""

NO_LEVEL = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the card says of somebody; `note` is the newest of the staff's notes."""

    facts: Facts
    wallet: WalletView
    role: Role
    level: str
    note: Note | None = None
    member_until: datetime | None = None


def person_card(known: Known, t: Translator, reader: Role) -> View:
    """Who somebody is and what they have, with what the reader may do about it."""
    lines = [*_who(known, t), "", *_money(known, t), "", *_shop(known, t)]
    return View("\n".join(lines), tuple(_rows(known, t, reader)))


def _who(known: Known, t: Translator) -> list[str]:
    facts, person = known.facts, known.facts.person
    lines = [t("<b>{name}</b> · {number}", name=shortened(person.name, 128), number=str(person.id))]
    if person.username:
        lines.append(t("@{username}", username=person.username))
    lines.append(
        t(
            "{role} · {language}",
            role=t.label(ROLES[known.role]),
            language=own_name(person.language),
        )
    )
    lines.append(t("Here since {since}, last seen {seen}", since=facts.since, seen=facts.seen_at))
    if person.is_erasing:
        lines.append(t("⚠️ Their data is being deleted right now."))
    if not person.reachable:
        lines.append(t("Has blocked the bot, or had their data deleted."))
    return lines


def _money(known: Known, t: Translator) -> list[str]:
    wallet, facts = known.wallet, known.facts
    lines = [t("Balance: <b>{amount}</b>", amount=t.money(wallet.balance_micro, wallet.currency))]
    if wallet.held_micro:
        held = t.money(wallet.held_micro, wallet.currency)
        lines.append(t("Held for orders under way: {amount}", amount=held))
    if wallet.gifts_micro:
        lines.append(
            t("In gifts not taken yet: {amount}", amount=t.money(wallet.gifts_micro, wallet.currency))
        )
    lines += others(wallet, t)
    spent = t.money(facts.spent_micro, wallet.currency)
    if facts.has_more_orders:
        more = t(
            "Orders: more than {count}; spent on the newest of them: {amount}", count=COUNTED, amount=spent
        )
        return [*lines, more]
    return [*lines, t("Orders: {count}; spent: {amount}", count=facts.orders, amount=spent)]


def _shop(known: Known, t: Translator) -> list[str]:
    facts, lines = known.facts, []
    lines.append(t("Level: {level}", level=known.level or t.label("none")))
    if known.member_until is not None:
        lines.append(t("⭐ Member until {until}", until=known.member_until))
    lines.append(t("Open tickets: {count}", count=facts.open_tickets))
    if known.note is None:
        lines.append(t("Notes: {count}", count=facts.notes))
    else:
        newest = shortened(known.note.text, 120)
        lines.append(t("Notes: {count}; the newest: {note}", count=facts.notes, note=newest))
    return lines


def _rows(known: Known, t: Translator, reader: Role) -> Sequence[Row]:
    person_id = known.facts.person.id
    number = str(person_id)

    def door(sign: str, label: str, action: str) -> tuple[str, Target]:
        return f"{sign} {t.label(label)}", Button(PERSON, number, action)

    orders = ("📦 " + t.label("Orders"), Button(DESK_ORDER, number, "person"))
    rows: list[Row] = [(door("💰", marked("Wallet"), "wallet"), orders)]
    if reader in OPERATING:
        rows.append((door("➕", marked("Give"), "give"), door("➖", marked("Take"), "take")))
    rows.append((door("🎫", marked("Tickets"), "tickets"), door("📝", marked("Notes"), "notes")))
    rows.append((door("💬", marked("Write to them"), "write"), copied(number)))
    if reader in OPERATING:
        is_banned = known.role is Role.BANNED
        lift = ("↩️ " + t.label("Lift the ban"), Button(STANDING, number, "unban"))
        ban = ("🚫 " + t.label("Ban"), Button(STANDING, number, "ban"))
        rows.append((door("🏷", marked("Level"), "level"), lift if is_banned else ban))
        rows.append((door("👁", marked("See as they see it"), "see"),))
    return (*rows, back_and_desk(t, LIST))


def level_mark(level: str) -> str:
    """Return what stands for a level in a button: a name may be too long for one."""
    return f"{zlib.crc32(level.encode()):08x}"


def levels_card(person: Person, level: str, levels: Mapping[str, int], t: Translator) -> View:
    """Which level somebody has, and those there are."""
    number = str(person.id)
    head = t("🏷 <b>{name}</b> · level: {level}", name=person.name, level=level or t.label("none"))
    if not levels:
        text = t("There is no level yet. Make one first: /prices level vip -10")
        return View(f"{head}\n{text}", (back_to_person(t, person.id),))
    text = t("A level shifts the prices of whoever has it.")
    rows: list[Row] = []
    for one in sorted(levels):
        sign = "✔️ " if one == level else ""
        rows.append(((sign + shortened(one, 27), Button(PERSON, number, "setlevel", level_mark(one))),))
    none = t.label("No level")
    if level:
        rows.append((("✖️ " + none, Button(PERSON, number, "setlevel", level_mark(NO_LEVEL))),))
    return View(f"{head}\n{text}", (*rows, back_to_person(t, person.id)))


def sure_of_level(person: Person, level: str, t: Translator) -> View:
    """The question before somebody's level changes."""
    number = str(person.id)
    if level:
        text = t("Give <b>{name}</b> the level <b>{level}</b>?", name=person.name, level=level)
    else:
        text = t("Take the level from <b>{name}</b>?", name=person.name)
    text += "\n" + t("It holds for what they order from now on.")
    yes = ("✅ " + t.label("Confirm"), Button(PERSON, number, "surelevel", level_mark(level)))
    return View(text, ((yes,), back_and_desk(t, open_person(person.id))))
