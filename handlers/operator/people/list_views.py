"""The list of people, its filters, and what a search found."""

from collections.abc import Sequence

from handlers.buttons import PERSON, Button
from handlers.operator.navigation import back_and_desk, back_to_desk, open_person
from handlers.view import LABEL, Row, Target, View, in_pairs, shortened
from locales import Translator, marked
from shop.people.listing import LOOKED_THROUGH, Glance, PeopleFilter, PeoplePage
from shop.person import STAFF, Access, Role

PEOPLE_ON_A_PAGE = 6
"""With the pages, the filter and the ways back these are nine rows."""

LIST = Button(PERSON, "", "list", PeopleFilter.ALL.value)
SEARCH = Button(PERSON, "", "search")

FILTERS: dict[PeopleFilter, str] = {
    PeopleFilter.ALL: marked("Everybody"),
    PeopleFilter.NEW: marked("New ones first"),
    PeopleFilter.ORDERED: marked("Have ordered"),
    PeopleFilter.MONEY: marked("Have money"),
    PeopleFilter.BLOCKED: marked("Blocked the bot"),
    PeopleFilter.BANNED: marked("Banned"),
    PeopleFilter.STAFF: marked("Staff"),
}
"""Whom the list shows."""


def people_list(page: PeoplePage, access: Access, t: Translator, *, is_first: bool) -> View:
    """A page of the list: a line and a button for each."""
    title = t("👥 <b>People</b> · {filter}", filter=t.label(FILTERS[page.showing]))
    if page.people:
        lines = [glance_line(one, access, t) for one in page.people]
    elif page.is_cut:
        lines = []
    else:
        lines = [t("Nobody is here.")]
    if page.is_cut:
        lines.append(t("I looked through {count} people; Next goes on.", count=LOOKED_THROUGH))
    text = "\n".join([title, "", *lines])
    return View(text, (*tiles(page.people), *_ways(page, t, is_first=is_first)))


def _ways(page: PeoplePage, t: Translator, *, is_first: bool) -> Sequence[Row]:
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("First page"), Button(PERSON, "", "list", page.showing.value)))
    if page.after is not None:
        onward = Button(PERSON, page.after.pack(), "next", page.showing.value)
        turning.append(("▶️ " + t.label("Next"), onward))
    looking = (("🔎 " + t.label("Search"), SEARCH), ("🗂 " + t.label("Show …"), Button(PERSON, "", "filters")))
    return (*((tuple(turning),) if turning else ()), looking, back_to_desk(t))


def filters_card(t: Translator) -> View:
    """Whom the list can show."""
    chips = [(t.label(name), Button(PERSON, "", "list", one.value)) for one, name in FILTERS.items()]
    rows = in_pairs(chips)
    return View(t("👥 <b>People</b>\nWhom shall the list show?"), (*rows, back_and_desk(t, LIST)))


def search_card(t: Translator) -> View:
    """The question for words to find somebody by."""
    text = t(
        "🔎 <b>Find somebody</b>\nSend a name or a part of it, an @name, a person's number or an order's."
    )
    return View(text, (back_and_desk(t, LIST),))


def several_found(people: Sequence[Glance], access: Access, t: Translator, *, most: int) -> View:
    """Several whom the words may mean, each to be tapped."""
    shown = people[:most]
    lines = [t("More than one fits. Who is meant?"), "", *(glance_line(one, access, t) for one in shown)]
    if len(people) > most:
        lines.append(t("There are more; write more of the name."))
    return View("\n".join(lines), (*tiles(shown), (("🔎 " + t.label("Search"), SEARCH),), back_to_desk(t)))


def glance_line(glance: Glance, access: Access, t: Translator) -> str:
    """One line about somebody: what they are, their name and numbers, and when they were seen last."""
    person = glance.person
    username = f"@{person.username}" if person.username else ""
    line = t(
        "{sign} <b>{name}</b> {username} · {number} · {moment}",
        sign=sign_of(glance, access),
        name=shortened(person.name, 64),
        username=username,
        number=str(person.id),
        moment=glance.seen_at,
    )
    if glance.order_id is None:
        return line
    return f"{line} · {t('order {number}', number=str(glance.order_id))}"


def sign_of(glance: Glance, access: Access) -> str:
    """Return one sign for what matters most about somebody."""
    role = access.role_of(glance.person.id)
    if role is Role.BANNED:
        return "🚫"
    if role in STAFF:
        return "🛠"
    return "👤" if glance.person.reachable else "🔕"


def tiles(people: Sequence[Glance]) -> list[Row]:
    """A button for each; those who would look alike have their numbers, and an order's finder its number."""
    plain = [shortened(one.person.name, LABEL) for one in people]
    made: list[Row] = []
    for one, label in zip(people, plain, strict=True):
        number = str(one.person.id) if one.order_id is None else f"#{one.order_id}"
        apart = f"{shortened(one.person.name, LABEL - len(number) - 3)} · {number}"
        is_alone = plain.count(label) == 1 and one.order_id is None
        made.append(((label if is_alone else apart, open_person(one.person.id)),))
    return made
