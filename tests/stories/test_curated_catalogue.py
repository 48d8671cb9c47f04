"""Catalogue at the desk: operators hide, show, rename, describe, pin and move what the panel sells."""

from tests.in_process import Harness, Player
from tests.stories.test_live_screens import keeps_manners

LINK = "https://www.instagram.com/p/Cabc"


async def opens_service(player: Player, number: str) -> None:
    """Find a service's card at the desk by its number."""
    await player.says("/services")
    await player.taps("Find")
    await player.says(number)


def label_with(player: Player, words: str) -> str:
    """Return the label of the newest screen that has these words."""
    labels = [button.label for row in player.person.last.keyboard for button in row]
    return next(label for label in labels if words in label)


async def test_a_hidden_service_is_gone_for_customers_and_comes_back(staffed_shop: Harness) -> None:
    ann, olga = staffed_shop.ann, staffed_shop.olga
    await ann.says(f"/order 1 {LINK}/ 1000")
    await ann.sees("Confirm")
    await opens_service(olga, "1")
    await olga.sees("No. 1", "Costs at the panel", "Not hidden")
    await olga.taps("Hide")
    await olga.sees("Hidden here at the desk")
    await ann.taps("Confirm")
    await ann.sees("This service is no longer on sale.")
    await ann.says("/order 1")
    await ann.sees("There is no service 1")
    await ann.says("/start s_1")
    await ann.sees("This service is no longer on sale.")
    await staffed_shop.passes(3_600)
    assert not staffed_shop.kiosk.storefront.knows("1")
    await staffed_shop.restarts()
    assert not staffed_shop.kiosk.storefront.knows("1")
    await olga.says("/services")
    await olga.sees("Hidden: 1")
    await olga.taps("Hidden: 1")
    await olga.taps(label_with(olga, "🙈"))
    await olga.taps("Show")
    await olga.sees("On sale, whatever the rules say.")
    await ann.says(f"/order 1 {LINK}/ 1000")
    await ann.taps("Confirm")
    await ann.sees("Order 1 received.")


async def test_what_was_ordered_before_goes_on(staffed_shop: Harness) -> None:
    ann, olga = staffed_shop.ann, staffed_shop.olga
    balance = staffed_shop.panel.balance
    staffed_shop.panel.deposit(-balance)
    await ann.says(f"/order 1 {LINK}/ 1000")
    await ann.taps("Confirm")
    await opens_service(olga, "1")
    await olga.taps("Hide")
    staffed_shop.panel.deposit(balance)
    await staffed_shop.passes(120)
    assert len(staffed_shop.panel.orders) == 1
    await staffed_shop.delivers()
    await ann.says("/status 1")
    await ann.sees("Completed")


async def test_everywhere_a_hidden_service_is_gone(staffed_shop: Harness) -> None:
    ann, olga = staffed_shop.ann, staffed_shop.olga
    await ann.says(f"/order 1 {LINK}/ 1000")
    await ann.taps("Confirm")
    await staffed_shop.delivers()
    await ann.says("/start s_1")
    await ann.taps("Keep")
    await ann.says("/mass")
    await ann.says(f"1|{LINK}x/|1000\n2|{LINK}y/|1000")
    await opens_service(olga, "1")
    await olga.taps("Hide")
    await ann.taps("Confirm")
    await ann.sees("Nothing was ordered. Look at the list again.", "There is no service 1")
    await ann.says("/cancel")
    await ann.says("/start favourites")
    await ann.says("Instagram Followers Real")
    assert "Start 0-1 h" not in str(ann.person.last.keyboard)
    assert "0-1 h" not in str((await ann.queries("Followers Real Start")).results)


async def test_a_new_name_and_description_are_what_customers_read(staffed_shop: Harness) -> None:
    ann, olga = staffed_shop.ann, staffed_shop.olga
    await opens_service(olga, "21")
    await olga.taps("Rename")
    await olga.says("Hearts <b>fast</b> & fresh")
    await olga.sees("Hearts <b>fast</b> & fresh", "The panel calls it: Instagram Likes | Instant")
    await olga.taps("Describe")
    await olga.says("From real people.\nWithin the hour.")
    await olga.sees("Your description: From real people. Within the hour.")
    await staffed_shop.passes(3_600)
    await ann.says("/start s_21")
    await ann.sees("Hearts <b>fast</b> & fresh", "From real people.")
    await ann.says("hearts fresh")
    await ann.sees("Hearts")
    await ann.says(f"/order 21 {LINK}/ 1000")
    await ann.sees("Service: Hearts <b>fast</b> & fresh")
    await ann.taps("Confirm")
    await ann.sees("Hearts <b>fast</b> & fresh")
    await ann.says("/order 21 https://www.instagram.com/nasa/ 1000")
    await ann.sees("That link leads to a profile.")
    await opens_service(olga, "21")
    await olga.taps("Panel's name")
    await olga.taps("Panel's words")
    await ann.says("/start s_21")
    await ann.sees("Instagram Likes | Instant")
    ann.finds_no("From real people.\n[")
    await olga.says("/admin")
    await olga.taps("More")
    await olga.taps("Log")
    await olga.sees("Olga renamed 21: – → Hearts <b>fast</b> & fresh", "Olga changed the description of 21")


async def test_names_keep_to_their_length(staffed_shop: Harness) -> None:
    olga = staffed_shop.olga
    await opens_service(olga, "21")
    await olga.taps("Rename")
    for wrong in ("x" * 4_000, "\u200f\u202e"):
        await olga.says(wrong)
        await olga.sees("⚠️ A name has from 1 to 120 characters.")
    await olga.says("\u202eHearts")
    await olga.sees("The panel calls it")
    await olga.taps("Describe")
    await olga.says("y" * 601)
    await olga.sees("⚠️ A description has from 1 to 600 characters.")
    await olga.says("/cancel")
    await olga.sees("Nothing was changed.")


