"""Who is told of what, in which language, how often; and how that is counted."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.alerts import is_about, subject_at
from shop.digest import FEW, Entry, entries_of, entry_of, is_worth_one, payload_of
from shop.hourly import Hourly
from shop.live_values import keys_of
from shop.observed import Observed, Tally, Times
from shop.own_words import EVERYBODY, LANGUAGES, Texts, in_language, version_of
from shop.preferences import Preferences
from shop.sound import Sound, sound_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "subject", "made"),
    [("", "", ""), ("", "order:21", "order:21"), ("fast", "", "@fast"), ("fast", "21 b", "@fast 21 b")],
)
def test_an_alert_is_about_the_supplier_it_names(name: str, subject: str, made: str) -> None:
    assert subject_at(name, subject) == made
    assert [one for one in ("", "fast", "fa", "slow") if is_about(made, one)] == [name]


@pytest.mark.parametrize(
    ("texts", "language", "said"),
    [
        ({"ru": "Да", "pt": "Sim", "": "Yes"}, "ru", "Да"),
        ({"ru": "Да", "pt": "Sim", "": "Yes"}, "pt_BR", "Sim"),
        ({"pt": "Sim", "pt_BR": "Isso", "": "Yes"}, "pt_BR", "Isso"),
        ({"ru": "Да", "": "Yes"}, "tr", "Yes"),
        ({"ru": "Да"}, "tr", ""),
        ({"ru": "", "": "Yes"}, "ru", "Yes"),
        ({}, "en", ""),
    ],
    ids=["theirs", "its base", "the nearest", "everybody's", "none", "an empty one", "no texts"],
)
def test_a_reader_gets_the_text_nearest_to_their_language(texts: Texts, language: str, said: str) -> None:
    assert in_language(texts, language) == said


def test_a_texts_version_names_its_words_and_not_its_blanks() -> None:
    version = version_of({"": "Be kind.", "ru": "A  b"})
    assert version == version_of({"ru": " A\nb", "": "Be  kind."})
    assert len(version) == 12
    others: tuple[Texts, ...] = (
        {"": "Be kind!", "ru": "A b"},
        {"": "Be kind."},
        {"": "Be kind.", "tr": "A b"},
        {},
    )
    assert version not in {version_of(other) for other in others}
    assert version_of({}) == ""


def test_a_text_has_a_key_for_each_language_and_a_setting_has_one() -> None:
    assert [key.language for key in keys_of("welcome")] == [EVERYBODY, *LANGUAGES]
    assert [key.field for key in keys_of("welcome")][:2] == ["welcome", "welcome_ar"]
    [only] = keys_of("contact")
    assert (only.field, only.variable, only.subject) == ("contact", "CONTACT", "live:contact")


def test_news_of_few_orders_come_one_by_one_and_of_more_as_one() -> None:
    few = [Entry("finished", number, "completed") for number in range(FEW)]
    assert not is_worth_one([*few, Entry("refill", 0)])
    assert is_worth_one([*few, Entry("refill", FEW)])


def test_a_digest_tells_what_its_notices_told() -> None:
    told = [
        entry_of("finished", {"order_id": 5, "state": "partial"}),
        entry_of("money_back", {"order_id": "6"}),
        entry_of("refill", {"order_id": 7, "state": None}),
    ]
    assert told == [Entry("finished", 5, "partial"), Entry("money_back", 6), Entry("refill", 7)]
    assert list(entries_of(payload_of(told))) == told
    assert list(entries_of({"order_id": 5})) == list(entries_of({"news": "x"})) == []


def test_a_sentence_is_told_once_an_hour_and_anew_to_who_stands_otherwise() -> None:
    hourly = Hourly(most=2)
    assert hourly.is_due(1, NOON)
    hourly.forget(1)
    hourly.note(1, NOON)
    assert not hourly.is_due(1, NOON)
    assert not hourly.is_due(1, NOON + timedelta(minutes=59, seconds=59))
    assert hourly.is_due(1, NOON + timedelta(hours=1))
    assert hourly.is_due(1, NOON - timedelta(seconds=1)), "the clock was set back"
    hourly.forget(1)
    assert hourly.is_due(1, NOON)


def test_of_more_people_than_are_kept_the_one_told_longest_ago_is_forgotten() -> None:
    hourly = Hourly(most=2)
    for person_id in (1, 2, 1, 3):
        hourly.note(person_id, NOON)
    assert [person_id for person_id in (1, 2, 3) if hourly.is_due(person_id, NOON)] == [2]


@pytest.mark.parametrize(
    ("own", "sound"),
    [(Preferences(), Sound.SILENT), (Preferences(zone="UTC"), Sound.RINGS)],
    ids=["a clock nobody knows", "a known clock"],
)
def test_what_is_not_urgent_rings_only_where_it_is_known_to_be_day(own: Preferences, sound: Sound) -> None:
    assert sound_of("service_news", {}, own, NOON) is sound
    assert sound_of("finished", {"state": "completed"}, own, NOON) is Sound.RINGS


def test_what_happened_is_counted_by_its_words() -> None:
    tally = Tally()
    tally.add("fast")
    tally.add("fast", times=3)
    tally.add()
    assert tally.by_words == {("fast",): 4, (): 1}


def test_everything_observed_can_be_noted_from_the_start() -> None:
    seen = Observed()
    for times in (seen.turns, seen.telegram_calls, seen.panel_calls, seen.units):
        assert isinstance(times, Times)
        times.took(0.5, "ok")
        assert times.by_words[("ok",)].seconds == 0.5
    for tally in (seen.telegram_retries, seen.placed):
        tally.add("a")
        assert tally.by_words == {("a",): 1}
