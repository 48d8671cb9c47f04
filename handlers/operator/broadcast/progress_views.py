"""A broadcast that somebody consented to: how it stands, and what can be done about it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handlers.buttons import BROADCAST, Button
from handlers.operator.broadcast.content import title_of
from handlers.operator.broadcast.views import HISTORY
from handlers.operator.broadcast.words import audience_lines, time_lines
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.view import Row, Target, View
from locales import Translator, marked
from shop.broadcast import Broadcast, BroadcastState, Tally, seconds_left

LISTED = 8
"""Broadcasts on a page of the history."""

HEADS = {
    BroadcastState.WAITING: marked("🕰 <b>Planned</b>"),
    BroadcastState.SENDING: marked("📣 <b>Sending</b>"),
    BroadcastState.PAUSED: marked("⏸ <b>Paused</b>"),
    BroadcastState.DONE: marked("📣 <b>Sent</b>"),
    BroadcastState.STOPPED: marked("📣 <b>Stopped</b>"),
}
TROUBLES = {
    "missed": marked("I was off when it was to begin, so nobody got it. Send it again if it still holds."),
    "paid": marked("Telegram refuses to be paid for a faster pace. Go on sends the rest at the usual pace."),
}
SIGNS = {
    BroadcastState.WAITING: "🕰",
    BroadcastState.SENDING: "▶️",
    BroadcastState.PAUSED: "⏸",
    BroadcastState.DONE: "✅",
    BroadcastState.STOPPED: "⏹",
}


def broadcast_progress(broadcast: Broadcast, tally: Tally, t: Translator, now: datetime) -> View:
    """How it stands, live: figures, time left, and what can be done now."""
    lines = [t(HEADS.get(broadcast.state, HEADS[BroadcastState.SENDING]))]
    if title := title_of(broadcast.content, 60):
        lines.append(t("“{title}”", title=title))
    if broadcast.trouble in TROUBLES:
        lines.append("⚠️ " + t(TROUBLES[broadcast.trouble]))
    lines += audience_lines(broadcast.audience, t)
    if broadcast.state is BroadcastState.WAITING:
        lines += time_lines(broadcast, t)
    else:
        lines += _figures(broadcast, tally, t, now)
    rows = (*_acts(broadcast, tally, t, now), back_and_desk(t, HISTORY))
    return View("\n".join(lines), rows, about=broadcast.subject)


def goes_on_elsewhere(broadcast: Broadcast, t: Translator, *, is_above: bool) -> View:
    """What is left of a card when another message shows how the broadcast stands."""
    words = (
        t("⤴️ This goes on; the newest card about it is further up.")
        if is_above
        else t("⤵️ This goes on; the newest card about it is further down.")
    )
    return View(words, ((_door(broadcast, t),),), about=broadcast.subject)


def _figures(broadcast: Broadcast, tally: Tally, t: Translator, now: datetime) -> Iterator[str]:
    yield t(
        "{sent} of {total} sent · {blocked} blocked · {failed} failed",
        sent=tally.sent,
        total=broadcast.total,
        blocked=tally.blocked,
        failed=tally.failed,
    )
    if tally.stopped:  # stopped as a whole, or called off for who wants no news any more, is banned or gone
        yield t.plural("{n} person did not get it.", "{n} people did not get it.", tally.stopped)
    if broadcast.state is BroadcastState.SENDING:
        left = seconds_left(broadcast, tally, now)
        if left is not None and tally.pending > tally.held:
            yield t("About {minutes} min {seconds} s left", minutes=left // 60, seconds=left % 60)
        if tally.held and broadcast.by_day:  # else Telegram asked to wait before it was paused
            yield "☀️ " + t.plural(
                "{n} person gets it when it is day where they are.",
                "{n} people get it when it is day where they are.",
                tally.held,
            )
    if broadcast.deleting_at is not None:
        yield "🗑 " + t(
            "{deleted} deleted · {deleting} still to go · {kept} could not be deleted",
            deleted=tally.deleted,
            deleting=tally.deleting,
            kept=tally.kept,
        )


def _acts(broadcast: Broadcast, tally: Tally, t: Translator, now: datetime) -> Sequence[Row]:
    number = str(broadcast.id)
    stop = ("⏹ " + t.label("Stop"), Button(BROADCAST, number, "stop"))
    again: tuple[str, Target] = ("🔁 " + t.label("Send again"), Button(BROADCAST, number, "again"))
    match broadcast.state:
        case BroadcastState.WAITING:
            return ((stop,),)
        case BroadcastState.SENDING:
            return ((("⏸ " + t.label("Pause"), Button(BROADCAST, number, "pause")), stop),)
        case BroadcastState.PAUSED:
            return ((("▶️ " + t.label("Go on"), Button(BROADCAST, number, "goon")), stop),)
    if tally.sent and broadcast.is_deletable(now):
        return ((again, ("🗑 " + t.label("Delete again"), Button(BROADCAST, number, "unsend"))),)
    return ((again,),)


def sure_to_delete(broadcast: Broadcast, people: int, t: Translator) -> View:
    """The question before the message is deleted at everybody who got it."""
    text = t.plural(
        "🗑 Delete this message again at <b>{n}</b> person? It vanishes from their chat. "
        "What was sent more than 48 hours ago stays.",
        "🗑 Delete this message again at <b>{n}</b> people? It vanishes from their chats. "
        "What was sent more than 48 hours ago stays.",
        people,
    )
    number = str(broadcast.id)
    sure = ("🗑 " + t.label("Delete it"), Button(BROADCAST, number, "gone"))
    keep = ("↩️ " + t.label("Keep it"), Button(BROADCAST, number, "open"))
    return View(text, ((sure, keep), back_and_desk(t, HISTORY)))


def history(
    broadcasts: Sequence[Broadcast], tallies: Sequence[Tally], t: Translator, *, is_first: bool
) -> View:
    """The broadcasts so far, newest first; one more than a page says that there are older ones."""
    title = t("🗂 <b>Broadcasts</b>")
    shown = broadcasts[:LISTED]
    if not shown:
        return View(f"{title}\n{t('None so far.')}", (back_to_desk(t),))
    lines = [_line(one, tally, t) for one, tally in zip(shown, tallies, strict=False)]
    rows: list[Row] = [(_door(one, t),) for one in shown]
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("Newest"), HISTORY))
    if len(broadcasts) > LISTED:
        turning.append(("➡️ " + t.label("Next"), Button(BROADCAST, str(shown[-1].id), "older")))
    if turning:
        rows.append(tuple(turning))
    return View("\n".join((title, *lines)), (*rows, back_to_desk(t)))


def _line(broadcast: Broadcast, tally: Tally, t: Translator) -> str:
    moment = broadcast.started_at or broadcast.starts_at
    parts = [f"{SIGNS.get(broadcast.state, '📣')} {broadcast.id}"]
    if moment is not None:
        parts.append(t("{moment}", moment=moment))
    if broadcast.started_at is not None:
        parts.append(t("{sent} of {total} sent", sent=tally.sent, total=broadcast.total))
    return t.separator.join(parts)


def _door(broadcast: Broadcast, t: Translator) -> tuple[str, Button]:
    title = title_of(broadcast.content, 20) or t.label("Without words")
    sign = SIGNS.get(broadcast.state, "📣")
    return f"{sign} {broadcast.id} · {title}", Button(BROADCAST, str(broadcast.id), "open")
