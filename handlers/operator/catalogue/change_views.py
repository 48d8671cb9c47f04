"""What syncs changed: the last ones, and everything that one of them changed."""

from collections.abc import Sequence

from handlers.buttons import CURATED, Button
from handlers.operator.catalogue.list_views import SERVICES
from handlers.operator.navigation import back_and_desk
from handlers.paging import page_of
from handlers.view import Row, Target, View, shortened
from locales import Translator, marked
from shop.catalogue.sync_report import Moved, ServiceChange, StoredReport

SYNCS_ON_A_PAGE = 5
CHANGES_ON_A_PAGE = 15
CHANGES = Button(CURATED, "", "changes")

SIGNS = {
    Moved.NEW: "🆕",
    Moved.GONE: "❌",
    Moved.RENAMED: "✏️",
    Moved.DEARER: "📈",
    Moved.CHEAPER: "📉",
    Moved.OVERTAKEN: "⚠️",
}
COUNTED = {
    Moved.NEW: marked("{count} new"),
    Moved.GONE: marked("{count} gone"),
    Moved.RENAMED: marked("{count} renamed"),
    Moved.DEARER: marked("{count} dearer"),
    Moved.CHEAPER: marked("{count} cheaper"),
    Moved.OVERTAKEN: marked("{count} sold below cost"),
}


def changes_list(reports: Sequence[StoredReport], t: Translator, *, is_first: bool) -> View:
    """The last syncs that changed something; one more than a page says that there are older ones."""
    shown = reports[:SYNCS_ON_A_PAGE]
    title = t("🆕 <b>What changed</b>")
    if not shown:
        return View(f"{title}\n{t('Nothing yet.')}", (back_and_desk(t, SERVICES),))
    lines = [t("{moment}: {counts}", moment=one.at, counts=_counts(one, t)) for one in shown]
    rows: list[Row] = [
        ((f"{t.number(at)} · {t.label('See all of it')}", Button(CURATED, str(one.id), "sync")),)
        for at, one in enumerate(shown, 1)
    ]
    turning: list[tuple[str, Target]] = []
    if not is_first:
        turning.append(("⏮ " + t.label("Newest"), CHANGES))
    if len(reports) > SYNCS_ON_A_PAGE:
        turning.append(("➡️ " + t.label("Next"), Button(CURATED, str(shown[-1].id), "changes")))
    steps = (tuple(turning),) if turning else ()
    numbered = [f"{t.number(at)}. {line}" for at, line in enumerate(lines, 1)]
    return View("\n".join([title, *numbered]), (*rows, *steps, back_and_desk(t, SERVICES)))


def sync_page(found: StoredReport, wanted: str, t: Translator) -> View:
    """Everything that one sync changed, as far as it was kept by name."""
    report, number = found.report, str(found.id)
    shown, _, steps = page_of(
        report.changes, wanted, CHANGES_ON_A_PAGE, lambda page: Button(CURATED, number, "sync", page), t
    )
    head = t("🆕 <b>What changed</b>, {moment}", moment=found.at)
    count = t("Services after it: {count}", count=report.size)
    unnamed = sum(report.counts.values()) - len(report.changes)
    rest = [t("Not named here: {count} more", count=unnamed)] if unnamed > 0 else []
    lines = [head, _counts(found, t), count, "", *(_line(one, report.currency, t) for one in shown), *rest]
    return View("\n".join(lines), (*steps, back_and_desk(t, CHANGES)))


def _counts(found: StoredReport, t: Translator) -> str:
    return t.series(
        t.label(COUNTED[moved], count=found.report.counts[moved])
        for moved in Moved
        if found.report.counts.get(moved)
    )


def _line(change: ServiceChange, currency: str, t: Translator) -> str:
    name = shortened(change.name, 70)
    if change.moved is Moved.RENAMED:
        text = t(
            "{number} · {before} → {service}",
            number=change.service_id,
            before=shortened(change.before, 70),
            service=name,
        )
    elif change.before_micro is not None and change.after_micro is not None:
        text = t(
            "{number} · {service}: {before} → {after}",
            number=change.service_id,
            service=name,
            before=t.money(change.before_micro, currency),
            after=t.money(change.after_micro, currency),
        )
    else:
        text = t("{number} · {service}", number=change.service_id, service=name)
    return f"{SIGNS[change.moved]} {text}"
