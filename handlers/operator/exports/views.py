"""The screens of exports: what, of which time, in which form, and how far it is."""

from datetime import datetime

from handlers.buttons import EXPORTS, Button
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.view import Row, Target, View, in_rows
from locales import Translator, marked
from shop.transfer.export import ExportKind, FileForm, Span

HERE = Button(EXPORTS, "", "home")

KINDS: dict[ExportKind, str] = {
    ExportKind.ORDERS: marked("Orders"),
    ExportKind.PEOPLE: marked("People"),
    ExportKind.BOOK: marked("The book"),
}
HOLDS: dict[ExportKind, str] = {
    ExportKind.ORDERS: marked("A line for each order: who, what, for which link, price, cost and state."),
    ExportKind.PEOPLE: marked(
        "A line for each person: name, language, balance, level, and when they came. "
        "Another shop of this kind can import it."
    ),
    ExportKind.BOOK: marked(
        "A line for each posting of the ledger. The amounts of a journal add up to zero, and so do all."
    ),
}
SPANS: dict[Span, str] = {
    Span.TODAY: marked("Today"),
    Span.WEEK: marked("7 days"),
    Span.MONTH_OF_DAYS: marked("30 days"),
    Span.QUARTER: marked("90 days"),
    Span.THIS_MONTH: marked("This month"),
    Span.LAST_MONTH: marked("Last month"),
    Span.ALL: marked("Everything"),
}


def choose_kind(t: Translator) -> View:
    """What to export."""
    lines = [t("📤 <b>Export</b>\nWhat do you want as a file?")]
    lines += [f"<b>{t(KINDS[kind])}</b>. {t(HOLDS[kind])}" for kind in ExportKind]
    row: Row = tuple((t.label(KINDS[kind]), Button(EXPORTS, kind, "span")) for kind in ExportKind)
    return View("\n\n".join(lines), (row, back_to_desk(t)))


def choose_span(kind: ExportKind, t: Translator) -> View:
    """Of which time."""
    spans: list[tuple[str, Target]] = [
        (t.label(words), Button(EXPORTS, kind, "form", span)) for span, words in SPANS.items()
    ]
    rows = in_rows(spans)
    ask = {
        ExportKind.ORDERS: marked("Which orders, by the day they were made?"),
        ExportKind.PEOPLE: marked("Which people, by the day they came?"),
        ExportKind.BOOK: marked("Which part of the book?"),
    }[kind]
    return View(f"📤 <b>{t(KINDS[kind])}</b>\n{t(ask)}", (*rows, back_and_desk(t, HERE)))


def choose_form(
    kind: ExportKind, span: Span, since: datetime | None, until: datetime | None, t: Translator
) -> View:
    """The last question: what it will hold, and in which form. The tap makes the file."""
    lines = [f"📤 <b>{t(KINDS[kind])}</b>{t.separator}{t(SPANS[span])}"]
    if since is not None:
        lines.append(t("From {moment} on.", moment=since))
    if until is not None:
        lines.append(t("Before {moment}.", moment=until))
    lines.append(t("The file has names and money of people. Whoever has it can read it: keep it safe."))
    forms = ((FileForm.CSV, "📄 "), (FileForm.XLSX, "📊 "))
    row: Row = tuple(
        (sign + form.upper(), Button(EXPORTS, kind, "make", f"{span}.{form}")) for form, sign in forms
    )
    return View("\n".join(lines), (row, back_and_desk(t, Button(EXPORTS, kind, "span"))))


def being_made(kind: ExportKind, lines: int, t: Translator) -> View:
    """How far the file is."""
    text = t(
        "⏳ <b>{what}</b>\nThe file is being made. Lines so far: {count}", what=t(KINDS[kind]), count=lines
    )
    return View(text, (back_to_desk(t),))


def export_ready(kind: ExportKind, lines: int, files: int, t: Translator) -> View:
    """The file was sent."""
    text = t(
        "✅ <b>{what}</b>\nLines: {count}. Files: {files}", what=t(KINDS[kind]), count=lines, files=files
    )
    return View(text, (_again(t), back_to_desk(t)))


def not_made(kind: ExportKind, t: Translator) -> View:
    """The file could not be made or sent, after several tries."""
    text = t(
        "⚠️ <b>{what}</b>\nThe file could not be made or sent. Try again, with a shorter time; "
        "the kiosk's log says why.",
        what=t(KINDS[kind]),
    )
    return View(text, (_again(t), back_to_desk(t)))


def file_caption(kind: ExportKind, span: Span, lines: int, t: Translator) -> str:
    """What stands below the file."""
    return t.label(
        "{what} · {span} · {count}", what=t.label(KINDS[kind]), span=t.label(SPANS[span]), count=lines
    )


def _again(t: Translator) -> Row:
    return (("📤 " + t.label("Export more"), HERE),)
