"""What each type of service asks for, and what arrives at the panel."""

from pathlib import Path

import pytest

from playground.telegram import faults
from tests.in_process import Harness
from tests.stories.test_payments_found import set_aside

POST = "https://www.instagram.com/p/abc123/"


async def orders(harness: Harness, kind: str, *answers: str) -> dict[str, str]:
    """Have Ann order this type with these answers (a leading * taps a button); return what the panel got."""
    ann = harness.ann
    service = harness.panel.catalogue.of_type(kind)
    await ann.says(f"/order {service.id}")
    for answer in answers:
        if answer.startswith("*"):
            await ann.taps(answer[1:])
        else:
            await ann.says(answer)
    await ann.sees("Check your order")
    await ann.taps("Confirm")
    await ann.sees("Order 1", "Pending")
    [order] = harness.panel.orders.values()
    assert order.service is service
    await harness.audited()
    adds = [call.form for call in harness.panel.calls if call.action == "add"]
    return dict(adds[-1])


async def test_a_package_asks_only_the_link_and_has_one_price(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Package")
    await ann.says(f"/order {service.id} {POST}")
    await ann.sees("Check your order", "Price")
    ann.finds_no("Quantity")
    await ann.taps("Confirm")
    assert len(harness.panel.orders) == 1


async def test_comments_are_lines_and_lines_are_the_quantity(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    comments = [f"Nice picture {number} + more 100 % <3" for number in range(service.min)]
    await ann.says(f"/order {service.id} {POST}")
    await ann.sees("Send the comments")
    await ann.says("only one")
    await ann.sees("That makes 1; it takes from")
    await ann.says("\n\n ".join(comments) + "\n  \n")
    await ann.sees("Check your order", f"Quantity: {len(comments)}")
    await ann.taps("Confirm")
    [order] = harness.panel.orders.values()
    adds = [call.form for call in harness.panel.calls if call.action == "add"]
    assert adds[-1]["comments"] == "\n".join(comments)
    assert adds[-1]["quantity"] == str(len(comments))  # the seed requires it too
    assert order.quantity == len(comments)


async def test_comments_may_come_as_a_text_file(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    await ann.says(f"/order {service.id} {POST}")
    lines = "\r\n".join(f"Комментарий {number}" for number in range(service.min))
    ann.person.sends_document("comments.txt", content=b"\xef\xbb\xbf" + lines.encode())
    await harness.settles()
    await ann.sees("Check your order", "Комментарий 0")
    await ann.taps("Back")
    ann.person.sends_document("comments.bin", content=b"\xff\xfe\x00")
    await harness.settles()
    await ann.sees("I cannot read that file", "Send the comments")
    ann.person.sends_document("big.txt", content=b"a\n" * 200_000)
    await harness.settles()
    await ann.sees("That file is too big")


async def test_a_file_that_lies_on_another_machine_is_asked_for_as_text(harness: Harness) -> None:
    """A Bot API server started with --local names the file's path on its own disk, and serves no files."""
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    harness.telegram.world.files.local = Path("/var/lib/telegram-bot-api/elsewhere")
    await ann.says(f"/order {service.id} {POST}")
    lines = "\n".join(f"so nice {number}" for number in range(service.min))
    ann.person.sends_document("comments.txt", content=lines.encode())
    await harness.settles()
    await ann.sees("I cannot download that file", "Send the comments")
    assert await set_aside(harness) == 0
    await ann.says(lines)
    await ann.sees("Check your order", "so nice 0")


async def test_a_file_that_lies_on_this_machine_is_read_there(harness: Harness, tmp_path: Path) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    harness.telegram.world.files.local = tmp_path
    await ann.says(f"/order {service.id} {POST}")
    lines = "\n".join(f"so nice {number}" for number in range(service.min))
    sent = ann.person.sends_document("comments.txt", content=lines.encode()).content.document
    assert sent is not None
    place = tmp_path / sent.path
    place.parent.mkdir()
    place.write_bytes(lines.encode())
    await harness.settles()
    await ann.sees("Check your order", "so nice 0")


@pytest.mark.parametrize(
    "refusal",
    [
        faults.refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        faults.refusal(404, "Not Found"),
    ],
    ids=["unavailable", "not found"],
)
async def test_a_file_that_telegram_does_not_hand_out_is_asked_for_as_text(
    harness: Harness, refusal: faults.Fault
) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    await ann.says(f"/order {service.id} {POST}")
    harness.telegram.plan("getFile", refusal)
    ann.person.sends_document("comments.txt", content=b"so nice")
    await harness.settles()
    await ann.sees("I cannot download that file")
    assert await set_aside(harness) == 0


async def test_signs_that_are_no_text_are_not_taken_and_what_joins_letters_is(harness: Harness) -> None:
    """A control character in a file or a message is refused; ZWJ and ZWNJ are part of words."""
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Custom Comments")
    await ann.says(f"/order {service.id} {POST}")
    lines = [f"👩‍👩‍👧 می‌خواهم\t{number}" for number in range(service.min)]
    for sign in ("\0", "\x1b", "\x85"):
        ann.person.sends_document("comments.txt", content="\n".join([*lines, f"a{sign}b"]).encode())
        await harness.settles()
        refusal = (
            "I cannot read that file" if sign == "\0" else "That text has characters that I cannot pass on"
        )
        await ann.sees(refusal, "Send the comments")
    await ann.says("\n".join([*lines, "half \x1b"]))
    await ann.sees("That text has characters that I cannot pass on")
    await ann.says("\n".join(lines))
    await ann.taps("Confirm")
    adds = [call.form for call in harness.panel.calls if call.action == "add"]
    assert adds[-1]["comments"] == "\n".join(lines)
    await harness.audited()


async def test_a_name_with_signs_that_are_no_text_does_no_harm(harness: Harness) -> None:
    ann = harness.ann
    harness.telegram.world.users[ann.id]["first_name"] = "A\x00n\x1bn"
    await ann.says("/order 1 https://instagram.com/p/n1 100")
    await ann.taps("Confirm")
    found = await harness.kiosk.stores.people.find(ann.id)
    assert found is not None
    assert found.name == "A\ufffdn\ufffdn"
    assert await ann.queries("in\x00sta") is not None


NAMES = "\n".join(f"person{number}" for number in range(60))

CASES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "Custom Comments Package": ((POST, "Lovely\nGreat"), {"comments": "Lovely\nGreat"}),
    "Mentions": ((POST, NAMES), {"usernames": NAMES}),
    "Mentions Custom List": ((POST, NAMES), {"usernames": NAMES}),
    "Mentions with Hashtags": (
        (POST, "1000", "ann\nbob", "#one\n#two"),
        {"usernames": "ann\nbob", "hashtags": "#one\n#two"},
    ),
    "Mentions Hashtag": ((POST, "1000", "#cats"), {"hashtag": "#cats"}),
    "Mentions User Followers": ((POST, "1000", "ann"), {"username": "ann"}),
    "Comment Replies": ((POST, "instagram.com/bob", "\n".join("abcde")), {"username": "bob"}),
    "Mentions Media Likers": ((POST, "1000", POST), {"media": POST}),
    "Comment Likes": ((POST, "100", "ann"), {"username": "ann"}),
    "Poll": (("1000", "2"), {"answer_number": "2"}),
    "Subscriptions": (
        ("ann", "100", "200", "5", "*Skip", "*30 min", "31/12/2031"),
        {"username": "ann", "min": "100", "max": "200", "posts": "5", "delay": "30", "expiry": "31/12/2031"},
    ),
}


async def test_a_profiles_link_gives_the_username_and_another_is_asked_for_again(harness: Harness) -> None:
    ann, service = harness.ann, harness.panel.catalogue.of_type("Comment Likes")
    await ann.says(f"/order {service.id} {POST} 100")
    await ann.sees("Whose comment is it?")
    for nobodys in (POST, "https://x.com/ann", "https://www.instagram.com/", "https://ann.example/me"):
        await ann.says(nobodys)
        await ann.sees("I cannot tell whose link that is. Send the username alone")
    await ann.says("me: https://www.instagram.com/ann.smith/?igsh=abc&utm_source=qr")
    await ann.sees("Check your order", "Username: ann.smith")
    await ann.taps("Confirm")
    [sent] = [call.form for call in harness.panel.calls if call.action == "add"]
    assert sent["username"] == "ann.smith"


@pytest.mark.parametrize("kind", CASES)
async def test_each_type_asks_its_fields_and_sends_them(harness: Harness, kind: str) -> None:
    answers, sent = CASES[kind]
    if kind == "Poll":
        answers = (_link_for(harness, "Poll"), *answers)
    form = await orders(harness, kind, *answers)
    assert sent.items() <= form.items()
    if kind == "Subscriptions":
        assert not {"url", "link", "quantity"} & form.keys()


def _link_for(harness: Harness, kind: str) -> str:
    service = harness.panel.catalogue.of_type(kind)
    places = {"Telegram": "https://t.me/channel/5", "Instagram": POST, "X": "https://x.com/ann/status/5"}
    return next(link for place, link in places.items() if place in service.category)


async def test_a_subscription_says_what_a_post_costs_and_takes_nothing_now(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Subscriptions")
    await ann.says(f"/order {service.id}")
    for answer in ("ann", "100", "50"):
        await ann.says(answer)
    await ann.sees("The maximum cannot be less than the minimum, 100")
    for answer in ("200", "5", "0"):
        await ann.says(answer)
    await ann.sees("It must be from 1 to 10,000")
    await ann.taps("Skip")
    await ann.says("7")
    await ann.sees("Tap one of the buttons")
    await ann.sees("When should it start after a post?")
    await ann.taps("30 min")
    await ann.says("1.1.2001")
    await ann.sees("That day is in the past")
    await ann.taps("Skip")
    await ann.sees("Each new post: 100 to 200", "Start after a post: 30 min", "Price: nothing now, up to")


@pytest.mark.parametrize(
    "names", ["ann, bob, @eve", "ann bob\n@eve", "ann;bob;@eve", "ann,\n\u200b\n bob @eve \u2800"]
)
async def test_names_may_be_parted_by_blanks_and_commas(harness: Harness, names: str) -> None:
    form = await orders(harness, "Mentions with Hashtags", POST, "1000", names, "#cats #dogs,#birds")
    assert (form["usernames"], form["hashtags"]) == ("ann\nbob\n@eve", "#cats\n#dogs\n#birds")


async def test_lines_of_nothing_visible_are_not_counted(harness: Harness) -> None:
    ann = harness.ann
    package = harness.panel.catalogue.of_type("Custom Comments Package")
    await ann.says(f"/order {package.id} {POST}")
    await ann.says("\u200b\n\u2060\n\u2800")
    await ann.sees("I found no text")
    await ann.says("Nice, really\n\u200b\nGreat one")
    await ann.sees("Comments: 2", "Nice, really, Great one")


async def test_two_letters_that_are_no_country_are_asked_for_again(harness: Harness) -> None:
    ann = harness.ann
    traffic = harness.panel.catalogue.of_type("Web Traffic").id
    await ann.says(f"/order {traffic} example.com 100")
    for typed in ("EN", "xx", "zz", "q", "🇩🇪"):
        await ann.says(typed)
        await ann.sees("I do not know that country")
    for typed, name in (("\u200ede", "Germany"), ("UK", "United Kingdom"), ("ww", "The whole world")):
        await ann.says(typed)
        await ann.sees(f"✓ Country: {name}")
        await ann.taps("Back")
    await ann.says(f"/order {traffic} example.com 100 EN")
    await ann.sees("I do not know that country", "From which country?")
    await ann.says(f"/order {traffic} example.com 100 fr")
    await ann.sees("✓ Country: France")


@pytest.mark.parametrize(
    ("rest", "shown"),
    [
        ("United States", ("✓ Country: United States",)),
        ("united kingdom, 1", ("✓ Country: United Kingdom",)),
        ("DE 1 1 best cat food", ("Check your order", "best cat food", "Germany")),
        ("South Korea 1 1 best cat food", ("Check your order", "best cat food", "South Korea")),
    ],
)
async def test_values_of_several_words_are_taken_whole_in_one_line(
    harness: Harness, rest: str, shown: tuple[str, ...]
) -> None:
    ann, service = harness.ann, harness.panel.catalogue.of_type("Web Traffic")
    await ann.says(f"/order {service.id} https://ann.example/shop 1000 {rest}")
    await ann.sees(*shown)
    ann.finds_no("I did not use")


async def test_a_country_that_there_is_not_is_asked_for_again(harness: Harness) -> None:
    ann, service = harness.ann, harness.panel.catalogue.of_type("Web Traffic")
    await ann.says(f"/order {service.id} https://ann.example/shop 1000 Middle Earth")
    await ann.sees("I do not know that country")
