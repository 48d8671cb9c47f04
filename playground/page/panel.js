// The fake panel: its money, its door, its goods, its orders, and what may go wrong.
import { act, el, keptRows, setText } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const STATES = ["start", "progress", "finish", "partial", "cancel", "fail"];
const rows = new Map();
let last = "";
let balance = "";
let goods = [];
let shelf = -1;

export function setUpPanel() {
  find("faults").addEventListener("submit", (event) => {
    event.preventDefault();
    act("arm", { fault: find("fault").value, times: 1 });
  });
  find("disarm").addEventListener("click", () => act("disarm", {}));
  find("door").addEventListener("change", (event) => act("door", { open: event.target.checked }));
  find("money").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = find("balance");
    if (await act("balance", { balance: field.value })) field.blur();
    else field.value = balance;
  });
  find("shelf").addEventListener("toggle", readShelf);
  find("service-id").addEventListener("change", showService);
  find("service").addEventListener("submit", changeService);
  find("remove").addEventListener("click", () => act("remove", { service: Number(find("service-id").value) }));
}

export function showPanel(panel) {
  const now = JSON.stringify(panel);
  if (now === last) return;
  last = now;
  const money = find("balance");
  balance = panel.balance;
  if (document.activeElement !== money) money.value = balance;
  find("currency").textContent = panel.currency;
  find("door").checked = panel.open;
  find("door-words").textContent = panel.open ? "The panel can be reached" : "The panel is down: every connection is refused";
  find("total").textContent = panel.total ? `(${panel.total.toLocaleString("en")})` : "";
  showFaults(panel);
  find("no-orders").hidden = panel.orders.length > 0;
  keptRows(find("orders"), rows, panel.orders, orderRow, updateOrder);
  if (panel.shelf !== shelf && find("shelf").open) readShelf();
  shelf = panel.shelf;
}

function showFaults(panel) {
  const select = find("fault");
  if (select.length !== panel.faults.length) {
    select.replaceChildren(...panel.faults.map((fault) => el("option", { value: fault.name }, fault.words)));
  }
  const armed = Object.entries(panel.armed).map(([words, times]) => (times > 1 ? `${words}, ${times} times` : words));
  find("armed").textContent = armed.length ? `Waiting for its call: ${armed.join("; ")}` : "No fault is armed.";
  find("disarm").disabled = !armed.length;
}

function orderRow(order) {
  return el("li", {}, [
    el("div", { class: "title" }, [el("span", {}, `#${order.id}`), el("span", { class: "word" })]),
    el("div", { class: "hint" }, order.service),
    el("div", { class: "hint one-line", title: order.link }, order.link),
    el("progress", { max: Math.max(1, order.quantity), "aria-label": `delivered of order ${order.id}` }),
    el("div", { class: "hint figures" }),
    el("div", { class: "doing", role: "group", "aria-label": `order ${order.id}` }, STATES.map((state) => stateButton(order, state))),
  ]);
}

function updateOrder(row, order) {
  const delivered = order.quantity - order.remains;
  setText(row.querySelector(".word"), order.word);
  row.querySelector("progress").value = delivered;
  setText(row.querySelector(".figures"), `${delivered} of ${order.quantity}, start ${order.start_count}, charge ${order.charge}${order.by_hand ? ", set by hand" : ""}`);
}

function stateButton(order, state) {
  const button = el("button", { type: "button", }, state);
  button.addEventListener("click", () => act("order", { order: order.id, state }));
  return button;
}

async function readShelf() {
  if (!find("shelf").open) return;
  const answer = await act("shelf", {});
  if (!answer) return;
  goods = answer.services;
  const select = find("service-id");
  const chosen = select.value;
  select.replaceChildren(...goods.map((one) => el("option", { value: one.id }, `${one.id} · ${one.name} · ${one.rate}`)));
  if (goods.some((one) => String(one.id) === chosen)) select.value = chosen;
  // What somebody is typing is not overwritten by a change from another tab.
  if (!chosen || !find("service").contains(document.activeElement)) showService();
}

function showService() {
  const one = goods.find((other) => String(other.id) === find("service-id").value);
  if (!one) return;
  const fields = find("service").elements;
  for (const name of ["name", "rate", "min", "max"]) fields[name].value = one[name];
}

function changeService(event) {
  event.preventDefault();
  const fields = event.target.elements;
  act("service", {
    service: Number(fields.service.value), name: fields.name.value, rate: fields.rate.value,
    min: Number(fields.min.value), max: Number(fields.max.value),
  });
}
