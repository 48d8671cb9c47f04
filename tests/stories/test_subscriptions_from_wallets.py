"""Subscriptions from wallets: the most they can cost is paid beforehand, and what is not used comes back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from playground.telegram.people import NoSuchButton
from shop.ordering.order import OrderState
from storage.ledger.tables import account
from tests.in_process import ANN, Harness, Player

EACH, POSTS = 110_000, 5
PRICE = EACH * POSTS
MINUTE, HOUR = 60, 3600
ANSWERS = ("ann.example", "100", "200", str(POSTS))


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop without a markup; Ann has $1. A post at the panel comes every 15 seconds."""
    harness = Harness(database_file, access="shop")
    await harness.opens()
    for player in (harness.ann, harness.olga):
        await player.says("/start")
    await harness.olga.says(f"/credit {ANN} 1 welcome")
    await harness.olga.taps("Confirm")
    yield harness
    assert await sum_of_all(harness) == 0
    await harness.audited()
    await harness.closes()


async def sum_of_all(harness: Harness) -> int:
    """Return the sum of all accounts of the ledger."""

    def unit(connection: Connection) -> int:
        return int(connection.execute(select(func.sum(account.c.balance_micro))).scalar() or 0)

    return await harness.kiosk.stores.database.read(unit)


async def fills_in(player: Player, answers: tuple[str, ...] = ANSWERS, expiry: str = "") -> None:
    """Come to the confirm card of a subscription."""
    service = player.harness.panel.catalogue.of_type("Subscriptions")
    await player.says(f"/order {service.id}")
    for answer in answers:
        await player.says(answer)
    await player.taps("30 min")
    await (player.says(expiry) if expiry else player.taps("Skip"))


async def subscribes(player: Player, expiry: str = "") -> None:
    """Order a subscription of $0.55 in all, and have it placed."""
    await fills_in(player, expiry=expiry)
    await player.taps("Confirm")


async def posts_come(harness: Harness, posts: int) -> None:
    """Let so many posts of the subscription come, and the kiosk hear of each; then nothing moves."""
    [order] = harness.panel.orders.values()
    for _ in range(20 * POSTS):
        if order.posts >= posts:
            break
        await harness.passes(5)
    assert order.posts == posts


def ends(harness: Harness, word: str) -> None:
    """Let the panel end the subscription with this word."""
    harness.panel.set_state(23501, word)


async def test_no_coupon_takes_anything_off_and_the_order_goes_out(shop: Harness) -> None:
    ann = shop.ann
    await shop.olga.says("/coupon HALF 50%")
    await ann.says("/wallet")
    await ann.taps("Coupon")
    await ann.says("half")
    await fills_in(ann)
    await ann.sees("Price: $0.55 at the most", "HALF takes nothing off this order")
    await ann.taps("Confirm")
    assert await ann.balance_micro() == 1_000_000 - PRICE
    assert len(shop.panel.orders) == 1


async def test_the_card_says_what_is_paid_and_what_comes_back(shop: Harness) -> None:
    ann = shop.ann
    service = shop.panel.catalogue.of_type("Subscriptions")
    await ann.says(f"/order {service.id}")
    for answer in ANSWERS[:3]:
        await ann.says(answer)
    await ann.sees("For how many new posts?", "The most they can cost is taken when you order")
    ann.finds_no("Skip")
    await ann.says(ANSWERS[3])
    await ann.taps("30 min")
    await ann.taps("Skip")
    await ann.sees(
        "Each new post: 100 to 200",
        "New posts: 5",
        "Price: $0.55 at the most, $0.11 for each post",
        "the money for posts that did not come is back in your wallet",
    )
    ann.finds_no("Quantity:")
    ann.finds_no("Earlier posts")
    await ann.taps("Confirm")
    assert await ann.balance_micro() == 1_000_000 - PRICE
    [order] = shop.panel.orders.values()
    sent = {"username": "ann.example", "min": "100", "max": "200", "posts": "5", "delay": "30"}
    assert sent.items() <= order.fields.items()
    assert not {"quantity", "url", "old_posts"} & order.fields.keys()
    await ann.says(f"/order {service.id}")
    await ann.says("/cancel")


async def test_all_posts_come_and_all_is_paid(shop: Harness) -> None:
    await subscribes(shop.ann)
    await posts_come(shop, 2)
    await shop.ann.sees("Posts served: 2 of 5")
    await posts_come(shop, POSTS)
    await shop.passes(MINUTE)
    assert await shop.state_of(1) is OrderState.COMPLETED
    assert await shop.ann.balance_micro() == 1_000_000 - PRICE
    await shop.ann.sees("Order 1 is done")
    shop.olga.finds_no("Subscription 1 has ended")


async def test_one_that_expires_gives_back_the_posts_that_did_not_come(shop: Harness) -> None:
    shop.panel.pace.post_every = 10 * HOUR
    await subscribes(shop.ann, expiry="02.01.2026")
    for _ in range(19):
        await shop.passes(2 * HOUR)
    [order] = shop.panel.orders.values()
    assert (order.word, order.posts) == ("Expired", 3)
    assert await shop.ann.balance_micro() == 1_000_000 - 3 * EACH
    await shop.ann.sees("Posts served: 3 of 5. $0.22 for the others is back in your wallet.")


