"""A small bot that sells one thing for Stars, to try the playground's payments."""

import os

os.environ["PTB_TIMEDELTA"] = "true"

from telegram import LabeledPrice, Update
from telegram.ext import (
    Application,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    PreCheckoutQueryHandler,
    filters,
)


async def asked(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """/start: sends the invoice."""
    assert update.message is not None
    prices = [LabeledPrice(label="Coffee", amount=50)]
    await update.message.reply_invoice(
        title="Coffee", description="Hot and black", payload="coffee", currency="XTR", prices=prices
    )


async def checked(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Approve the payment: there is coffee."""
    assert update.pre_checkout_query is not None
    await update.pre_checkout_query.answer(ok=True)


async def paid(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Thank the person for the payment."""
    assert update.message is not None
    await update.message.reply_text(text="Thank you! Your coffee is on its way.")


def main() -> None:
    """Poll until SIGTERM."""
    app = (
        Application.builder()
        .token(os.environ["BOT_TOKEN"])
        .base_url(os.environ["TELEGRAM_API_ROOT"] + "/bot")
        .build()
    )
    app.add_handler(CommandHandler("start", asked))
    app.add_handler(PreCheckoutQueryHandler(checked))
    app.add_handler(MessageHandler(filters.SUCCESSFUL_PAYMENT, paid))
    app.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main()