async def test_services_are_pinned_and_moved(staffed_shop: Harness) -> None:
    def order() -> list[str]:
        return [one.id for one in staffed_shop.kiosk.storefront.services][:4]

    olga = staffed_shop.olga
    await opens_service(olga, "3")
    await olga.taps("Move up")
    assert order() == ["1", "3", "2", "4"]
    await staffed_shop.forgets_last_turn()
    await staffed_shop.restarts()
    await staffed_shop.settles()
    assert order() == ["1", "3", "2", "4"]
    await olga.taps("Pin")
    assert order() == ["3", "1", "2", "4"]
    await olga.taps("Move up")
    await olga.sees("It stands first already.")
    await olga.taps("Unpin")
    assert order() == ["1", "3", "2", "4"]
    await olga.taps("Move down")
    assert order() == ["1", "2", "3", "4"]
    staffed_shop.panel.catalogue.change(4, name="Instagram Followers | Renamed by the panel")
    await staffed_shop.passes(3_600)
    assert order() == ["1", "2", "3", "4"]


async def test_the_second_operator_is_told_who_was_first(staffed_shop: Harness) -> None:
    olga, bob = staffed_shop.olga, staffed_shop.bob
    await opens_service(olga, "1")
    await opens_service(bob, "1")
    await olga.taps("Hide")
    await bob.taps("Hide")
    await bob.sees("Olga has done this already.", "Hidden here at the desk")
    hides = [
        one for one in await staffed_shop.kiosk.stores.acts.list_latest(limit=9) if "hidden" in one.act.did
    ]
    assert len(hides) == 1


async def test_a_category_is_hidden_renamed_and_keeps_its_prices(staffed_shop: Harness) -> None:
    ann, olga = staffed_shop.ann, staffed_shop.olga
    await olga.says("/prices category Instagram Likes 100")
    await opens_service(olga, "21")
    await olga.taps("Back")
    await olga.taps("Back")
    await olga.sees("Instagram Likes", "Services: 6, of these hidden: 0")
    await olga.taps("Rename")
    await olga.says("❤️ Hearts")
    await olga.sees("The panel calls it: Instagram Likes")
    await ann.says("/order")
    await ann.taps("Instagram")
    await ann.taps("❤️ Hearts")
    await ann.sees("❤️ Hearts", label_with(ann, "$0.26"))
    await olga.taps("Hide")
    await olga.sees("The whole category is hidden", "of these hidden: 6")
    await ann.says("/start s_21")
    await ann.sees("no longer on sale")
    await opens_service(olga, "21")
    await olga.sees("Hidden, because its category is.")
    await olga.taps("Show")
    await ann.says("/start s_21")
    await ann.sees("Instagram Likes | Instant")
    assert not staffed_shop.kiosk.storefront.knows("22")
    await olga.says("/prices category ❤️ hearts 200")
    await olga.sees("Markup of", "100 % → 200 %")
    await olga.says("/prices service 22 50")
    await olga.sees("Markup of")


async def test_a_picture_stands_above_a_category(staffed_shop: Harness) -> None:
    ann, olga = staffed_shop.ann, staffed_shop.olga
    await opens_service(olga, "21")
    await olga.taps("Back")
    await olga.taps("Back")
    await olga.taps("Picture")
    await olga.says("no picture")
    await olga.sees("⚠️ Send the picture as a photo")
    olga.person.sends_photo()
    await staffed_shop.settles()
    await olga.sees("A picture stands above its page.")
    await ann.says("/order")
    await ann.taps("Instagram")
    await ann.taps("Likes")
    assert ann.person.last.photo
    await ann.taps(label_with(ann, "Instant"))
    await ann.sees("Instagram Likes | Instant", "Order")
    await olga.taps("No picture")
    await ann.says("/order")
    await ann.taps("Instagram")
    await ann.taps("Likes")
    assert not ann.person.last.photo


async def test_every_screen_of_the_catalogue_leads_on_and_comes_in_place(staffed_shop: Harness) -> None:
    olga = staffed_shop.olga
    staffed_shop.panel.catalogue.change_rate(1, "9.99")
    await staffed_shop.passes(3_600)
    await olga.says("/services")
    seen: set[str] = set()
    waiting = keeps_manners(olga)
    while waiting and len(seen) < 150:
        data = waiting.pop(0)
        if data in seen or not data.startswith(("ct:", "cr:")):
            continue
        seen.add(data)
        bubbles = len(olga.person.chat)
        olga.person.forges(data, olga.person.last.id)
        await staffed_shop.settles()
        assert len(olga.person.chat) == bubbles, data
        waiting += keeps_manners(olga)
    assert len(seen) == 150


async def test_old_and_forged_buttons_change_nothing(staffed_shop: Harness) -> None:
    olga = staffed_shop.olga
    await olga.says("/services")
    forged = (
        "ct:9999:hide:",
        "ct:x:category:",
        "ct:1:up:99",
        "cr:77:keep:",
        "cr:nothing:seton:",
        "ct::sync:",
    )
    for data in forged:
        olga.person.forges(data, olga.person.last.id)
        await staffed_shop.settles()
    assert len(staffed_shop.kiosk.storefront.curated.hidden) == 0
    assert not staffed_shop.kiosk.storefront.curated.decisions.services
