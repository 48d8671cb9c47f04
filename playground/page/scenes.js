// Scenarios of one click, and how the present one goes.
import { act, el, keepingFocus } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const SIGNS = { running: "▶", held: "✓", broke: "✗", stopped: "■" };
let last = "";
let closed = "";

export function setUpScenes() {
  find("showing-stop").addEventListener("click", () => act("stop", {}));
  find("showing-close").addEventListener("click", () => {
    closed = last;
    find("showing").hidden = true;
  });
}

export function showScenes(scenes) {
  const list = find("scenes");
  if (!list.children.length) keepingFocus(list, scenes.all.map(sceneButton));
  const running = scenes.now?.state === "running";
  for (const button of list.querySelectorAll("button")) button.disabled = running;
  const now = JSON.stringify(scenes.now);
  if (!scenes.now || now === last) return;
  last = now;
  if (now !== closed) showNow(scenes.now, running);
}

function sceneButton(scene) {
  const button = el("button", { type: "button", "data-key": scene.name }, [el("span", {}, scene.title), el("span", { class: "hint" }, scene.about)]);
  button.addEventListener("click", () => {
    closed = "";
    act("play", { scene: scene.name });
  });
  return el("li", {}, [button]);
}

function showNow(now, running) {
  const bar = find("showing");
  bar.hidden = false;
  bar.className = `showing ${now.state}`;
  const step = now.steps.at(-1);
  const words = running && step ? [step.words, step.note].filter(Boolean).join(": ") : now.outcome;
  find("showing-line").textContent = `${SIGNS[now.state]} ${now.title}. ${words}`;
  find("showing-steps").replaceChildren(...now.steps.map((one) => el("li", { class: one.state }, [one.words, one.note].filter(Boolean).join(": "))));
  find("showing-stop").hidden = !running;
  find("showing-close").hidden = running;
}
