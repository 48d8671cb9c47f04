"""Which text is written into the bot's profile."""

import pytest

from shop.bot_profile import to_write
from shop.own_words import Texts

OURS = frozenset({"Ours.", "Наше.", "Ours of last year."})


@pytest.mark.parametrize(
    ("shown", "own", "written"),
    [
        ("", {}, "Ours."),
        ("Ours of last year.", {}, "Ours."),
        ("Ours.", {}, None),
        ("Theirs.", {}, None),
        ("Theirs.", {"": "Set."}, "Set."),
        ("Set.", {"": "Set."}, None),
        ("Set.\n\n and  more", {"": "Set. and more"}, None),
    ],
)
def test_the_text_for_everybody_is_written_where_the_owners_or_ours_differs(
    shown: str, own: Texts, written: str | None
) -> None:
    assert to_write("", shown, general="", own=own, built_in="Ours.", ours=OURS) == written


@pytest.mark.parametrize(
    ("shown", "general", "own", "written"),
    [
        ("", "", {}, "Наше."),
        ("Ours.", "Ours.", {}, "Наше."),
        ("Наше.", "Ours.", {}, None),
        ("Theirs.", "Theirs.", {}, None),
        ("", "Theirs.", {}, None),
        ("Наше.", "Theirs.", {}, ""),
        ("Их.", "Theirs.", {}, None),
        ("Их.", "Ours.", {}, None),
        ("Наше.", "Set.", {"": "Set."}, ""),
        ("Set.", "Set.", {"": "Set."}, None),
        ("Их.", "Set.", {"": "Set."}, None),
        ("Их.", "Theirs.", {"ru": "Задано."}, "Задано."),
        ("Задано.", "Theirs.", {"ru": "Задано."}, None),
    ],
)
def test_the_text_for_a_language_is_written_where_the_owners_or_ours_differs(
    shown: str, general: str, own: Texts, written: str | None
) -> None:
    ours = OURS | set(own.values())
    assert to_write("ru", shown, general=general, own=own, built_in="Наше.", ours=ours) == written
