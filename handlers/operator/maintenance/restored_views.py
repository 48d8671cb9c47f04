"""The screen of a kiosk that stands still after a restore: what came since the backup, and going on."""

from collections.abc import Mapping
from html import escape

from handlers.buttons import MAINTENANCE, Button
from handlers.operator.navigation import back_to_desk
from handlers.view import Row, View, shortened
from locales import Translator
from shop.standstill import Standstill

MOST_LINES, LONGEST_LINE = 10, 160
"""Two lists of these fit into a message; `bot.py restore` prints all."""


def standing_still(state: Standstill, t: Translator) -> str:
    """The line that says since which backup it stands still."""
    return t(
        "🧯 I was restored from a backup of {moment} and stand still: nothing goes to a panel, and no money "
        "goes back.",
        moment=state.backup_at,
    )


def standstill_card(state: Standstill, checked: int, t: Translator) -> View:
    """What others know of since the backup, and the button that goes on once that was compared."""
    lines = [standing_still(state, t), t("Orders being checked: {count}", count=checked)]
    if state.compared_at is None:
        lines.append(t("Nothing was compared yet. That takes about a minute; then open this again."))
        return View("\n".join(lines), (_again(t), back_to_desk(t)))
    lines.append(t("Compared {moment}:", moment=state.compared_at))
    lines.append(_listed(state.findings))
    if state.troubles:
        lines.append(t("⚠️ Could not be compared, look there yourself:"))
        lines.append(_listed(state.troubles))
    lines.append(t("Orders being checked are never sent again. Going on opens the shop."))
    going = ("✅ " + t.label("Go on"), Button(MAINTENANCE, "", "goon", seen_of(state)))
    return View("\n".join(lines), ((going,), _again(t), back_to_desk(t)))


def goes_on(t: Translator) -> View:
    """The answer when the kiosk goes on, or does already."""
    return View(
        t(
            "✅ I do not stand still: the shop goes on. Orders being checked wait for your decision in "
            "/review."
        ),
        (back_to_desk(t),),
    )


def seen_of(state: Standstill) -> str:
    """Return what the button to go on was shown with, so that an old one goes on with nothing else."""
    return "" if state.compared_at is None else f"{state.compared_at.timestamp():.0f}"


def _listed(what: Mapping[str, str]) -> str:
    """List what was said, as it is stored: the words of `bot.py restore` and of the alert."""
    lines = [shortened(f"{name}: {words}", LONGEST_LINE) for name, words in sorted(what.items())[:MOST_LINES]]
    return "\n".join(f"• {escape(line)}" for line in lines)


def _again(t: Translator) -> Row:
    return (("🔄 " + t.label("Refresh"), Button(MAINTENANCE, "", "restored")),)
