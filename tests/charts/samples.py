"""Draw every chart from made-up facts, in light and dark: `python -m tests.charts.samples FOLDER [LANGUAGE]`.

Whoever changes how charts look goes through these pictures one by one.
"""

import asyncio
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from charts.process import draw
from handlers.operator.stats.chart_parts import Period
from handlers.operator.stats.charts import charts_of
from locales import Catalogues
from shop.desk_figures import Sold
from shop.ledger.journals import AccountKind
from shop.money import MICRO
from shop.statistics.chart import Theme
from shop.statistics.facts import Facts, MoneyHeld, ServiceSold, buckets_of, weeks_of
from shop.statistics.times import SupplierTimes

NOW = datetime(2026, 11, 28, 17, 20, tzinfo=UTC)
NAMES = (
    "Instagram Followers | Real | 30 days refill",
    "🔥 Telegram Post Views [Last 5] ⚡️",
    "TikTok Likes",
    "点赞",
    "ВКонтакте подписчики, быстрые",
    "<b>bold</b> & $5 for $6",
    "مشاهدات يوتيوب",
    "YouTube Watch Time 4000 Hours, Non Drop, Lifetime Guarantee, Instant",
)


def quiet(days: int) -> Facts:
    """A shop in which nothing ever happened."""
    buckets, weeks = buckets_of(NOW, None, days), weeks_of(NOW, None)
    zeros = (0,) * len(buckets.starts)
    sold: tuple[tuple[Sold, ...], ...] = ((),) * len(zeros)
    return Facts(buckets, sold, zeros, zeros, zeros, zeros, zeros, zeros, 0, (), (), weeks, {})


def one_order(days: int) -> Facts:
    """One order, of one person, at a loss."""
    facts = quiet(days)
    place = len(facts.buckets.starts) // 2

    def once(one: int) -> tuple[int, ...]:
        return tuple(one if n == place else 0 for n in range(len(facts.buckets.starts)))

    sold = Sold("USD", 1, 4_200, -1_300)
    return replace(
        facts,
        sold=tuple((sold,) if n == place else () for n in range(len(facts.buckets.starts))),
        **dict.fromkeys(("made", "new", "active", "first", "failed", "lost"), once(1)),  # type: ignore[arg-type]  # these fields are alike
        active_in_all=1,
        services=(ServiceSold("1", sold),),
        held=(MoneyHeld(AccountKind.WALLET, "USD", 15_800),),
        cohorts={(5, 5): 1, (5, 6): 1},
    )


def busy(days: int, orders: int, price_micro: int, currency: str) -> Facts:
    """So many orders at about this price."""
    chance, facts = random.Random(days + orders), quiet(days)
    buckets = len(facts.buckets.starts)
    made = tuple(int(orders / buckets * chance.uniform(0.4, 1.6)) for _ in range(buckets))
    failed = tuple(int(count * chance.uniform(0, 0.08)) for count in made)
    sold = tuple(
        _sold(count - bad, price_micro, currency, chance) for count, bad in zip(made, failed, strict=True)
    )
    services = tuple(
        ServiceSold(str(number), _sold(orders // (place + 2), price_micro, currency, chance))
        for place, number in enumerate((12, 2_000_021, 7, 455, 98_765, 31, 4, 1_234))
    )
    weeks = {
        (n, later): max(
            0, int(400 * chance.uniform(0.8, 1.2) * (1 if n == later else 0.5 / (later - n) ** 0.7))
        )
        for n in range(12)
        for later in range(n, 12)
    }
    active = tuple(int(count * 0.6) for count in made)
    return replace(
        facts,
        sold=tuple((one,) for one in sold),
        made=made,
        failed=failed,
        lost=tuple(int(count * chance.uniform(0, 0.01)) for count in made),
        new=tuple(int(count * chance.uniform(0.1, 0.5)) for count in made),
        active=active,
        first=tuple(int(count * chance.uniform(0.1, 0.4)) for count in active),
        active_in_all=sum(active) // 3,
        services=services,
        held=(
            MoneyHeld(AccountKind.WALLET, currency, 913 * price_micro),
            MoneyHeld(AccountKind.HELD, currency, 120 * price_micro),
            MoneyHeld(AccountKind.GIFT, currency, 3 * price_micro),
        ),
        cohorts=weeks,
    )


def _sold(orders: int, price_micro: int, currency: str, chance: random.Random) -> Sold:
    taken = int(orders * price_micro * chance.uniform(0.7, 1.3))
    return Sold(currency, orders, taken, int(taken * chance.uniform(-0.05, 0.5)), orders // 40)


TIMES = (
    SupplierTimes("main", 1_204, timedelta(minutes=3), timedelta(hours=2), timedelta(hours=30)),
    SupplierTimes("panel-with-a-long-name.example", 12, None, timedelta(days=2), timedelta(days=9)),
)

SAMPLES: dict[str, tuple[Facts, str]] = {
    "none-90": (quiet(90), "USD"),
    "none-1": (quiet(1), "USD"),
    "one-90": (one_order(90), "USD"),
    "one-1": (one_order(1), "USD"),
    "busy-1": (busy(1, 300, MICRO // 3, "USD"), "USD"),
    "busy-7": (busy(7, 900, 2 * MICRO, "USD"), "USD"),
    "busy-30": (busy(30, 9_000, 3 * MICRO, "EUR"), "EUR"),
    "busy-90": (busy(90, 100_000, 345_678 * MICRO, "IDR"), "IDR"),
}


def periods(language: str) -> Iterator[tuple[str, Period]]:
    """Yield each sample, as who speaks this language gets it."""
    t = Catalogues().of(language)
    for name, (facts, currency) in SAMPLES.items():
        times = TIMES if sum(facts.made) else ()
        yield name, Period(facts, times, currency, lambda number: NAMES[int(number) % len(NAMES)], t, t)


async def main(folder: Path, language: str) -> None:
    """Write the pictures into the folder, each named by its facts, its place in the album and its theme."""
    for name, period in periods(language):
        told = charts_of(period)
        for theme in Theme:
            pictures = await draw([one.chart for one in told], theme)
            for place, one in enumerate(pictures, start=1):
                (folder / f"{name}-{place}-{theme}.png").write_bytes(one)
        print(name, max(len(one.caption) for one in told))  # noqa: T201 - a program's output


if __name__ == "__main__":
    where = Path(sys.argv[1])
    where.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(where, sys.argv[2] if len(sys.argv) > 2 else "en"))
