// The messages of one person's chat with the bot, their buttons, toasts and alerts.
import { act, el } from "/page/wire.js";
import { formatted, link } from "/page/text.js";
import { answerTo, say } from "/page/composer.js";
import { openInline } from "/page/inline.js";
import { openInvoice } from "/page/invoice.js";

const find = (id) => document.getElementById(id);
const TOAST = 4000; // milliseconds
const ACTIONS = { typing: "Kiosk is typing …", upload_document: "Kiosk sends a file …", upload_photo: "Kiosk sends a photo …" };
let person = () => 0;
let rows = new Map();
let shown = new Map();
let lastToast = null;
let spinning = new Set();
let atEnd = true;

export function setUpChat(whose) {
  person = whose;
  find("blocked").addEventListener("change", (event) => act("blocks", { person: person(), blocked: event.target.checked }));
  find("language").addEventListener("change", (event) => act("speaks", { person: person(), language: event.target.value }));
  keepAtEnd(find("log"));
}

// Who reads the newest message still sees it when a keyboard or the inline box takes room.
function keepAtEnd(log) {
  log.addEventListener("scroll", () => {
    atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  });
  new ResizeObserver(() => {
    if (atEnd) log.scrollTop = log.scrollHeight;
  }).observe(log);
}

export function forgetChat() {
  rows = new Map();
  shown = new Map();
  lastToast = null;
  find("log").replaceChildren();
}

export function showChat(news) {
  const { chat } = news;
  const me = news.people.find((one) => one.id === chat.person);
  const log = find("log");
  const stay = atEnd || chat.whole;
  showHead(me, news.bot);
  spinning = new Set(chat.spinning.map(([message, data]) => `${message} ${data}`));
  showMessages(log, chat);
  showTyping(chat.action);
  showToasts(chat.toasts);
  if (stay) log.scrollTop = log.scrollHeight;
}

function showHead(me, bot) {
  find("chat-name").textContent = bot.name;
  find("chat-about").textContent = `bot, on the phone of ${me.name}, ${me.role} ${me.id}`;
  find("blocked").checked = me.blocked;
  const language = find("language");
  if (document.activeElement !== language) language.value = me.language || "";
}

function showMessages(log, chat) {
  if (chat.whole) {
    rows = new Map();
    shown = new Map();
    log.replaceChildren();
  }
  for (const message of chat.messages) showMessage(log, message);
  showEmpty(log, chat.described);
  for (const button of log.querySelectorAll("[data-tap]")) button.classList.toggle("spins", spinning.has(button.dataset.tap));
}

// As Telegram has it: what the bot can do, by its description, and the button that sends /start.
function showEmpty(log, described) {
  const old = log.querySelector(".empty");
  if (rows.size) return old?.remove();
  if (old && old.dataset.described === described) return;
  const words = described ? [el("strong", {}, "What can this bot do?"), el("p", { dir: "auto" }, described)] : [el("p", {}, "No messages here yet. This bot has no description.")];
  const start = el("button", { type: "button" }, "Start");
  start.addEventListener("click", () => say("/start"));
  const box = el("div", { class: "empty", "data-described": described }, [...words, start]);
  if (old) old.replaceWith(box);
  else log.append(box);
}

function showMessage(log, message) {
  const old = rows.get(message.id);
  if (message.deleted) {
    old?.remove();
    rows.delete(message.id);
    shown.delete(message.id);
    return;
  }
  const row = messageRow(message);
  rows.set(message.id, row);
  shown.set(message.id, message);
  if (!old) {
    log.append(row);
    return;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.tap : null;
  old.replaceWith(row);
  if (focused) [...row.querySelectorAll("[data-tap]")].find((button) => button.dataset.tap === focused)?.focus();
}

// Letters of Hebrew, Arabic and their kin, or the mark of their direction: where the last line has one,
// the time stands below it.
const LEFTWARDS = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200f]/;

