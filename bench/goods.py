"""A catalogue of any size, with names like panels'; the same for the same size."""

import random
from itertools import product

from shop.catalogue.services import Service

WHERE = (
    "Instagram",
    "YouTube",
    "TikTok",
    "Telegram",
    "X (Twitter)",
    "Facebook",
    "Spotify",
    "Twitch",
    "Discord",
)
WHAT = (
    "Followers",
    "Likes",
    "Views",
    "Comments",
    "Shares",
    "Saves",
    "Live viewers",
    "Subscribers",
    "Story views",
    "Reactions",
    "Poll votes",
    "Members",
    "Plays",
    "Reposts",
    "Profile visits",
    "Watch hours",
    "Impressions",
)
KIND = (
    "Real",
    "HQ",
    "Mixed",
    "Bots",
    "Old accounts",
    "Power accounts",
    "Female",
    "Male",
    "Premium",
    "Organic",
)
FROM = (
    "Worldwide",
    "USA",
    "Brazil",
    "India",
    "Türkiye",
    "Россия",
    "Germany",
    "France",
    "Spain",
    "Italy",
    "Japan",
    "Korea",
    "Vietnam",
    "Indonesia",
    "Arab countries",
    "Nigeria",
    "Mexico",
    "Ukraine",
    "Poland",
    "Iran",
)
PROMISE = ("R30", "R60", "R365", "Lifetime guarantee", "No refill", "Refill button", "Non drop", "Low drop")
PACE = ("Instant start", "0-1 h", "0-6 h", "5K/day", "20K/day", "100K/day", "Slow and steady")


def services(count: int) -> list[Service]:
    """Make `count` services with different names, in the panel's order: by category."""
    every = list(product(WHERE, WHAT, KIND, FROM, PROMISE, PACE))
    dice = random.Random(count)
    chosen = sorted(dice.sample(range(len(every)), count))
    return [_service(number, *every[at], dice=dice) for number, at in enumerate(chosen, start=1)]


def _service(number: int, where: str, what: str, *words: str, dice: random.Random) -> Service:
    return Service(
        id=str(number),
        name=" | ".join((f"{where} {what}", *words)),
        category=f"{where} {what}",
        type="Default",
        rate_micro=dice.randrange(10_000, 5_000_000),
        min=10,
        max=100_000,
    )
