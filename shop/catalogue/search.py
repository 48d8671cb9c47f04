"""Find services by typed words: correct, intersect, and only then rank.

Sets of services are integers: bit n is the catalogue's service n. Operations take whole sets, so ten
thousand services cost little more than ten.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product, takewhile

from shop.catalogue.platforms import PLATFORMS, keyed_words, words_of
from shop.catalogue.services import Service

# A query is cut to this length: more adds nothing, and hostile text stays cheap.
_LONGEST_QUERY = 200  # characters
_MOST_WORDS = 7

# Penalties of a hit compared to a service's own id. Each is more than all smaller ones of seven words
# together, so their sum is an order: fewer words missing, then fewer numbers missing, then name before
# category, exact before inexact, early before late, words side by side before words apart.
_WORD, _APART, _LATE, _INEXACT, _IN_CATEGORY, _UNCOUNTED, _MISSING = 1, 8, 64, 512, 4096, 32768, 262144
_EARLY_WORDS = 3

# Lengths from which a word may hold one slip, or two. Corrections are looked up by the first letters and
# lead to the most frequent words, so that a catalogue of random words does not take all memory.
_ONE_SLIP, _TWO_SLIPS, _LONGEST_WORD = 3, 6, 24
_LOOKED_UP, _MOST_INDEXED = 7, 10_000

_NUMBER = re.compile(r"\d+[km]?")

_FREQUENT = 256
"""A pair of words that more than one in this many services has is kept as a set, ready to be joined with
others. The many rarer pairs are kept as numbers, which take less memory."""


# Sets of services, each with the penalty of its hit.
_Hits = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Places:
    """The places of a word: the services with it early in the name, anywhere in the name, in the category."""

    early: int = 0
    name: int = 0
    category: int = 0

    def add(self, other: "_Places") -> None:
        self.early |= other.early
        self.name |= other.name
        self.category |= other.category


@dataclass(frozen=True, slots=True)
class _Term:
    """The possible meanings of a typed word: words of the catalogue, and the services they hit."""

    words: tuple[str, ...]
    hits: _Hits

    @property
    def counts(self) -> bool:
        """Return True for a number like 1000 or 5k, which can be how many of a service somebody wants."""
        return _NUMBER.fullmatch(self.words[0]) is not None


class ServiceSearch:
    """An index over one catalogue. Building it takes a moment (use a thread), searching does not.

    Words may be in any script; case and accents are ignored; slips of one or two letters are corrected
    to the catalogue's own words; platforms are found by all their names ("ig", "tik tok", "инстаграм").
    """

    def __init__(
        self,
        services: tuple[Service, ...],
        category_name: Callable[[str], str] = str,
        before: "ServiceSearch | None" = None,
    ) -> None:
        """`category_name` is what the shop calls a category of the panel's; both names are found.

        A name that the search `before` has read is not read again.
        """
        self._services = services
        self._by_id = {_folded(service.id): at for at, service in enumerate(services)}
        same: dict[str, str] = {}  # one text for each word: a large catalogue's names are made of few
        known = before._words_of if before is not None else {}
        self._words_of: dict[str, tuple[str, ...]] = {}
        for one in services:
            if one.name not in self._words_of:
                words = known.get(one.name) or keyed_words(words_of(one.name))
                self._words_of[one.name] = tuple([same.setdefault(word, word) for word in words])
        names = [self._words_of[one.name] for one in services]
        former = {
            at: keyed_words(words_of(one.panels_name))
            for at, one in enumerate(services)
            if one.panels_name != one.name
        }
        self._vocabulary = _Vocabulary(_places(names, former, services, category_name))
        self._side_by_side = _side_by_side(names)

    def knows(self, word: str) -> bool:
        """Return True if the catalogue itself has this word (from `words_of`), or it is an id."""
        return self._vocabulary.knows(word) or word in self._by_id

    def among(self, ids: Container[str]) -> int:
        """Return these services as a set for `find`."""
        return _bits([at for at, one in enumerate(self._services) if one.id in ids])

    def find(self, query: str, limit: int = 200, among: int | None = None) -> list[Service]:
        """Return the services that fit all words of the query, best first, at most `limit`.

        Hits in the name come before hits in the category, exact words before beginnings, other endings and
        corrections, early before late, words side by side before words apart; then the panel's own order.
        A word that is an id finds that service first. A number among other words may be a quantity: what
        fits all others comes behind what has it. If no service fits all words, those that fit the
        most of them are returned. Any text is a query; a text without words finds nothing.
        Nothing that is not `among` these is found; None: all.
        """
        words = _first_of_each(keyed_words(words_of(query[:_LONGEST_QUERY])))
        parts = _first_of_each(part for word in words for part in self._split(word))
        terms = [self._term(part) for part in parts]
        found: list[Service] = []
        everything = (1 << len(self._services)) - 1 if among is None else among
        for services in self._ranked(terms, everything):
            for at in _members(services):
                if len(found) >= limit:
                    return found
                found.append(self._services[at])
        return found

    def _split(self, word: str) -> list[str]:
        return [word] if word in self._by_id else self._vocabulary.split(word)

    def _term(self, word: str) -> _Term:
        own = 1 << self._by_id[word] if word in self._by_id else 0
        alike = self._vocabulary.alike(word)
        if not (own or alike or self._vocabulary.knows(word)):
            alike = self._vocabulary.corrected(word)
        inexact = _Places()
        for other in alike:
            inexact.add(self._vocabulary.places(other))
        return _Term((word, *alike), _hits(own, self._vocabulary.places(word), inexact))

    def _ranked(self, terms: list[_Term], among: int) -> Iterator[int]:
        """Yield sets of services, the best fit first."""
        words = sum(not term.counts for term in terms)
        fitting = [
            _or_missing(term.hits, _UNCOUNTED) if words and term.counts else term.hits for term in terms
        ]
        grades = self._grades(terms, fitting, among) or self._partly(terms, fitting, among, words)
        if not grades and 0 < words < len(terms):  # no word is known: the numbers are what is looked for
            grades = self._partly(terms, [term.hits for term in terms], among, len(terms))
        for _, services in sorted(grades.items()):
            yield services

    def _partly(self, terms: list[_Term], hits: list[_Hits], among: int, most: int) -> dict[int, int]:
        """Return the services that fit the most terms, but not those that miss so many."""
        partly = [_or_missing(of_term, _MISSING) for of_term in hits]
        return _fewest_missing(self._grades(terms, partly, among), most or len(terms))

    def _grades(self, terms: list[_Term], hits: list[_Hits], among: int) -> dict[int, int]:
        """Return the services among these with a hit for each term, by their sum of penalties."""
        if not terms or not among:
            return {}
        grades = {0: among}
        for of_term in hits:
            grades = _combined(grades, of_term)
        for left, right in pairwise(terms):
            together = self._together(left, right)
            grades = _combined(grades, ((0, together), (_APART, ~together)))
        return grades

    def _together(self, left: _Term, right: _Term) -> int:
        pairs = product(left.words[:4], right.words[:4])
        return _union(_as_set(self._side_by_side[pair]) for pair in pairs if pair in self._side_by_side)


def _folded(text: str) -> str:
    """The text without case; itself where it has none, which takes no memory of its own."""
    folded = text.casefold()
    return text if folded == text else folded


def _first_of_each(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))[:_MOST_WORDS]


def _hits(own: int, exact: _Places, inexact: _Places) -> _Hits:
    """Return the services a word hits, each with its best hit only."""
    hits = (
        (0, own),
        (_WORD, exact.early),
        (_WORD + _LATE, exact.name),
        (_WORD + _INEXACT, inexact.early),
        (_WORD + _INEXACT + _LATE, inexact.name),
        (_WORD + _IN_CATEGORY, exact.category),
        (_WORD + _IN_CATEGORY + _INEXACT, inexact.category),
    )
    best, seen = [], 0
    for penalty, services in hits:
        if new := services & ~seen:
            best.append((penalty, new))
            seen |= new
    return tuple(best)


def _or_missing(hits: _Hits, penalty: int) -> _Hits:
    return (*hits, (penalty, ~_union(services for _, services in hits)))


def _combined(grades: dict[int, int], hits: _Hits) -> dict[int, int]:
    combined: dict[int, int] = {}
    for grade, services in grades.items():
        for penalty, hit in hits:
            if both := services & hit:
                combined[grade + penalty] = combined.get(grade + penalty, 0) | both
    return combined


def _fewest_missing(grades: dict[int, int], words: int) -> dict[int, int]:
    fewest = min((grade // _MISSING for grade in grades), default=words)
    if fewest == words:
        return {}
    return {grade: services for grade, services in grades.items() if grade // _MISSING == fewest}


class _Vocabulary:
    """The words of a catalogue, and their matches with a typed word."""

    def __init__(self, places: dict[str, _Places]) -> None:
        self._places = places
        self._key_of = {
            name: platform.key
            for platform in PLATFORMS.values()
            if platform.key in places
            for name in platform.names
            if " " not in name
        }
        self._sorted = sorted({*places, *self._key_of})
        self._near: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._sorted, key=self._frequency, reverse=True)[:_MOST_INDEXED]:
            for rest in _with_letters_lost(word):
                self._near[rest].append(word)

    def knows(self, word: str) -> bool:
        """Return True if the catalogue has exactly this word."""
        return word in self._places

    def places(self, word: str) -> _Places:
        """Return the places of exactly this word."""
        return self._places.get(word, _Places())

    def alike(self, word: str) -> list[str]:
        """Return words that begin with this one ("30" begins "30d", not "300"), or differ in the ending."""
        found: list[str] = []
        if len(word) > 1 or word.isdigit():
            found += self._beginning_with(word)
        if word[-1].isdigit():
            found = [other for other in found if not other[len(word) : len(word) + 1].isdigit()]
        elif len(word) > 4:
            found += [other for other in self._beginning_with(word[:-1]) if len(other) <= len(word) + 2]
        return self._keyed(other for other in found if other != word)

    def corrected(self, word: str) -> list[str]:
        """Return the nearest words, one or two slips away; else words whose beginning is one slip away."""
        allowed = _allowed(word)
        near = sorted({other for rest in _with_letters_lost(word) for other in self._near.get(rest, ())})
        slips = {other: _slips(word, other)[0] for other in near if abs(len(other) - len(word)) <= allowed}
        fewest = min(slips.values(), default=allowed + 1)
        if fewest <= allowed:
            return self._keyed(other for other in near if slips.get(other) == fewest)
        return self._keyed(other for other in near if _slips(word, other[: len(word) + 1])[1] == 1)

    def split(self, word: str) -> list[str]:
        """Return the two known words typed as one unknown word, or the word alone."""
        if word.isalpha() and not self.knows(word) and not self.alike(word):
            for at in range(2, len(word) - 1):
                parts = keyed_words([word[:at], word[at:]])
                if all(self.knows(part) for part in parts):
                    return parts
        return [word]

    def _frequency(self, word: str) -> int:
        places = self.places(self._key_of.get(word, word))
        return (places.early | places.name | places.category).bit_count()

    def _beginning_with(self, start: str) -> Iterator[str]:
        first = bisect_left(self._sorted, start)
        onward = (self._sorted[at] for at in range(first, len(self._sorted)))
        return takewhile(lambda word: word.startswith(start), onward)

    def _keyed(self, words: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self._key_of.get(word, word) for word in words))


def _allowed(word: str) -> int:
    """Return how many slips a word may hold."""
    if not word.isalpha() or not _ONE_SLIP <= len(word) <= _LONGEST_WORD:
        return 0
    return 2 if len(word) >= _TWO_SLIPS else 1


def _with_letters_lost(word: str) -> set[str]:
    """Return the remainders of a word's beginning with as many letters lost as it may hold slips."""
    if not (allowed := _allowed(word)):
        return set()
    head = word[:_LOOKED_UP]
    lengths = range(len(head) - allowed, len(head) + 1)
    return {"".join(left) for length in lengths for left in combinations(head, length)}


