// The bot process: how it is, and what can be done to it. And how the page looks.
import { act } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const LOOK = "look";

export function setUpBot() {
  find("restart").addEventListener("click", () => act("restart", {}));
  find("kill").addEventListener("click", () => act("kill", {}));
  const theme = find("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => {
    const dark = theme.value ? theme.value === "dark" : system.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  };
  theme.value = localStorage.getItem(LOOK) || "";
  theme.addEventListener("change", () => {
    localStorage.setItem(LOOK, theme.value);
    dress();
  });
  system.addEventListener("change", dress);
  dress();
}

export function showBot(bot) {
  const line = find("bot");
  const parts = [bot.gone ? bot.words : `@${bot.username} ${bot.running && bot.words === "running" ? bot.way : bot.words}`];
  if (bot.waiting) parts.push(`${bot.waiting.toLocaleString("en")} update${bot.waiting > 1 ? "s wait" : " waits"} for it`);
  const words = parts.join(", ");
  if (line.textContent !== words) line.textContent = words;
  line.classList.toggle("running", bot.running);
  line.dataset.starts = bot.starts ?? "";
  find("restart").textContent = bot.running ? "Restart" : "Start";
  find("restart").disabled = Boolean(bot.gone);
  find("kill").disabled = !bot.running;
  if (bot.gone) return;
  find("oracle").textContent = bot.oracle;
  find("findings-count").hidden = !bot.findings;
  find("findings-count").textContent = bot.findings;
}
