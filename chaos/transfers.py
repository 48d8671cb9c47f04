"""Bank transfers as people really send them: none is credited to the wrong person, and none twice.

    python -m chaos.transfers [how many] [seed]

Small shops live for some days. Their customers ask for top-ups and pay them, with the reference and without,
with slips, in parts, late, in another currency; banks tell of one payment twice, from two sources, and take
some back; others forge notifications. Every message is read as it stands and decided by the shop's policy,
which knows nothing of whose it was made for. A person settles what is doubtful some hours later, rightly.

What no evidence can tell is not made: a stranger who pays exactly another's unique amount alone, without a
word, and a slip that makes another customer's whole reference.
"""

import heapq
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.ledger.matching import BY_AMOUNT, decide, is_sender_allowed, unique_amount
from shop.ledger.matching_facts import (
    Again,
    Decision,
    Doubtful,
    Expected,
    Known,
    Nobodys,
    Part,
    Reverses,
    Settled,
)
from shop.ledger.notifications import read_notification
from shop.ledger.references import ALPHABET, is_right, reference_for
from shop.ledger.statement_files import read_csv
from shop.ledger.topup import coin_micro
from shop.ledger.transfers import Transfer
from shop.money import MICRO

PER_SHOP = 120
LEAST_BY_ITSELF = 90
"""Percent of the transfers with a right reference or a unique amount that no person needs to see."""

STARTS = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOLDS = timedelta(hours=2)
SEEN_BY_A_PERSON = timedelta(hours=3)
SENDER, STATEMENT = "AD-BANKXX-S", "statement"
SENDERS = (SENDER, STATEMENT)
FORGERS = ("+79161234567", "AD-BАNKXX-S", "BANKXX", "", "AD-BANKXX-S\u200b", "customer")
WORDS = ("", "", "for", "Ivan", "оплата нет", "cam on", "obrigado", "thanks!", "invoice", "top up", "от мамы")
SHOULD = frozenset({"right", "less", "more", "part", "unique", "others unique amount"})


@dataclass(frozen=True, slots=True)
class Truth:
    """What only the generator knows: which payment a message tells of, whose it is, what it takes back.

    `is_credit`: the money came in, in the shop's currency, so its statement has it too.
    """

    kind: str
    payment: int
    topup_id: int | None
    minor: int
    takes_back: str | None = None
    is_credit: bool = True


@dataclass(frozen=True, slots=True)
class Message:
    """What a source tells at a moment: a notification of `sender`, or a pasted statement."""

    truth: Truth
    text: str
    sender: str
    at: datetime


@dataclass
class Tally:
    """What came of all transfers."""

    wrong: list[str] = field(default_factory=list)
    made: Counter[str] = field(default_factory=Counter)
    ended: Counter[tuple[str, str]] = field(default_factory=Counter)
    twice: int = 0
    due: int = 0
    alone: int = 0
    doubtful: int = 0
    among: int = 0


# --- what banks write -----------------------------------------------------------------------------------


def _grouped(minor: int, currency: str, thousands: str, mark: str) -> str:
    per_unit = MICRO // coin_micro(currency)
    whole, rest = divmod(minor, per_unit)
    return f"{whole:,}".replace(",", thousands) + (f"{mark}{rest:02d}" if per_unit > 1 else "")


def _hdfc(minor: int, words: str, balance: int, dice: random.Random) -> str:
    return (
        f"Rs.{_grouped(minor, 'INR', ',', '.')} credited to a/c **4821 on 01-03-26 by a/c linked to VPA "
        f"ann@ybl {words} (UPI Ref No {dice.randrange(10**12):012d}). Avl Bal: "
        f"Rs.{_grouped(balance, 'INR', ',', '.')}"
    )


