"""The links a person ordered for are offered again where they fit, and to nobody else."""

from tests.in_process import Harness, Player

POSTS = [f"https://www.instagram.com/p/Cpost{number}" for number in range(5)]
PROFILE = "https://www.instagram.com/ann"
FOLLOWERS, LIKES = 1, 21


async def ordered(player: Player, service: int, link: str) -> None:
    """Order 100 of this service."""
    await player.says(f"/order {service} {link} 100")
    await player.taps("Confirm")


def links_offered(player: Player) -> list[str]:
    """Return the labels of the links on the newest card."""
    return [label for label in player.person.last.labels if label.startswith("🔗")]


async def test_the_last_links_that_fit_are_buttons(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann, FOLLOWERS, PROFILE)
    for link in [*POSTS, POSTS[1]]:
        await ordered(ann, LIKES, link)
        await harness.delivers()
    await ann.says(f"/order {LIKES}")
    await ann.sees("Tap one of your last links, or send another.")
    assert links_offered(ann) == [f"🔗 instagram.com/p/Cpost{number}" for number in (1, 4, 3)]
    await ann.taps("instagram.com/p/Cpost3")
    await ann.sees("How many?", "✓ instagram.com/p/Cpost3")
    await ann.says("100")
    await ann.taps("Confirm")
    assert len(harness.panel.orders_for(POSTS[3])) == 2
    await ann.says(f"/order {FOLLOWERS}")
    assert links_offered(ann) == ["🔗 instagram.com/ann"]
    await harness.audited()


async def test_links_of_another_platform_are_not_offered(harness: Harness) -> None:
    ann = harness.ann
    await ordered(ann, LIKES, POSTS[0])
    for kind in ("Poll", "Web Traffic"):
        service = harness.panel.catalogue.of_type(kind)
        await ann.says(f"/order {service.id}")
        if "Instagram" not in service.category:
            assert links_offered(ann) == []


async def test_nobody_is_offered_the_links_of_others(harness: Harness) -> None:
    ann, bob = harness.ann, harness.bob
    await ordered(ann, LIKES, POSTS[0])
    await ann.says(f"/order {LIKES}")
    [data] = [button.data for button in ann.person.last.buttons if button.label.startswith("🔗")]
    assert data is not None
    await bob.says(f"/order {LIKES}")
    assert links_offered(bob) == []
    [back] = [one.data for one in bob.person.last.buttons if one.label.endswith("Back")]
    assert back is not None
    _, _, _, key = data.split(":")
    bob.person.forges(back.replace("back:", f"link:{key}"))
    await harness.settles()
    await bob.says("100")
    await bob.sees("⚠️ That is not a web link")
    bob.finds_no("How many?")


async def test_a_link_the_panel_refused_is_not_offered_again(harness: Harness) -> None:
    ann = harness.ann
    harness.panel.says["add"] = '{"error": "Invalid link"}'
    await ordered(ann, LIKES, POSTS[0])
    await ann.sees("Order 1")
    harness.panel.says.clear()
    await ann.says(f"/order {LIKES}")
    assert links_offered(ann) == []


async def test_long_links_are_told_apart_by_their_ends(harness: Harness) -> None:
    ann = harness.ann
    service = harness.panel.catalogue.of_type("Web Traffic")
    ends = ("spring-sale-for-cats", "summer-sale-for-cats")
    links = [f"https://example.com/a-very-long-way-to/some/of/the/{end}" for end in ends]
    for link in links:
        await ann.says(f"/order {service.id} {link} {service.min}")
        for label in ("France", "All devices", "Nowhere: direct", "Confirm"):
            await ann.taps(label)
    await ann.says(f"/order {service.id}")
    labels = links_offered(ann)
    assert len(set(labels)) == len(labels) == 2
    assert all(len(label) <= 30 and label.startswith("🔗 example.com/") for label in labels)
