// The people on the left: who they are, and whose chat has news.
import { act, el, keptRows, setText } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const rows = new Map();
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
  keptRows(find("people"), rows, news.people, personRow, (row, one) => updatePerson(row, one, person));
  const more = news.crowd - news.people.length;
  find("crowd").hidden = more <= 0;
  find("crowd").textContent = `and ${more.toLocaleString("en")} more people`;
}

// The world has begun anew: nobody has read anything in it.
export function forgetPeople() {
  seen.clear();
  last = "";
}

function personRow(one) {
  const button = el("button", { type: "button" }, [
    el("span", { class: "face", "data-hue": one.id % 6, "aria-hidden": "true" }, [...one.name][0]),
    el("span", { class: "one-line" }, one.name),
    el("span", { class: "unread", role: "img", "aria-label": "new messages" }),
    el("span", { class: "hint one-line last" }),
  ]);
  button.addEventListener("click", () => choose(one.id));
  return el("li", {}, [button]);
}

function updatePerson(row, one, person) {
  const current = one.id === person;
  if (current || !seen.has(one.id)) seen.set(one.id, one.changed);
  const button = row.firstChild;
  row.querySelector(".unread").classList.toggle("none", one.changed <= seen.get(one.id));
  setText(row.querySelector(".last"), one.blocked ? `${one.role} · blocked the bot` : one.last || one.role);
  if (current) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
