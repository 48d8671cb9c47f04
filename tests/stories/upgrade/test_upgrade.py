"""The shop goes on under this version where the version before has left it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from handlers.operator.alerts.views import ALERTS
from handlers.orders import ending_views, views
from shop.ordering.order import OrderState
from tests.in_process import Player
from tests.stories.upgrade.answers import ANSWERS, link_for
from tests.stories.upgrade.before import Before, buttons


@pytest.fixture
async def before(tmp_path: Path) -> AsyncIterator[Before]:
    """What the version before has left, with this version just started on it."""
    before = Before(tmp_path / "kiosk.db")
    await before.opens()
    yield before
    await before.audited()
    await before.closes()


def draft_of(before: Before, person_id: int) -> tuple[str, dict[str, Any]]:
    """The question this person's draft stands at, and its answers."""
    found = before.rows("SELECT question, data FROM draft WHERE person_id = ?", person_id)
    return (found[0][0], json.loads(found[0][1])["answers"]) if found else ("", {})


async def taps(player: Player, subject: str, action: str) -> None:
    """Tap the newest button with this subject and action that the version before has drawn."""
    for message_id, data in buttons(player):
        parts = data.split(":")
        if (parts[0], parts[2]) == (subject, action):
            return await player.taps(data, message_id=message_id)
    raise AssertionError((subject, action, player.screen))


def words(before: Before, question: str, service_id: str) -> str:
    """What a person types as the answer to this question."""
    service = before.panel.catalogue.service(service_id)
    assert service is not None
    if question == "link":
        return link_for(service.name)
    if question == "quantity":
        return str(max(service.min, 100))
    if question in {"comments", "usernames"}:
        return "\n".join(f"{question}{number}" for number in range(max(service.min, 5)))
    return ANSWERS[question]


async def test_every_draft_goes_on_at_its_question(before: Before) -> None:
    await before.settles()
    drafts = before.rows("SELECT person_id, question, data FROM draft ORDER BY person_id")
    stood_at = {question for _, question, _ in drafts}
    assert {"platform", "category", "service", "link", "quantity", "runs", "interval", "confirm"} <= stood_at
    assert {*ANSWERS, "comments", "usernames", "device"} <= stood_at
    for person_id, question, data in drafts:
        player, answers = before.players[person_id], json.loads(data)["answers"]
        if question in {"platform", "category", "service"}:
            await taps(player, "d", {"platform": "pl", "category": "ca", "service": "se"}[question])
            assert draft_of(before, person_id)[0] != question
        elif question == "confirm" and person_id != before.ann.id:  # hers came there by what had waited
            [card] = before.rows(
                "SELECT terms FROM confirm WHERE person_id = ? AND used_at IS NULL", person_id
            )
            await taps(player, "t", "ok")
            [order] = before.rows("SELECT terms FROM orders WHERE person_id = ?", person_id)
            assert json.loads(order[0]) == json.loads(card[0])
        elif question in {"device", "type_of_traffic"}:
            await taps(player, "d", "ch")
            assert draft_of(before, person_id)[1].keys() == {*answers, question}
        elif question != "confirm":
            await player.says(words(before, question, json.loads(data)["service_id"]))
            kept = draft_of(before, person_id)[1]
            matters = question != "referring_url"  # asked before of search traffic too, and dropped now
            assert kept.keys() == {*answers, *([question] if matters else [])}, (question, player.screen)
            assert {name: kept[name] for name in answers} == answers


