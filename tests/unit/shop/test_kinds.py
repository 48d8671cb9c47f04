"""Which services are the same kind, by names as real panels write them."""

from dataclasses import replace

import pytest

from playground.panel.sample_catalogue import stocked
from shop.catalogue.services import Service
from shop.quality.kinds import Kind, KindShelf, Part, Thing, is_no_worse_promise, kind_of, promises_refill
from tests.market import names

A_SERVICE = Service("21", "Instagram Likes", "", "Default", 1_000_000, 10, 10_000)


def kind(name: str, category: str = "", type_: str = "Default") -> Kind | None:
    return kind_of(replace(A_SERVICE, name=name, category=category, type=type_))


def told(name: str, category: str = "") -> str:
    """Return a kind in one line."""
    found = kind(name, category)
    if found is None:
        return "none"
    facts = (*sorted(found.parts), *(f"+{one}" for one in sorted(found.also)), found.country)
    return " ".join([found.platform, found.thing, *(fact for fact in facts if fact)])


@pytest.mark.parametrize(
    ("name", "category", "wanted"),
    [
        ("Instagram Followers Real [Recommend]🔥 [Max-100k] R30 (AR)", "", "instagram followers"),
        ("Real & Active Followers - Best Server", "Instagram Followers", "instagram followers"),
        ("⚡ TikTok Likes - HQ - R30 ⚡", "TikTok", "tiktok likes"),
        ("【 IG 】 Comment Likes [R30]", "", "instagram likes comment"),
        ("Подписчики Instagram | R30 | Россия", "", "instagram followers RU"),
        ("Лайки на комментарии Instagram", "", "instagram likes comment"),
        ("Curtidas em comentários Instagram", "Instagram BR", "instagram likes comment"),
        ("Seguidores Instagram Brasileiros 🇧🇷", "Instagram", "instagram followers BR"),
        ("Instagram Takipçi %100 Türk", "İnstagram Takipçi", "instagram followers TR"),
        ("فالوور اینستاگرام", "اینستاگرام", "instagram followers"),
        ("Просмотры Telegram поста", "Телеграм", "telegram views"),
        ("Telegram Premium Members 🇷🇺", "", "telegram followers premium RU"),
        ("YouTube Live Stream Views 30 min", "YouTube Live", "youtube views live"),
        ("YouTube Shorts Views [Instant]", "", "youtube views shorts"),
        ("Facebook Page Likes + Followers", "", "facebook likes page +followers"),
        ("Auto views on future 10 posts", "Telegram", "telegram views auto"),
        ("Instagram likes from followers", "", "instagram likes"),
        ("TikTok Live viewers | 15 min", "TikTok", "tiktok viewers"),
        (
            "Instagram Views USA 🇺🇸 | Reels & stories",
            "Instagram Reels & Stories",
            "instagram views reels story US",
        ),
        ("Something nice", "Instagram", "none"),
        ("Game coins", "Roblox", "none"),
        ("Followers", "Digital", "none"),
    ],
)
def test_what_a_name_tells(name: str, category: str, wanted: str) -> None:
    assert told(name, category) == wanted


@pytest.mark.parametrize(
    ("name", "flag", "promised"),
    [
        ("Instagram Followers | R30", None, True),
        ("Followers [30 Days Refill]", None, True),
        ("Followers AR60", None, True),
        ("Подписчики | Гарантия 30 дней", None, True),
        ("Followers | No Refill ⚠️", None, False),
        ("Подписчики без гарантии", None, False),
        ("Followers", None, False),
        ("Followers | R30", False, False),
        ("Followers | No refill", True, True),
    ],
)
def test_a_refill_is_promised_by_the_flag_or_else_by_the_name(
    name: str, flag: bool | None, promised: bool
) -> None:
    assert promises_refill(replace(A_SERVICE, name=name, refill=flag)) is promised


def test_what_is_not_the_same_stays_apart() -> None:
    """One wrong pair here would propose to sell something else."""
    apart = [
        *("Instagram Likes", "Instagram Comment Likes", "Instagram Story Views", "Instagram Reels Views"),
        *(
            "Instagram Views",
            "Instagram Followers",
            "Instagram Followers 🇧🇷",
            "Instagram Followers Female",
            "Instagram Followers Bots",
        ),
        *("TikTok Followers", "TikTok Dislikes", "Facebook Page Likes", "Facebook Post Likes"),
        *("Telegram Group Members", "Telegram Channel Members", "Telegram Members Premium"),
        *("YouTube Views", "YouTube Live Viewers", "YouTube Watch Hours", "Spotify Monthly Listeners"),
    ]
    assert len({kind(name) for name in apart}) == len(apart)


def test_decoration_speed_and_refill_make_no_kind_of_their_own() -> None:
    alike = [
        *(
            "Instagram Followers",
            "IG Followers [R30] ⚡",
            "Инстаграм подписчики | быстро",
            "insta seguidores HQ",
        ),
        *("INSTAGRAM FOLLOWERS ~ Max 1M ~ No Refill ⚠️", "♛ Instagram Followers | 100k/D ♛"),
    ]
    assert len({kind(name) for name in alike}) == 1


def test_a_type_of_its_own_is_a_kind_of_its_own() -> None:
    assert kind("Instagram Comments") != kind("Instagram Comments", type_="Custom Comments")
    assert kind("Instagram Likes", type_="Package") != kind("Instagram Likes")


def test_hostile_names_have_a_kind_or_none_and_end_at_once() -> None:
    for name in (
        "",
        "<b>likes</b> instagram",
        "\u202einstagram\u202c likes",
        "a" * 4000,
        "|" * 4000,
        "🇧🇷" * 2000,
    ):
        kind(name)
    found = kind("<b>likes</b> instagram")
    assert found is not None
    assert found.thing is Thing.LIKES


def test_nearly_everything_that_panels_sell_has_a_kind() -> None:
    sold = [
        *((one.name, one.category) for one in stocked()),
        *((name, category) for category, name in names(1000)),
    ]
    without = [name for name, category in sold if kind(name, category) is None]
    assert len(without) * 50 < len(sold), without[:9]


def test_the_shelf_sorts_again_only_what_has_changed() -> None:
    shelf = KindShelf()
    one, other = A_SERVICE, replace(A_SERVICE, id="22", name="IG Likes [HQ]")
    shelf.update([one, other, replace(A_SERVICE, id="23", name="Nothing of the kind")])
    [(found, some)] = shelf.comparable
    assert found.thing is Thing.LIKES
    assert some == (one, other)
    assert shelf.key_of("21") == shelf.key_of("22") == found.key
    assert shelf.key_of("23") is None
    shelf.update([one, replace(other, name="IG Story Views")])
    assert list(shelf.comparable) == []
    assert shelf.find(found.key) == (found, (one,))
    story = shelf.find(shelf.key_of("22") or "")
    assert story is not None
    assert story[0].parts == {Part.STORY}


@pytest.mark.parametrize(
    ("other", "fits"),
    [
        ({}, True),
        ({"min": 1, "max": None}, True),
        ({"min": 11}, False),
        ({"max": 9_999}, False),
        ({"refill": False}, False),
        ({"refill": None}, False),
        ({"dripfeed": None}, False),
    ],
)
def test_another_service_must_keep_every_promise(other: dict[str, int | bool | None], fits: bool) -> None:
    promised = replace(A_SERVICE, refill=True, dripfeed=True)
    assert is_no_worse_promise(promised, replace(promised, **other)) is fits  # type: ignore[arg-type]  # as named
