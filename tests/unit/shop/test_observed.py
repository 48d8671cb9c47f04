"""Durations are counted by their bounds."""

from shop.observed import BOUNDS, Times, up_to


def test_durations_are_counted_by_their_bounds() -> None:
    times = Times()
    for seconds in (0.0, BOUNDS[0], BOUNDS[0] + 0.0001, BOUNDS[-1] + 1):
        times.took(seconds, "add", "ok")
    [(words, spread)] = times.by_words.items()
    counts = dict(up_to(spread))
    assert words == ("add", "ok")
    assert (counts[BOUNDS[0]], counts[BOUNDS[1]], counts[BOUNDS[-1]], counts[float("inf")]) == (2, 3, 3, 4)
