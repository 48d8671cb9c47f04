"""search: typed words against 10,000 services, in process.

Each query is words of a service's own name, three or four of them; half of the
queries have a typo in one word: a letter lost, doubled, changed or swapped.
Times are processor time, which other programs do not lengthen.
"""

import random
import string
import time
from collections.abc import Sequence

from bench.figures import NONE, Figure, Row, percentile
from bench.goods import services
from shop.catalogue.search import ServiceSearch

SERVICES = 10_000
QUERIES, QUICK_QUERIES = 2000, 50


async def measure(*, quick: bool) -> Row:
    """Make the index, then run one query after the other."""
    listed = tuple(services(SERVICES))
    begin = time.thread_time()
    search = ServiceSearch(listed)
    seconds = time.thread_time() - begin
    dice = random.Random(7)
    exact = [_words(dice, dice.choice(listed).name) for _ in range(QUICK_QUERIES if quick else QUERIES)]
    slipped = [_slip(dice, words) for words in exact]
    times, misses = _ask(search, exact)
    slip_times, slip_misses = _ask(search, slipped)
    return Row(
        "search",
        f"{SERVICES} services, {len(exact)} queries and as many with a slip",
        (
            Figure("exact p50", percentile(times, 0.5) * 1000, "ms"),
            Figure("p99", percentile(times, 0.99) * 1000, "ms"),
            Figure("with a slip p50", percentile(slip_times, 0.5) * 1000, "ms"),
            Figure("p99", percentile(slip_times, 0.99) * 1000, "ms"),
            Figure("index made in", seconds, "s"),
            Figure("exact queries that found nothing", misses, "", NONE),
            Figure("with a slip", slip_misses),
        ),
    )


def _ask(search: ServiceSearch, queries: Sequence[str]) -> tuple[list[float], int]:
    """Return the seconds each query took, and how many found nothing."""
    times, misses = [], 0
    for query in queries:
        begin = time.thread_time()
        found = search.find(query)
        times.append(time.thread_time() - begin)
        misses += not found
    return times, misses


def _words(dice: random.Random, name: str) -> str:
    words = [word for word in name.replace("|", " ").split() if word.isalnum()]
    return " ".join(dice.sample(words, min(len(words), dice.choice((3, 4)))))


def _slip(dice: random.Random, query: str) -> str:
    """Return the query with one typo in its longest word."""
    word = max(query.split(), key=len)
    at = dice.randrange(1, len(word) - 1)
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + dice.choice(string.ascii_lowercase) + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    return query.replace(word, dice.choice(slips), 1)
