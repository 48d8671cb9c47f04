// Small tools: build elements without markup, send actions as JSON.

export function el(name, attributes = {}, content = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(key, String(value));
  }
  element.append(...(Array.isArray(content) ? content : [content]));
  return element;
}

let complain = () => {};

export function onMisstep(listener) {
  complain = listener;
}

// The answer; where there is none, an error in words.
export async function attempt(name, body) {
  try {
    const answer = await fetch(`/play/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch {
    return { error: "The playground does not answer." };
  }
}

// The answer, or null after telling the person why there is none.
export async function act(name, body) {
  const result = await attempt(name, body);
  if (!result.error) return result;
  complain(result.error);
  return null;
}

// One row for each item, kept while the item is there: what is replaced under a finger is not tapped.
export function keptRows(list, rows, items, make, update) {
  const there = new Set(items.map((item) => item.id));
  for (const [id, row] of rows) {
    if (there.has(id)) continue;
    row.remove();
    rows.delete(id);
  }
  items.forEach((item, index) => {
    if (!rows.has(item.id)) rows.set(item.id, make(item));
    const row = rows.get(item.id);
    update(row, item);
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
}

export function setText(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// Put other children in, and the keyboard's focus back on the one with the same key.
export function keepingFocus(place, children) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place.replaceChildren(...children);
  if (key) [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus();
}
