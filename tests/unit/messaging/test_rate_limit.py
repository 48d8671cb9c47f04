"""The credit window, in time that jumps instead of passing, with a server that counts."""

import asyncio
import random
import selectors
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from messaging.credit_window import CreditWindow
from messaging.delivery import NotOurs
from messaging.rate_limit import PacedLimiter
from shop.notice import Priority


class JumpingSelector(selectors.DefaultSelector):
    """Moves the time to the end of a wait instead of waiting."""

    time = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everybody waits for ever")
        self.time += max(timeout, 0)
        return super().select(0)


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock shows the jumping time."""

    def __init__(self) -> None:
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.time


class LoopClock:
    """The loop's time; its timers fire up to `lateness` seconds late, as real ones do."""

    def __init__(self, lateness: float = 0.0) -> None:
        self._lateness = lateness
        self._chance = random.Random(1)

    def now(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds + self._chance.random() * self._lateness)


def in_jumping_time(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(story())


@dataclass
class Server:
    """Counts arrivals. Each way takes `way` seconds plus jitter."""

    way: float = 0.025
    jitter: float = 0.01
    seen: list[float] = field(default_factory=list)
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    async def take(self) -> None:
        await asyncio.sleep(self._way())
        self.seen.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self._way())

    def _way(self) -> float:
        return self.way + self.chance.expovariate(2 / self.jitter) if self.jitter else self.way

    def most_in_a_second(self) -> int:
        arrivals = sorted(self.seen)
        first = maximum = 0
        for last, moment in enumerate(arrivals):
            while arrivals[first] <= moment - 1:
                first += 1
            maximum = max(maximum, last - first + 1)
        return maximum

    def pace(self) -> float:
        arrivals = sorted(self.seen)
        return (len(arrivals) - 1) / (arrivals[-1] - arrivals[0])


async def broadcast(
    window: CreditWindow, server: Server, count: int, priority: Priority = Priority.BROADCAST
) -> None:
    """Send as the outbox does: a few at once, each to its own chat."""
    chats = iter(range(1, count + 1))

    async def worker() -> None:
        for chat in chats:
            async with window.slot(priority, chat):
                await server.take()

    await asyncio.gather(*(worker() for _ in range(8)))


async def people(window: CreditWindow, server: Server, count: int, every: float) -> list[float]:
    """Have people tap now and then; return how long each waited for a slot."""
    waits = []

    async def tap(number: int) -> None:
        await asyncio.sleep(number * every * 1.013)
        asked = asyncio.get_running_loop().time()
        async with window.slot(Priority.PERSON, 10_000 + number):
            waits.append(asyncio.get_running_loop().time() - asked)
            await server.take()

    await asyncio.gather(*(tap(number) for number in range(count)))
    return waits


@pytest.mark.parametrize("lateness", [0.0, 0.002])
def test_a_broadcast_is_fast_within_the_limit_and_lets_people_through(lateness: float) -> None:
    async def story() -> None:
        server = Server()
        window = CreditWindow(LoopClock(lateness))
        sending = asyncio.ensure_future(broadcast(window, server, 1_800))
        waits = await people(window, server, 100, every=0.5)
        await sending
        assert server.most_in_a_second() <= 30
        assert server.pace() >= 27
        assert max(waits) <= 0.15

    in_jumping_time(story)


@pytest.mark.parametrize(("way", "jitter"), [(0.0, 0.0), (0.06, 0.05), (0.3, 0.5)])
def test_the_limit_holds_whatever_the_network_does(way: float, jitter: float) -> None:
    async def story() -> None:
        server = Server(way=way, jitter=jitter)
        window = CreditWindow(LoopClock(0.001))
        await asyncio.gather(broadcast(window, server, 300), people(window, server, 60, every=0.1))
        assert len(server.seen) == 360
        assert server.most_in_a_second() <= 30

    in_jumping_time(story)


def test_a_crowd_of_people_is_answered_at_once_up_to_the_limit() -> None:
    async def story() -> None:
        server = Server()
        window = CreditWindow(LoopClock())
        waits = await people(window, server, 60, every=0.0)
        assert sorted(waits)[:30] == [0.0] * 30
        assert max(waits) < 1.2
        assert server.most_in_a_second() <= 30

    in_jumping_time(story)


