"""steady: 1,000 updates come each second, and Telegram takes 50 ms for every call.

The real process, its pace taken out, on SQLite, and the light Telegram of `peers` in a process of its own.
Half the updates are taps inside an order, half are commands, at random moments. Whether a queue grows is
seen in the waits: those of the last fifth are held against those of the second, because the first has the
start in it. A time runs from the update lying ready until Telegram has the last call for it.
"""

from bench.far_side import far_side
from bench.figures import NONE, Figure, Row, at_most, percentile
from bench.peers.contestants import KIOSK, light_telegram, running
from bench.rows import stock

PEOPLE, QUICK_PEOPLE = 1000, 60
PER_SECOND, QUICK_PER_SECOND = 1000, 60
SECONDS, QUICK_SECONDS = 20, 2
TELEGRAM_SECONDS = 0.050
GROWS = 1.5
"""More than chance: a queue that grows has doubled its waits many times over by then."""


async def measure(*, quick: bool) -> Row:
    """Let them come to a kiosk that has answered everybody once."""
    people = QUICK_PEOPLE if quick else PEOPLE
    per_second, seconds = (QUICK_PER_SECOND, QUICK_SECONDS) if quick else (PER_SECOND, SECONDS)
    async with (
        far_side(people) as side,
        light_telegram(people, KIOSK.name) as telegram,
    ):
        await stock(side)
        async with running(KIOSK, telegram.url, side, side.folder):
            await telegram.ask("open")
            found = await telegram.ask(
                "run",
                count=per_second * seconds,
                per_second=per_second,
                latency=TELEGRAM_SECONDS,
                seconds=5.0,
            )
    waits = found["waits"]
    fifth = len(waits) // 5
    early, late = waits[fifth : 2 * fifth], waits[-fifth:]
    return Row(
        "steady",
        f"{people} people, {per_second}/s for {seconds} s",
        (
            Figure("p50", 1000 * percentile(waits, 0.5), "ms"),
            Figure("p99", 1000 * percentile(waits, 0.99), "ms"),
            Figure(
                "last fifth / second fifth, p50",
                percentile(late, 0.5) / percentile(early, 0.5),
                target=at_most(GROWS),
            ),
            Figure("late", found["late"], "", NONE),
            Figure("unanswered", found["unanswered"], "", NONE),
            Figure("doubled", found["strays"], "", NONE),
            Figure("far side's processor", 100 * found["processor"], "%"),
        ),
    )
