"""The figures of a service in words, long for its card and short for comparing."""

from collections.abc import Iterator

from handlers.ordering.list_views import lasting
from locales import Translator
from shop.quality.outcomes import Outcome, Quality, Share

_PER_PERCENT = 10_000


def quality_lines(quality: Quality | None, t: Translator) -> list[str]:
    """Return all that is known of how good a service is."""
    if quality is None or not quality.recent:
        return [t("No order of it has ended yet, so there is nothing to say.")]
    count = {outcome: quality.count(outcome) for outcome in Outcome}
    return [
        t.plural("Its last {n} ended order:", "Its last {n} ended orders:", len(quality.recent)),
        t(
            "✅ completed {done} · partial {partial} · canceled {canceled} · refused {refused} · lost {lost}",
            done=count[Outcome.DONE],
            partial=count[Outcome.PARTIAL],
            canceled=count[Outcome.CANCELED],
            refused=count[Outcome.REFUSED],
            lost=count[Outcome.LOST],
        ),
        _surely(quality.failed, t),
        *_times(quality, t),
        *_more(quality, t),
    ]


def short_line(quality: Quality | None, t: Translator) -> str:
    """Return the same in one line."""
    if quality is None or not quality.recent:
        return t("no orders yet")
    parts = []
    if quality.start is not None:
        parts.append(t("starts {time}", time=lasting(quality.start, t)))
    if quality.finish is not None:
        parts.append(t("done {time}", time=lasting(quality.finish, t)))
    failed = quality.failed
    parts.append(t("failed {failed} of {orders}", failed=failed.some, orders=failed.all))
    if quality.refills:
        parts.append(t("refilled {kept} of {asked}", kept=quality.honoured, asked=quality.refills))
    return t.separator.join(parts)


def _surely(failed: Share, t: Translator) -> str:
    if not failed.says:
        return t("Failed: {failed} of {orders}. Too few to say more.", failed=failed.some, orders=failed.all)
    return t(
        "Failed: {failed} of {orders}, so of all orders {least} to {most} %.",
        failed=failed.some,
        orders=failed.all,
        least=failed.least // _PER_PERCENT,
        most=-(-failed.most // _PER_PERCENT),
    )


def _times(quality: Quality, t: Translator) -> Iterator[str]:
    if quality.start is not None:
        yield t("🚀 Usually starts within {time}", time=lasting(quality.start, t))
    if quality.finish is not None and quality.nearly_all is not None:
        done, late = lasting(quality.finish, t), lasting(quality.nearly_all, t)
        yield t("🏁 Usually done within {time}, nearly always within {late}", time=done, late=late)


def _more(quality: Quality, t: Translator) -> Iterator[str]:
    if quality.lost:
        yield t("❔ Answers that were lost when it was ordered: {count}", count=quality.lost)
    if quality.refills:
        yield t("♻️ Refills: {kept} of {asked} were done", kept=quality.honoured, asked=quality.refills)