class Diary:
    """Records who was let through when, by a window with instant sends."""

    def __init__(self, window: CreditWindow) -> None:
        self.window = window
        self.entries: list[tuple[str, float]] = []
        self.tasks: list[asyncio.Task[None]] = []

    def send(self, name: str, priority: Priority, chat: int | str = 1) -> asyncio.Task[None]:
        task = asyncio.ensure_future(self._send(name, priority, chat))
        self.tasks.append(task)
        return task

    async def _send(self, name: str, priority: Priority, chat: int | str) -> None:
        async with self.window.slot(priority, chat):
            self.entries.append((name, round(asyncio.get_running_loop().time(), 3)))

    async def all_sent(self) -> None:
        await asyncio.gather(*self.tasks)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.entries]

    @property
    def times(self) -> list[float]:
        return [moment for _, moment in self.entries]


def test_people_go_before_notices_and_notices_before_broadcasts() -> None:
    async def story() -> None:
        diary = Diary(CreditWindow(LoopClock(), slots=1))
        diary.send("first", Priority.BROADCAST, 1)
        await asyncio.sleep(0)
        for number, priority in enumerate([Priority.BROADCAST, Priority.NOTICE, Priority.PERSON] * 2):
            diary.send(f"{priority.name} {number}", priority, 10 + number)
        await diary.all_sent()
        assert diary.names == [
            "first", "PERSON 2", "PERSON 5", "NOTICE 1", "NOTICE 4", "BROADCAST 0", "BROADCAST 3"
        ]  # fmt: skip
        assert diary.times == [0, 1, 2, 3, 4, 5, 6]

    in_jumping_time(story)


def test_notices_are_spread_by_a_schedule_that_does_not_drift() -> None:
    async def story() -> None:
        diary = Diary(CreditWindow(LoopClock(lateness=0.004)))
        for number in range(30):
            diary.send(str(number), Priority.NOTICE, number + 1)
        await diary.all_sent()
        gaps = [later - sooner for sooner, later in zip(diary.times, diary.times[1:], strict=False)]
        assert min(gaps) >= 0.028
        assert 29 * 0.033 <= diary.times[-1] - diary.times[0] <= 29 * 0.033 + 0.005

    in_jumping_time(story)


def test_a_burst_in_one_chat_passes_and_more_is_smoothed() -> None:
    async def story() -> None:
        diary = Diary(CreditWindow(LoopClock(), spacing=0))
        for number in range(8):
            diary.send(str(number), Priority.NOTICE, chat=5)
        diary.send("other chat", Priority.BROADCAST, chat=6)
        await diary.all_sent()
        assert diary.names == ["0", "1", "2", "3", "4", "other chat", "5", "6", "7"]
        assert diary.times == [0, 0, 0, 0, 0, 0, 1, 2, 3]

    in_jumping_time(story)


@pytest.mark.parametrize("group", [-100123, "@channel"])
def test_groups_bear_less(group: int | str) -> None:
    async def story() -> None:
        diary = Diary(CreditWindow(LoopClock(), spacing=0))
        for number in range(7):
            diary.send(str(number), Priority.NOTICE, chat=group)
        await diary.all_sent()
        assert diary.times == [0, 0, 0, 0, 0, 3, 6]

    in_jumping_time(story)


def test_a_persons_own_answers_are_never_smoothed() -> None:
    async def story() -> None:
        diary = Diary(CreditWindow(LoopClock(), spacing=0))
        for number in range(20):
            diary.send(str(number), Priority.PERSON, chat=5)
        await diary.all_sent()
        diary.send("notice", Priority.NOTICE, chat=5)
        await diary.all_sent()
        assert diary.times == [0] * 20 + [1]

    in_jumping_time(story)


def test_a_chat_told_to_wait_holds_its_own_notices_only() -> None:
    async def story() -> None:
        window = CreditWindow(LoopClock(), spacing=0)
        window.told_to_wait(5, 20)
        diary = Diary(window)
        diary.send("held", Priority.NOTICE, chat=5)
        diary.send("answer", Priority.PERSON, chat=5)
        diary.send("other", Priority.BROADCAST, chat=6)
        await diary.all_sent()
        assert diary.entries == [("answer", 0), ("other", 0), ("held", 20)]

    in_jumping_time(story)