async def test_what_was_taken_in_and_not_handled_is_handled(before: Before) -> None:
    [[payer]] = before.rows(
        "SELECT person_id FROM inbox WHERE state = 'waiting' AND raw LIKE '%\"successful_payment\"%'"
    )
    [[buyer]] = before.rows(
        "SELECT person_id FROM inbox WHERE state = 'waiting' AND raw LIKE '%\"callback_query\"%'"
    )
    assert draft_of(before, before.ann.id)[0] == "quantity"
    await before.settles()
    assert before.rows("SELECT 1 FROM inbox WHERE state <> 'done'") == []
    assert draft_of(before, before.ann.id)[1]["quantity"] == 150
    await before.bob.sees("Balance: $0.00")
    await before.olga.sees("The panel", "Receipts that wait for you: 1")
    assert len(before.rows("SELECT 1 FROM orders WHERE person_id = ? AND quantity = 150", buyer)) == 1
    assert len(before.rows("SELECT 1 FROM payment WHERE person_id = ? AND state = 'credited'", payer)) == 1


async def test_what_was_owed_is_said_and_no_kind_is_unknown(before: Before) -> None:
    owed = before.rows("SELECT id, kind, payload FROM outbox WHERE state = 'pending'")
    kinds = {kind for _, kind, _ in owed}
    assert kinds >= {
        "card",
        "finished",
        "refill",
        "credited",
        "returned",
        "receipt",
        "receipt_more",
        "review",
    }
    assert kinds >= {"turned_down", "wallet_changed", "alert", "reminder", "came_back", "unsure"}
    told = {json.loads(one)["alert"] for _, kind, one in owed if kind == "alert"}
    assert len(told) == 45, "every alert that the version before had"
    assert told - set(ALERTS) == set(), "its words were taken away, but a shop may still owe it"
    for _ in range(30):  # at the pace of a broadcast
        await before.settles()
        before.clock.advance(10)
    numbers = ",".join(str(number) for number, _, _ in owed)
    left = before.rows(
        f"SELECT kind, payload, state, error FROM outbox WHERE id IN ({numbers}) AND state <> 'sent'"  # noqa: S608 - numbers of rows
    )
    assert left == []


BUTTONS = (
    ("done", "s::orders:", "Your orders"),
    ("done", "s::wallet:", "Your wallet"),
    ("done", "s::order:", "What is it for?"),
    ("done", "o:{done}:open:", "Order {done} · Completed"),
    ("done", "o:{done}:refresh:", "Checking"),
    ("done", "o:{done}:refill:", "Requested. The card shows"),
    ("done", "o:{done}:reorder:", "Check your order"),
    ("done", "o:{done}:back:", "Your orders"),
    ("done", "w::statement:", "Every movement of your wallet"),
    ("done", "l:0:newer:", "Your orders"),
    ("done", "u::open:", "How would you like to pay?"),
    ("done", "u:stars:way:", "How much?"),
    ("done", "u:stars:amount:1000000", "Wallet top-up"),
    ("done", "u:manual:amount:1000000", "When you have paid, tap the button below"),
    ("done", "u:card:drop:", "Nothing was paid"),
    ("done", "l:{done}:older:", "Your orders"),
    ("midway", "s::resume:", "Spread it over time?"),
    ("running", "o:{running}:cancel:", "Stop order {running}?"),
    ("running", "o:{running}:keep:", "Order {running} · Processing"),
    ("running", "o:{running}:stop:", "Requested. The card shows"),
    ("operator", "p::refresh:", "Asking the panel"),
    ("operator", "p::mine:", "The account counts as ours alone again"),
    ("operator", "c:{receipt}:decline:", "Declined by Olga"),
    ("operator", "c:{receipt}:approve:", "This has already been decided"),
    ("operator", "y:{stars}:return:", "Give 77 ⭐ back?"),
    ("operator", "y:{stars}:kept:{star_payer}", "Paid 77 ⭐: credited"),
    ("operator", "y:{stars}:sure:{star_payer}", "Given back."),
    ("operator", "y:{stars}:sure:{star_payer}", "There is nothing to give back"),
    ("operator", "y:{card}:return:", "There is nothing to give back"),
    ("operator", "y:{card}:sure:{card_payer}", "There is nothing to give back"),
    ("operator", "g:{credit}:sure:", "$1.00 for P2001 (2001). Their balance:"),
    ("operator", "g:1:drop:", "Nothing was changed"),
    ("operator", "b:{broadcast}:stop:", "Stopped"),
    ("operator", "b:{broadcast}:send:", "This has already been decided"),
    ("operator", "b:{broadcast}:drop:", "This has already been decided"),
    ("operator", "r:{human}:open:", "Order {human}: please decide"),
    ("operator", "r:{human}:wait:", "Order {human}: please decide"),
    ("operator", "r:{human}:void:", "Are you sure?"),
    ("operator", "r:{human}:adopt:23999", "The panel has no order 23999"),
    ("operator", "r:{human}:voided:", "Order {human} was voided"),
    ("operator", "r:{human}:adopted:23999", "This has already been decided"),
    ("operator", "r:{human}:back:", "This has already been decided"),
    ("operator", "r:{running}:end:refund", "Order {running} · Canceled"),
)
"""Who taps, the data of a button as the version before packed it, and what that shows or answers."""


