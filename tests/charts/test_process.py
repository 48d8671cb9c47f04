"""The drawing process: whatever keeps it from drawing is NotDrawn, and none is left behind."""

import asyncio
import tempfile
from pathlib import Path

import pytest

from charts.process import NotDrawn, draw
from shop.statistics.chart import Chart, Form, Series, Theme

CHART = Chart(Form.BARS, "Orders", "7 days", ("1", ""), (Series("a", (1, 2)),), ((0, "0"), (2, "2")))


async def test_without_a_folder_for_what_is_temporary_nothing_is_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(NotDrawn, match="gone"):
        await draw([CHART], Theme.LIGHT)


async def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def noting(*words: str, **options: object) -> asyncio.subprocess.Process:
        started.append(await start(*words, **options))  # type: ignore[arg-type]  # handed on as they came
        return started[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", noting)
    with pytest.raises(NotDrawn, match="longer than 0 s"):
        await draw([CHART], Theme.LIGHT, seconds=0.01)
    [process] = started
    assert process.returncode is not None


async def test_one_process_draws_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    under_way, most = 0, 0
    start = asyncio.create_subprocess_exec

    async def counting(*words: str, **options: object) -> asyncio.subprocess.Process:
        nonlocal under_way, most
        process = await start(*words, **options)  # type: ignore[arg-type]  # handed on as they came
        under_way, most = under_way + 1, max(most, under_way + 1)
        wait = process.communicate

        async def ended(told: bytes) -> tuple[bytes, bytes]:
            nonlocal under_way
            try:
                return await wait(told)
            finally:
                under_way -= 1

        process.communicate = ended  # type: ignore[method-assign,assignment]  # the end is seen from outside
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", counting)
    drawn = await asyncio.gather(*(draw([CHART], theme) for theme in Theme))
    assert most == 1
    assert all(picture.startswith(b"\x89PNG") for [picture] in drawn)
