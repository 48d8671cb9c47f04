"""Serves `/livez`, `/readyz` and `/metrics` by GET, and nothing else."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from aiohttp import web

from listener import Door, Listener

CLOSE_SECONDS = 1.0


class Answers(Protocol):
    """What is served. None of it raises, and none of it takes longer than some seconds."""

    async def why_dead(self) -> list[str]:
        """Return what only a new start mends."""
        ...

    async def why_not_ready(self) -> list[str]:
        """Return what keeps the kiosk from serving now."""
        ...

    async def metrics(self) -> tuple[bytes, str]:
        """Return the figures, and their content type."""
        ...


class HealthServer:
    """Listens at `place`; `cannot` makes the error that says what to do where nothing can."""

    def __init__(
        self,
        place: tuple[str, int],
        answers: Answers,
        *,
        door: Door,
        cannot: Callable[[str, int, OSError], Exception],
    ) -> None:
        self._answers = answers
        self._listener = Listener("health", place, door=door, cannot=cannot, close_seconds=CLOSE_SECONDS)

    async def open(self) -> None:
        """Listen. Raises what `cannot` makes."""
        app = web.Application(client_max_size=1024)
        app.router.add_get("/livez", _verdict(self._answers.why_dead, "alive"))
        app.router.add_get("/readyz", _verdict(self._answers.why_not_ready, "ready"))
        app.router.add_get("/metrics", self._metrics)
        await self._listener.open(app)

    async def close(self) -> None:
        """Stop listening."""
        await self._listener.close()

    async def _metrics(self, _request: web.Request) -> web.Response:
        body, kind = await self._answers.metrics()
        return _closing(web.Response(body=body, headers={"Content-Type": kind}))


def _verdict(
    ask: Callable[[], Awaitable[list[str]]], good: str
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return what answers with 200, or with 503 and a line for each thing that is wrong."""

    async def answer(_request: web.Request) -> web.Response:
        wrong = await ask()
        text = "".join(f"{line}\n" for line in wrong or [good])
        return _closing(web.Response(text=text, status=503 if wrong else 200))

    return answer


def _closing(response: web.Response) -> web.Response:
    """Return it as the last one on its connection, so that none rests until the door closes it."""
    response.force_close()
    return response
