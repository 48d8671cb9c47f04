"""What must be true after kiosks were killed or stopped: nothing lost, nothing twice, all in order."""

import json
from collections.abc import Iterator, Mapping, Sequence

from playground.telegram import FakePerson
from tests.faults.process import KioskProcess

SENDS = ("send", "edit", "forward", "copy")


def nothing_lost(process: KioskProcess, updates: Sequence[int]) -> Iterator[str]:
    """Yield what is wrong with these updates: each was taken in once and had its turn."""
    if not updates:
        return
    query = "SELECT update_id, state FROM inbox WHERE update_id >= ? ORDER BY update_id"
    kept = process.rows(query, updates[0])
    if missing := sorted(set(updates) - {row["update_id"] for row in kept}):
        yield f"updates {missing[:5]} … were lost"
    if undone := [row["update_id"] for row in kept if row["state"] != "done"]:
        yield f"updates {undone[:5]} … were not handled"


def came_once(process: KioskProcess, asked: Mapping[str, FakePerson], refused: int = 0) -> Iterator[str]:
    """Yield what is wrong with the orders for these links: one for each, at the panel at most once.

    `refused` is how many orders the panel has turned away before it looked at them.
    """
    states: dict[str, list[str]] = {}
    for row in process.rows("SELECT terms, state FROM orders"):
        states.setdefault(json.loads(row["terms"])["link"], []).append(row["state"])
    placed = 0
    for link in asked:
        found, at_panel = states.get(link, []), len(process.panel.orders_for(link))
        placed += at_panel
        if len(found) != 1:
            yield f"{link} is {len(found)} orders"
        elif at_panel > 1:
            yield f"{link} was placed {at_panel} times"
        elif at_panel == 0 and found[0] not in {"unknown", "voided"}:
            yield f"{link} is {found[0]} and was never placed"
        elif at_panel == 1 and found[0] in {"voided", "rejected"}:
            yield f"{link} was placed and is {found[0]}"
    if process.panel.adds_received - refused != placed:
        yield f"the panel got {process.panel.adds_received} orders for {placed} links"


def credited_once(process: KioskProcess, paid: Mapping[FakePerson, int]) -> Iterator[str]:
    """Yield what is wrong with these people's payments.

    Each charge of Telegram's is credited once, and in the wallets of people who bought nothing is what it
    brought, given in micro-units.
    """
    charged = sorted(one.charge_id for one in process.telegram.world.checkouts.values() if one.charge_id)
    credited = sorted(
        row["charge_id"]
        for row in process.rows("SELECT charge_id FROM payment WHERE state = 'credited' AND way = 'stars'")
    )
    if charged != credited:
        yield f"Telegram knows {len(charged)} charges, {len(credited)} are credited"
    wallets = "SELECT owner_id, balance_micro FROM account WHERE kind = 'wallet'"
    found = {row["owner_id"]: row["balance_micro"] for row in process.rows(wallets)}
    for person, micro in paid.items():
        if found.get(person.id, 0) != micro:
            yield f"{person.name} has {found.get(person.id, 0)} in the wallet, not {micro}"


def in_order(process: KioskProcess) -> Iterator[str]:
    """Yield people whose updates did not end in the order in which they came."""
    query = "SELECT person_id, seq, handled_at FROM inbox WHERE person_id IS NOT NULL ORDER BY seq"
    last: dict[int, object] = {}
    for row in process.rows(query):
        before = last.get(row["person_id"])
        if before is not None and row["handled_at"] < before:
            yield f"update {row['seq']} of {row['person_id']} ended before the one before it"
        last[row["person_id"]] = row["handled_at"]


def most_in_a_second(process: KioskProcess) -> int:
    """Return the most messages that Telegram got in any one second."""
    moments = [
        call.at for call in process.telegram.calls if call.chat_id and call.method.lower().startswith(SENDS)
    ]
    most, begin = 0, 0
    for place, moment in enumerate(moments):
        while moment - moments[begin] >= 1:
            begin += 1
        most = max(most, place - begin + 1)
    return most
