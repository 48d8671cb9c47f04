"""What customers, banks and forgers do to a shop that takes bank transfers."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from chaos.bank_texts import BANKS, grouped, statement
from chaos.transfer_shop import SENDER, SENDERS, STATEMENT, Message, Shop, Truth
from shop.ledger.matching_facts import Expected
from shop.ledger.references import ALPHABET, reference_for

PER_SHOP = 120
"""Messages after which nobody else comes."""

FORGERS = ("+79161234567", "AD-BАNKXX-S", "BANKXX", "", "AD-BANKXX-S\u200b", "customer")


def lives(shop: Shop) -> None:
    """Let customers come until enough is on its way, then until all of it was seen."""
    while len(shop.told) < PER_SHOP:
        shop.now += timedelta(minutes=shop.dice.choice((0, 0, 1, 3, 20, 60)))
        shop.reads(shop.now)
        kind = shop.dice.choices([*VISITS], [weight for weight, _ in VISITS.values()])[0]
        VISITS[kind][1](shop)
    while shop.ahead:
        shop.reads(shop.ahead[0][0])


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
    text = statement(earlier.truth.minor, shop.currency, words, number=number, at=earlier.at)
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
        text = statement(taken.amount_minor, taken.currency, "storno", number=own, at=at, reverses=number)
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
        f"{shop.currency} {grouped(asked.amount_minor, shop.currency, ',', '.')} debited from a/c 12 "
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
"""Each kind of visit: how often it comes, of all, and what is done."""
