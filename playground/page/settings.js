// How the kiosk is set up, and beginning anew.
import { act, el } from "/page/wire.js";

const find = (id) => document.getElementById(id);
let last = "";

export function setUpSettings() {
  find("settings").addEventListener("submit", save);
  find("reset").addEventListener("click", beginAnew);
}

export function showSettings(settings) {
  const now = JSON.stringify(settings);
  if (now === last) return;
  last = now;
  const { access, markup, stars, dialect, dialects } = settings;
  find("dialect").replaceChildren(...dialects.map((name) => el("option", { value: name }, name)));
  find("access").value = access;
  find("markup").value = markup;
  find("stars").checked = stars;
  find("dialect").value = dialect;
}

async function save(event) {
  event.preventDefault();
  const fields = event.target.elements;
  await busy(event.submitter, () => act("settings", {
    access: fields.access.value, markup: Number(fields.markup.value),
    stars: fields.stars.checked, dialect: fields.dialect.value,
  }));
}

async function beginAnew(event) {
  await busy(event.target, () => act("reset", {}));
}

async function busy(button, deed) {
  button.disabled = true;
  await deed();
  button.disabled = false;
}
