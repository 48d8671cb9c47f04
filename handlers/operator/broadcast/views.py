"""A broadcast: its preview and its progress line."""

from datetime import datetime

from handlers.buttons import BROADCAST, Button
from handlers.view import View
from locales import Translator, marked
from shop.broadcast import OVER, Broadcast, BroadcastState, Tally


def ask_for_broadcast(t: Translator, broadcast_id: int) -> View:
    """The answer to /broadcast."""
    text = t(
        "<b>Broadcast</b>\nSend me the message for everybody: a text, or one picture, video or other file."
    )
    return View(text, ((_cancel(broadcast_id, t),),))


def broadcast_preview(broadcast_id: int, people: int, t: Translator, *, open_to_all: bool) -> View:
    """The text below the preview: how many people will get it, and who they are."""
    if open_to_all:
        text = t.plural(
            "This is how it will look. <b>{n}</b> person will get it: "
            "everybody who has written to the bot and has not blocked it.",
            "This is how it will look. <b>{n}</b> people will get it: "
            "everybody who has written to the bot and has not blocked it.",
            people,
        )
    else:
        text = t.plural(
            "This is how it will look. <b>{n}</b> person will get it: "
            "everybody who may order here, has written to the bot and has not blocked it.",
            "This is how it will look. <b>{n}</b> people will get it: "
            "everybody who may order here, has written to the bot and has not blocked it.",
            people,
        )
    send = ("✅ " + t.label("Confirm"), Button(BROADCAST, str(broadcast_id), "send"))
    return View(text, ((send, _cancel(broadcast_id, t)),))


def broadcast_progress(broadcast: Broadcast, tally: Tally, t: Translator, now: datetime) -> View:
    """The progress line of a broadcast."""
    over = broadcast.state in OVER
    heads = {
        BroadcastState.SENDING: marked("📣 <b>Sending</b>"),
        BroadcastState.DONE: marked("📣 <b>Sent</b>"),
        BroadcastState.STOPPED: marked("📣 <b>Stopped</b>"),
    }
    counts = t(
        "{sent} of {total} sent · {blocked} blocked · {failed} failed",
        sent=tally.sent,
        total=broadcast.total,
        blocked=tally.blocked,
        failed=tally.failed,
    )
    lines = [t(heads.get(broadcast.state, heads[BroadcastState.SENDING])), counts]
    if over:
        return View("\n".join(lines))
    left = seconds_left(broadcast, tally, now)
    if left is not None:
        lines.append(t("About {minutes} min {seconds} s left", minutes=left // 60, seconds=left % 60))
    stop = ("⏹ " + t.label("Stop"), Button(BROADCAST, str(broadcast.id), "stop"))
    return View("\n".join(lines), ((stop,),))


def seconds_left(broadcast: Broadcast, tally: Tally, now: datetime) -> int | None:
    """Estimate the seconds left from the pace so far; None before there is one."""
    done = tally.sent + tally.failed + tally.blocked
    if broadcast.started_at is None or done == 0:
        return None
    return int((now - broadcast.started_at).total_seconds() * tally.pending / done)


def _cancel(broadcast_id: int, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), Button(BROADCAST, str(broadcast_id), "drop")
