// Inline mode: `@bot ...` in another chat, the results, and what was sent to the friend there.
import { act, el } from "/page/wire.js";
import { formatted } from "/page/text.js";
import { messageRow, toast } from "/page/chat.js";
import { say } from "/page/composer.js";

const find = (id) => document.getElementById(id);
let person = () => 0;
let shown = "";

export function setUpInline(whose) {
  person = whose;
  find("inline").addEventListener("submit", ask);
}

export function forgetInline() {
  find("results").replaceChildren();
  find("inline-text").value = "";
  shown = "";
}

export function openInline(words) {
  document.querySelector(".inline").open = true;
  find("inline-text").value = words;
  find("inline").requestSubmit();
}

export function showInline(chat) {
  find("inline-name").textContent = `@${chat.bot}`;
  const now = JSON.stringify(chat.elsewhere);
  if (now === shown) return;
  shown = now;
  const place = find("elsewhere");
  place.hidden = !chat.elsewhere.length;
  place.replaceChildren(...chat.elsewhere.map((message) => messageRow(message, true)));
}

async function ask(event) {
  event.preventDefault();
  const answer = await act("queries", { person: person(), text: find("inline-text").value });
  if (!answer) return;
  const lines = answer.results.map(resultLine);
  if (answer.button) lines.unshift(hintLine(startButton(answer.button)));
  if (!answer.results.length && !answer.button) lines.push(hintLine("No results."));
  if (answer.from_cache) lines.unshift(hintLine("From Telegram's cache; the bot was not asked."));
  find("results").replaceChildren(...lines);
}

function resultLine(result) {
  const choose = el("button", { type: "button", "aria-label": `Send ${result.title}` }, "Send");
  choose.addEventListener("click", async () => {
    if (await act("chooses", { person: person(), result: result.id })) toast("Sent to a friend.");
  });
  return el("li", {}, [
    el("div", {}, [
      el("strong", {}, result.title), el("p", { class: "hint" }, result.description),
      el("div", { class: "words", dir: "auto" }, formatted(result.text, result.entities)),
    ]),
    choose,
  ]);
}

function hintLine(content) {
  return el("li", { class: "hint result-hint" }, [content]);
}

function startButton(button) {
  const line = el("button", { type: "button" }, button.text);
  line.addEventListener("click", () => say(`/start ${button.start_parameter || ""}`.trim()));
  return line;
}
