"""Every text for people goes through the translator."""

from pathlib import Path

import pytest

from tests.locales.bare_words import bare_words

HANDLERS = Path(__file__).parents[2] / "handlers"


@pytest.mark.parametrize("file", sorted(HANDLERS.rglob("*.py")), ids=lambda file: file.stem)
def test_every_text_goes_through_the_translator(file: Path) -> None:
    found = [f"{file.name}:{bare.line}: {bare.text!r}" for bare in bare_words(file.read_text())]
    assert not found, "say these with t(), t.label(), t.plural() or marked(): " + "; ".join(found)


@pytest.mark.parametrize(
    "source",
    [
        'say(context, View("Hello"))',
        'say(context, View("hello there"))',
        'say(context, View(f"<b>{name}</b> has ordered"))',
        'await turn.answer("done")',
        'turn.answer(text="done", alert=True)',
        'bot.send_message(chat_id=1, text="hi " + name)',
        'bot.send_photo(chat_id=1, photo=photo, caption="hi" if name else "")',
        'InlineQueryResultArticle(id="1", title="order", description=words)',
        'ROWS = ((("✅ Yes", Button(TOKEN, "", "ok")),),)',
        'def go() -> Button: ...\nrow = [("yes", go())]',
        'SIGNS = {"done": "✅ Done"}',
        'SIGNS = {"done": "all done"}\nView(SIGNS["done"])',
        "total = f'{count} orders'",
        'def f():\n    text = "hello"\n    return View(text)',
        'def f():\n    lines = []\n    lines.append("so far")\n    return View("\\n".join(lines))',
        'def f(order: Order, t: Translator) -> str:\n    return t("a") + " at last"',
        't("{reason}", reason="no money left")',
        't("{reason}", reason=known or f"{text} again")',
    ],
)
def test_a_bare_text_is_found(source: str) -> None:
    assert bare_words(source), source


@pytest.mark.parametrize(
    "source",
    [
        'say(context, View(t("Hello")))',
        'await turn.answer(turn.t.label("Done"))',
        'row = (("✅ " + t.label("Confirm"), Button(TOKEN, "", "ok")),)',
        'row = ((f"{platform.emoji} {platform.label}", Button(DRAFT, "", "platform")),)',
        'View("\\n\\n".join([f"<b>{name}</b> · <i>{t(words)}</i> &amp; 1", "", t.plural("a", "b", 3)]))',
        'LABELS = {"min": marked("At the least")}\ndef f(t: Translator) -> str:\n    return t(LABELS["min"])',
        '"""About this."""\n\nPAGE = 8\n"""Entries on one page."""',
        'log.info("Order %s went out.", number)',
        'def f():\n    message = f"too long: {text}"\n    raise ValueError(message)',
        'if "query is too old" in words or words == "Gone": pass',
        'def f() -> "View | None": ...',
        'Notice("sorry", person, f"sorry:{number}")',
        'context.counter.stores.outbox.owe("finished", words["order_id"])',
    ],
)
def test_what_is_translated_or_not_shown_is_left_alone(source: str) -> None:
    assert bare_words(source) == []
