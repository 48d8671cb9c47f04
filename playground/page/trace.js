// The trace: each update with the calls that followed from it, newest first; findings in red.
import { el } from "/page/wire.js";

const find = (id) => document.getElementById(id);
const KEPT = 150;
const KINDS = {
  message: "says", edited_message: "edits", callback_query: "taps", inline_query: "asks inline",
  chosen_inline_result: "chose a result of", my_chat_member: "is now", pre_checkout_query: "pays",
};
let rows = new Map();
let entries = new Map();
let names = new Map();
let person = 0;
let clearedTo = 0;

export function setUpTrace() {
  for (const id of ["trace-all", "trace-bad"]) find(id).addEventListener("change", drawAll);
  find("trace-clear").addEventListener("click", () => {
    clearedTo = Math.max(clearedTo, ...entries.keys());
    drawAll();
  });
}

export function forgetTrace(everything = false) {
  if (everything) clearedTo = 0;
  entries = new Map();
  rows = new Map();
  find("trace").replaceChildren();
}

export function showTrace(news, people, whose) {
  const moved = whose !== person;
  person = whose;
  for (const one of people) names.set(one.id, one.name);
  for (const entry of news) entries.set(entry.number, entry);
  while (entries.size > KEPT) {
    const oldest = Math.min(...entries.keys());
    entries.delete(oldest);
    rows.get(oldest)?.remove();
    rows.delete(oldest);
  }
  if (moved) drawAll();
  else news.forEach(draw);
  find("trace-empty").hidden = rows.size > 0;
}

function drawAll() {
  rows = new Map();
  find("trace").replaceChildren();
  [...entries.values()].sort((a, b) => a.number - b.number).forEach(draw);
  find("trace-empty").hidden = rows.size > 0;
}

function wanted(entry) {
  if (entry.number <= clearedTo || !entries.has(entry.number)) return false;
  if (find("trace-bad").checked && !entry.findings.length) return false;
  return find("trace-all").checked || entry.person === person;
}

function draw(entry) {
  const old = rows.get(entry.number);
  if (!wanted(entry)) {
    old?.remove();
    rows.delete(entry.number);
    return;
  }
  const row = entryRow(entry, old?.querySelector("details")?.open);
  rows.set(entry.number, row);
  const focused = old?.contains(document.activeElement);
  if (old) old.replaceWith(row);
  else find("trace").prepend(row);
  if (focused) row.querySelector("summary").focus();
}

function entryRow(entry, open) {
  const who = names.get(entry.person) || (entry.person ? `id ${entry.person}` : "Kiosk");
  const title = entry.kind ? `${who} ${KINDS[entry.kind] || entry.kind}` : entry.person ? `To ${who}, on its own` : "On its own";
  const details = el("details", { class: entry.findings.length ? "found" : null }, [
    el("summary", {}, [
      el("span", { class: "kind" }, title),
      el("span", { class: "one-line", dir: "auto" }, entry.words),
      el("span", { class: "hint" }, handed(entry)),
      el("span", { class: "calls" }, counted(entry.calls)),
    ]),
    ...entry.findings.map((words) => el("p", { class: "finding" }, words)),
  ]);
  details.open = Boolean(open);
  if (open) details.append(deep(entry));
  details.addEventListener("toggle", () => {
    if (details.open && !details.querySelector(".deep")) details.append(deep(entry));
  });
  return el("li", {}, [details]);
}

// One word for each method, in the order of its first call: a start makes fifty calls. Each stands below when opened.
function counted(calls) {
  const times = new Map();
  for (const call of calls) {
    const key = `${call.method} ${call.status}`;
    times.set(key, { call, count: (times.get(key)?.count || 0) + 1 });
  }
  return [...times.values()].map(({ call, count }) => el("span", {}, [call.method, count > 1 ? ` ×${count}` : "", mark(call)]));
}

function handed(entry) {
  if (!entry.kind) return clock(entry.when);
  return entry.handed === null ? "waits" : clock(entry.when);
}

function clock(when) {
  return new Date(when * 1000).toLocaleTimeString([], { hour12: false });
}

function mark(call) {
  if (call.status === 200) return "";
  return el("span", { class: "no" }, ` ${call.status || "no answer"}`);
}

function deep(entry) {
  const parts = [];
  if (entry.update) parts.push(el("p", { class: "hint" }, waited(entry)), pretty(entry.update));
  for (const call of entry.calls) {
    const good = call.status === 200;
    parts.push(el("div", { class: "call" }, [
      el("strong", {}, call.method),
      el("span", { class: good ? "ok" : "no" }, call.status ? String(call.status) : "no answer"),
      el("span", { class: "hint" }, `after ${milliseconds(call.after)}`),
      el("span", { class: "no" }, [call.description, call.fault && `fault: ${call.fault}`].filter(Boolean).join(", ")),
    ]), pretty(call.params));
  }
  return el("div", { class: "deep" }, parts);
}

function waited(entry) {
  return entry.handed === null ? "The bot has not fetched it yet." : `The bot had it after ${milliseconds(entry.handed)}.`;
}

function milliseconds(seconds) {
  return seconds < 10 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`;
}

function pretty(value) {
  return el("pre", { tabindex: "0" }, JSON.stringify(value, null, 1));
}
