"""The desk's screens for comparing: platforms, kinds, the services of one kind, two of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.buttons import MAX_BYTES, ROUTE, SUPPLIERS, Button
from handlers.operator.comparing.kind_names import kind_name, platform_label
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.operator.quality.figures import quality_lines, short_line
from handlers.operator.quality.views import cost_line, open_service
from handlers.ordering.steps import shortened_html
from handlers.view import Row, Target, View, shortened
from locales import Translator
from shop.catalogue.services import Service
from shop.quality.compare import Gain, Proposal, Rival
from shop.quality.kinds import Kind, promises_refill

ON_A_PAGE = 5
PROPOSED = 2
"""Proposals that one screen shows."""

LIST = Button(SUPPLIERS, "0", "list")

Kinds = Sequence[tuple[Kind, int]]
"""Kinds, and how many services each has."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The services of one kind, whose they are, and which are hidden; the page begins at `first`."""

    kind: Kind
    rivals: Sequence[Rival]
    proposals: Sequence[Proposal]
    first: int
    currency: str
    suppliers: Sequence[str] = ()
    hidden: frozenset[str] = frozenset()


def platform_list(platforms: Sequence[tuple[str, int]], first: int, t: Translator) -> View:
    """The platforms of which services can be compared, with how many kinds each has."""
    title = t("⚖️ <b>Suppliers compared</b>")
    text = t("Services of the same kind side by side: what they cost us, how fast and how well they deliver.")
    if not platforms:
        none = t("No two services on sale are of the same kind, as far as their names tell.")
        return View(f"{title}\n{none}", (back_to_desk(t),))
    page = platforms[first : first + ON_A_PAGE]
    rows: list[Row] = [
        ((f"{platform_label(key)} · {count}", Button(SUPPLIERS, key, "kinds", "0")),) for key, count in page
    ]
    turning = _turning(first, len(platforms), t, lambda at: Button(SUPPLIERS, str(at), "list"))
    return View(f"{title}\n{text}", (*rows, *turning, back_to_desk(t)))


def kind_list(platform: str, kinds: Kinds, first: int, t: Translator) -> View:
    """The kinds of one platform; the text names in full what a button may have to shorten."""
    page = list(enumerate(kinds, start=1))[first : first + ON_A_PAGE]
    lines = [t("⚖️ <b>{platform}</b>: what shall be compared?", platform=platform_label(platform))]
    lines += [
        t.plural(
            "{place}. {kind}: {n} service",
            "{place}. {kind}: {n} services",
            count,
            place=place,
            kind=shortened(kind_name(kind, t), 80),
        )
        for place, (kind, count) in page
    ]
    rows: list[Row] = [
        ((shortened(f"{place}. {kind_name(kind, t)}", 30), Button(SUPPLIERS, kind.key, "kind", "0")),)
        for place, (kind, _) in page
    ]
    turning = _turning(first, len(kinds), t, lambda at: Button(SUPPLIERS, platform, "kinds", str(at)))
    return View("\n".join(lines), (*rows, *turning, back_and_desk(t, LIST)))


def comparison(shown: Comparison, t: Translator) -> View:
    """A page of the services of one kind, the cheapest first, with what the figures propose."""
    kind = shown.kind
    name = f"{platform_label(kind.platform)} · {kind_name(kind, t)}"
    lines = [t("⚖️ <b>{kind}</b>, cheapest first", kind=shortened(name, 120))]
    page = shown.rivals[shown.first : shown.first + ON_A_PAGE]
    for place, rival in enumerate(page, start=shown.first):
        supplier = shown.suppliers[place] if place < len(shown.suppliers) else ""
        sign = "🙈 " if rival.service.id in shown.hidden else ""
        head, *more = _rival_lines(rival, supplier, shown.currency, t)
        lines += ["", sign + head, *more]
    proposed = [one for one in shown.proposals[:PROPOSED] if _both(one) is not None]
    if proposed:
        lines += ["", *(proposal_line(one, t) for one in proposed)]
    rows: list[Row] = [
        ((shortened(f"{one.service.id} · {one.service.name}", 30), open_service(one.service.id)),)
        for one in page
    ]
    for one in proposed:
        both = _both(one)
        if both is not None:
            rows.append((("💡 " + _both_label(one, t), both),))
    turning = _turning(
        shown.first, len(shown.rivals), t, lambda at: Button(SUPPLIERS, kind.key, "kind", str(at))
    )
    back = Button(SUPPLIERS, kind.platform, "kinds", "0")
    return View("\n".join(lines), (*rows, *turning, back_and_desk(t, back)))


