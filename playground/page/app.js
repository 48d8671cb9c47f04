// The page: asks for news of one person's world, hands them to its parts, sends what is done.
import { act, el, onMisstep } from "/page/wire.js";
import { showChat, forgetChat, setUpChat, toast } from "/page/chat.js";
import { showPanel, setUpPanel } from "/page/panel.js";

const RETRY = 1500; // milliseconds
let person = Number(location.hash.slice(1)) || 1001;
let since = 0;
let asking = null;
const seen = new Map();

async function follow() {
  for (;;) {
    asking = new AbortController();
    try {
      const answer = await fetch(`/play/news?person=${person}&since=${since}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
      else startWith(1001);
    } catch (problem) {
      if (problem.name !== "AbortError") {
        showBot({ running: false, words: "the playground does not answer" });
        since = 0;
        await new Promise((resolve) => setTimeout(resolve, RETRY));
      }
    }
  }
}

function show(news) {
  if (news.chat.person !== person) return;
  since = news.version;
  showBot(news.bot);
  showPeople(news.people);
  showChat(news);
  showPanel(news.panel);
  const missing = document.getElementById("unmodelled");
  missing.hidden = !news.unmodelled.length;
  missing.textContent = `The bot used what this Telegram does not model: ${news.unmodelled.join(", ")}`;
}

function showBot(bot) {
  const line = document.getElementById("bot");
  line.textContent = bot.username ? `@${bot.username}: ${bot.words}` : bot.words;
  line.classList.toggle("running", bot.running);
}

function showPeople(people) {
  const list = document.getElementById("people");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.replaceChildren(...people.map(personRow));
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
}

function personRow(one) {
  if (one.id === person || !seen.has(one.id)) seen.set(one.id, one.changed);
  const unread = one.changed > seen.get(one.id);
  const button = el("button", { type: "button", "data-id": one.id }, [
    el("span", { class: "face", "aria-hidden": "true" }, one.name.slice(0, 1)),
    el("span", { class: "one-line" }, one.name),
    unread ? el("span", { class: "unread", role: "img", "aria-label": "new messages" }) : el("span"),
    el("span", { class: "hint one-line" }, `${one.role} · ${one.id}${one.blocked ? " · blocked" : ""}`),
  ]);
  if (one.id === person) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => startWith(one.id, true));
  return el("li", {}, [button]);
}

function startWith(id, showTab = false) {
  person = id;
  since = 0;
  history.replaceState(null, "", `#${id}`);
  forgetChat();
  if (showTab) showPart("chat");
  asking?.abort();
}

function showPart(name) {
  document.body.dataset.tab = name;
  for (const button of document.querySelectorAll(".tabs button")) {
    if (button.dataset.show === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

for (const button of document.querySelectorAll(".tabs button")) {
  button.addEventListener("click", () => showPart(button.dataset.show));
}
document.getElementById("add-person").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const added = await act("person", { name: form.elements.name.value });
  form.reset();
  if (added) startWith(added.id, true);
});

onMisstep((words) => toast(words));
setUpChat(() => person);
setUpPanel();
follow();
