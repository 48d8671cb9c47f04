"""One receipt for two top-ups: whoever decides about either is told of the other."""

from tests.in_process import Harness, Player
from tests.stories.by_hand import has_paid, shop

__all__ = ["shop"]

HASH = "9f3c0a1be4d27755"


async def hands_in(player: Player, words: str, amount: str = "$5") -> None:
    """Pay by hand, with a receipt in words."""
    await has_paid(player, amount)
    await player.says(words)
    await player.taps("Send to the shop")


async def test_the_card_of_a_picture_that_came_before_says_for_which_topup(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await has_paid(ann)
    picture = ann.person.sends_photo(caption="here it is")
    await shop.settles()
    await ann.taps("Send to the shop")
    await olga.sees("Ann (101) says $5.00", "here it is")
    olga.finds_no("another receipt")
    await olga.taps("Credit it")
    await has_paid(bob, "$20")
    bob.person.sends_on(picture, caption="mine")
    await shop.settles()
    await bob.taps("Send to the shop")
    await olga.sees("Bob (102) says $20.00", "The same picture or file is also another receipt:")
    await olga.sees("✅ Ann (101), $5.00: credited ")
    await olga.taps("Decline")
    await olga.sees("Why is it declined?", "✅ Ann (101), $5.00: credited ")


async def test_both_cards_that_wait_name_each_other(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await hands_in(ann, f"tx {HASH}")
    await olga.sees(f"tx {HASH}")
    await hands_in(bob, f"https://scan.example/tx/{HASH.upper()}?a=1")
    await olga.sees("also stands in another receipt", "🕓 Ann (101), $5.00: waits since ")
    [first] = [one for one in olga.person.chat if "Ann (101) says" in one.text]
    assert f"“{HASH}” also stands in another receipt" in first.text
    assert "Bob (102), $5.00: waits since" in first.text


async def test_what_all_receipts_have_in_common_is_no_payments_number(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    for player, number in ((ann, "771 234 561"), (bob, "771 234 562")):
        await hands_in(player, f"2026-11-30 12:30:15 sent 5.00 USD to 4081 7810 0999, number {number}")
        await olga.sees(f"number {number}")
        olga.finds_no("another receipt")
    await hands_in(ann, "number 771-234-562", "$20")
    await olga.sees("says $20.00", "“771-234-562” also stands in another receipt:", "Bob (102), $5.00: waits")


async def test_the_number_of_ones_own_card_makes_no_two_payments_the_same(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    card = "8600 1234 5678 9012"
    for day in (28, 29, 30):
        await hands_in(ann, f"from {card}, {day}.11.2026 12:30")
        await olga.sees(f"{day}.11.2026")
        olga.finds_no("another receipt")
    await hands_in(ann, f"{card} 28.11.2026", "$20")
    await olga.sees("says $20.00", f"“{card}” also stands in another receipt:", "Ann (101), $5.00: waits")
    shown = olga.person.last.text
    assert shown.count("also stands in another receipt") == 1, "the other two are of other days"
    await hands_in(bob, f"from {card}, 01.12.2026")
    await olga.sees("Bob (102) says $5.00", f"“{card}” also stands in another receipt:", "Ann (101)")


async def test_a_picture_that_its_sender_hands_in_twice_is_told_of_whatever_stands_below_it(
    shop: Harness,
) -> None:
    ann, olga = shop.ann, shop.olga
    await has_paid(ann)
    picture = ann.person.sends_photo(caption="8600 1234 5678 9012 on 28.11.2026")
    await shop.settles()
    await ann.taps("Send to the shop")
    await has_paid(ann, "$20")
    ann.person.sends_on(picture, caption="8600 1234 5678 9012 on 29.11.2026")
    await shop.settles()
    await ann.taps("Send to the shop")
    await olga.sees("says $20.00", "The same picture or file is also another receipt:", "Ann (101), $5.00")


async def test_other_payments_of_the_same_card_hide_no_receipt_that_is_the_same(shop: Harness) -> None:
    """Only so many others are shown: they are chosen among those that are the same."""
    ann, olga = shop.ann, shop.olga
    card = "8600 1234 5678 9012"
    for day in (21, 22, 23, 24, 25):
        await hands_in(ann, f"from {card}, {day}.11.2026")
        await olga.taps("Credit it")
    await hands_in(ann, f"from {card}, 21.11.2026")
    await olga.sees(f"“{card}” also stands in another receipt:", "✅ Ann (101), $5.00: credited")
    assert olga.person.last.text.count("also stands in another receipt") == 1


async def test_a_picture_of_an_album_is_compared_too(shop: Harness) -> None:
    ann, bob, olga = shop.ann, shop.bob, shop.olga
    await has_paid(ann)
    pictures = ann.person.sends_album("photo", "photo")
    await shop.settles()
    await ann.taps("Send to the shop")
    await has_paid(bob)
    bob.person.sends_on(pictures[1])
    await shop.settles()
    await bob.taps("Send to the shop")
    await olga.sees("Bob (102) says $5.00", "The same picture or file is also another receipt:", "Ann (101)")
