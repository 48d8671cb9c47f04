// The chat of one person: messages, keyboards, commands, toasts, the inline box.
import { act, el } from "/page/wire.js";
import { formatted, link } from "/page/text.js";

const find = (id) => document.getElementById(id);
const TOAST = 4000; // milliseconds
const LARGEST = 20_000_000; // bytes
const ACTIONS = { typing: "Kiosk is typing …", upload_document: "Kiosk sends a file …", upload_photo: "Kiosk sends a photo …" };
let person = () => 0;
let rows = new Map();
let lastToast = null;
let spinning = new Set();
let atEnd = true;

export function setUpChat(whose) {
  person = whose;
  find("composer").addEventListener("submit", sendText);
  find("text").addEventListener("keydown", onKey);
  find("attach").addEventListener("change", sendFile);
  find("menu").addEventListener("click", () => openMenu(find("commands").hidden));
  find("inline").addEventListener("submit", askInline);
  find("blocked").addEventListener("change", (event) => act("blocks", { person: person(), blocked: event.target.checked }));
  find("language").addEventListener("change", (event) => act("speaks", { person: person(), language: event.target.value }));
  keepAtEnd(find("log"));
  document.addEventListener("keydown", (event) => event.key === "Escape" && openMenu(false));
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
  lastToast = null;
  find("log").replaceChildren();
  find("results").replaceChildren();
  openMenu(false);
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
  showKeyboard(chat.keyboard);
  showCommands(chat.commands);
  showToasts(chat.toasts);
  if (stay) log.scrollTop = log.scrollHeight;
}

function showHead(me, bot) {
  find("chat-name").textContent = `${me.name} and @${bot.username}`;
  find("chat-about").textContent = `${me.role}, id ${me.id}`;
  find("inline-name").textContent = `@${bot.username}`;
  find("blocked").checked = me.blocked;
  const language = find("language");
  if (document.activeElement !== language) language.value = me.language || "";
}

function showMessages(log, chat) {
  if (chat.whole) {
    rows = new Map();
    log.replaceChildren();
  }
  if (chat.whole && !chat.messages.length) log.append(el("p", { class: "empty" }, "Nothing yet. Send /start to begin."));
  for (const message of chat.messages) showMessage(log, message);
  for (const button of log.querySelectorAll("[data-tap]")) button.classList.toggle("spins", spinning.has(button.dataset.tap));
}

function showMessage(log, message) {
  const old = rows.get(message.id);
  if (message.deleted) {
    old?.remove();
    rows.delete(message.id);
    return;
  }
  const row = messageRow(message);
  rows.set(message.id, row);
  if (!old) {
    log.querySelector(".empty")?.remove();
    log.append(row);
    return;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.tap : null;
  old.replaceWith(row);
  if (focused) [...row.querySelectorAll("[data-tap]")].find((button) => button.dataset.tap === focused)?.focus();
}

function messageRow(message) {
  const bubble = el("div", { class: "bubble", dir: "auto" });
  if (message.photo) bubble.append(el("img", { src: `/play/file/${message.photo}`, alt: "photo" }));
  if (message.document) bubble.append(documentLink(message.document));
  if (message.text) bubble.append(el("div", { class: "words" }, formatted(message.text, message.entities, say)));
  const clock = new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  bubble.append(el("span", { class: "when" }, `${message.edited ? "edited " : ""}${clock}`));
  const parts = [bubble];
  if (message.keyboard.length) parts.push(el("div", { class: "keys" }, message.keyboard.map((row) => keyRow(message, row))));
  return el("div", { class: `message ${message.mine ? "mine" : "theirs"}`, "data-message": message.id }, parts);
}

function documentLink(file) {
  const size = file.size < 1000 ? `${file.size} B` : `${Math.ceil(file.size / 1000)} kB`;
  return el("a", { href: `/play/file/${file.id}`, download: file.name }, `📄 ${file.name} (${size})`);
}

function keyRow(message, row) {
  return el("div", {}, row.map((button) => key(message, button)));
}

function key(message, button) {
  if (button.kind === "url") return link(button.url, [`${button.label} ↗`]);
  const tapped = el("button", { type: "button", dir: "auto" }, button.label);
  if (button.kind === "callback_data") {
    tapped.dataset.tap = `${message.id} ${button.data}`;
    tapped.addEventListener("click", () => act("taps", { person: person(), message: message.id, data: button.data }));
  } else if (button.kind === "copy_text") {
    tapped.addEventListener("click", () => navigator.clipboard.writeText(button.data).then(() => toast("Copied.")));
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

function showKeyboard(keyboard) {
  const place = find("keyboard");
  place.hidden = !keyboard.length;
  place.replaceChildren(...keyboard.map((row) => el("div", {}, row.map((label) => {
    const button = el("button", { type: "button", dir: "auto" }, label);
    button.addEventListener("click", () => say(label));
    return button;
  }))));
}

function showCommands(commands) {
  find("menu").disabled = !commands.length;
  if (!find("commands").hidden) return;
  find("commands").replaceChildren(...commands.map((command) => {
    const button = el("button", { type: "button" }, [`/${command.command} `, el("span", { class: "hint" }, command.description)]);
    button.addEventListener("click", () => {
      openMenu(false);
      say(`/${command.command}`);
    });
    return el("li", {}, [button]);
  }));
}

function openMenu(open) {
  find("commands").hidden = !open;
  find("menu").setAttribute("aria-expanded", String(open));
  if (open) find("commands").querySelector("button")?.focus();
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

function say(words) {
  act("says", { person: person(), text: words });
  find("text").focus();
}

function sendText(event) {
  event.preventDefault();
  const box = find("text");
  if (box.value.trim()) act("says", { person: person(), text: box.value });
  box.value = "";
  box.focus();
}

function onKey(event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) sendText(event);
}

async function sendFile(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  if (file.size > LARGEST) {
    toast("The playground takes files up to 20 MB.");
    return;
  }
  const body = { person: person(), caption: find("text").value, name: file.name, mime: file.type, content: await base64(file) };
  find("text").value = "";
  act(file.type.startsWith("image/") ? "photo" : "document", body);
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

function openInline(words) {
  document.querySelector(".inline").open = true;
  find("inline-text").value = words;
  find("inline").requestSubmit();
}

async function askInline(event) {
  event.preventDefault();
  const answer = await act("queries", { person: person(), text: find("inline-text").value });
  if (!answer) return;
  const lines = answer.results.map((result) => el("li", {}, [
    el("strong", {}, result.title), el("p", { class: "hint" }, result.description),
    el("div", { class: "words", dir: "auto" }, formatted(result.text, result.entities)),
  ]));
  if (answer.button) lines.unshift(el("li", { class: "hint" }, answer.button));
  if (!lines.length) lines.push(el("li", { class: "hint" }, "No results."));
  if (answer.from_cache) lines.unshift(el("li", { class: "hint" }, "From Telegram's cache; the bot was not asked."));
  find("results").replaceChildren(...lines);
}
