"""Methods that answer taps and inline queries."""

from typing import Any

from playground.telegram.entities import utf16_length
from playground.telegram.keyboards import read_markup
from playground.telegram.methods.reading import limited_text, read_text
from playground.telegram.methods.registry import Methods
from playground.telegram.params import Params
from playground.telegram.refusals import Unmodelled, bad_request, query_too_old
from playground.telegram.taps import InlineAnswer, InlineResult
from playground.telegram.world import World

_ANSWER_LENGTH = 200  # core.telegram.org/bots/api#answercallbackquery
_RESULTS = 50  # core.telegram.org/bots/api#answerinlinequery
_CACHE_SECONDS = 300


def answer_callback_query(world: World, params: Params) -> bool:
    tap = world.open_tap(params.text("callback_query_id"))
    text = params.text("text") or ""
    if utf16_length(text) > _ANSWER_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    tap.answered = True
    tap.text = text
    tap.alert = params.flag("show_alert")
    tap.url = params.text("url")
    world.bump()
    return True


def answer_inline_query(world: World, params: Params) -> bool:
    ask = world.asks.get(params.text("inline_query_id") or "")
    now = world.clock.monotonic()
    if ask is None or ask.answer.done() or now - ask.born > world.query_seconds:
        raise query_too_old()
    answer = InlineAnswer(
        results=_results(world, params.nested("results")),
        cache_time=params.integer("cache_time", _CACHE_SECONDS),
        is_personal=params.flag("is_personal"),
        next_offset=params.text("next_offset") or "",
        button=params.nested("button"),
    )
    world.inline_cache.keep(ask, answer, now)
    ask.answer.set_result(answer)
    world.bump()
    return True


def _results(world: World, value: Any) -> tuple[InlineResult, ...]:
    if not isinstance(value, list):
        raise bad_request("can't parse inline query results: expected an Array of InlineQueryResult")
    if len(value) > _RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results = tuple(_result(world, item) for item in value)
    if len({result.id for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    return results


def _result(world: World, item: Any) -> InlineResult:
    if not isinstance(item, dict):
        raise bad_request("can't parse inline query result: InlineQueryResult must be an Object")
    if item.get("type") != "article":
        raise Unmodelled(f"inline results of type {item.get('type')}")
    number = str(item.get("id", ""))
    if not 1 <= len(number.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if not item.get("title"):
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    written = _message_text(world, item.get("input_message_content"))
    markup = read_markup(item.get("reply_markup"), inline_only=True)
    return InlineResult(
        number,
        str(item["title"]),
        str(item.get("description", "")),
        written.text,
        written.entities,
        markup.rows if markup else (),
        item,
    )


def _message_text(world: World, value: Any) -> Any:
    if not isinstance(value, dict) or not value.get("message_text"):
        raise bad_request("input message content is not specified")
    written = read_text(world, Params(value), "message_text", "entities")
    return limited_text(written)


METHODS: Methods = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
