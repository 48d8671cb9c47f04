"""BotApi: the side of the fake that the bot calls."""

import re
from collections import deque
from collections.abc import Mapping, Sequence
from inspect import isawaitable
from typing import Any

from playground.telegram.chats import Chat
from playground.telegram.faults import Fault, FaultPlan
from playground.telegram.findings import Finding, Judge
from playground.telegram.labels import look_alikes
from playground.telegram.methods import ALL, Method
from playground.telegram.methods.payments import renew_due
from playground.telegram.methods.reading import chat_id_of
from playground.telegram.pace import COUNTED, Pace
from playground.telegram.paid_pace import PaidPace
from playground.telegram.params import Params, Upload
from playground.telegram.refusals import RawAnswer, Refusal, Unmodelled, bad_request, not_found, unauthorized
from playground.telegram.trace import Call, Trace
from playground.telegram.world import World

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{30,64}")
_KEPT_CALLS = 20_000


class BotApi:
    """Takes calls, applies planned faults, logs the calls, and has the oracle judge them."""

    def __init__(self, *, token: str, world: World, pace: Pace, oracle: Judge | None) -> None:
        if not TOKEN.fullmatch(token):
            raise ValueError(
                "a bot token looks like 123456:ABC..., with 30 or more characters after the colon"
            )
        self.token = token
        self.world = world
        self.pace = pace
        self.paid_pace = PaidPace(world.clock, world.ledger)
        self.oracle = oracle
        self.calls: deque[Call] = deque(maxlen=_KEPT_CALLS)
        self.trace = Trace(world.clock, world.bump)
        self._plan = FaultPlan()
        world.updates.on_queued = self._queued
        world.updates.on_handed = self.trace.handed_over
        world.updates.on_returned = self.trace.not_handed_over

    @property
    def findings(self) -> list[Finding]:
        """Traffic that the specification does not allow, and calls that the fake does not model.

        A test that provokes a finding takes it out; whatever is left is a failure.
        """
        return self.world.findings

    @property
    def unmodelled(self) -> list[str]:
        """What the bot used that the fake does not model; tests expect this to be empty."""
        return [finding.where for finding in self.findings if finding.side == "unmodelled"]

    def takes_findings(self) -> list[str]:
        """Return the findings so far as lines; they count as expected from now on."""
        told = [str(finding) for finding in self.findings]
        self.findings.clear()
        return told

    @property
    def faults_left(self) -> int:
        """How many planned faults have met no call."""
        return self._plan.left()

    def calls_of(self, *methods: str) -> list[Call]:
        """Return the logged calls of these methods, oldest first."""
        wanted = {method.lower() for method in methods}
        return [call for call in self.calls if call.method.lower() in wanted]

    def plan(self, method: str | None, *faults: Fault, chat_id: int | None = None) -> None:
        """Let the next calls of `method` (None: of any but getUpdates) meet these faults, in order."""
        self._plan.add(method, faults, chat_id)

    def forget_plans(self) -> None:
        """Drop the faults that no call has met."""
        self._plan = FaultPlan()

    async def call(
        self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload | bytes] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Make one call by hand; return status and envelope. The oracle judges it if it succeeds.

        Raises NoAnswer when the connection gives nothing back, RawAnswer when it gives
        back what is not Telegram's JSON.
        """
        return await self._call(method, Params(params, files), by_bot=False)

    async def call_as(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload | bytes] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        """Do the same for a bot with this token, always judged: 401 for another bot's token, 404 for none."""
        if token == self.token:
            return await self._call(method, Params(params, files), by_bot=True)
        refusal = unauthorized() if TOKEN.fullmatch(token) else not_found()
        return refusal.status, refusal.envelope()

    def download(self, token: str, path: str) -> bytes | None:
        """Return the bytes behind a `file_path`, or None."""
        stored = self.world.files.at(path)
        return stored.upload.content if stored is not None and token == self.token else None

    async def _call(self, method: str, params: Params, *, by_bot: bool) -> tuple[int, dict[str, Any]]:
        renew_due(self.world)
        known = ALL.get(method.lower())
        if known is None:
            self.world.note_unmodelled(method)
            return self._refused(method, params, not_found())
        try:
            params.check_text()
        except Refusal as refusal:
            return self._refused(known.name, params, refusal)
        found = self.oracle.request(method, params.sent()) if self.oracle else []
        fault = self._plan.next(known.name, chat_id_of(params))
        try:
            if fault is not None:
                await self._meet(fault, known, params, found)
            result = await self._run(known, params)
        except Refusal as refusal:
            if isinstance(refusal, Unmodelled):
                self.world.note_unmodelled(refusal.what)
            told = found if by_bot else []
            return self._refused(known.name, params, refusal, fault=fault.name if fault else "", found=told)
        if self.oracle and known.name != "getUpdates":  # updates are judged when they are queued
            found = [*found, *self.oracle.answer(known.name, result)]
        self._log(known.name, params, 200, found=[*found, *self._on_screen(known.name, params)])
        return 200, {"ok": True, "result": result}

    def _on_screen(self, method: str, params: Params) -> list[Finding]:
        """Judge a keyboard that was taken: no two of its buttons may look the same."""
        markup = params.nested("reply_markup") if self.world.finds_look_alikes else None
        if not isinstance(markup, dict) or "inline_keyboard" not in markup:
            return []
        rows = [[str(button["text"]) for button in row] for row in markup["inline_keyboard"]]
        told = "two buttons look the same: {!r} and {!r}"
        return [Finding("screen", method, told.format(*pair)) for pair in look_alikes(rows)]

    async def _meet(self, fault: Fault, method: Method, params: Params, found: list[Finding]) -> None:
        if fault.takes_effect:
            await self._run(method, params)
        if fault.moves_to is not None and fault.moves_to not in self.world.chats:
            self._move(chat_id_of(params), fault.moves_to)
        if not isinstance(fault.error, Refusal):
            status = fault.error.status if isinstance(fault.error, RawAnswer) else 0
            self._log(method.name, params, status, fault=fault.name, found=found)
        raise fault.error

    def _move(self, old_id: int | None, new_id: int) -> None:
        old = self.world.chats.get(old_id or 0)
        self.world.chats[new_id] = Chat(new_id, "supergroup", old.title if old else "Group", started=True)

    async def _run(self, method: Method, params: Params) -> Any:
        if method.name.lower() in COUNTED:
            if params.flag("allow_paid_broadcast"):
                self.paid_pace.take(self.world.timestamp())
            else:
                self.pace.take(chat_id_of(params))
        try:
            result = method.run(self.world, params)
            return await result if isawaitable(result) else result
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            # A request of an unforeseen shape gets Telegram's 400, and is a finding here.
            self.findings.append(Finding("request", method.name, f"the fake cannot read it: {error!r}"))
            raise bad_request("can't parse the request") from error

    def _refused(
        self,
        method: str,
        params: Params,
        refusal: Refusal,
        *,
        fault: str = "",
        found: Sequence[Finding] = (),
    ) -> tuple[int, dict[str, Any]]:
        self._log(method, params, refusal.status, words=refusal.description, fault=fault, found=found)
        return refusal.status, refusal.envelope()

    def _log(
        self,
        method: str,
        params: Params,
        status: int,
        *,
        words: str = "",
        fault: str = "",
        found: Sequence[Finding] = (),
    ) -> None:
        at = self.world.clock.monotonic()
        call = Call(at, method, params.plain(), status, words, fault, chat_id_of(params), tuple(found))
        self.calls.append(call)
        self.findings.extend(found)
        if method != "getUpdates":
            self.trace.called(call)

    def _queued(self, update: dict[str, Any]) -> None:
        found = self.oracle.update(update) if self.oracle else []
        self.findings.extend(found)
        self.trace.came(update, found)