@pytest.mark.parametrize("word", ["Expired", "Canceled", "Partial", "Completed"])
async def test_whatever_ends_it_the_posts_that_came_are_paid(shop: Harness, word: str) -> None:
    await subscribes(shop.ann)
    await posts_come(shop, 2)
    await shop.passes(1)
    ends(shop, word)
    await shop.passes(MINUTE)
    assert await shop.ann.balance_micro() == 1_000_000 - 2 * EACH
    await shop.ann.sees("Posts served: 2 of 5. $0.33 for the others is back in your wallet.")
    for _ in range(5):
        await shop.passes(2 * HOUR)
    assert await shop.ann.balance_micro() == 1_000_000 - 2 * EACH
    shop.olga.finds_no("Subscription 1 has ended")


async def test_the_customer_stops_it(shop: Harness) -> None:
    ann = shop.ann
    await subscribes(ann)
    await posts_come(shop, 1)
    await shop.passes(1)
    await ann.taps("Cancel order")
    await ann.sees("You pay for the posts that came until it stops")
    await ann.taps("Stop it")
    await shop.passes(3 * MINUTE)
    [order] = shop.panel.orders.values()
    assert order.word == "Canceled"
    assert await ann.balance_micro() == 1_000_000 - order.posts * EACH


@pytest.mark.parametrize(
    ("shown", "word"), [("none", "Canceled"), ("none", "Expired"), ("ordered", "Expired")]
)
async def test_where_the_count_is_not_certain_the_operator_decides(
    shop: Harness, shown: str, word: str
) -> None:
    """A panel that says nothing of posts, and one that always says how many were ordered."""
    shop.panel.posts_shown = shown  # type: ignore[assignment]  # one of the three words
    await subscribes(shop.ann)
    await posts_come(shop, 2)
    await shop.passes(1)
    ends(shop, word)
    await shop.passes(MINUTE)
    assert await shop.ann.balance_micro() == 1_000_000 - PRICE
    await shop.olga.sees("Subscription 1 has ended", "Nothing has been refunded yet")
    if word == "Expired":
        await shop.olga.says("/review 1 end refund")
        await shop.olga.taps("Yes, end it")
        assert await shop.ann.balance_micro() == 1_000_000


async def test_a_panel_that_says_nothing_of_posts_and_completes_it_is_paid(shop: Harness) -> None:
    shop.panel.posts_shown = "none"
    await subscribes(shop.ann)
    await posts_come(shop, POSTS)
    await shop.passes(MINUTE)
    assert await shop.state_of(1) is OrderState.COMPLETED
    assert await shop.ann.balance_micro() == 1_000_000 - PRICE


async def test_what_its_posts_cost_at_the_panel_is_nobodys_margin(shop: Harness) -> None:
    """The panel charges each post and tells of none of it, so nobody knows what is left of the price."""
    await subscribes(shop.ann)
    await posts_come(shop, POSTS)
    await shop.passes(MINUTE)
    await shop.olga.says("/stats")
    await shop.olga.sees("1 order · $0.55 · $0.00 margin", "1 order is not in the margin")
    await shop.olga.says("/find 1")
    await shop.olga.sees("Price: $0.55")
    shop.olga.finds_no("Margin:")


async def test_a_wallet_that_is_short_says_by_how_much(shop: Harness) -> None:
    await fills_in(shop.ann, ("ann.example", "100", "200", "10"))
    await shop.ann.sees("Price: $1.10 at the most", "You need $0.10 more")
    with pytest.raises(NoSuchButton):
        await shop.ann.taps("Confirm")


async def test_a_lost_answer_is_the_operators_and_all_can_come_back(shop: Harness) -> None:
    """It costs nothing when it is placed, so a balance that did not move proves nothing."""
    await fills_in(shop.ann)
    shop.panel.arm("reset_before")
    await shop.ann.taps("Confirm")
    for _ in range(4):
        await shop.passes(MINUTE)
    assert await shop.state_of(1) is OrderState.UNKNOWN
    assert "Its cost is known only later" in shop.olga.screen
    await shop.olga.says("/review 1")
    await shop.olga.taps("Void")
    await shop.olga.taps("Yes, void")
    assert await shop.ann.balance_micro() == 1_000_000


async def test_its_posts_explain_money_that_leaves_the_account(shop: Harness) -> None:
    await subscribes(shop.ann)
    await posts_come(shop, 3)
    await shop.kiosk.catalogue.read_balance()
    await shop.passes(MINUTE)
    await shop.olga.says("/panel")
    shop.olga.finds_no("counts as shared")


async def test_it_can_start_later_and_be_dropped(shop: Harness) -> None:
    ann = shop.ann
    await fills_in(ann)
    await ann.taps("Start later")
    await ann.says("20:00")
    await ann.taps("Confirm")
    assert await ann.balance_micro() == 1_000_000 - PRICE
    await ann.taps("Cancel order")
    await ann.taps("Yes, cancel it")
    assert await ann.balance_micro() == 1_000_000


async def test_it_is_found_and_can_be_ordered_again(shop: Harness) -> None:
    assert any("Auto views" in one.name for one in shop.kiosk.storefront.find("telegram auto views"))
    await subscribes(shop.ann)
    await posts_come(shop, POSTS)
    await shop.passes(MINUTE)
    await shop.olga.says(f"/credit {ANN} 1 more")
    await shop.olga.taps("Confirm")
    await shop.ann.taps("Reorder")
    await shop.ann.sees("Check your order", "New posts: 5", "Price: $0.55 at the most")


async def test_the_list_names_whose_posts_are_served(shop: Harness) -> None:
    await subscribes(shop.ann)
    await shop.ann.says("/orders")
    labels = [button.label for button in shop.ann.person.last.buttons]
    assert any(label.endswith(" 1 · ann.example") for label in labels), labels
