"""HTML is parsed, and refused, in Telegram's own words."""

import pytest

from playground.telegram import Refusal
from playground.telegram.entities import trimmed, utf16_length, with_found
from playground.telegram.markup_tags import complete_url
from playground.telegram.markup_text import parse_html

# Sentences and offsets of tdlib's own parser (offsets count UTF-8 bytes).
REFUSED = [
    ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
    ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
    ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
    ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
    ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
    ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
    ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
    ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ('<tg-time unix="soon">noon</tg-time>', "Invalid Unix time specified"),
    ('<tg-time unix="99999999999">noon</tg-time>', "Invalid Unix time specified"),
    ('<tg-time unix="0" format="dD">noon</tg-time>', "Invalid date-time format specified"),
]


@pytest.mark.parametrize(("source", "complaint"), REFUSED)
def test_broken_html_is_refused_in_telegrams_words(source: str, complaint: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_html(source)
    assert caught.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_a_server_that_is_older_than_a_tag_refuses_it() -> None:
    with pytest.raises(Refusal, match='Unsupported start tag "tg-time" at byte offset 3'):
        parse_html('at <tg-time unix="0">noon</tg-time>', unknown={"tg-time"})


def test_entities_count_utf16_units_and_nest() -> None:
    text, entities = parse_html("🏟<b>a<i>🏟</i></b>")
    assert text == "🏟a🏟"
    assert entities == [
        {"type": "bold", "offset": 2, "length": 3},
        {"type": "italic", "offset": 3, "length": 2},
    ]


def test_only_four_names_and_numbers_are_character_references() -> None:
    text, entities = parse_html("&lt;&gt;&amp;&quot;&#65;&#x42;&nbsp;&")
    assert (text, entities) == ('<>&"AB&nbsp;&', [])


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://a.example/x?b=1&amp;c=2">t</a>', {"url": "https://a.example/x?b=1&c=2"}),
        ("<pre><code class='language-py'>t</code></pre>", {"type": "pre", "language": "py"}),
        ("<code>t</code>", {"type": "code"}),
        ("<blockquote expandable>t</blockquote>", {"type": "expandable_blockquote"}),
        ('<span class="tg-spoiler">t</span>', {"type": "spoiler"}),
        (
            '<tg-time unix="1647531900" format="dt">t</tg-time>',
            {"type": "date_time", "unix_time": 1647531900, "date_time_format": "dt"},
        ),
        ('<tg-time unix="1647531900">t</tg-time>', {"type": "date_time", "date_time_format": ""}),
        ("<del>t</del>", {"type": "strikethrough"}),
        ("<ins>t</ins>", {"type": "underline"}),
    ],
)
def test_each_kind_of_tag(source: str, entity: dict[str, str]) -> None:
    text, (found,) = parse_html(source)
    assert text == "t"
    assert {**found, **entity} == found


def test_a_link_without_a_usable_address_is_plain_text() -> None:
    assert parse_html('<a href="nowhere">t</a>') == ("t", [])


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("example.com", "http://example.com/"),
        ("HTTPS://example.com/a", "https://example.com/a"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("ftp://example.com", None),
        ("no address", None),
    ],
)
def test_addresses_are_completed_or_dropped(url: str, kept: str | None) -> None:
    assert complete_url(url) == kept


def test_white_space_around_goes_and_entities_move_along() -> None:
    assert trimmed("  ab  ", [{"type": "bold", "offset": 1, "length": 3}]) == (
        "ab",
        [{"type": "bold", "offset": 0, "length": 2}],
    )


def test_commands_links_and_names_are_found_outside_code() -> None:
    text = "/start @kiosk_bot https://a.example/b, 1/2 /code"
    code = [
        {"type": "code", "offset": utf16_length("/start @kiosk_bot https://a.example/b, 1/2 "), "length": 5}
    ]
    found = [entity["type"] for entity in with_found(text, code)]
    assert found == ["bot_command", "mention", "url", "code"]
