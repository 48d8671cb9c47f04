"""Which services are the same kind: the same thing, delivered to the same place, from the same people.

Panels have no field for that; it is read from names and categories, in the languages panels use. What cannot
be read belongs to no kind: it is better not compared than compared with something else.
"""

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2s

from shop.catalogue.platforms import links_to, platform_of, platforms_in, words_of
from shop.catalogue.services import Service
from shop.quality.kind_words import COUNTRIES, PARTS, THINGS, Phrases


class Thing(StrEnum):
    """What is delivered. A new one needs its words in kind_words, and in the desk's kind_names."""

    FOLLOWERS = "followers"
    LIKES = "likes"
    DISLIKES = "dislikes"
    VIEWS = "views"
    VIEWERS = "viewers"
    HOURS = "hours"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    REACTIONS = "reactions"
    VOTES = "votes"
    PLAYS = "plays"
    LISTENERS = "listeners"
    IMPRESSIONS = "impressions"
    MENTIONS = "mentions"
    REVIEWS = "reviews"
    TRAFFIC = "traffic"
    BOOSTS = "boosts"


class Part(StrEnum):
    """What tells services apart that deliver the same thing."""

    STORY = "story"
    REELS = "reels"
    SHORTS = "shorts"
    LIVE = "live"
    COMMENT = "comment"
    PREMIUM = "premium"
    AUTO = "auto"
    FEMALE = "female"
    MALE = "male"
    GROUP = "group"
    PAGE = "page"
    PLAYLIST = "playlist"
    VERIFIED = "verified"
    ONLINE = "online"
    BOTS = "bots"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `also` are further things of the same order, `country` a code, a region, or empty.

    `type` is the panel's word for how it is ordered: services of two types are never the same.
    """

    platform: str
    thing: Thing
    parts: frozenset[Part] = frozenset()
    also: frozenset[Thing] = frozenset()
    country: str = ""
    type: str = ""

    @property
    def key(self) -> str:
        """A short stable name for buttons."""
        words = (
            *(self.platform, self.thing, ",".join(sorted(self.parts)), ",".join(sorted(self.also))),
            *(self.country, self.type),
        )
        return blake2s("\n".join(words).encode(), digest_size=6).hexdigest()


_PIECES = re.compile(r"[|~\[\(【{♻•–—»⭐🔥⚡]|\s[-/]\s")
"""What cuts a name into pieces: the first that names a thing says what is delivered."""

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_A = 0x1F1E6
_FROM = frozenset(words_of("from via of to em in sur из от через с de da do en no na dari på на в к"))


def kind_of(service: Service) -> Kind | None:
    """Return the kind of this service; None if its name does not tell it."""
    platform = platform_of(service.category, service.panels_name)
    if platform is None:
        return None
    things = _things(service.panels_name) or _things(service.category)
    if not things:
        return None
    thing, also, over = things
    words = words_of(service.panels_name)
    parts = (_parts(words) | _parts_of_category(service.category)) - _said(thing)
    if over is Thing.COMMENTS:
        parts |= {Part.COMMENT}
    elif Part.COMMENT in parts:
        parts -= {Part.COMMENT}
    return Kind(
        platform=platform.key,
        thing=thing,
        parts=parts,
        also=also,
        country=_country(service.panels_name, words) or _country_of_category(service.category),
        type=_type(service.type),
    )


def tells_another(seen: str, service: Service) -> bool:
    """Return True if a service that was called `seen` delivers another thing by now, or somewhere else.

    Panels give a number to another service, and swap two. Any name may change that goes on saying the same,
    or says nothing of it; and a name of the shop's own counts as well as the panel's.
    """
    names = {service.name, service.panels_name}
    return seen not in names and all(_contradicts(seen, name, service.category) for name in names)


def _contradicts(seen: str, name: str, category: str) -> bool:
    was, now = _things(seen), _things(name)  # a category may hold several things
    if was is not None and now is not None:
        ordered, delivered = {was[0], *was[1]}, {now[0], *now[1]}
        # What stands first may be an ornament, like "Members' favorites": what is named behind it counts.
        if ordered.isdisjoint(_all_things(name)) and delivered.isdisjoint(_all_things(seen)):
            return True
    there = platforms_in(words_of(seen))
    here = (*links_to(category, name), *platforms_in(words_of(category)))
    # A word like "traffic" names no place of its own.
    places, others = ({platform for platform in some if platform.hosts} for some in (there, here))
    return bool(places) and bool(others) and places.isdisjoint(others)


@lru_cache(maxsize=4096)
def _all_things(text: str) -> frozenset[Thing]:
    """Return what a name may mean by all of its pieces, and by words that panels use for two things."""
    found = filter(None, map(_things, _PIECES.split(text)))
    things = {thing for first, also, _ in found for thing in (first, *also)}
    words = words_of(text)
    if Thing.PLAYS in things:
        things.add(Thing.VIEWS)
    if Thing.VIEWS in things and Part.LIVE in _parts(words):
        things.add(Thing.VIEWERS)
    if not _FAVORITES.isdisjoint(words):  # on TikTok that is what others call saves
        things.add(Thing.SAVES)
    return frozenset(things)


_FAVORITES = frozenset(words_of("favorite favourite favorites favourites"))

_NO_REFILL = re.compile(
    r"\b(?:no|non|without|zero) (?:refill|guarantee)|\bnr\b|без (?:гарантии|восстановления)"
)
_REFILL = re.compile(r"\b(?:a?r ?\d{2,3}|refill|lifetime|guaranteed?)\b|гаранти|восстановлени")


def promises_refill(service: Service) -> bool:
    """Return True if the panel promises a refill, by its flag, or else by the name."""
    if service.refill is not None:
        return service.refill
    said = " ".join(words_of(service.panels_name))
    return _NO_REFILL.search(said) is None and _REFILL.search(said) is not None


def is_no_worse_promise(one: Service, other: Service) -> bool:
    """Return True if `other` can take every order of `one`, with all that was promised for it."""
    fits_least = (other.min or 1) <= (one.min or 1)
    fits_most = other.max is None or (one.max is not None and other.max >= one.max)
    keeps_refill = promises_refill(other) or not promises_refill(one)
    keeps = (not one.dripfeed or other.dripfeed) and (not one.cancel or other.cancel)
    return fits_least and fits_most and keeps_refill and bool(keeps)


class KindShelf:
    """The kinds of all services on sale. A service that did not change is not read again."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[str, str, str, Kind | None]] = {}
        self._by_key: dict[str, tuple[Kind, tuple[Service, ...]]] = {}
        self._of: dict[str, str] = {}
        self._shown: object = None

    async def follow(self, shown: object, services: Iterable[Service]) -> None:
        """Sort the services of what is `shown` now, unless that was done; others go on meanwhile."""
        if shown is not self._shown:
            await asyncio.to_thread(self.update, services)
            self._shown = shown

    def update(self, services: Iterable[Service]) -> None:
        """Sort these services by their kinds; takes a moment for thousands of new ones."""
        read: dict[str, tuple[str, str, str, Kind | None]] = {}
        groups: dict[Kind, list[Service]] = {}
        for one in services:
            known = self._read.get(one.id)
            said = (one.panels_name, one.category, one.type)
            kind = known[3] if known is not None and known[:3] == said else kind_of(one)
            read[one.id] = (*said, kind)
            if kind is not None:
                groups.setdefault(kind, []).append(one)
        self._read = read
        self._by_key = {kind.key: (kind, tuple(some)) for kind, some in groups.items()}
        self._of = {one.id: key for key, (_, some) in self._by_key.items() for one in some}

    @property
    def comparable(self) -> Iterator[tuple[Kind, tuple[Service, ...]]]:
        """The kinds with at least two services, with these."""
        return ((kind, some) for kind, some in self._by_key.values() if len(some) > 1)

    def find(self, key: str) -> tuple[Kind, tuple[Service, ...]] | None:
        """Return the kind with this key and its services; None if nothing of it is on sale."""
        return self._by_key.get(key)

    def key_of(self, service_id: str) -> str | None:
        """Return the key of this service's kind; None if it has none, or is not on sale."""
        return self._of.get(service_id)


