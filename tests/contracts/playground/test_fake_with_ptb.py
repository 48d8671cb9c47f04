"""python-telegram-bot's own Bot against the fake: in process, and over HTTP with its default transport."""

import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LabeledPrice,
    LinkPreviewOptions,
    MenuButtonCommands,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PreCheckoutQueryHandler,
    filters,
)

from playground.clock import SystemClock
from playground.in_process import InProcessRequest
from playground.server import Latency, bot_routes, serve
from playground.telegram import FakePerson, FakeTelegram, faults
from tests.contracts.playground.conftest import TOKEN


@contextlib.asynccontextmanager
async def in_process(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    transport = InProcessRequest(telegram)
    async with Bot(TOKEN, request=transport, get_updates_request=transport) as bot:
        yield bot


@contextlib.asynccontextmanager
async def over_http(telegram: FakeTelegram) -> AsyncIterator[Bot]:
    async with (
        await serve(bot_routes(telegram)) as server,
        Bot(TOKEN, f"{server.url}/bot", f"{server.url}/file/bot") as bot,
    ):
        yield bot


@pytest.fixture(params=[in_process, over_http])
async def bot(request: pytest.FixtureRequest, telegram: FakeTelegram) -> AsyncIterator[Bot]:
    async with request.param(telegram) as bot:
        yield bot


async def test_a_command_a_card_and_a_tap_pass_through_the_library(
    bot: Bot, telegram: FakeTelegram, ann: FakePerson
) -> None:
    ann.says("/order")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.parse_entities() == {update.message.entities[0]: "/order"}
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("✅ Confirm", callback_data="c:1")]])
    sent = await bot.send_message(
        ann.id,
        "<b>Likes</b> & <code>100</code>",
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert (sent.text_html, sent.reply_markup) == ("<b>Likes</b> &amp; <code>100</code>", keyboard)
    ann.taps("Confirm")
    (tapped,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert tapped.callback_query is not None
    await tapped.callback_query.answer("Placed.")
    await tapped.callback_query.edit_message_text("Placed.")
    assert ([toast.text for toast in ann.toasts], ann.last.text) == (["Placed."], "Placed.")
    assert telegram.unmodelled == []


async def test_files_are_sent_downloaded_and_copied(bot: Bot, ann: FakePerson) -> None:
    photo = await bot.send_photo(ann.id, b"png", caption="look")
    assert (photo.caption, len(photo.photo)) == ("look", 1)
    document = (await bot.send_document(ann.id, InputFile("a,b\n", "orders.csv"))).document
    assert document is not None
    assert (document.file_name, document.mime_type) == ("orders.csv", "text/csv")
    assert bytes(await (await document.get_file()).download_as_bytearray()) == b"a,b\n"
    copied = await bot.copy_message(ann.id, ann.id, photo.message_id)
    assert ann.last.id == copied.message_id


async def test_everything_about_the_bot_itself(bot: Bot, ann: FakePerson) -> None:
    assert (bot.username, bot.id) == ("kiosk_bot", 7_000_000_001)
    await bot.set_my_commands([BotCommand("start", "Begin")], scope=BotCommandScopeChat(ann.id))
    assert await bot.get_my_commands(scope=BotCommandScopeChat(ann.id)) == (BotCommand("start", "Begin"),)
    assert ann.commands == [{"command": "start", "description": "Begin"}]
    await bot.set_my_description("Orders.", language_code="en")
    assert (await bot.get_my_description("en")).description == "Orders."
    await bot.set_my_short_description("Orders.")
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    await bot.send_chat_action(ann.id, ChatAction.TYPING)
    assert (await bot.get_chat(ann.id)).first_name == "Ann"
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_faults_reach_ptb_as_its_own_errors(
    bot: Bot, telegram: FakeTelegram, ann: FakePerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # PTB warns of the older form of retry_after
    planned: list[tuple[faults.Fault, type[TelegramError]]] = [
        (faults.too_many(3), RetryAfter),
        (faults.blocked(), Forbidden),
        (faults.migrated(-1_000_000_000_009), ChatMigrated),
        (faults.not_found(), BadRequest),
        (faults.refusal(401, "Unauthorized"), InvalidToken),
        (faults.refusal(409, "Conflict: busy"), Conflict),
        (faults.server_error(), NetworkError),
        (faults.disconnect_before(), NetworkError),
        (faults.disconnect_after(), NetworkError),
        (faults.timeout_before(), TimedOut),
        (faults.timeout_after(), TimedOut),
        (faults.garbage(), TelegramError),
    ]
    telegram.plan("sendMessage", *(fault for fault, _ in planned))
    for fault, error in planned:
        with pytest.raises(error):
            await bot.send_message(ann.id, fault.name, read_timeout=0.2)
    assert [message.text for message in ann.chat] == ["disconnect_after", "timeout_after", "garbage"]


async def test_a_story_against_an_application(telegram: FakeTelegram, ann: FakePerson) -> None:
    async def ordered(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        button = InlineKeyboardButton("📸 Instagram", callback_data="p:instagram")
        await update.message.reply_text("What is it for?", reply_markup=InlineKeyboardMarkup([[button]]))

    async def chose(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer()
        await update.callback_query.edit_message_text("Which kind?")

    transport = InProcessRequest(telegram)
    builder = ApplicationBuilder().token(TOKEN).request(transport).get_updates_request(transport)
    application = builder.build()
    application.add_handlers([CommandHandler("order", ordered), CallbackQueryHandler(chose)])
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        ann.says("/order")
        await ann.sees("Instagram")
        tap = ann.taps("Instagram")
        await ann.sees("Which kind?")
        assert (tap.answered, telegram.unmodelled) == (True, [])
        await application.updater.stop()
        await application.stop()


async def test_a_sale_for_stars_against_an_application(telegram: FakeTelegram, ann: FakePerson) -> None:
    async def wants(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_chat is not None
        await context.bot.send_invoice(
            chat_id=update.effective_chat.id,
            title="Likes",
            description="A hundred likes",
            payload="order:7",
            currency="XTR",
            prices=[LabeledPrice("Likes", 50)],
        )

    async def agreed(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.pre_checkout_query is not None
        await update.pre_checkout_query.answer(ok=update.pre_checkout_query.invoice_payload == "order:7")

    async def paid(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        assert update.message.successful_payment is not None
        charge_id = update.message.successful_payment.telegram_payment_charge_id
        await context.bot.refund_star_payment(user_id=ann.id, telegram_payment_charge_id=charge_id)

    async def got_back(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        came, went = (await context.bot.get_star_transactions(offset=0, limit=100)).transactions
        assert (came.id, came.receiver, went.id, went.source) == (went.id, None, came.id, None)
        balance = await context.bot.get_my_star_balance()
        await update.message.reply_text(f"Sold out after all; the shop has {balance.amount}.")

    ann.tops_up(60)
    transport = InProcessRequest(telegram)
    builder = ApplicationBuilder().token(TOKEN).request(transport).get_updates_request(transport)
    application = builder.build()
    application.add_handlers(
        [
            CommandHandler("buy", wants),
            PreCheckoutQueryHandler(agreed),
            MessageHandler(filters.SUCCESSFUL_PAYMENT, paid),
            MessageHandler(filters.StatusUpdate.REFUNDED_PAYMENT, got_back),
        ]
    )
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling()
        ann.says("/buy")
        checkout = ann.pays(await ann.sees("hundred likes"))
        await ann.sees("the shop has 0")
        assert (checkout.state, ann.stars, telegram.unmodelled) == ("paid", 60, [])
        await application.updater.stop()
        await application.stop()


async def test_get_and_json_are_understood_too(telegram: FakeTelegram, ann: FakePerson) -> None:
    ann.says("hello")
    async with await serve(bot_routes(telegram)) as server, aiohttp.ClientSession() as session:
        root = f"{server.url}/bot{TOKEN}"
        async with session.get(f"{root}/getUpdates", params={"limit": "1"}) as answer:
            assert len((await answer.json())["result"]) == 1
        async with session.post(f"{root}/sendMessage", json={"chat_id": ann.id, "text": "x"}) as answer:
            assert (await answer.json())["result"]["text"] == "x"
        json_type = {"Content-Type": "application/json"}
        async with session.post(f"{root}/sendMessage", data="{", headers=json_type) as answer:
            assert (await answer.json())["description"] == "Bad Request: can't parse JSON object"
        async with session.get(f"{server.url}/file/bot{TOKEN}/documents/none") as answer:
            assert answer.status == 404


async def test_a_far_telegram_takes_its_time() -> None:
    telegram = FakeTelegram(token=TOKEN, clock=SystemClock())
    far = Latency(round_trip=0.05, jitter=0.001)
    async with await serve(bot_routes(telegram, far)) as server, Bot(TOKEN, f"{server.url}/bot") as bot:
        before = SystemClock().monotonic()
        await bot.get_me()
        assert SystemClock().monotonic() - before >= 0.05
