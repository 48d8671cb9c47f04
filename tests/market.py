"""Names of services as real panels write them: long, decorated, alike at the beginning, different late."""

from collections.abc import Iterator
from random import Random

_KINDS = {
    "Instagram": ("Followers", "Likes", "Views", "Reels Views", "Story Views", "Comments", "Saves", "Shares"),
    "TikTok": ("Followers", "Likes", "Views", "Shares", "Saves", "Live Viewers"),
    "YouTube": ("Subscribers", "Views", "Likes", "Watch Time Hours", "Shorts Views"),
    "Telegram": ("Channel Members", "Post Views", "Reactions", "Premium Members"),
    "Facebook": ("Page Likes + Followers", "Post Likes", "Video Views", "Group Members"),
    "Twitter": ("Followers", "Likes", "Retweets", "Impressions"),
    "Spotify": ("Plays", "Followers", "Monthly Listeners"),
}
_QUALITY = ("HQ", "LQ", "Real", "Mixed", "Old Accounts", "Bots", "Arab 🇸🇦", "USA 🇺🇸", "India", "Россия", "X")
_SPEED = ("100k/D", "50k/Day", "5K-10K/Day", "Instant", "Super Fast", "Ultrafast", "Slow", "Speed 1K/Hour")
_REFILL = ("R30", "R60", "R365", "30 Days Refill", "Lifetime Refill ♻️", "No Refill ⚠️", "AR30", "Non Drop")
_MOST = ("Max 10K", "Max 500K", "Max 1M", "MAX 5M")
_START = ("Start: 0-1 Hrs", "0-15 Min Start", "Instant Start", "24H")
_SHAPES = (
    "{platform} {kind} [ {quality} ] | {speed} | Super Fast | {refill} | {most}",
    "{platform} {kind} ~ {most} ~ {refill} ~ {speed} ~ {start} 🔥",
    "⚡ {platform} {kind} - {quality} - {refill} [{most}] [{start}] ⚡",
    "{platform} {kind} 【 {quality} 】 {speed} | {start} | {refill}",
    "♛ {platform} {kind} | {quality} | {most} | {speed} | {start} | {refill} ♛ ( Recommended )",
)


def names(count: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield `count` pairs of category and name, 25 of a category; some names come twice."""
    chance, kept = Random(seed), ""
    shelves = [(platform, kind) for platform, kinds in _KINDS.items() for kind in kinds]
    for number in range(count):
        at = number // 25
        platform, kind = shelves[at % len(shelves)]
        facts = {
            "quality": chance.choice(_QUALITY),
            "speed": chance.choice(_SPEED),
            "refill": chance.choice(_REFILL),
            "most": chance.choice(_MOST),
            "start": chance.choice(_START),
        }
        shape = _SHAPES[at % len(_SHAPES)] if chance.random() < 0.8 else chance.choice(_SHAPES)
        name = shape.format(platform=platform, kind=kind, **facts)
        kept = kept if number % 25 and chance.random() < 0.1 else name
        yield f"{platform} {kind} 🚀 {at // len(shelves) + 1}", kept