def test_many_chats_told_to_wait_pause_everybody_but_people() -> None:
    async def story() -> None:
        window = CreditWindow(LoopClock(), spacing=0)
        for chat in (1, 2, 2, 3):
            window.told_to_wait(chat, 4)
            await asyncio.sleep(1)
        diary = Diary(window)
        diary.send("broadcast", Priority.BROADCAST, chat=8)
        diary.send("answer", Priority.PERSON, chat=9)
        await diary.all_sent()
        assert diary.entries == [("answer", 4), ("broadcast", 7)]

    in_jumping_time(story)


def test_chats_told_to_wait_long_ago_do_not_add_up() -> None:
    async def story() -> None:
        window = CreditWindow(LoopClock(), spacing=0)
        for chat in (1, 2, 3):
            window.told_to_wait(chat, 30)
            await asyncio.sleep(6)
        diary = Diary(window)
        diary.send("broadcast", Priority.BROADCAST, chat=8)
        await diary.all_sent()
        assert diary.entries == [("broadcast", 18)]

    in_jumping_time(story)


def test_whoever_gives_up_takes_no_credit_along() -> None:
    async def story() -> None:
        diary = Diary(CreditWindow(LoopClock(), slots=1))
        diary.send("first", Priority.PERSON)
        await asyncio.sleep(0)
        quitters = [diary.send("quitter", priority, 7) for priority in (Priority.PERSON, Priority.NOTICE)]
        diary.send("last", Priority.BROADCAST, 8)
        await asyncio.sleep(0.5)
        for quitter in quitters:
            quitter.cancel()
        await asyncio.gather(*diary.tasks, return_exceptions=True)
        assert diary.entries == [("first", 0), ("last", 1)]
        assert all(quitter.cancelled() for quitter in quitters)

    in_jumping_time(story)


def test_giving_up_at_the_very_moment_of_ones_turn_gives_the_credit_back() -> None:
    async def story() -> None:
        window = CreditWindow(LoopClock(lateness=0.5), slots=1)
        diary = Diary(window)
        diary.send("first", Priority.PERSON)
        await asyncio.sleep(0)
        unlucky = diary.send("unlucky", Priority.PERSON)
        diary.send("next", Priority.PERSON)
        await asyncio.sleep(1.001)
        window.told_to_wait(99, 0)  # looks at the queue at once: the unlucky one is next
        unlucky.cancel()
        await asyncio.gather(*diary.tasks, return_exceptions=True)
        assert diary.entries == [("first", 0), ("next", 1.001)]

    in_jumping_time(story)


def test_a_send_that_fails_holds_its_credit_like_any_other() -> None:
    async def story() -> None:
        window = CreditWindow(LoopClock(), slots=1)
        with pytest.raises(ValueError, match="lost"):
            async with window.slot(Priority.PERSON, 1):
                raise ValueError("lost")
        diary = Diary(window)
        diary.send("next", Priority.PERSON)
        await diary.all_sent()
        assert diary.times == [1]

    in_jumping_time(story)


def test_nobody_is_forgotten_when_people_come_and_go_at_random() -> None:
    async def story() -> None:
        chance = random.Random(3)
        server = Server()
        window = CreditWindow(LoopClock(0.001), slots=5)
        sent = 0

        async def send(number: int) -> None:
            nonlocal sent
            await asyncio.sleep(chance.random() * 20)
            async with window.slot(chance.choice(list(Priority)), number % 7 + 1):
                await server.take()
            sent += 1

        tasks = [asyncio.ensure_future(send(number)) for number in range(200)]
        for task in chance.sample(tasks, 60):
            asyncio.get_running_loop().call_later(chance.random() * 25, task.cancel)
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert sent + sum(isinstance(one, asyncio.CancelledError) for one in done) == 200
        assert server.most_in_a_second() <= 5

    in_jumping_time(story)


def test_more_chats_than_are_remembered_are_all_served() -> None:
    async def story() -> None:
        server = Server(way=0, jitter=0)
        await broadcast(CreditWindow(LoopClock(), slots=5_000, spacing=0), server, 5_000)
        assert len(server.seen) == 5_000

    in_jumping_time(story)


# The limiter that python-telegram-bot calls


class Wire:
    """Replaces the request class: notes each call and answers from a list."""

    def __init__(self, *answers: Any) -> None:
        self.calls: list[float] = []
        self.answers = list(answers)

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        del args, kwargs
        self.calls.append(round(asyncio.get_running_loop().time(), 3))
        answer = self.answers.pop(0) if self.answers else True
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def _told_in_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else RetryAfter warns about its own deprecation