def _slips(typed: str, word: str) -> tuple[int, int]:
    """Count the letters lost, added, changed or swapped: (in the whole word, in its beginning)."""
    while typed and word and typed[0] == word[0]:
        typed, word = typed[1:], word[1:]
    older: list[int] = []
    row = list(range(len(word) + 1))
    for at, letter in enumerate(typed):
        oldest, older, row = older, row, [at + 1]
        for place, other in enumerate(word):
            minimum = min(older[place] + (letter != other), older[place + 1] + 1, row[place] + 1)
            if at and place and letter == word[place - 1] and other == typed[at - 1]:
                minimum = min(minimum, oldest[place - 1] + 1)
            row.append(minimum)
    return row[-1], min(row)


def _places(
    names: Sequence[tuple[str, ...]],
    former: Mapping[int, list[str]],
    services: tuple[Service, ...],
    category_name: Callable[[str], str],
) -> dict[str, _Places]:
    """Return where each word stands; `former` are the words of the panel's own names of renamed services."""
    early, anywhere = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    categories = defaultdict[str, list[int]](list)
    for at, words in enumerate(names):
        categories[services[at].category].append(at)
        for word in words[:_EARLY_WORDS]:
            early[word].append(at)
        for word in (*words[_EARLY_WORDS:], *former.get(at, ())):
            anywhere[word].append(at)
    places = defaultdict[str, _Places](_Places)
    for word, standing in early.items():
        places[word].early = _bits(standing)
    for word, standing in anywhere.items():
        places[word].name = _bits(standing)
    for category, standing in categories.items():
        within = _bits(standing)
        for word in keyed_words([*words_of(category), *_new_words(category, category_name(category))]):
            places[word].category |= within
    return dict(places)


def _new_words(category: str, name: str) -> list[str]:
    return [] if name == category else words_of(name)


def _side_by_side(names: Iterable[tuple[str, ...]]) -> dict[tuple[str, str], int | list[int]]:
    """Return the services of each pair of words that stand side by side."""
    found = defaultdict[tuple[str, str], list[int]](list)
    for at, words in enumerate(names):
        for pair in pairwise(words):
            found[pair].append(at)
    return {
        pair: _bits(numbers) if len(numbers) * _FREQUENT > numbers[-1] else numbers
        for pair, numbers in found.items()
    }


def _as_set(services: int | list[int]) -> int:
    return services if isinstance(services, int) else _bits(services)


def _bits(numbers: list[int]) -> int:
    """Return the set of these numbers, which must be ascending."""
    flags = bytearray(numbers[-1] // 8 + 1 if numbers else 0)
    for number in numbers:
        flags[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(flags, "little")


def _members(services: int) -> Iterator[int]:
    """Yield the numbers in a set, ascending."""
    flags = bin(services)[:1:-1]
    at = flags.find("1")
    while at >= 0:
        yield at
        at = flags.find("1", at + 1)


def _union(sets: Iterable[int]) -> int:
    everything = 0
    for services in sets:
        everything |= services
    return everything
