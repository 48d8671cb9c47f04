"""Quiet hours and zones as people type them, and how a notice comes to whom."""

import sys
import zoneinfo
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shop import zones
from shop.preferences import Loudness, Preferences, Question, QuietHours, Wish
from shop.quiet_hours import read_quiet_hours, written
from shop.sound import Sound, sound_of
from shop.zones import (
    CITIES,
    OFFERED,
    OTHERS,
    ahead_of_utc,
    cities_at,
    clock_of,
    fixed_zone,
    is_zone,
    knows_cities,
    minutes_of,
    read_zone,
)

NIGHT = datetime(2026, 1, 15, 23, 0, tzinfo=UTC)
NOON = datetime(2026, 1, 15, 12, 7, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, 7, tzinfo=UTC)
QUIET = QuietHours(22 * 60, 8 * 60)
DONE, CANCELED = {"state": "completed"}, {"state": "canceled"}


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("22:00-08:00", "22:00–08:00"),
        ("22–8", "22:00–08:00"),
        ("from 10 pm to 7.30 am", "22:00–07:30"),
        ("с 22 до 8", "22:00–08:00"),
        ("٢٢-٨", "22:00–08:00"),
        ("24:00 - 6.30", "00:00–06:30"),
        ("12am-12pm", "00:00–12:00"),
        ("1:05—2:05", "01:05–02:05"),
    ],
)
def test_hours_that_are_understood(typed: str, hours: str) -> None:
    found = read_quiet_hours(typed)
    assert found is not None
    assert written(found) == hours


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "22",
        "22-22",
        "25-8",
        "22:61-8",
        "likes",
        "1-2-3",
        "13pm-8am",
        "22:00-08:00 " * 50,
        "1e9-2",
    ],
)
def test_hours_that_are_not(typed: str) -> None:
    assert read_quiet_hours(typed) is None


def test_hours_over_midnight_and_within_a_day() -> None:
    assert [QUIET.cover(minute) for minute in (0, 479, 480, 1319, 1320, 1439)] == [
        True,
        True,
        False,
        False,
        True,
        True,
    ]
    lunch = QuietHours(720, 780)
    assert [lunch.cover(minute) for minute in (719, 720, 779, 780)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("22:16", 600),
        ("17:37", 330),
        ("12:05", 0),
        ("+3", 180),
        ("utc-5", -300),
        ("GMT+5:30", 330),
        ("00:10", 720),
        ("23:10", 660),
        ("-12", -720),
        ("+14", 840),
    ],
)
def test_distances_that_are_understood(typed: str, minutes: int) -> None:
    found = read_zone(typed, NOON, {})
    assert found is not None
    assert found.minutes == minutes


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("  new   YORK ", "America/New_York"),
        ("москва", "Europe/Moscow"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("UTC", "UTC"),
    ],
)
def test_a_city_is_known_by_its_name_in_any_spelling(typed: str, zone: str) -> None:
    found = read_zone(typed, NOON, {"москва": "Europe/Moscow"})
    assert found is not None
    assert found.zone == zone


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Atlantis",
        "Europe",
        "../../etc/passwd",
        "/etc/localtime",
        "24:00",
        "25:00",
        "12:60",
        "+15",
        "+5:07",
        "x" * 5000,
        "\0",
    ],
)
def test_what_names_no_zone_is_refused(typed: str) -> None:
    assert read_zone(typed, NOON, {}) is None


@pytest.mark.parametrize("zone", ["Europe/..", "Europe", "UTC+99:00", "UTC+3", "", "posix/Europe/Nowhere"])
def test_a_zone_that_is_none_counts_as_utc(zone: str) -> None:
    assert not is_zone(zone)
    assert clock_of(zone) is UTC


def test_every_city_is_offered_at_its_time_all_year() -> None:
    for now in (NOON, SUMMER):
        for city in CITIES:
            ahead = minutes_of(city, now)
            assert ahead in {*OFFERED, *OTHERS}, city
            assert city in cities_at(ahead, now)


