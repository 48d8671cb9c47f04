"""How long people waited: their acts, paired with the bot's calls in Telegram's log.

A person's updates are answered in order, and each changes their screen once:
the message of a tapped button is edited, or a new message comes. So the n-th
thing somebody did belongs to the n-th such call into their chat. A tap counts
as answered when its button has its answer too.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from playground.telegram import Call, FakePerson, Tap

SCREEN = ("editMessageText", "sendMessage")


@dataclass(frozen=True, slots=True)
class Deed:
    """A person's act: when (monotonic seconds) its update was ready, and the tap if it was one."""

    at: float
    person_id: int
    tap_id: str | None = None

    @classmethod
    def tapped(cls, tap: Tap) -> "Deed":
        """Make the deed of a tap on a button."""
        return cls(tap.born, tap.person_id, tap.id)

    @classmethod
    def said(cls, person: FakePerson, text: str, now: float) -> "Deed":
        """Make the deed of a message sent now."""
        person.says(text)
        return cls(now, person.id)


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds until a deed's button and the whole deed were answered; None if they never were."""

    deed: Deed
    button: float | None
    whole: float | None


def waits(deeds: Sequence[Deed], calls: Iterable[Call]) -> list[Wait]:
    """Return each deed with its answers. `calls` must not contain answers to earlier deeds."""
    screens: defaultdict[int, list[float]] = defaultdict(list)
    buttons: dict[str, float] = {}
    for call in calls:
        if call.status == 200 and call.method in SCREEN:
            screens[int(call.params["chat_id"])].append(call.at)
        elif call.status == 200 and call.method == "answerCallbackQuery":
            buttons[str(call.params["callback_query_id"])] = call.at
    turns = {person: iter(times) for person, times in screens.items()}
    ordered = sorted(deeds, key=lambda deed: deed.at)
    return [_wait(deed, next(turns.get(deed.person_id, iter(())), None), buttons) for deed in ordered]


def _wait(deed: Deed, screen: float | None, buttons: dict[str, float]) -> Wait:
    if deed.tap_id is None:
        return Wait(deed, None, None if screen is None else screen - deed.at)
    button = buttons.get(deed.tap_id)
    if button is None or screen is None:
        return Wait(deed, None if button is None else button - deed.at, None)
    return Wait(deed, button - deed.at, max(button, screen) - deed.at)
