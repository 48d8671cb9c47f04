// The people on the left: who they are, and whose chat has news.
import { act, el, keepingFocus } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const seen = new Map();
let choose = () => {};
let last = "";

export function setUpPeople(onChoice) {
  choose = onChoice;
  find("add-person").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const added = await act("person", { name: form.elements.name.value });
    form.reset();
    if (added) choose(added.id);
  });
}

export function showPeople(news, person) {
  const now = JSON.stringify([news.people, person]);
  if (now === last) return;
  last = now;
  keepingFocus(find("people"), news.people.map((one) => personRow(one, person)));
  const more = news.crowd - news.people.length;
  find("crowd").hidden = more <= 0;
  find("crowd").textContent = `and ${more.toLocaleString("en")} more people`;
}

export function hue(id) {
  return id % 6;
}

function personRow(one, person) {
  if (one.id === person || !seen.has(one.id)) seen.set(one.id, one.changed);
  const unread = one.changed > seen.get(one.id);
  const button = el("button", { type: "button", "data-key": one.id }, [
    el("span", { class: "face", "data-hue": hue(one.id), "aria-hidden": "true" }, one.name.slice(0, 1)),
    el("span", { class: "one-line" }, one.name),
    unread ? el("span", { class: "unread", role: "img", "aria-label": "new messages" }) : el("span"),
    el("span", { class: "hint one-line" }, one.blocked ? `${one.role} · blocked the bot` : one.last || one.role),
  ]);
  if (one.id === person) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => choose(one.id));
  return el("li", {}, [button]);
}