def two_side_by_side(
    kind: Kind,
    proposal: Proposal | None,
    pair: Sequence[tuple[Rival, str]],
    currency: str,
    t: Translator,
) -> View:
    """Two services, each with its supplier's name, and all that is known of them."""
    lines = [t("⚖️ <b>Two side by side</b>")]
    for rival, supplier in pair:
        service = rival.service
        lines += ["", f"<b>{t.inserted(service.id)}</b> · {shortened_html(service.name, t, 70)}"]
        if supplier:
            lines.append(t("Supplier: {name}", name=supplier))
        if rival.cost_micro is not None:
            lines.append(cost_line(service, rival.cost_micro, currency, t))
        lines += quality_lines(rival.quality, t)
    if proposal is not None:
        lines += ["", proposal_line(proposal, t)]
    lines += ["", t("Nothing changes by itself. Prices, texts and what is on sale stay as you set them.")]
    rows: list[Row] = [
        ((shortened(f"{one.service.id} · {one.service.name}", 30), open_service(one.service.id)),)
        for one, _ in pair
    ]
    rows += _ways_to_route(pair[0][0].service, pair[1][0].service, t)
    return View("\n".join(lines), (*rows, back_and_desk(t, Button(SUPPLIERS, kind.key, "kind", "0"))))


def _ways_to_route(one: Service, other: Service, t: Translator) -> list[Row]:
    """Return the buttons that ask whether the other service shall deliver; none at the same supplier."""
    if one.panel == other.panel or not _fits(ROUTE, one.id, "surefallback", other.id):
        return []
    names = {"service": shortened(one.id, 8), "to": shortened(other.id, 8)}
    return [
        (
            (
                "🔀 " + t.label("{service} → {to}: always", **names),
                Button(ROUTE, one.id, "sureroute", other.id),
            ),
        ),
        (
            (
                "🔀 " + t.label("Fallback {service} → {to}", **names),
                Button(ROUTE, one.id, "surefallback", other.id),
            ),
        ),
    ]


def proposal_line(found: Proposal, t: Translator) -> str:
    """What the figures propose, with the figures."""
    one, other = found.one.service.id[:20], found.other.service.id[:20]
    if found.gain is Gain.UNTRIED:
        return t(
            "💡 {other} costs {percent} % less than {one}. It has too few orders to say how well it does.",
            other=other,
            one=one,
            percent=found.saved,
        )
    theirs, mine = found.other.failed, found.one.failed
    figures: dict[str, str | int] = {
        "other": other,
        "one": one,
        "percent": found.saved,
        "failed": theirs.some,
        "orders": theirs.all,
        "mine": mine.some,
        "all": mine.all,
    }
    if found.gain is Gain.BETTER:
        return t(
            "💡 {other} fails less than {one} and costs no more: {failed} of {orders} failed, of {one} "
            "{mine} of {all}.",
            **figures,
        )
    return t(
        "💡 {other} costs {percent} % less than {one} and does not surely do worse: {failed} of {orders} "
        "failed, of {one} {mine} of {all}.",
        **figures,
    )


def _rival_lines(rival: Rival, supplier: str, currency: str, t: Translator) -> list[str]:
    service = rival.service
    head = f"<b>{t.inserted(service.id)}</b> · {shortened_html(service.name, t, 70)}"
    cost = (
        t("no price right now")
        if rival.cost_micro is None
        else cost_line(service, rival.cost_micro, currency, t)
    )
    refill = [t.label("refill")] if promises_refill(service) else []
    return [
        head,
        t.separator.join([*([supplier] if supplier else []), cost, *refill]),
        short_line(rival.quality, t),
    ]


def _both(found: Proposal) -> Button | None:
    """The button that shows both; None where their numbers are too long for one."""
    one, other = found.one.service.id, found.other.service.id
    return Button(SUPPLIERS, one, "both", other) if _fits(SUPPLIERS, one, "both", other) else None


def _fits(*parts: str) -> bool:
    """Return True if these make a button's data that can be read again."""
    return len(":".join(parts).encode()) <= MAX_BYTES and ":" not in parts[1]


def _both_label(found: Proposal, t: Translator) -> str:
    one, other = (shortened(one.service.id, 8) for one in (found.one, found.other))
    return t.label("Show {one} and {other}", one=one, other=other)


def _turning(first: int, count: int, t: Translator, to: Callable[[int], Button]) -> tuple[Row, ...]:
    """Return the row that leads to the pages beside this one; none if there are none."""
    row: list[tuple[str, Target]] = []
    if first > 0:
        row.append(("◀️ " + t.label("Previous"), to(max(0, first - ON_A_PAGE))))
    if first + ON_A_PAGE < count:
        row.append(("▶️ " + t.label("Next"), to(first + ON_A_PAGE)))
    return (tuple(row),) if row else ()
