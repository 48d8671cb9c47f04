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

// The answer, or null after telling the person why there is none.
export async function act(name, body) {
  try {
    const answer = await fetch(`/play/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const result = await answer.json();
    if (!result.error) return result;
    complain(result.error);
  } catch {
    complain("The playground does not answer.");
  }
  return null;
}

// Put other children in, and the keyboard's focus back on the one with the same key.
export function keepingFocus(place, children) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place.replaceChildren(...children);
  if (key) [...place.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key)?.focus();
}
