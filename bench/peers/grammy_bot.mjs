// grammY with its runner, which does many updates at once: node bench/peers/grammy_bot.mjs
// MODULES names the folder in which both are installed; the rest as in screens.py.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.MODULES}/`);
const { Bot, InlineKeyboard } = require("grammy");
const { run } = require("@grammyjs/runner");

const screens = JSON.parse(readFileSync(process.env.SCREENS, "utf8"));
const bot = new Bot(process.env.BOT_TOKEN, { client: { apiRoot: process.env.TELEGRAM_API_ROOT } });

function shape(screen) {
  const rows = screen.reply_markup.inline_keyboard;
  const keyboard = InlineKeyboard.from(
    rows.map((row) => row.map((one) => InlineKeyboard.text(one.text, one.callback_data))),
  );
  return { parse_mode: screen.parse_mode, reply_markup: keyboard };
}

for (const name of ["order", "start"]) {
  bot.command(name, (ctx) => ctx.reply(screens[name].text, shape(screens[name])));
}

bot.on("callback_query:data", async (ctx) => {
  const screen = screens[ctx.callbackQuery.data.split(":")[2] === "bk" ? "order" : "forth"];
  await ctx.answerCallbackQuery();
  await ctx.editMessageText(screen.text, shape(screen));
});

const runner = run(bot);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => runner.isRunning() && runner.stop());
}
