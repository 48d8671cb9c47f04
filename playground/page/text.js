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

function spoiler(inner) {
  const button = el("button", { type: "button", class: "link spoiler", "aria-label": "hidden words" }, inner);
  button.addEventListener("click", () => {
    button.classList.add("shown");
    button.removeAttribute("aria-label");
  });
  return button;
}