export function messageRow(message, elsewhere = false) {
  if (message.service) return el("div", { class: "service", "data-message": message.id }, message.service);
  const last = (message.text || "").split("\n").at(-1);
  const bubble = el("div", { class: LEFTWARDS.test(last) ? "bubble leftwards" : "bubble" });
  if (message.answers) bubble.append(el("div", { class: "answers one-line", dir: "auto" }, message.answers));
  if (message.via) bubble.append(el("div", { class: "via" }, `via ${message.via}`));
  if (message.photo) bubble.append(el("img", { src: `/play/file/${message.photo}`, alt: "photo" }));
  if (message.document) bubble.append(documentLink(message.document));
  if (message.invoice) bubble.append(bill(message.invoice));
  if (message.text) bubble.append(el("div", { class: "words" }, formatted(message.text, message.entities, say)));
  const clock = new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
  bubble.append(el("span", { class: "when" }, `${message.edited ? "edited " : ""}${clock}`));
  if (message.reaction) bubble.append(el("span", { class: "reaction", title: "the bot's reaction" }, message.reaction));
  if (message.effect) bubble.append(el("span", { class: "effect", title: "the effect it came with" }, message.effect));
  if (!elsewhere) bubble.append(answering(message));
  const parts = [bubble];
  if (message.keyboard.length) parts.push(el("div", { class: "keys" }, message.keyboard.map((row) => keyRow(message, row, elsewhere))));
  const sides = `message ${message.mine ? "mine" : "theirs"}${message.edited ? " edited" : ""}`;
  return el("div", { class: sides, "data-message": message.id }, parts);
}

// Reply, as the apps name it. By the keyboard it is Ctrl and an arrow in the field, so it is no stop of Tab.
function answering(message) {
  const button = el("button", { type: "button", class: "answer", title: "Reply", "aria-label": "Answer this message", tabindex: -1 }, "↩");
  button.addEventListener("click", () => answerTo(message));
  return button;
}

// The message before or behind this one, or the last; null where there is none.
export function besides(message, step) {
  const ids = [...rows.keys()].filter((id) => !rows.get(id).classList.contains("service"));
  const at = message ? Math.max(0, ids.indexOf(message.id) + step) : ids.length - 1;
  return shown.get(ids[at]) ?? null;
}

function bill(invoice) {
  return el("div", { class: "bill" }, [el("strong", {}, invoice.title), el("span", {}, invoice.description), el("div", { class: "bill-price" }, invoice.price)]);
}

function documentLink(file) {
  const size = file.size < 1000 ? `${file.size} B` : `${Math.ceil(file.size / 1000)} kB`;
  return el("a", { href: `/play/file/${file.id}`, download: file.name }, ["📄 ", el("bdi", {}, file.name), ` (${size})`]);
}

function keyRow(message, row, elsewhere) {
  return el("div", {}, row.map((button) => key(message, button, elsewhere)));
}

function key(message, button, elsewhere) {
  if (button.kind === "pay" && message.invoice.receipt) return el("button", { type: "button", disabled: true }, "Receipt");
  if (button.kind === "url" && !button.invoice) return link(button.url, [`${button.shown} ↗`]);
  const cut = button.shown !== button.label;
  const tapped = el("button", {
    type: "button", dir: "auto", title: button.label, "aria-label": cut ? button.label : null, "data-style": button.style,
  }, button.shown);
  if (button.kind === "callback_data") {
    tapped.dataset.tap = `${message.id} ${button.data}`;
    tapped.addEventListener("click", () => act("taps", { person: person(), message: message.id, data: button.data, elsewhere }));
  } else if (button.kind === "copy_text") {
    tapped.addEventListener("click", () => navigator.clipboard.writeText(button.data).then(() => toast("Copied.")));
  } else if (button.invoice) {
    tapped.addEventListener("click", () => openInvoice({ invoice: button.invoice, link: button.url }));
  } else if (button.kind === "pay") {
    tapped.addEventListener("click", () => openInvoice(message));
  } else {
    tapped.addEventListener("click", () => openInline(button.data));
  }
  return tapped;
}

function showTyping(action) {
  const line = find("typing");
  line.hidden = !action;
  line.textContent = action ? ACTIONS[action] || "Kiosk is busy …" : "";
}

function showToasts(toasts) {
  const newest = toasts.length ? toasts[toasts.length - 1].number : -1;
  if (lastToast !== null) {
    for (const one of toasts.filter((other) => other.number > lastToast)) (one.alert ? alertWith : toast)(one.text);
  }
  lastToast = Math.max(newest, lastToast ?? -1);
}

export function toast(words) {
  const line = el("p", { dir: "auto" }, words);
  find("toasts").append(line);
  setTimeout(() => line.remove(), TOAST);
}

function alertWith(words) {
  const dialog = find("alert");
  dialog.querySelector("p").textContent = words;
  if (!dialog.open) dialog.showModal();
}