async def limited(
    limiter: PacedLimiter, wire: Wire, endpoint: str, priority: Priority | None = None, **data: Any
) -> Any:
    return await limiter.process_request(
        callback=wire, args=(), kwargs={}, endpoint=endpoint, data=data, rate_limit_args=priority
    )


@pytest.mark.parametrize(
    ("endpoint", "data"),
    [
        ("answerCallbackQuery", {"callback_query_id": "1"}),
        ("answerInlineQuery", {"inline_query_id": "1"}),
        ("answerPreCheckoutQuery", {"pre_checkout_query_id": "1"}),
        ("getMe", {}),
        ("setMyCommands", {"commands": []}),
        ("getChat", {"chat_id": 5}),
        ("editMessageText", {"inline_message_id": "a"}),
    ],
)
def test_calls_that_write_into_no_chat_pass_at_once(endpoint: str, data: dict[str, Any]) -> None:
    async def story() -> None:
        clock = LoopClock()
        limiter = PacedLimiter(CreditWindow(clock, slots=0), clock)
        assert await limited(limiter, Wire("done"), endpoint, **data) == "done"

    in_jumping_time(story)


@pytest.mark.parametrize("endpoint", ["sendMessage", "SendMessage", "editMessageText", "copyMessage"])
def test_calls_that_write_into_a_chat_take_a_credit(endpoint: str) -> None:
    async def story() -> None:
        clock, wire = LoopClock(), Wire()
        limiter = PacedLimiter(CreditWindow(clock, slots=1), clock)
        await asyncio.gather(*(limited(limiter, wire, endpoint, chat_id=5) for _ in range(3)))
        assert wire.calls == [0, 1, 2]

    in_jumping_time(story)


def test_a_call_may_have_a_priority_of_its_own() -> None:
    async def story() -> None:
        clock, notices, answers = LoopClock(), Wire(), Wire()
        limiter = PacedLimiter(CreditWindow(clock, slots=1), clock)
        await asyncio.gather(
            limited(limiter, answers, "sendMessage", chat_id=1),
            limited(limiter, notices, "sendMessage", Priority.NOTICE, chat_id=2),
            limited(limiter, answers, "sendMessage", Priority.PERSON, chat_id=3),
        )
        assert (answers.calls, notices.calls) == ([0, 1], [2])

    in_jumping_time(story)


def test_a_short_wait_is_waited_for_and_a_persons_call_tried_again() -> None:
    async def story() -> None:
        clock, wire = LoopClock(), Wire(RetryAfter(3), RetryAfter(5), "sent")
        limiter = PacedLimiter(CreditWindow(clock), clock)
        assert await limited(limiter, wire, "sendMessage", chat_id=5) == "sent"
        assert wire.calls == [0, 3, 8]

    in_jumping_time(story)


@pytest.mark.parametrize("priority", [Priority.NOTICE, Priority.BROADCAST])
def test_what_another_kiosk_may_be_sending_is_not_sent_when_its_turn_comes(priority: Priority) -> None:
    async def story() -> None:
        clock, wire = LoopClock(), Wire()
        limiter = PacedLimiter(CreditWindow(clock, slots=1), clock)
        await limited(limiter, wire, "sendMessage", chat_id=1)
        waiting = asyncio.ensure_future(limited(limiter, wire, "sendMessage", priority, chat_id=2))
        await clock.sleep(0.5)
        limiter.may_send = lambda: False
        with pytest.raises(NotOurs):
            await waiting
        await limited(limiter, wire, "sendMessage", chat_id=3)  # whoever tapped is answered here
        assert wire.calls == [0, 2]

    in_jumping_time(story)


@pytest.mark.parametrize("priority", [Priority.NOTICE, Priority.BROADCAST])
def test_a_letter_waits_as_a_row_and_not_in_a_place_for_sending(priority: Priority) -> None:
    async def story() -> None:
        clock, wire = LoopClock(), Wire(RetryAfter(3))
        limiter = PacedLimiter(CreditWindow(clock), clock)
        with pytest.raises(RetryAfter):
            await limited(limiter, wire, "sendMessage", priority, chat_id=5)
        assert (clock.monotonic(), limiter.held_chats()) == (0, frozenset({5}))
        await asyncio.sleep(3)
        assert limiter.held_chats() == frozenset()

    in_jumping_time(story)