@pytest.fixture
def no_tz_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer that has none, neither its own nor the package's."""
    before = zoneinfo.TZPATH
    for name in ("tzdata", *(name for name in sys.modules if name.startswith("tzdata."))):
        monkeypatch.setitem(sys.modules, name, None)

    def move(to: Sequence[str]) -> None:
        zoneinfo.reset_tzpath(to=to)
        zoneinfo.ZoneInfo.clear_cache()
        for known in (zones._city, zones.clock_of):
            known.cache_clear()

    move([str(tmp_path)])
    yield
    move(before)


@pytest.mark.usefixtures("no_tz_database")
def test_without_the_tz_database_there_are_distances() -> None:
    assert not knows_cities()
    assert cities_at(60, NOON) == ()
    assert read_zone("Berlin", NOON, {"berlin": "Europe/Berlin"}) is None
    assert clock_of("Europe/Berlin") is UTC
    assert minutes_of("UTC+05:30", NOON) == 330


def test_with_it_there_are_cities() -> None:
    assert knows_cities()


def test_a_fixed_zone_keeps_its_distance() -> None:
    for minutes in (*OFFERED, *OTHERS):
        zone = fixed_zone(minutes)
        assert is_zone(zone)
        assert minutes_of(zone, SUMMER) == minutes
    assert [ahead_of_utc(one) for one in (0, 180, -210, 345)] == ["UTC", "UTC+3", "UTC-3:30", "UTC+5:45"]


@pytest.mark.parametrize(
    ("own", "kind", "payload", "sound"),
    [
        (Preferences(), "finished", DONE, Sound.RINGS),
        (Preferences(quiet=QUIET), "finished", DONE, Sound.SILENT),
        (Preferences(quiet=QUIET), "finished", CANCELED, Sound.RINGS),
        (Preferences(quiet=QUIET), "credited", {}, Sound.RINGS),
        (Preferences(quiet=QUIET), "turned_down", {}, Sound.RINGS),
        (Preferences(quiet=QUIET), "alert", {}, Sound.RINGS),
        (Preferences(quiet=QUIET, zone="Asia/Tokyo"), "finished", DONE, Sound.RINGS),
        (Preferences(Loudness.SILENT), "finished", DONE, Sound.SILENT),
        (Preferences(Loudness.SILENT), "money_back", {}, Sound.SILENT),
        (Preferences(Loudness.SILENT), "review", {}, Sound.RINGS),
        (Preferences(Loudness.END), "refill", {"state": "done"}, Sound.UNSAID),
        (Preferences(Loudness.END), "finished", DONE, Sound.RINGS),
        (Preferences(Loudness.END), "money_back", {}, Sound.RINGS),
        (Preferences(Loudness.END, QUIET), "finished", DONE, Sound.SILENT),
    ],
)
def test_how_a_notice_comes(own: Preferences, kind: str, payload: dict[str, str], sound: Sound) -> None:
    assert sound_of(kind, payload, own, NIGHT) is sound


def test_quiet_hours_follow_summer_time() -> None:
    own = Preferences(quiet=QUIET, zone="Europe/Berlin")
    early = timedelta(hours=-5, minutes=-37)  # 6:30 in UTC: 7:30 in winter, 8:30 in summer
    assert own.is_quiet(NOON + early)
    assert not own.is_quiet(SUMMER + early)


def test_a_question_waits_an_hour_and_for_the_same_update_again() -> None:
    asked = Question(Wish.ZONE, NOON)
    assert asked.waits_for(5, NOON + timedelta(hours=1))
    assert not asked.waits_for(5, NOON + timedelta(hours=1, seconds=1))
    answered = Question(Wish.ZONE, NOON, answered_by=5)
    assert answered.waits_for(5, NOON + timedelta(days=1))
    assert not answered.waits_for(6, NOON)
