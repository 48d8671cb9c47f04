"""A believable assortment: eight platforms, every type, two categories longer than a page."""

from playground.panel.catalogue import Catalogue, Service

# One line a service: name | type (D: Default) | rate | min | max | flags (refill, cancel, dripfeed).
_SHELVES = {
    "Instagram Followers [Refill 30 days]": """
        Instagram Followers | Real | Start 0-1 h | D | 0.90 | 50 | 10000 | rcd
        Instagram Followers | HQ | R30 | D | 1.25 | 100 | 50000 | rcd
        Instagram Followers | Bots | No refill | D | 0.21 | 10 | 100000 | cd
        Instagram Followers | Female | R30 | D | 2.40 | 50 | 5000 | rcd
        Instagram Followers | Brazil | R60 | D | 3.15 | 100 | 20000 | rcd
        Instagram Followers | Türkiye | R60 | D | 2.95 | 100 | 20000 | rcd
        Instagram Followers | Россия | R30 | D | 3.50 | 50 | 15000 | rcd
        Instagram Followers | Old accounts [Max 1M] 🔥 | D | 1.99 | 500 | 1000000 | rd
        Instagram Followers | Lifetime guarantee | D | 4.80 | 50 | 100000 | rd
        Instagram Followers | Package 1000 | Package | 1.10 | 1 | 1 | r""",
    "Instagram Likes": """
        Instagram Likes | Instant | D | 0.13 | 10 | 50000 | cd
        Instagram Likes | Real & active | D | 0.44 | 20 | 20000 | rcd
        Instagram Likes | Power accounts 5k+ | D | 9.50 | 5 | 500 | c
        Instagram Auto Likes | New posts | Subscriptions | 0.55 | 50 | 5000 | c
        Instagram Comment Likes | Comment Likes | 0.80 | 10 | 1000 | c
        Instagram Likes | Package 500 | Package | 0.35 | 1 | 1 | -""",
    "Instagram Comments": """
        Instagram Comments | Custom | Custom Comments | 8 | 10 | 1500 | c
        Instagram Comments | Random positive | D | 4.20 | 5 | 1000 | c
        Instagram Comments | 10 of your own, one price | Custom Comments Package | 0.95 | 1 | 1 | -
        Instagram Comment Replies | Comment Replies | 11.00 | 5 | 200 | -""",
    "Instagram Mentions": """
        Instagram Mentions | Your list | Mentions Custom List | 3.20 | 20 | 5000 | -
        Instagram Mentions | With hashtags | Mentions with Hashtags | 3.60 | 50 | 5000 | -
        Instagram Mentions | By hashtag | Mentions Hashtag | 2.90 | 100 | 20000 | -
        Instagram Mentions | Followers of a user | Mentions User Followers | 2.75 | 100 | 50000 | -
        Instagram Mentions | Likers of a post | Mentions Media Likers | 2.85 | 100 | 50000 | -
        Instagram Mentions | Usernames | Mentions | 3.00 | 20 | 5000 | -""",
    "YouTube Views": """
        YouTube Views | Native ads | R30 | D | 1.80 | 500 | 1000000 | rcd
        YouTube Views | High retention 60 s | D | 1.45 | 100 | 500000 | rcd
        YouTube Views | Instant start | D | 1.10 | 100 | 100000 | cd
        YouTube Views | Shorts | D | 0.62 | 100 | 1000000 | cd
        YouTube Views | Suggested | D | 2.05 | 1000 | 200000 | cd
        YouTube Views | External (Facebook, X) | D | 1.95 | 1000 | 200000 | cd
        YouTube Views | USA | D | 3.30 | 500 | 100000 | cd
        YouTube Views | Live stream 30 min | D | 5.90 | 50 | 10000 | -
        YouTube SEO views | By keywords | SEO | 4.10 | 100 | 20000 | -""",
    "YouTube Subscribers & Likes": """
        YouTube Subscribers | R30 | D | 14.00 | 50 | 5000 | rcd
        YouTube Subscribers | Slow and steady | D | 19.50 | 20 | 2000 | rd
        YouTube Likes | R30 | D | 1.70 | 20 | 100000 | rcd
        YouTube Comments | Custom | Custom Comments | 12.50 | 5 | 500 | -
        YouTube Watch hours | 1000 h package | Package | 24.90 | 1 | 1 | r""",
    "TikTok": """
        TikTok Followers | R30 | D | 2.20 | 10 | 50000 | rcd
        TikTok Views | Instant | D | 0.02 | 100 | 10000000 | cd
        TikTok Likes | Real | D | 0.75 | 10 | 100000 | rcd
        TikTok Shares | D | 0.28 | 10 | 50000 | cd
        TikTok Saves | D | 0.19 | 10 | 50000 | cd
        TikTok Comments | Custom | Custom Comments | 7.40 | 5 | 1000 | -
        TikTok Live viewers | 15 min | D | 6.30 | 10 | 2000 | -""",
    "Telegram Members": """
        Telegram Members | Channel | R7 | D | 0.70 | 100 | 50000 | rcd
        Telegram Members | Group | Online | D | 1.60 | 50 | 10000 | rc
        Telegram Members | Premium 30 days | D | 21.00 | 10 | 1000 | -
        Telegram Members | From groups you name | Invites from Groups | 5.20 | 50 | 5000 | -""",
    "Telegram Posts": """
        Telegram Post views | 1 post | D | 0.05 | 10 | 100000 | cd
        Telegram Auto views | New posts | Subscriptions | 0.07 | 50 | 50000 | c
        Telegram Reactions | 👍 ❤️ 🔥 | D | 0.30 | 10 | 20000 | c
        Telegram Poll votes | Poll | 1.40 | 10 | 10000 | -""",
    "X / Twitter": """
        X Followers | R30 | D | 3.90 | 20 | 20000 | rcd
        X Likes | D | 1.85 | 10 | 10000 | cd
        X Retweets | D | 2.10 | 10 | 10000 | cd
        X Poll votes | Poll | 0.95 | 50 | 50000 | -""",
    "Facebook": """
        Facebook Page likes | R30 | D | 2.60 | 50 | 50000 | rcd
        Facebook Post likes | D | 0.88 | 20 | 20000 | cd
        Facebook Video views | 60 s | D | 1.15 | 500 | 500000 | cd
        Facebook Comments | Custom | Custom Comments | 9.75 | 5 | 500 | -""",
    "Spotify": """
        Spotify Plays | Lo-fi, 30 days | D | 0.66 | 1000 | 1000000 | cd
        Spotify Followers | R30 | D | 1.30 | 20 | 50000 | rcd
        Spotify Monthly listeners | 30 d package | Package | 49.99 | 1 | 1 | -""",
    "Website traffic": """
        Website traffic | Worldwide | Web Traffic | 0.40 | 100 | 1000000 | cd
        Website traffic | From search, by keyword | Web Traffic | 0.65 | 100 | 500000 | cd
        Website traffic | USA, mobile | D | 0.95 | 500 | 100000 | cd""",
}


def stocked() -> Catalogue:
    """Return the full assortment; ids begin at 1, with a gap of ten after each category, as at panels."""
    catalogue, next_id = Catalogue(), 1
    for category, lines in _SHELVES.items():
        for line in lines.strip().splitlines():
            catalogue.add(_service(next_id, category, line))
            next_id += 1
        next_id += 10
    return catalogue


def _service(service_id: int, category: str, line: str) -> Service:
    *name, kind, rate, minimum, maximum, flags = (part.strip() for part in line.split(" | "))
    return Service(
        id=service_id,
        name=" | ".join(name),
        category=category,
        type="Default" if kind == "D" else kind,
        rate=rate,
        min=int(minimum),
        max=int(maximum),
        refill="r" in flags,
        cancel="c" in flags,
        dripfeed="d" in flags,
    )