async def test_every_old_button_means_the_same(before: Before) -> None:
    await before.settles()

    def first(query: str) -> tuple[int, int]:
        found = before.rows(query)[0]
        return int(found[0]), int(found[-1])

    done, doer = first("SELECT id, person_id FROM orders WHERE state = 'completed'")
    running, runner = first("SELECT id, person_id FROM orders WHERE state = 'processing'")
    stars, star_payer = first("SELECT id, person_id FROM payment WHERE way = 'stars'")
    card, card_payer = first("SELECT id, person_id FROM payment WHERE way = 'card'")
    before.olga.person.says("/credit 2001 1.00 for the wait")
    [credit] = before.took_in(handled=True)
    numbers = {
        "credit": credit,
        "done": done,
        "running": running,
        "stars": stars,
        "star_payer": star_payer,
        "card": card,
        "card_payer": card_payer,
        "receipt": first("SELECT id FROM topup WHERE state = 'waiting'")[0],
        "human": first("SELECT order_id FROM inquiry WHERE state = 'human'")[0],
        "broadcast": first("SELECT id FROM broadcast")[0],
    }
    midway = before.players[first("SELECT person_id FROM draft WHERE question = 'runs'")[0]]
    who = {"done": before.players[doer], "running": before.players[runner], "midway": midway}
    who["operator"] = before.olga
    for person, data, wanted in BUTTONS:
        player, version = who[person], before.telegram.version
        tap = player.person.forges(data.format_map(numbers))
        await before.settles()
        changed = player.person.home.changed_since(version)
        shown = [one.content.invoice.title if one.content.invoice else one.text for one in changed]
        assert wanted.format_map(numbers) in "\n".join([tap.text, *shown]), (data, tap.text, shown)


async def test_what_is_drawn_on_a_draft_leads_on_and_back(before: Before) -> None:
    await before.settles()
    by_question = {
        question: before.players[person_id]
        for person_id, question in before.rows("SELECT person_id, question FROM draft ORDER BY person_id")
    }
    await taps(by_question["runs"], "d", "sk")
    assert draft_of(before, by_question["runs"].id)[0] == "confirm"
    await taps(by_question["interval"], "d", "bk")
    assert draft_of(before, by_question["interval"].id)[0] == "runs"
    await taps(by_question["category"], "d", "bk")
    assert draft_of(before, by_question["category"].id)[0] == "platform"
    await taps(by_question["link"], "d", "no")
    assert draft_of(before, by_question["link"].id)[0] == ""


async def test_every_reason_is_still_a_sentence(before: Before) -> None:
    catalogues = before.kiosk.services.catalogues
    seen: set[tuple[str, str]] = set()
    for number, state, reason in before.rows("SELECT id, state, reason FROM orders"):
        order = await before.kiosk.stores.orders.find(number, owner=None)
        assert order is not None
        text = views.card(order, catalogues.of("en")).text
        wanted = SENTENCES.get((state, reason or ""), "")
        assert wanted in text, (state, reason, text)
        if OrderState(state) in {OrderState.REJECTED, OrderState.VOIDED}:
            ending = ending_views.ending(order, OrderState(state), catalogues.of("en"))
            assert ENDINGS.get((state, reason), wanted) in ending, (state, reason, ending)
        russian = views.card(order, catalogues.of("ru")).text
        assert not any(kind in russian for kind in ("not_placed", "waited_too_long", "dearer", "withdrawn"))
        seen.add((state, reason or ""))
    assert set(SENTENCES) - seen == set()


