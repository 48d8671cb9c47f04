"""Telegram's HTML as operators type it: what passes, what is refused and where, and its length."""

import pytest

from messaging.telegram_html import BrokenTag, shown_length


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain & simple > this", "plain & simple > this"),
        ("<b>bold <i>both</i></b>", "bold both"),
        ("<B>loud</B>", "loud"),
        ('<a href="https://shop.example/?a=1&amp;b=2">terms</a>', "terms"),
        ("<a href='tg://user?id=5'>Ann</a>", "Ann"),
        ('<span class="tg-spoiler">psst</span><tg-spoiler>!</tg-spoiler>', "psst!"),
        ('<pre><code class="language-python">1 &lt; 2</code></pre>', "1 < 2"),
        ("<blockquote expandable>long</blockquote><blockquote>short</blockquote>", "longshort"),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍"),
        ('<tg-time unix="1647531900" format="wDT">17 March</tg-time>', "17 March"),
        ('<b><tg-time unix="1647531900">17 March</tg-time></b>', "17 March"),
        ("", ""),
    ],
)
def test_only_what_telegram_shows_counts(text: str, shown: str) -> None:
    assert shown_length(text) == len(shown.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fine\nand <b>broken", "<b> without its </b> in line 2 at character 5"),
        ("<b><i>crossed</b></i>", "</b> in line 1 at character 14, but </i> must come first"),
        ("over</i>", "</i> in line 1 at character 5, but nothing is open there"),
        ("a<br>b", "does not know, <br>, in line 1 at character 2"),
        ("<h1>Shop</h1>", "does not know, <h1>"),
        ("5 < 7", "a < that begins no tag in line 1 at character 3"),
        ("<b class='x'>a</b>", "<b> in line 1 at character 1 that is not written as Telegram has it"),
        ("<a>nowhere</a>", "<a> in line 1 at character 1 that is not written"),
        ("<span>bare</span>", "<span> in line 1"),
        ("ends in <", "a < that begins no tag in line 1 at character 9"),
        ("<tg-time>noon</tg-time>", "<tg-time> in line 1 at character 1 that is not written"),
        ('<tg-time unix="5" format="tt">noon</tg-time>', "<tg-time> in line 1"),
        ("<b/>", "<b> in line 1 at character 1 that is not written"),
    ],
)
def test_what_it_refuses_is_named_with_its_place(text: str, told: str) -> None:
    with pytest.raises(BrokenTag) as refused:
        shown_length(text)
    assert told in str(refused.value)
