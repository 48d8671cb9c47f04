"""The screens of a mass order: how it is written, and the list with its verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.buttons import DRAFT, MASS, TOPUP, Button
from handlers.mass.verdict_words import pages_of_lines, verdict_words
from handlers.navigation import GO_ON, home
from handlers.view import Row, Target, View
from locales import Translator
from shop.ordering.mass_lines import MOST_LINES
from shop.ordering.mass_verdicts import Judgement, Verdict


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list's screen says. `token` is its quote's, empty where nothing can be confirmed.

    `missing_micro` is what the wallet is short of; `tops_up`: there are ways to pay it here.
    """

    list_id: str
    judgement: Judgement
    token: str = ""
    missing_micro: int = 0
    tops_up: bool = False
    page: int = 0


def how_to(list_id: str, t: Translator, *, lines: int = 0) -> View:
    """How a list is written, with an example. `lines`: so many stand in the list already."""
    text = t(
        "📋 <b>Many orders at once</b>\nSend one line for each: service | link | quantity\n\n"
        "<code>12 | https://instagram.com/p/Cabc | 1000\n15 | https://t.me/name | 500</code>\n\n"
        "Up to {most} lines, typed here or as a .txt or .csv file. A service's number is on its card. "
        "Nothing is ordered before you confirm.",
        most=MOST_LINES,
    )
    go_on = ((("▶️ " + t.label("Go on"), GO_ON),),) if lines else ()
    return View(text, (*go_on, _ways_out(list_id, t)))


def link_wanted(list_id: str, services: Sequence[str], total: str, t: Translator) -> View:
    """The question for the one link of all lines; `services` say what will be ordered for it.

    `total` is the price of it all; empty if none of it is on sale.
    """
    text = t("🔗 <b>Send the link.</b>\nIt is for all of these:")
    price = ("", t("Total: <b>{price}</b>", price=total)) if total else ()
    return View("\n".join((text, "", *services, *price)), (_ways_out(list_id, t),))


def listing(shown: Listing, t: Translator) -> View:
    """The list, page by page, wrong lines first; one total and one Confirm, or what is in their way."""
    judgement = shown.judgement
    verdicts = _wrong_first(judgement.verdicts)
    words = [verdict_words(one, t) for one in verdicts]
    pages = pages_of_lines(words)
    page = min(max(shown.page, 0), len(pages) - 1)
    first, last = pages[page]
    head = _head(judgement, t)
    if len(pages) > 1 and verdicts == list(judgement.verdicts):  # else some come first
        count = t.number(len(words))
        head += "\n" + t("Lines {first} to {last} of {count}", first=first, last=last, count=count)
    parts = [head, "\n".join(words[first - 1 : last]), _total(shown, t), _to_do(shown, t)]
    rows = (
        *_acts(shown, t),
        *_steps(shown.list_id, page, len(pages), t),
        _ways_out(shown.list_id, t, back=True),
    )
    return View("\n\n".join(part for part in parts if part), rows)


def _head(judgement: Judgement, t: Translator) -> str:
    head = t.plural("📋 <b>{n} line</b>", "📋 <b>{n} lines</b>", len(judgement.verdicts))
    if judgement.wrong:
        head += " · " + t("⚠️ to be corrected: {count}", count=len(judgement.wrong))
    if judgement.doubled:
        head += " · " + t("‼️ ordered twice: {count}", count=len(judgement.doubled))
    return head


def _wrong_first(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Put those first that need a look, each kind in the list's order."""
    return sorted(verdicts, key=lambda one: (one.refused is None, not one.is_doubled, not one.is_odd))


def _total(shown: Listing, t: Translator) -> str:
    judgement = shown.judgement
    if not judgement.terms:
        return ""
    price = t.money(judgement.total_micro, judgement.currency)
    return t("Total: <b>{price}</b>", price=price)


def _to_do(shown: Listing, t: Translator) -> str:
    judgement = shown.judgement
    if judgement.wrong and judgement.terms:
        return t(
            "Send the wrong lines again, corrected: each takes its old place. Or go on without them; the "
            "others stay as they are."
        )
    if judgement.wrong:
        return t("Send the wrong lines again, corrected: each takes its old place.")
    if shown.missing_micro:
        missing = t.due(shown.missing_micro, judgement.currency)
        need = t("You need <b>{missing}</b> more.", missing=missing)
        how = (
            t("Top up, then come back: the list waits here.")
            if shown.tops_up
            else t("Ask the shop to credit your wallet, then tap Refresh.")
        )
        return f"{need} {how}"
    return t("Each line becomes an order of its own. Send more lines to add them.")


def _acts(shown: Listing, t: Translator) -> list[Row]:
    def button(action: str) -> Button:
        return Button(MASS, shown.list_id, action)

    judgement = shown.judgement
    rows: list[Row] = []
    if judgement.wrong:
        if judgement.terms:
            rows.append((("▶️ " + t.label("Go on without them"), button("drop")),))
    elif shown.missing_micro:
        pay: list[tuple[str, Target]] = [("🔄 " + t.label("Refresh"), GO_ON)]
        if shown.tops_up:
            pay.insert(0, ("➕ " + t.label("Top up"), Button(TOPUP, "", "open")))
        rows.append(tuple(pay))
    elif shown.token:
        rows.append((("✅ " + t.label("Confirm"), Button(MASS, shown.token, "ok")),))
    if judgement.doubled and len(judgement.doubled) < len(judgement.verdicts):
        rows.append((("➖ " + t.label("Leave out duplicates"), button("once")),))
    return rows


def _steps(list_id: str, page: int, pages: int, t: Translator) -> tuple[Row, ...]:
    if pages == 1:
        return ()

    def to(number: int) -> Button:
        return Button(MASS, list_id, "page", str(number))

    row: list[tuple[str, Target]] = [(f"{t.number(page + 1)} / {t.number(pages)}", to(page))]
    if page > 0:
        row.insert(0, ("◀️ " + t.label("Previous"), to(page - 1)))
    if page < pages - 1:
        row.append(("▶️ " + t.label("Next"), to(page + 1)))
    return (tuple(row),)


def _ways_out(list_id: str, t: Translator, *, back: bool = False) -> Row:
    way_back = (("⬅️ " + t.label("Back"), Button(MASS, list_id, "how")),) if back else ()
    return (*way_back, ("✖️ " + t.label("Cancel"), Button(DRAFT, list_id, "cancel")), home(t))


def under(note: str, view: View) -> View:
    """Return the view below a note, if there is one."""
    return replace(view, text=f"{note}\n\n{view.text}") if note else view