REFUSED = "It could not be placed right now"
SENTENCES: dict[tuple[str, str], str] = {
    ("rejected", "auth: Invalid API key"): REFUSED,
    ("rejected", "funds: Not enough funds"): REFUSED,
    ("rejected", "duplicate_link: You have active order with this link."): "Another order for this link",
    ("rejected", "service: Incorrect service ID"): "This service is not available",
    ("rejected", "quantity: Quantity less than minimal: 100"): "This quantity was not accepted",
    ("rejected", "link: Invalid link"): "The link was not accepted",
    ("rejected", "params: bad parameter: interval"): "One of the answers was not accepted",
    ("rejected", "blocked: HTTP 403"): REFUSED,
    ("rejected", "other: the panel gave no reason"): "It was not accepted",
    ("rejected", "other: We are sorry: try tomorrow"): "It was not accepted",
    ("reserved", "inquiry"): "Another order is being checked first",
    ("reserved", "panel_down"): "Orders cannot be sent right now",
    ("reserved", "prices"): "Orders cannot be sent right now",
    ("reserved", "not_sent: connection refused"): "Orders cannot be sent right now",
    ("reserved", "account"): "Orders cannot be sent right now",
    ("reserved", "auth: Invalid API key"): "Orders cannot be sent right now",
    ("reserved", "funds: Not enough funds"): "Orders cannot be sent right now",
    ("reserved", "blocked: HTTP 403"): "Orders cannot be sent right now",
    ("reserved", "throttled"): "Many orders are on their way",
    ("reserved", "throttled: Too many requests. Limit 50/minute."): "Many orders are on their way",
    ("voided", "withdrawn"): "",
    ("voided", "waited_too_long"): "could not be sent in time",
    ("voided", "dearer"): "price has changed since",
    ("voided", "gone"): "no longer on sale",
    ("voided", "not_placed"): "It was not placed",
    ("voided", "not_placed: Link is private: open it first"): "It was not placed",
    ("voided", "unclear"): "Nobody could find out",
}
"""A part of the card's text, by the state and by what stands in the column."""

ENDINGS: dict[tuple[str, str], str] = {
    ("rejected", "other: the panel gave no reason"): "was not accepted. Try another service",
    ("rejected", "other: We are sorry: try tomorrow"): "was not accepted. Try another service",
    ("voided", "withdrawn"): "could not be placed",
    ("voided", "waited_too_long"): "could not be placed",
    ("voided", "not_placed"): "was not placed",
    ("voided", "not_placed: Link is private: open it first"): "was not placed",
}
"""A part of the short message at the end, where it is another one."""


async def test_money_is_the_same_and_no_case_is_lost(tmp_path: Path) -> None:
    before = Before(tmp_path / "kiosk.db")
    money = "SELECT kind, owner_id, currency, balance_micro FROM account ORDER BY id"
    cases = "SELECT order_id, state FROM inquiry ORDER BY order_id"
    kept, looked_into = before.rows(money), before.rows(cases)
    assert {state for _, state in looked_into} >= {"open", "human"}
    await before.opens()
    assert before.rows(money) == kept
    assert before.rows(cases) == looked_into
    await before.audited()
    for _ in range(60):
        await before.passes(60)
    [human] = [number for number, state in looked_into if state == "human"]
    ended = {number: state for number, state in before.rows(cases) if number != human}
    assert set(ended.values()) <= {"settled", "human"}
    await before.audited()
    await before.closes()