def test_a_call_that_is_told_to_wait_three_times_fails() -> None:
    async def story() -> None:
        clock, wire = LoopClock(), Wire(*[RetryAfter(1)] * 3)
        limiter = PacedLimiter(CreditWindow(clock), clock)
        with pytest.raises(RetryAfter):
            await limited(limiter, wire, "sendMessage", chat_id=5)
        assert wire.calls == [0, 1, 2]

    in_jumping_time(story)


def test_a_long_wait_is_the_callers_and_holds_the_chats_notices() -> None:
    async def story() -> None:
        clock, wire = LoopClock(), Wire(RetryAfter(6))
        limiter = PacedLimiter(CreditWindow(clock), clock)
        with pytest.raises(RetryAfter):
            await limited(limiter, wire, "sendMessage", Priority.NOTICE, chat_id=5)
        await limited(limiter, wire, "sendMessage", chat_id=5)
        await limited(limiter, wire, "sendMessage", Priority.NOTICE, chat_id=5)
        assert wire.calls == [0, 0, 6]

    in_jumping_time(story)


class Recorder(PacedLimiter):
    """Notes what the library passes to a limiter, and lets nothing through."""

    def __init__(self, window: CreditWindow, clock: LoopClock) -> None:
        super().__init__(window, clock)
        self.seen: list[tuple[str, Any, Priority | None]] = []

    async def process_request(self, *args: Any, **kwargs: Any) -> Any:
        del args
        self.seen.append((kwargs["endpoint"], kwargs["data"].get("chat_id"), kwargs["rate_limit_args"]))
        return True


def test_the_library_hands_its_calls_and_their_lanes_to_the_limiter() -> None:
    async def story() -> None:
        clock = LoopClock()
        limiter = Recorder(CreditWindow(clock), clock)
        bot = ExtBot("1:a", rate_limiter=limiter)
        await bot.do_api_request("say_it", api_kwargs={"chat_id": 5}, rate_limit_args=Priority.NOTICE)
        await bot.send_chat_action(chat_id=6, action="typing", rate_limit_args=Priority.PERSON)
        assert limiter.seen == [("sayIt", 5, Priority.NOTICE), ("sendChatAction", 6, None)]

    in_jumping_time(story)


def test_a_window_that_gives_credits_up_counts_those_that_are_out() -> None:
    async def story() -> None:
        window = CreditWindow(LoopClock())
        slots = [window.slot(Priority.PERSON, chat) for chat in range(1, 31)]
        for slot in slots:
            await slot.__aenter__()
        assert (window.held, window.wanted) == (30, 30)
        window.resize(10)
        assert window.held == 30  # they may still be counted in this second
        for slot in slots:
            await slot.__aexit__()
        waiting = [asyncio.create_task(window.take(Priority.PERSON, chat)) for chat in range(1, 21)]
        await asyncio.sleep(0.9)
        assert not any(task.done() for task in waiting)
        await asyncio.sleep(0.2)
        assert sum(task.done() for task in waiting) == 10
        assert (window.held, window.wanted) == (10, 20)
        window.resize(12)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert sum(task.done() for task in waiting) == 12
        window.resize(0)
        assert window.held == 12
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    in_jumping_time(story)


def test_a_smaller_window_lets_notices_out_further_apart() -> None:
    async def story() -> None:
        window, moments = CreditWindow(LoopClock()), []
        window.resize(10)
        for chat in range(1, 31):
            async with window.slot(Priority.NOTICE, chat):
                moments.append(asyncio.get_running_loop().time())
        assert 2.5 < moments[-1] - moments[0] < 3.5

    in_jumping_time(story)


def test_what_is_no_chat_takes_no_credit_and_stands_in_nobodys_way() -> None:
    """An update of an odd shape may name a list as its chat; thirty of them once stopped every send."""

    async def story() -> None:
        window = CreditWindow(LoopClock())
        odd: list[Any] = [[101], {"id": 101}, 1.5, None]
        for chat in odd * 10:
            for priority in Priority:
                with pytest.raises(TypeError, match="a chat is a number or a name"):
                    await window.take(priority, chat)
        assert window.held == 30
        for chat in range(1, 61):
            async with window.slot(Priority.PERSON, chat):
                pass

    in_jumping_time(story)