_Found = tuple[Thing, frozenset[Thing], Thing | None]


@lru_cache(maxsize=4096)
def _things(text: str) -> _Found | None:
    """Return what is delivered, what comes with it, and what it is delivered to; None if nothing is named.

    "Comment likes" are likes, "likes + followers" are both, "likes from followers" are likes.
    """
    pieces = (words_of(piece) for piece in _PIECES.split(text))
    head, named = next(((words, found) for words in pieces if (found := _named(words, THINGS))), ([], []))
    if not named:
        return None
    (at, length, word), rest = named[0], named[1:]
    thing = Thing(word)
    if not rest:
        return thing, frozenset(), None
    second_at, _, second = rest[0]
    if any(between in _FROM for between in head[at + length : second_at]):
        return thing, frozenset(), Thing.COMMENTS if second == Thing.COMMENTS else None
    if thing is Thing.COMMENTS and second in {Thing.LIKES, Thing.DISLIKES, Thing.COMMENTS}:
        return Thing(second), frozenset(), Thing.COMMENTS if second != Thing.COMMENTS else None
    if thing is Thing.VIEWS and second == Thing.VIEWERS:
        return Thing.VIEWERS, frozenset(), None
    also = frozenset(Thing(word) for _, _, word in rest) - {thing}
    return thing, also, None


def _said(thing: Thing) -> frozenset[Part]:
    """Return the parts that a thing says by itself, so that one name with and one without are one kind."""
    if thing is Thing.VIEWERS:
        return frozenset({Part.LIVE})
    return frozenset({Part.PLAYLIST}) if thing is Thing.LISTENERS else frozenset()


def _parts(words: list[str]) -> frozenset[Part]:
    return frozenset(Part(word) for _, _, word in _named(words, PARTS))


@lru_cache(maxsize=256)
def _type(text: str) -> str:
    return " ".join(words_of(text)) or "default"


@lru_cache(maxsize=2048)
def _parts_of_category(text: str) -> frozenset[Part]:
    """Return what a category says; "Reels & stories" says nothing of one of its services."""
    said = _parts(words_of(text)) - {Part.COMMENT, Part.CUSTOM, Part.GROUP}
    return said if len(said) == 1 else frozenset()


def _country(text: str, words: list[str]) -> str:
    """Return the first country that is named, by its flag or its name; empty if none is."""
    flag = _FLAG.search(text)
    if flag is not None:
        return "".join(chr(ord(letter) - _A + ord("A")) for letter in flag[0])
    named = _named(words, COUNTRIES)
    return named[0][2] if named else ""


@lru_cache(maxsize=2048)
def _country_of_category(text: str) -> str:
    return _country(text, words_of(text))


def _named(words: list[str], phrases: Phrases) -> list[tuple[int, int, str]]:
    """Return where these phrases stand among the words, how long each is, and its key; the longest counts."""
    found, past = list[tuple[int, int, str]](), 0
    for at, word in enumerate(words):
        if at < past or word not in phrases:
            continue
        for phrase, key in phrases[word]:
            if tuple(words[at : at + len(phrase)]) == phrase:
                past = at + len(phrase)
                found.append((at, len(phrase), key))
                break
    return found
