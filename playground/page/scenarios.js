// Scenarios of one click, and how the present one goes.
import { act, el, keepingFocus } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const SIGNS = { running: "▶", held: "✓", broke: "✗", stopped: "■" };
let last = "";
let closed = "";

export function setUpScenarios() {
  find("session-stop").addEventListener("click", () => act("stop", {}));
  find("session-close").addEventListener("click", () => {
    closed = last;
    find("session").hidden = true;
  });
}

export function showScenarios(scenarios) {
  const list = find("scenarios");
  if (!list.children.length) keepingFocus(list, scenarios.all.map(scenarioButton));
  const running = scenarios.now?.state === "running";
  for (const button of list.querySelectorAll("button")) button.disabled = running;
  const now = JSON.stringify(scenarios.now);
  if (!scenarios.now || now === last) return;
  last = now;
  if (now !== closed) showNow(scenarios.now, running);
}

function scenarioButton(scenario) {
  const button = el("button", { type: "button", "data-key": scenario.name }, [el("span", {}, scenario.title), el("span", { class: "hint" }, scenario.about)]);
  button.addEventListener("click", () => {
    closed = "";
    act("play", { scenario: scenario.name });
  });
  return el("li", {}, [button]);
}

function showNow(now, running) {
  const bar = find("session");
  bar.hidden = false;
  bar.className = `session ${now.state}`;
  const step = now.steps.at(-1);
  const words = running && step ? [step.words, step.note].filter(Boolean).join(": ") : now.outcome;
  find("session-line").textContent = `${SIGNS[now.state]} ${now.title}. ${words}`;
  find("session-steps").replaceChildren(...now.steps.map((one) => el("li", { class: one.state }, [one.words, one.note].filter(Boolean).join(": "))));
  find("session-stop").hidden = !running;
  find("session-close").hidden = running;
}
