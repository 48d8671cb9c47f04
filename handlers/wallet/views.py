"""The wallet: balance, movements, and the statement as a file."""

from handlers import navigation
from handlers.buttons import TOPUP, WALLET, Button
from handlers.navigation import back_and_home
from handlers.view import Row, Target, View, shortened
from locales import Translator, marked
from shop.ledger.journals import JournalKind
from shop.transfer.cells import Cell, Micro, csv_text
from shop.zones import clock_of
from storage.ledger.statements import Line, WalletView

MOVEMENTS: dict[JournalKind, str] = {
    JournalKind.RESERVE: marked("Order {order}"),
    JournalKind.CAPTURE: marked("Order {order}"),
    JournalKind.VOID: marked("Order {order}, given back"),
    JournalKind.REFUND: marked("Order {order}, given back"),
    JournalKind.TOPUP: marked("Topped up"),
    JournalKind.CREDIT: marked("Credited"),
    JournalKind.DEBIT: marked("Debited"),
    JournalKind.RETURN: marked("Paid back to you"),
    JournalKind.REVERSAL: marked("Put back"),
    JournalKind.FORFEIT: marked("Given up"),
    JournalKind.COUPON: marked("Coupon"),
    JournalKind.INVITE: marked("Invitation"),
    JournalKind.BONUS: marked("Bonus for paying this way"),
    JournalKind.GIFT: marked("Gift to a friend"),
    JournalKind.GIFT_TAKEN: marked("Gift from a friend"),
    JournalKind.GIFT_BACK: marked("Gift that came back"),
    JournalKind.IMPORT: marked("Brought over from another bot"),
    JournalKind.CONVERT: marked("Converted into another currency"),
}
"""The movement's name, by the kind of journal."""


def wallet(
    shown: WalletView,
    t: Translator,
    *,
    can_top_up: bool,
    credit_micro: int | None,
    doors: tuple[Row, ...] = (),
) -> View:
    """Balance, held money and the newest lines; `doors` lead to what else a wallet is for."""
    currency = shown.currency
    lines = [
        t("<b>Your wallet</b>"),
        "",
        t("Balance: <b>{amount}</b>", amount=t.balance(shown.balance_micro, currency)),
    ]
    if shown.held_micro:
        lines.append(t("Held for orders under way: {amount}", amount=t.due(shown.held_micro, currency)))
    if shown.gifts_micro:
        lines.append(t("In gifts not taken yet: {amount}", amount=t.due(shown.gifts_micro, currency)))
    if shown.receipts_micro:
        coming = t.money(shown.receipts_micro, currency)
        lines.append(t("On receipts the shop is checking: {amount}", amount=coming))
    lines += others(shown, t)
    if credit_micro is None:
        lines.append(t("You may order without paying first; the balance shows what you owe."))
    elif credit_micro:
        lines.append(t("You may go below zero, down to {amount}.", amount=t.money(-credit_micro, currency)))
    lines += ["", *(_line(line, currency, t) for line in shown.lines)]
    if not shown.lines:
        lines.append(t("Nothing has moved yet."))
    row: list[tuple[str, Target]] = []
    if can_top_up:
        row.append(("➕ " + t.label("Top up"), Button(TOPUP, "", "open")))
    if shown.lines:
        row.append(("📄 " + t.label("Statement"), Button(WALLET, "", "statement")))
    rows: tuple[Row, ...] = tuple(one for one in (tuple(row), *doors) if one)
    return View("\n".join(lines), (*rows, back_and_home(t)))


def others(shown: WalletView, t: Translator) -> list[str]:
    """Balances in other currencies, so that no money is missing from the screen."""
    return [t("In another currency: <b>{amount}</b>", amount=t.balance(*one)) for one in shown.others]


def _line(line: Line, currency: str, t: Translator) -> str:
    what = movement(line, t)
    amount = t.movement(line.amount_micro, currency)
    text = t("{moment} · <b>{amount}</b> · {what}", moment=line.at, amount=amount, what=what)
    return (
        f"{text}{t.separator}<i>{t('{reason}', reason=shortened(line.reason, 80))}</i>"
        if line.reason
        else text
    )


def wallet_moved(line: Line, t: Translator) -> View:
    """The message when an operator has credited or debited the wallet, with the reason."""
    text = t(
        "💼 {what}: <b>{amount}</b>. Balance: {balance}\n{reason}",
        what=movement(line, t),
        amount=t.movement(line.amount_micro, line.currency),
        balance=t.balance(line.balance_micro, line.currency),
        reason=line.reason,
    )
    return View(text, (back_and_home(t, navigation.WALLET),))


def movement(line: Line, t: Translator) -> str:
    """A movement in plain words."""
    return t.label(MOVEMENTS[line.kind], order=str(line.order_id or ""))


def statement_csv(shown: WalletView, t: Translator) -> bytes:
    """Every line, oldest first, for a spreadsheet: RFC 4180, amounts as numbers, UTF-8 with a mark.

    Times are by the reader's clock, if they have set one, else in UTC.
    """
    heads = (
        marked("What"),
        marked("Amount"),
        marked("Balance"),
        marked("Currency"),
        marked("Reason"),
    )
    head: list[Cell] = [t.label("Time ({zone})", zone=t.zone), *(t.label(head) for head in heads)]
    lines: list[list[Cell]] = [
        [
            line.at.astimezone(clock_of(t.zone)).strftime("%Y-%m-%d %H:%M:%S"),
            movement(line, t),
            Micro(line.amount_micro),
            Micro(line.balance_micro),
            line.currency or shown.currency,
            line.reason,
        ]
        for line in reversed(shown.lines)
    ]
    return csv_text([head, *lines]).encode("utf-8-sig")
