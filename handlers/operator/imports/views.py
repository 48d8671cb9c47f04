"""The screens of an import: what a file looks like, what its dry run found, and how far it is."""

from handlers.buttons import IMPORTS, Button
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.view import Row, View, as_many_as_fit
from locales import Translator
from shop.money import amount_text
from shop.transfer.people_file import COLUMNS, MOST_LINES, ReadFile
from shop.transfer.people_import import USUAL_SOURCE, Found, PeopleImport
from shop.transfer.people_lines import WORDS, WrongRow

HERE = Button(IMPORTS, "", "home")
SHOWN = 10
"""Wrong lines that the card names; a file has them all."""


def ask_for_file(t: Translator) -> View:
    """How a file looks, and the wish for one."""
    lines = [
        t(
            "📥 <b>Import people and balances</b>\nSend a CSV file as a document, at most {most} lines.",
            most=MOST_LINES,
        ),
        t("Its columns, with a heading or in this order: {columns}", columns=", ".join(COLUMNS)),
        t("Only the id is needed. Cells are parted by commas, semicolons or tabs; the file is UTF-8."),
        t(
            "Write below the file where the people come from, like oldbot. Each person of one source is "
            "booked once, however often the file is sent. Without a name the source is {source}.",
            source=USUAL_SOURCE,
        ),
        t("First comes a dry run: nothing is booked before you confirm it."),
    ]
    return View("\n\n".join(lines), (back_to_desk(t),))


def being_read(source: str, t: Translator) -> View:
    """The file has come."""
    text = t(
        "⏳ The file of people from <b>{source}</b> is being read. Nothing is booked yet.", source=source
    )
    return View(text, (back_to_desk(t),))


def not_read(sentence: str, t: Translator) -> View:
    """The file cannot be read at all."""
    text = f"{sentence}\n{t('Nothing was booked.')}"
    return View(text, ((("📥 " + t.label("Another file"), HERE),), back_to_desk(t)))


def dry_run(wanted: PeopleImport, found: Found, read: ReadFile, t: Translator, *, is_private: bool) -> View:
    """What the file would do, and the question: it names how many people and how much money."""
    lines = [
        t("📥 <b>Dry run</b> of the file from <b>{source}</b>", source=wanted.source),
        t(
            "People: {count}. New to the shop: {new}. Known: {known}",
            count=found.people,
            new=found.new,
            known=found.known,
        ),
    ]
    if read.passed_over:
        columns = t.series(read.passed_over[:SHOWN]) + (" …" if len(read.passed_over) > SHOWN else "")
        lines.append(t("⚠️ These columns are not read: {columns}", columns=columns))
    if found.before:
        lines.append(t("Booked before from this source, nothing again: {count}", count=found.before))
    if found.banned:
        lines.append(t("Will be banned: {count}", count=found.banned))
    if found.wrong:
        lines.append(
            t(
                "Wrong lines, left out: {count}. Of them duplicates: {twins}",
                count=found.wrong,
                twins=found.twins,
            )
        )
        lines += as_many_as_fit([wrong_line(one, t) for one in read.wrong[:SHOWN]])
    if not found.people:
        lines.append(t("⚠️ There is nobody to import. Put the file right and send it again."))
        return View("\n".join(lines), ((("📥 " + t.label("Another file"), HERE),), back_to_desk(t)))
    lines += [
        "",
        t.plural(
            "Import <b>{n}</b> person with <b>{sum}</b>?",
            "Import <b>{n}</b> people with <b>{sum}</b>?",
            found.people,
            sum=t.money(found.sum_micro, wanted.currency),
        ),
        t("They are not written to; each finds the balance when they come."),
    ]
    if is_private:
        lines.append(t("This shop is private: are they let in?"))
    return View("\n".join(lines), (*_decisions(wanted.id, t, is_private=is_private), back_to_desk(t)))


def _decisions(number: int, t: Translator, *, is_private: bool) -> tuple[Row, ...]:
    given_up: Row = (("✖️ " + t.label("Give it up"), Button(IMPORTS, str(number), "drop")),)
    if not is_private:
        return ((("✅ " + t.label("Import"), Button(IMPORTS, str(number), "yes", "out")),), given_up)
    return (
        (("✅ " + t.label("Import and let them in"), Button(IMPORTS, str(number), "yes", "in")),),
        (("✅ " + t.label("Import, let nobody in"), Button(IMPORTS, str(number), "yes", "out")),),
        given_up,
    )


def wrong_line(wrong: WrongRow, t: Translator) -> str:
    """A line that is left out: its number, why, and the cell."""
    why = t(WORDS[wrong.why])
    if not wrong.cell:
        return t("Line {line}: {why}", line=wrong.line, why=why)
    return t("Line {line}: {why}: <code>{cell}</code>", line=wrong.line, why=why, cell=wrong.cell)


def ask_for_sum(wanted: PeopleImport, t: Translator) -> View:
    """So much money is typed once more."""
    text = t(
        "That is <b>{sum}</b>. Type the sum to import it, like {example}.",
        sum=t.money(wanted.found.sum_micro, wanted.currency),
        example=amount_text(wanted.found.sum_micro),
    )
    given_up: Row = (("✖️ " + t.label("Give it up"), Button(IMPORTS, str(wanted.id), "drop")),)
    return View(text, (given_up, back_and_desk(t, HERE)))


def being_booked(wanted: PeopleImport, t: Translator) -> View:
    """How far the import is; it goes on by itself, also after a restart."""
    text = t(
        "⏳ Importing people from <b>{source}</b>: {people} with {sum}. Balances booked: {count}",
        source=wanted.source,
        people=wanted.found.people,
        sum=t.money(wanted.found.sum_micro, wanted.currency),
        count=wanted.booked,
    )
    return View(text, (back_to_desk(t),), about=wanted.subject)


def imported(wanted: PeopleImport, ledger_micro: int, t: Translator) -> View:
    """The end: what was booked, and what the ledger says of it."""
    lines = [
        t.plural(
            "✅ Imported from <b>{source}</b>: {n} person",
            "✅ Imported from <b>{source}</b>: {n} people",
            wanted.found.people,
            source=wanted.source,
        ),
        t(
            "Balances booked: {count}, together {sum}",
            count=wanted.booked,
            sum=t.money(wanted.booked_micro, wanted.currency),
        ),
    ]
    if ledger_micro == wanted.booked_micro == wanted.found.sum_micro:
        lines.append(t("The ledger has the same sum, and so has the dry run."))
    else:
        lines.append(
            t(
                "⚠️ The dry run found {found}, and the ledger has {ledger}. Look at the export of the book.",
                found=t.money(wanted.found.sum_micro, wanted.currency),
                ledger=t.money(ledger_micro, wanted.currency),
            )
        )
    return View("\n".join(lines), (back_to_desk(t),))


def given_up(t: Translator) -> View:
    """Nothing comes of the file."""
    text = t("The import was given up. Nothing was booked.")
    return View(text, ((("📥 " + t.label("Another file"), HERE),), back_to_desk(t)))
