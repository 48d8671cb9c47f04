"""What an operator sees of bank transfers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.buttons import TRANSFER, Button
from handlers.operator.navigation import back_to_desk
from handlers.operator.transfers.words import ENDS, NOT_READ, SIGNS, SOURCES, USUAL, WHY
from handlers.view import Row, View, as_many_as_fit, shortened
from locales import Translator
from shop.ledger.matching_facts import Candidate, Sign
from shop.ledger.read_transfer import ReadTransfer, TransferState
from shop.ledger.statement_files import UnreadLine
from shop.ledger.topup import BANK, Invoice

SHOWN_TEXT = 500
LINES_NAMED = 8
"""Lines that could not be read, of which the answer says why."""


@dataclass(frozen=True, slots=True)
class Payer:
    """A candidate's invoice, and whose it is."""

    invoice: Invoice
    name: str


def transfer_card(
    transfer: ReadTransfer, payers: Mapping[int, Payer], t: Translator, *, by: str = ""
) -> View:
    """A transfer with the likeliest payers to choose from, or with what became of it and `by` whom."""
    told = transfer.transfer
    amount = t.paid(told.currency, told.amount_minor)
    head = (
        t("↩️ The bank took <b>{amount}</b> back", amount=amount)
        if told.is_reversal
        else t("🏦 <b>{amount}</b> came by bank transfer", amount=amount)
        if transfer.way == BANK
        else t("🪙 <b>{amount}</b> came to your address", amount=amount)
    )
    source = t.label(SOURCES[told.sender]) if told.sender in SOURCES else told.sender or "?"
    lines = [head, t("From {sender}, {moment}", sender=source, moment=told.at)]
    if told.text:
        lines.append(t("“{text}”", text=shortened(told.text, SHOWN_TEXT)))
    if transfer.is_decided:
        return View("\n".join([*lines, "", *_ended(transfer, payers, t, by)]))
    if transfer.doubt is not None:
        lines += ["", t("I ask because {why}.", why=t.label(WHY[transfer.doubt]))]
    among = [each for each in transfer.candidates if each.topup_id in payers]
    lines += [_line(place, each, payers[each.topup_id], t) for place, each in enumerate(among, start=1)]
    if not among and not told.is_reversal:
        lines.append(
            t("I know nobody whose it may be. If you do: /find them, and give the amount to their wallet.")
        )
    return View("\n".join(lines), _choices(transfer, among, payers, t))


def _ended(transfer: ReadTransfer, payers: Mapping[int, Payer], t: Translator, by: str) -> list[str]:
    payer = payers.get(transfer.invoice_id or 0)
    said = t(ENDS[transfer.state], name=payer.name if payer is not None else "?")
    decided = t("Decided by {name}, {moment}", name=by, moment=transfer.changed_at) if by else ""
    return [line for line in (said, decided) if line]


def _line(place: int, each: Candidate, payer: Payer, t: Translator) -> str:
    invoice = payer.invoice
    return t(
        "{place}. <b>{name}</b> ({number}) was to pay {amount}: {signs}",
        place=str(place),
        name=payer.name,
        number=str(invoice.person_id),
        amount=t.paid(invoice.currency, invoice.amount_minor),
        signs=", ".join(t.label(SIGNS[sign]) for sign in each.signs),
    )


def _choices(
    transfer: ReadTransfer, among: Sequence[Candidate], payers: Mapping[int, Payer], t: Translator
) -> tuple[Row, ...]:
    """The button of each candidate who can have it, and the one for nobody."""
    rows: list[Row] = [
        (
            (
                f"{place}. " + shortened(payers[each.topup_id].name, 30),
                Button(TRANSFER, str(transfer.id), "give", str(each.topup_id)),
            ),
        )
        for place, each in enumerate(among, start=1)
        if Sign.OTHER_CURRENCY not in each.signs
    ]
    rows.append((("🚫 " + t.label("Nobody's"), Button(TRANSFER, str(transfer.id), "leave")),))
    return tuple(rows)


def send_transfers(waiting: int, address: str, t: Translator) -> View:
    """What an operator may send; `address` is where programs post a bank's messages, empty without one."""
    lines = [
        t(
            "🏦 <b>Bank transfers</b>\nForward or paste a message of your bank, or send its statement as a "
            "CSV file. Each transfer is credited once, however often you send it."
        )
    ]
    if address:
        lines.append(
            t(
                "A program on your phone can post the bank's messages to this address by itself; keep it "
                "secret:\n<code>{address}</code>",
                address=address,
            )
        )
    if waiting:
        lines.append(t.plural("{n} transfer waits for you.", "{n} transfers wait for you.", waiting))
    waiting_row: tuple[Row, ...] = (
        ((("🏦 " + t.label("Show them"), Button(TRANSFER, "", "list")),),) if waiting else ()
    )
    return View("\n\n".join(lines), (*waiting_row, back_to_desk(t)))


_COUNTED = (
    TransferState.CREDITED,
    TransferState.DOUBTFUL,
    TransferState.NOBODYS,
    TransferState.TOOK_BACK,
    TransferState.READ,
)


def _counted(state: TransferState, count: int, t: Translator) -> str:
    if state is TransferState.CREDITED:
        return t.plural("✅ {n} is credited.", "✅ {n} are credited.", count)
    if state is TransferState.DOUBTFUL:
        return t.plural("🔔 {n} waits for you.", "🔔 {n} wait for you.", count)
    if state is TransferState.NOBODYS:
        return t.plural("{n} is nobody's top-up.", "{n} are nobody's top-ups.", count)
    if state is TransferState.TOOK_BACK:
        return t.plural("↩️ {n} was taken back by the bank.", "↩️ {n} were taken back by the bank.", count)
    return t.plural("⏳ {n} is looked at.", "⏳ {n} are looked at.", count)


def what_came_of(
    found: Sequence[ReadTransfer], known: int, unread: Sequence[UnreadLine], t: Translator
) -> View:
    """What became of what an operator has sent. `known` is how many were read before."""
    states = Counter(one.state for one in found)
    repeated = known + states[TransferState.TOLD_BEFORE]
    lines = [t.plural("{n} transfer read.", "{n} transfers read.", len(found) + known)]
    lines += [_counted(state, states[state], t) for state in _COUNTED if states[state]]
    if repeated:
        lines.append(t.plural("{n} was known before.", "{n} were known before.", repeated))
    strange = [line for line in unread if line.why not in USUAL]
    lines += as_many_as_fit(
        [
            t("Line {line} is not read: {why}.", line=line.line, why=t.label(NOT_READ[line.why]))
            for line in strange[:LINES_NAMED]
        ]
    )
    if len(strange) > LINES_NAMED:
        rest = len(strange) - LINES_NAMED
        lines.append(t.plural("{n} more line is not read.", "{n} more lines are not read.", rest))
    waits: tuple[Row, ...] = (
        ((("🏦 " + t.label("Show them"), Button(TRANSFER, "", "list")),),)
        if states[TransferState.DOUBTFUL]
        else ()
    )
    return View("\n".join(lines), (*waits, back_to_desk(t)))
