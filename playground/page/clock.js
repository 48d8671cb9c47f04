// The clock of the panel's orders.
import { act, el, keepingFocus } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const SKIPS = [["10 s", 10], ["1 min", 60], ["1 hour", 3600], ["1 day", 86_400]];
const NAMES = { 1: "as usual" };
let last = "";

export function setUpClock() {
  find("skips").replaceChildren(...SKIPS.map(([words, seconds]) => {
    const button = el("button", { type: "button" }, words);
    button.addEventListener("click", () => act("skip", { seconds }));
    return button;
  }));
  const tick = () => {
    find("now").textContent = new Date().toLocaleTimeString([], { hour12: false });
  };
  tick();
  setInterval(tick, 1000);
}

export function showClock(panel) {
  const now = JSON.stringify([panel.speeds, panel.speed]);
  if (now === last) return;
  last = now;
  keepingFocus(find("speeds"), panel.speeds.map((speed) => {
    const pressed = String(speed === panel.speed);
    const button = el("button", { type: "button", "data-key": speed, "aria-pressed": pressed }, NAMES[speed] || `×${speed}`);
    button.addEventListener("click", () => act("speed", { speed }));
    return button;
  }));
}
