// The fake panel: its money, its orders and what may go wrong.
import { act, el } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const STATES = ["start", "progress", "finish", "partial", "cancel", "fail"];
let last = "";

export function setUpPanel() {
  find("faults").addEventListener("submit", (event) => {
    event.preventDefault();
    act("arm", { fault: event.target.elements.fault.value, times: 1 });
  });
  find("disarm").addEventListener("click", () => act("disarm", {}));
}

export function showPanel(panel) {
  const now = JSON.stringify(panel);
  if (now === last) return;
  last = now;
  find("balance").textContent = panel.balance;
  find("total").textContent = panel.total ? `(${panel.total})` : "";
  showSpeeds(panel);
  showFaults(panel);
  showOrders(panel.orders);
}

function showSpeeds(panel) {
  keepingFocus(find("speeds"), panel.speeds.map((speed) => {
    const button = el("button", { type: "button", "data-key": speed, "aria-pressed": speed === panel.speed }, speed === 1 ? "as usual" : `×${speed}`);
    if (speed !== panel.speed) button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => act("speed", { speed }));
    return button;
  }));
}

function showFaults(panel) {
  const select = find("faults").elements.fault;
  if (select.length !== panel.faults.length) {
    select.replaceChildren(...panel.faults.map((name) => el("option", { value: name }, name.replaceAll("_", " "))));
  }
  const armed = Object.entries(panel.armed).map(([name, times]) => `${name.replaceAll("_", " ")} × ${times}`);
  find("armed").textContent = armed.length ? `Waiting for its call: ${armed.join(", ")}` : "No fault is armed.";
  find("disarm").disabled = !armed.length;
}

function showOrders(orders) {
  const rows = orders.length ? orders.map(orderRow) : [el("li", { class: "empty" }, "None yet. Order something in the chat.")];
  keepingFocus(find("orders"), rows);
}

function orderRow(order) {
  const delivered = order.quantity - order.remains;
  return el("li", {}, [
    el("div", { class: "title" }, [el("span", {}, `#${order.id}`), el("span", {}, order.word)]),
    el("div", { class: "hint" }, order.service),
    el("div", { class: "hint one-line", title: order.link }, order.link),
    el("progress", { max: order.quantity, value: delivered, "aria-label": `delivered of order ${order.id}` }),
    el("div", { class: "hint" }, `${delivered} of ${order.quantity}, start ${order.start_count}, charge ${order.charge}${order.by_hand ? ", set by hand" : ""}`),
    el("div", { class: "doing", role: "group", "aria-label": `order ${order.id}` }, STATES.map((state) => stateButton(order, state))),
  ]);
}

function stateButton(order, state) {
  const button = el("button", { type: "button", "data-key": `${order.id} ${state}` }, state);
  button.addEventListener("click", () => act("order", { order: order.id, state }));
  return button;
}

function keepingFocus(place, children) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place.replaceChildren(...children);
  if (key) [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus();
}