def _sber(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = _grouped(minor, "RUB", " ", ","), _grouped(balance, "RUB", " ", ",")
    if dice.random() < 0.5:
        return f"СБЕРБАНК. Перевод {amount}р от ИВАН И. «{words}» Баланс: {rest}р"
    return f"Пополнение, счет RUB. {amount} RUB. Сергей С. {words}. Доступно {rest} RUB"


def _sepay(minor: int, words: str, balance: int, dice: random.Random) -> str:
    told = {"id": dice.randrange(10**9), "gateway": "Vietcombank", "transferType": "in", "code": None}
    return json.dumps(told | {"content": words, "transferAmount": minor, "accumulated": balance})


def _pix(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = _grouped(minor, "BRL", ".", ","), _grouped(balance, "BRL", ".", ",")
    when = f"{dice.randrange(24):02d}:{dice.randrange(60):02d}"
    return f"Você recebeu um Pix de Ana Souza no valor de R$ {amount} às {when}. {words}. Saldo: R$ {rest}"


def _nigerian(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = _grouped(minor, "NGN", ",", "."), _grouped(balance, "NGN", ",", ".")
    tail = f"Avail Bal: NGN{rest}\nDate: 01-Mar-2026 {dice.randrange(10, 24)}:15"
    return f"Acct: ****1234\nAmt: NGN{amount} CR\nDesc: NIP {words}\n{tail}"


def _uzbek(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = _grouped(minor, "UZS", " ", "."), _grouped(balance, "UZS", " ", ".")
    head = dice.choice(("🟢 Perevod na kartu", "Zachislenie"))
    return f"{head} {words}\n➕ {amount} UZS\n💳 ***8346\n🕒 01.03.26 12:30\n💰 {rest} UZS"


def _german(minor: int, words: str, balance: int, dice: random.Random) -> str:
    amount, rest = _grouped(minor, "EUR", ".", ","), _grouped(balance, "EUR", ".", ",")
    return f"Zahlungseingang {amount} EUR von Max {dice.choice('ABC')}. {words}. Kontostand {rest} EUR"


BANKS: dict[str, Callable[[int, str, int, random.Random], str]] = {
    "INR": _hdfc,
    "RUB": _sber,
    "VND": _sepay,
    "BRL": _pix,
    "NGN": _nigerian,
    "UZS": _uzbek,
    "EUR": _german,
}


def _statement(
    minor: int, currency: str, words: str, *, number: str, at: datetime, reverses: str = ""
) -> str:
    amount = _grouped(minor, currency, ".", ",")
    sign = "-" if reverses else ""
    head = "Buchungstag;Uhrzeit;Verwendungszweck;Betrag;Währung;Transaction ID;Type;Reverses"
    kind = "Storno" if reverses else "Gutschrift"
    return (
        f"{head}\n{at:%d.%m.%Y};{at:%H:%M:%S};{words};{sign}{amount};{currency};{number};{kind};{reverses}\n"
    )


# --- one shop -------------------------------------------------------------------------------------------


class Shop:
    """One shop with its waiting top-ups, what it read, and what really happened."""

    def __init__(self, dice: random.Random, tally: Tally, numbers: "count[int]") -> None:
        self.dice, self.tally, self.numbers = dice, tally, numbers
        self.currency = dice.choice(tuple(BANKS))
        self.mode = dice.choice(("references", "unique", "unique", "both"))
        self.now, self.balance = STARTS, 10**7
        self.topups: dict[int, Expected] = {}
        self.known: dict[str, Known] = {}
        self.truths: dict[str, Truth] = {}
        self.came: dict[str, datetime] = {}
        self.credited: set[int] = set()
        self.reversed: set[str] = set()
        self.told: list[Message] = []
        self.ahead: list[tuple[datetime, int, Message]] = []

    # What customers do.

    def asks(self, *, unique: bool | None = None) -> Expected:
        """Somebody asks for a top-up; many ask for the same amounts in the same minutes."""
        wanted = self.dice.choice((500, 500, 1_000, 2_000, 777, 10_000)) * MICRO // coin_micro(self.currency)
        is_unique = self.mode == "unique" or (self.mode == "both" and self.dice.random() < 0.5)
        amount = unique_amount(wanted, self._taken()) if (is_unique if unique is None else unique) else None
        topup_id = next(self.numbers)
        code = reference_for(topup_id)
        if self.topups and self.dice.random() < 0.2:
            code = _neighbour(self.dice, self.dice.choice([*self.topups.values()]).reference) or code
        if any(asked.reference == code for asked in self.topups.values()):
            code = reference_for(topup_id)
        self.topups[topup_id] = Expected(
            *(topup_id, topup_id + 1_000, wanted if amount is None else amount, self.currency, code),
            *(self.now, self.now + HOLDS, amount is not None),
        )
        return self.topups[topup_id]

    def _taken(self) -> list[int]:
        """Return the amounts of what waits, and of what was settled within a day."""
        paid = {known.topup_id: known.transfer.at for known in self.known.values() if known.topup_id}
        return [
            asked.amount_minor
            for asked in self.topups.values()
            if asked.topup_id not in paid or self.now - paid[asked.topup_id] <= BY_AMOUNT
        ]

    def pays(
        self, kind: str, asked: Expected | None, minor: int, said: str = "", **further: object
    ) -> Message:
        """A payment is made, and its bank tells of it some time later."""
        at = further.get("at") or self.now + timedelta(minutes=self.dice.choice((1, 2, 5, 30, 90, 300)))
        assert isinstance(at, datetime)  # noqa: S101 - tells mypy
        currency = str(further.get("currency") or self.currency)
        topup_id, is_credit = asked.topup_id if asked else None, currency == self.currency
        truth = Truth(kind, next(self.numbers), topup_id, minor, is_credit=is_credit)
        words = " ".join(word for word in (self._word(), said, self._word()) if word)
        return self.tells(truth, words, currency, at, str(further.get("sender") or SENDER))

    def tells(self, truth: Truth, words: str, currency: str, at: datetime, sender: str = SENDER) -> Message:
        """Have a source tell of a payment: mostly the bank's notification, at times a statement."""
        self.balance += truth.minor
        if sender == SENDER and self.dice.random() < 0.2:
            number = f"S{self.dice.randrange(10**9)}"
            text, sender = _statement(truth.minor, currency, words, number=number, at=at), STATEMENT
        else:
            text = BANKS[currency](truth.minor, words, self.balance, self.dice)
        return self.comes(Message(truth, text, sender, at))

    def comes(self, message: Message) -> Message:
        heapq.heappush(self.ahead, (message.at, next(self.numbers), message))
        self.told.append(message)
        self.tally.made[message.truth.kind] += 1
        return message

    def written(self, code: str) -> str:
        """Return a reference as people write it: small, with blanks or hyphens."""
        mark = self.dice.choice(("", "", "", " ", "-"))
        cut = self.dice.choice((2, 3, 4))
        spelled = mark.join((code[:cut], code[cut:]))
        return self.dice.choice((spelled, spelled, spelled.lower(), " ".join(code)))

    def _word(self) -> str:
        return self.dice.choice(WORDS) if self.currency in {"VND", "EUR"} else self.dice.choice(WORDS[:4])

    def other(self, than: Expected) -> Expected:
        """Return another waiting top-up, a new one if there is none."""
        others = [asked for asked in self.topups.values() if asked.topup_id != than.topup_id]
        return self.dice.choice(others[-20:]) if others else self.asks()

    # The program of a shop's life.

    def lives(self) -> None:
        """Let customers come until enough is on its way, then until all of it was seen."""
        while len(self.told) < PER_SHOP:
            self.now += timedelta(minutes=self.dice.choice((0, 0, 1, 3, 20, 60)))
            self.reads(self.now)
            kind = self.dice.choices([*VISITS], [weight for weight, _ in VISITS.values()])[0]
            VISITS[kind][1](self)
        while self.ahead:
            self.reads(self.ahead[0][0])

    def reads(self, until: datetime) -> None:
        """Read and decide what came, minute by minute: all of a minute is read before it is decided."""
        while self.ahead and self.ahead[0][0] <= until:
            minute = self.ahead[0][0] + timedelta(minutes=1)
            together: list[tuple[Message, Transfer]] = []
            while self.ahead and self.ahead[0][0] < minute:
                message = heapq.heappop(self.ahead)[2]
                together += [(message, transfer) for transfer in self._read(message)]
            self.now = max(self.now, minute)
            for message, transfer in together:
                self.truths.setdefault(transfer.id, message.truth)
                self.came.setdefault(transfer.id, self.now)
                self.known.setdefault(transfer.id, Known(transfer, is_decided=False))
            for message, transfer in together:
                self._decides(message, transfer)

    def _read(self, message: Message) -> Iterable[Transfer]:
        if not is_sender_allowed(message.sender, SENDERS):
            self.tally.ended[message.truth.kind, "not allowed"] += 1
            return ()
        if message.sender == STATEMENT:
            found = read_csv(message.text).transfers
        else:
            read = read_notification(message.text, self.currency, message.at, message.sender)
            found = [read] if read else []
        if not found:
            self.tally.ended[message.truth.kind, "unclear"] += 1
            self.tally.due += message.truth.kind in SHOULD
        return found

    def _decides(self, message: Message, transfer: Transfer) -> None:
        self._person_has_seen()
        decision = decide(transfer, self._waiting(), [*self.known.values()], self.now)
        self._judges(message, transfer, decision)
        if isinstance(decision, Again):
            return
        topup_id = decision.topup_id if isinstance(decision, Settled | Part) else None
        self.known[transfer.id] = Known(transfer, topup_id, not isinstance(decision, Doubtful))

    def _waiting(self) -> list[Expected]:
        return [asked for asked in self.topups.values() if asked.ends_at + timedelta(days=4) > self.now]

    def _person_has_seen(self) -> None:
        """What waited for a person long enough was settled by one: by the truth, and once."""
        for number, known in [*self.known.items()]:
            if known.is_decided or self.now - self.came[number] < SEEN_BY_A_PERSON:
                continue
            truth, owner = self.truths[number], None
            if not known.transfer.is_reversal and truth.payment not in self.credited:
                owner = truth.topup_id
                self.credited |= {truth.payment} if owner else set()
            self.known[number] = Known(known.transfer, owner)

    # What is held against the truth.

    def _judges(self, message: Message, transfer: Transfer, decision: Decision) -> None:
        truth, tally = message.truth, self.tally
        tally.ended[truth.kind, type(decision).__name__.lower()] += 1
        tally.due += truth.kind in SHOULD
        if transfer.amount_minor != truth.minor:
            tally.wrong.append(f"read {transfer.amount_minor}, not {truth.minor}: {message.text}")
        if isinstance(decision, Settled | Part):
            tally.alone += truth.kind in SHOULD
            self._judges_credit(truth, decision, message)
        elif isinstance(decision, Reverses):
            if decision.transfer_id != truth.takes_back or decision.transfer_id in self.reversed:
                tally.wrong.append(f"{decision} for {truth}")
            self.reversed.add(decision.transfer_id)
        elif isinstance(decision, Doubtful) and truth.topup_id and truth.payment not in self.credited:
            tally.doubtful += 1
            tally.among += truth.topup_id in {candidate.topup_id for candidate in decision.candidates}
        elif isinstance(decision, Nobodys) and truth.topup_id:
            tally.ended[truth.kind, "missed"] += 1

    def _judges_credit(self, truth: Truth, decision: Settled | Part, message: Message) -> None:
        if decision.topup_id != truth.topup_id:
            self.tally.wrong.append(f"credited {decision}, but it is {truth}: {message.text}")
        if truth.payment in self.credited:
            self.tally.twice += 1
            self.tally.wrong.append(f"credited twice: {decision}, {truth}: {message.text}")
        self.credited.add(truth.payment)


def _neighbour(dice: random.Random, code: str) -> str | None:
    """Return a right reference that differs in two signs, so that one slip stands between both."""
    first, second = dice.sample(range(len(code)), 2)
    for sign in dice.sample(ALPHABET, len(ALPHABET)):
        for last in ALPHABET:
            signs = [*code]
            signs[first], signs[second] = sign, last
            other = "".join(signs)
            if sign != code[first] and last != code[second] and is_right(other):
                return other
    return None


# --- what customers, banks and forgers do ---------------------------------------------------------------


def _right(shop: Shop) -> None:
    asked = shop.asks()
    shop.pays("right", asked, asked.amount_minor, shop.written(asked.reference))


def _other_amount(shop: Shop) -> None:
    asked = shop.asks()
    percent = shop.dice.choice((60, 98, 101, 150))
    minor = asked.amount_minor * percent // 100
    shop.pays("less" if percent < 100 else "more", asked, minor, shop.written(asked.reference))


def _parts(shop: Shop) -> None:
    asked = shop.asks()
    first = asked.amount_minor * shop.dice.choice((30, 40, 70)) // 100
    for minor in (first, asked.amount_minor - first):
        shop.pays("part", asked, minor, shop.written(asked.reference))


def _equal_parts(shop: Shop) -> None:
    asked = shop.asks()
    for _ in range(2):
        shop.pays("equal part", asked, asked.amount_minor // 2, shop.written(asked.reference))


def _unique(shop: Shop) -> None:
    asked = shop.asks(unique=True)
    shop.pays("unique" if asked.is_unique else "no reference", asked, asked.amount_minor)


def _no_reference(shop: Shop) -> None:
    """Two people are asked for the same amount; one or both pay it in the same minute."""
    first = shop.asks(unique=False)
    second = shop.asks(unique=False)
    at = shop.now + timedelta(minutes=5)
    shop.pays("no reference", first, first.amount_minor, at=at)
    if second.amount_minor == first.amount_minor:
        shop.pays("no reference", second, second.amount_minor, at=at)


def _slips(shop: Shop, asked: Expected) -> str:
    """Return the reference with slips, never another's whole one."""
    codes = {other.reference for other in shop.topups.values()}
    while True:
        signs = [*asked.reference]
        slip = shop.dice.choice(("mistyped", "mistyped", "two", "swapped", "left out", "put in", "between"))
        place = shop.dice.randrange(len(signs) - 1)
        near = [code for code in codes if 0 < sum(a != b for a, b in zip(code, signs, strict=True)) <= 2]
        if slip == "between" and near:
            other = shop.dice.choice(sorted(near))
            place = next(n for n, sign in enumerate(signs) if sign != other[n])
            signs[place] = other[place]
        elif slip == "swapped":
            signs[place : place + 2] = signs[place + 1], signs[place]
        elif slip == "left out":
            del signs[place]
        elif slip == "put in":
            signs.insert(place, shop.dice.choice(ALPHABET))
        else:
            for at in shop.dice.sample(range(len(signs)), 1 + (slip == "two")):
                signs[at] = shop.dice.choice(ALPHABET + "0158BOSZ")
        if (code := "".join(signs)) not in codes:
            return code


def _mistyped(shop: Shop) -> None:
    asked = shop.asks()
    shop.pays("mistyped", asked, asked.amount_minor, shop.written(_slips(shop, asked)))


def _others_amount_mistyped(shop: Shop) -> None:
    asked = shop.asks()
    minor = shop.asks(unique=True).amount_minor
    shop.pays("mistyped, other's amount", asked, minor, shop.written(_slips(shop, asked)))


def _others_amount(shop: Shop) -> None:
    asked = shop.asks()
    minor = shop.asks(unique=True).amount_minor
    shop.pays("others unique amount", asked, minor, shop.written(asked.reference))


def _nobodys(shop: Shop) -> None:
    asked = shop.asks()
    code = reference_for(shop.dice.randrange(10**9))
    if all(code != other.reference for other in shop.topups.values()):
        shop.pays("nobody's reference", None, asked.amount_minor, shop.written(code))


def _two_references(shop: Shop) -> None:
    asked = shop.asks()
    said = [asked.reference, shop.other(asked).reference]
    shop.dice.shuffle(said)
    shop.pays("two references", asked, asked.amount_minor, " and ".join(said))


def _late(shop: Shop) -> None:
    asked = shop.asks()
    at = asked.ends_at + timedelta(days=3, minutes=shop.dice.choice((1, 300, 1_200)))
    said = shop.written(asked.reference) if shop.dice.random() < 0.7 else ""
    shop.pays("late", asked, asked.amount_minor, said, at=at)


def _late_amount(shop: Shop) -> None:
    asked = shop.asks(unique=True)
    at = asked.asked_at + timedelta(hours=shop.dice.choice((25, 40, 60)))
    shop.pays("late by amount", asked, asked.amount_minor, at=at)


def _other_currency(shop: Shop) -> None:
    asked = shop.asks()
    currency = shop.dice.choice([code for code in BANKS if code != shop.currency])
    shop.pays("other currency", asked, asked.amount_minor, shop.written(asked.reference), currency=currency)


def _earlier(shop: Shop) -> Message | None:
    usual = [
        message for message in shop.told[-40:] if message.sender in SENDERS and not message.truth.takes_back
    ]
    return shop.dice.choice(usual) if usual else None


def _told_again(shop: Shop, kind: str, again: Message, minutes: int) -> None:
    truth = replace(again.truth, kind=kind)
    at = max(shop.now, again.at) + timedelta(minutes=minutes) if minutes else again.at
    shop.comes(replace(again, truth=truth, at=at))


def _same_twice(shop: Shop) -> None:
    """The forwarder delivers a notification again, as it was."""
    if (earlier := _earlier(shop)) and earlier.at > shop.now:
        _told_again(shop, "same notification", earlier, 0)


def _same_text(shop: Shop) -> None:
    """The same text comes again as something new, at times within the same minute."""
    if earlier := _earlier(shop):
        text = earlier.text
        if earlier.sender == STATEMENT:
            text = re.sub(r";S(?=\d)", f";S{shop.dice.randrange(1, 10)}", text)
        elif text.startswith("{"):
            text = json.dumps(json.loads(text) | {"id": shop.dice.randrange(10**9)})
        minutes = shop.dice.choice((1, 1, 7, 600))
        _told_again(shop, "same text, other id", replace(earlier, text=text), minutes)


def _other_source(shop: Shop) -> None:
    """A statement has what a notification told before, with the words or without."""
    earlier = _earlier(shop)
    if not earlier or earlier.sender == STATEMENT or not earlier.truth.is_credit:
        return
    asked = shop.topups.get(earlier.truth.topup_id or 0)
    words = asked.reference if asked and asked.reference in earlier.text else ""
    words = words if shop.dice.random() < 0.6 else ""
    number = f"S{shop.dice.randrange(10**9)}"
    text = _statement(earlier.truth.minor, shop.currency, words, number=number, at=earlier.at)
    again = replace(earlier, text=text, sender=STATEMENT)
    _told_again(shop, "other source", again, shop.dice.choice((1, 60, 1_000)))


def _reversal(shop: Shop) -> None:
    """A bank takes back what it told of, says so twice, or names a transfer that never was."""
    known = [other for other in shop.known.values() if not other.transfer.is_reversal]
    if not known:
        return
    taken = shop.dice.choice(known).transfer
    kind = shop.dice.choice(("reversal", "reversal", "reversal twice", "reversal of nothing"))
    number = "never-was" if kind == "reversal of nothing" else taken.id
    truth = Truth(
        kind, next(shop.numbers), None, taken.amount_minor, taken.id if number == taken.id else None
    )
    for n in range(1 + (kind == "reversal twice")):
        at = shop.now + timedelta(minutes=1 + n * shop.dice.choice((0, 5)))
        own = f"R{shop.dice.randrange(10**9)}"
        text = _statement(taken.amount_minor, taken.currency, "storno", number=own, at=at, reverses=number)
        shop.comes(Message(truth, text, STATEMENT, at))


def _forged(shop: Shop) -> None:
    asked = shop.asks()
    sender = shop.dice.choice(FORGERS)
    said = shop.written(asked.reference) if shop.dice.random() < 0.7 else ""
    text = BANKS[shop.currency](asked.amount_minor, said, shop.balance, shop.dice)
    truth = Truth("forged", next(shop.numbers), None, asked.amount_minor)
    shop.comes(Message(truth, text, sender, shop.now + timedelta(minutes=1)))


def _stranger(shop: Shop) -> None:
    """Somebody pays something else; nobody is asked for exactly that."""
    minor = shop.dice.randrange(10**3, 10**6)
    if all(minor != asked.amount_minor for asked in shop.topups.values()):
        shop.pays("stranger", None, minor)


def _stranger_at_once(shop: Shop) -> None:
    """A stranger pays somebody's unique amount in the same minute as its owner."""
    asked = shop.asks(unique=True)
    at = shop.now + timedelta(minutes=5)
    pair = [("stranger's equal amount", None), ("equal to a stranger's", asked)]
    shop.dice.shuffle(pair)
    for kind, owner in pair:
        shop.pays(kind, owner, asked.amount_minor, at=at)


def _without_coins(shop: Shop) -> None:
    """Somebody leaves out the coins that made the amount unique; it may be what another was asked for."""
    asked = shop.asks(unique=True)
    shop.pays("without the coins", asked, asked.amount_minor // 100 * 100)


def _went(shop: Shop) -> None:
    """The bank tells of money that left, in the words of the shop's own reference."""
    asked = shop.asks()
    text = (
        f"{shop.currency} {_grouped(asked.amount_minor, shop.currency, ',', '.')} debited from a/c 12 "
        f"to a/c 34, {asked.reference}. Bal: {shop.currency} 9,000.00"
    )
    truth = Truth("debit", next(shop.numbers), None, asked.amount_minor, is_credit=False)
    shop.comes(Message(truth, text, SENDER, shop.now + timedelta(minutes=1)))


VISITS: dict[str, tuple[int, Callable[[Shop], None]]] = {
    "right": (30, _right),
    "other amount": (6, _other_amount),
    "parts": (4, _parts),
    "equal parts": (1, _equal_parts),
    "unique": (16, _unique),
    "no reference": (4, _no_reference),
    "mistyped": (7, _mistyped),
    "mistyped, other's amount": (3, _others_amount_mistyped),
    "other's amount": (4, _others_amount),
    "nobody's": (2, _nobodys),
    "two references": (2, _two_references),
    "late": (2, _late),
    "late by amount": (2, _late_amount),
    "other currency": (2, _other_currency),
    "same twice": (5, _same_twice),
    "same text": (5, _same_text),
    "other source": (5, _other_source),
    "reversal": (4, _reversal),
    "forged": (5, _forged),
    "stranger": (3, _stranger),
    "stranger at once": (1, _stranger_at_once),
    "without coins": (2, _without_coins),
    "debit": (1, _went),
}


def played(n: int, seed: int) -> Tally:
    """Make at least `n` transfers in shops of some days, and return what came of them."""
    dice, tally, numbers = random.Random(seed), Tally(), count(1)
    while tally.made.total() < n:
        Shop(dice, tally, numbers).lives()
    return tally


def result_of(tally: Tally, seconds: float, seed: int) -> Result:
    """Return the table's row. It falls short below LEAST_BY_ITSELF, and if the truth was not to be seen."""
    percent = 100 * tally.alone / max(tally.due, 1)
    counts: dict[str, int | str] = {
        "twice": tally.twice,
        "settled by itself": f"{tally.alone}/{tally.due} ({percent:.1f} %)",
        "doubtful": tally.doubtful,
        "true one among three": f"{100 * tally.among / max(tally.doubtful, 1):.1f} %",
    }
    short = () if percent >= LEAST_BY_ITSELF else (f"only {percent:.1f} % settled by themselves",)
    return Result("transfers", tally.made.total(), tuple(tally.wrong), seconds, seed, counts, short)


def run(n: int = 10_000, seed: int | None = None) -> Result:
    """Make `n` transfers or some more; without a `seed` take a new one."""
    chosen, started = seed_or_new(seed), time.perf_counter()
    tally = played(n, chosen)
    return result_of(tally, time.perf_counter() - started, chosen)


def mix(tally: Tally) -> str:
    """Return how many of each kind were made, and how they ended."""
    lines = []
    for kind, made in tally.made.most_common():
        ends = {end: n for (of, end), n in sorted(tally.ended.items()) if of == kind}
        lines.append(f"{kind:26} {made:6}  " + ", ".join(f"{end} {n}" for end, n in ends.items()))
    return "\n".join(lines)


def main() -> int:
    """Print the mix and the table's row; 1 if anything was found."""
    given = numbers_given()
    n, seed = given[0] if given else 10_000, seed_or_new(given[1] if len(given) > 1 else None)
    started = time.perf_counter()
    tally = played(n, seed)
    print(f"seed {seed}\n{mix(tally)}\n")
    return print_results(result_of(tally, time.perf_counter() - started, seed))


if __name__ == "__main__":
    sys.exit(main())
