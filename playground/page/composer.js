// What a person writes with: the field, the command menu, the reply keyboard, files.
import { act, el } from "/page/wire.js";
import { besides, toast } from "/page/chat.js";

const find = (id) => document.getElementById(id);
const LARGEST = 20_000_000; // bytes
let person = () => 0;
let shownKeyboard = "";
let answered = null; // the message that the next one answers

export function setUpComposer(whose) {
  person = whose;
  find("composer").addEventListener("submit", sendText);
  find("text").addEventListener("keydown", onKey);
  find("attach").addEventListener("change", sendFile);
  find("answering").querySelector("button").addEventListener("click", () => answerTo(null));
  find("menu").addEventListener("click", () => openMenu(find("commands").hidden));
  find("commands").addEventListener("keydown", onMenuKey);
  document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenu());
  document.addEventListener("pointerdown", (event) => !find("composer").contains(event.target) && closeMenu());
}

export function showComposer(chat) {
  showKeyboard(chat.keyboard, chat.keyboard_is_away);
  showCommands(chat.commands);
}

export function closeMenu() {
  if (!find("commands").hidden) openMenu(false);
}

// Have the next message answer this one, as Reply does in the apps; null: none.
export function answerTo(message) {
  answered = message;
  find("answering").hidden = !message;
  if (!message) return;
  find("answering").querySelector("p").textContent = message.short;
  find("text").focus();
}

export function say(words) {
  act("says", { person: person(), text: words });
  find("text").focus();
}

function showKeyboard(keyboard, away) {
  const now = JSON.stringify([keyboard, away]);
  if (now === shownKeyboard) return;
  shownKeyboard = now;
  const place = find("keyboard");
  place.hidden = !keyboard.length;
  if (!away) return showKeys(place, keyboard);
  const back = el("button", { type: "button", title: "Show the keyboard" }, "⌨");
  back.addEventListener("click", () => showKeys(place, keyboard));
  place.replaceChildren(el("div", {}, [back]));
}

function showKeys(place, keyboard) {
  place.replaceChildren(...keyboard.map((row) => el("div", {}, row.map((key) => {
    const button = el("button", { type: "button", dir: "auto" }, key.label);
    button.addEventListener("click", () => (key.chats ? pick(place, keyboard, key) : say(key.label)));
    return button;
  }))));
}

// The app's own list of chats, for a key that asks for one.
function pick(place, keyboard, key) {
  const chats = key.chats.map((title) => {
    const button = el("button", { type: "button", dir: "auto" }, title);
    button.addEventListener("click", () => act("shares", { person: person(), label: key.label, title }));
    return el("div", {}, [button]);
  });
  const close = el("button", { type: "button" }, chats.length ? "Close" : "No chat fits. Close");
  close.addEventListener("click", () => showKeys(place, keyboard));
  place.replaceChildren(...chats, el("div", {}, [close]));
}

function showCommands(commands) {
  find("menu").disabled = !commands.length;
  if (!find("commands").hidden) return;
  find("commands").replaceChildren(...commands.map((command) => {
    const button = el("button", { type: "button" }, [el("span", {}, command.description), el("span", { class: "hint" }, `/${command.command}`)]);
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
  else find("menu").focus({ preventScroll: true });
}

function onMenuKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const buttons = [...find("commands").querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  buttons[(at + step + buttons.length) % buttons.length].focus();
}

async function sendText(event) {
  event.preventDefault();
  const box = find("text");
  const words = box.value;
  const to = answered;
  box.value = "";
  box.focus();
  if (!words.trim()) return;
  answerTo(null);
  if (await act("says", { person: person(), text: words, reply_to: to?.id })) return;
  box.value = box.value || words; // it was not sent; nobody has to type it again
  answerTo(answered || to);
}

function onKey(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.ctrlKey && step) {
    event.preventDefault();
    return answerTo(answered || step < 0 ? besides(answered, step) : null);
  }
  if (event.key === "Escape") answerTo(null);
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) sendText(event);
}

async function sendFile(event) {
  const [file] = event.target.files;
  if (!file) return;
  if (file.size > LARGEST) {
    toast("The playground takes files up to 20 MB.");
    return;
  }
  const body = { person: person(), caption: find("text").value, name: file.name, mime: file.type, content: await base64(file), reply_to: answered?.id };
  answerTo(null);
  event.target.value = "";
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
