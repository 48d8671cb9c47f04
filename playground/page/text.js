// A text with Telegram's entities as elements. Nothing is ever parsed as markup.
import { el } from "/page/wire.js";

const PLAIN = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

// JavaScript counts text in UTF-16 units, as entities do.
export function formatted(text, entities, onCommand) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return within(text, 0, text.length, sorted, onCommand);
}

function within(text, start, end, entities, onCommand) {
  const nodes = [];
  let at = start;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    if (entity.offset < at) continue;
    const stop = Math.min(end, entity.offset + entity.length);
    const inner = entities.slice(index + 1).filter((other) => other.offset < stop);
    nodes.push(text.slice(at, entity.offset));
    nodes.push(wrapped(entity, text.slice(entity.offset, stop), within(text, entity.offset, stop, inner, onCommand), onCommand));
    at = stop;
  }
  nodes.push(text.slice(at, end));
  return nodes.filter((node) => node !== "");
}

function wrapped(entity, words, inner, onCommand) {
  if (PLAIN[entity.type]) return el(PLAIN[entity.type], {}, inner);
  if (entity.type === "pre") return el("pre", {}, [el("code", {}, inner)]);
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url || words, inner);
  if (entity.type === "date_time") return moment(entity, inner);
  if (entity.type === "spoiler") return spoiler(inner);
  if (entity.type === "bot_command" && onCommand) {
    const button = el("button", { type: "button", class: "link" }, inner);
    button.addEventListener("click", () => onCommand(words));
    return button;
  }
  return el("span", { class: entity.type === "custom_emoji" ? null : "link" }, inner);
}

export function link(url, inner) {
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
  if (!/^https?:/i.test(whole)) return el("span", { class: "link", title: url }, inner);
  return el("a", { href: whole, rel: "noopener noreferrer", target: "_blank" }, inner);
}

// The language of the phone that is shown, as the visitor writes it if it is theirs.
function reader() {
  const language = document.getElementById("language")?.value || [];
  return navigator.languages.find((own) => own.split("-")[0] === language) ?? language;
}

// By the clock of whoever looks at the page, as Telegram's apps do; no format shows the words as they are.
function moment(entity, inner) {
  const when = new Date(entity.unix_time * 1000);
  const whole = when.toLocaleString(reader(), { dateStyle: "full", timeStyle: "long" });
  const shown = entity.date_time_format ? [inFormat(when, entity.date_time_format)] : inner;
  return el("time", { datetime: when.toISOString(), title: whole }, shown);
}

function inFormat(when, format) {
  if (format === "r") return fromNow(when);
  const weekday = format.includes("w") ? when.toLocaleDateString(reader(), { weekday: "short" }) : "";
  const time = /t/i.test(format) ? when.toLocaleTimeString(reader(), { timeStyle: format.includes("T") ? "medium" : "short" }) : "";
  const year = format.includes("D") || when.getFullYear() !== new Date().getFullYear() ? { year: "numeric" } : {};
  const month = format.includes("D") ? "long" : "short";
  const date = /d/i.test(format) ? when.toLocaleDateString(reader(), { day: "numeric", month, ...year }) : "";
  return [weekday, date, time].filter(Boolean).join(", ");
}

function fromNow(when) {
  const seconds = Math.round((when - Date.now()) / 1000);
  const [unit, length] = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]]
    .find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(reader(), { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

function spoiler(inner) {
  const button = el("button", { type: "button", class: "link spoiler", "aria-label": "hidden words" }, inner);
  button.addEventListener("click", () => {
    button.classList.add("shown");
    button.removeAttribute("aria-label");
  });
  return button;
}
