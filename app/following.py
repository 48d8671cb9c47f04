"""Carry a change of the settings to the parts that do not read them at each use."""

import logging

from app.loops import WorkingParts
from settings import Settings

log = logging.getLogger("kiosk")


async def follow(parts: WorkingParts, now: Settings) -> None:
    """Have every part go by these settings from now on. At the start too: the database is open by then."""
    before, parts.rules = parts.rules, parts.rules_of(now)
    banner, former = parts.rules.words.banner, before.words.banner
    if banner is not None and former is not None and banner.source == former.source:
        banner.file_id, banner.is_refused = former.file_id, former.is_refused
    parts.payments.ways.follow(now.ways())
    if parts.schedule is not None:
        parts.schedule.retime("sweep", now.sweep_seconds)
    words, said = parts.rules.words, before.words
    if (words.description, words.short_description) != (said.description, said.short_description):
        parts.messaging.profile.begin_again()
        parts.workers["profile"].wake()
    await _follow_desk(parts, now.operators_chat)
    for remark in parts.live.remarks():
        if remark not in parts.remarked:
            log.warning("%s", remark)
    parts.remarked = frozenset(parts.live.remarks())


async def _follow_desk(parts: WorkingParts, chat: int | None) -> None:
    """Have tickets come to this group, or to the staff: what waits for another chat comes here, too."""
    if chat == parts.desk_setting:
        return
    desk, records = parts.desk, parts.stores.desk
    desk.chat = await records.current(chat) if chat is not None else None
    desk.is_away, desk.is_forum = False, None
    places = desk.places
    await records.bring_home({*places, *desk.staff}, places, parts.clock.now())
    parts.desk_setting = chat  # last: if the database failed, the next try does it all again
    parts.wakeups.outbox()
