// Which part of the page is in front, on a small screen; and which tool.
const find = (id) => document.getElementById(id);

export function setUpTabs() {
  for (const button of document.querySelectorAll(".parts button")) {
    button.addEventListener("click", () => showPart(button.dataset.show));
  }
  const tabs = [...document.querySelectorAll(".tool-tabs [role=tab]")];
  for (const tab of tabs) {
    tab.addEventListener("click", () => showTool(tabs, tab));
    tab.addEventListener("keydown", (event) => moveAlong(tabs, tab, event));
  }
}

export function showPart(name) {
  document.body.dataset.tab = name;
  for (const button of document.querySelectorAll(".parts button")) {
    if (button.dataset.show === name) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

function showTool(tabs, chosen) {
  document.body.dataset.tool = chosen.dataset.tool;
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
  }
  find(`${chosen.dataset.tool}-tool`).scrollTop = 0;
}

// As the ARIA practice for tabs has it: arrows move, Home and End jump.
function moveAlong(tabs, tab, event) {
  const at = tabs.indexOf(tab);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = tabs[(to + tabs.length) % tabs.length];
  showTool(tabs, next);
  next.focus();
}
