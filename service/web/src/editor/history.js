// Earlier queries, kept in this browser only; where it keeps nothing, for as long as the page is open.

import { $, el } from "./dom.js";
import { facts, moment } from "./words.js";

const KEY = "malgraf.queries";
const MOST = 30;

let queries = [];

/** Begin with what the browser kept; `open` is called with the query that is chosen. */
export function recall(open) {
  queries = kept();
  $("history-clear").addEventListener("click", () => keep([]));
  $("history-list").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(new URL(link.href).searchParams.get("query"));
  });
  show();
}

/** Put a query first among the earlier ones. */
export function remember(query) {
  keep([{ query, at: Date.now() }, ...queries.filter((earlier) => earlier.query !== query)].slice(0, MOST));
}

function keep(found) {
  queries = found;
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    $("history-kept").hidden = true;
    $("history-denied").hidden = false;
  }
  show();
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return found.filter(({ query, at }) => typeof query === "string" && Number.isFinite(at));
  } catch {
    return [];
  }
}

function show() {
  $("history").hidden = !queries.length;
  $("history-list").replaceChildren(...queries.map(item));
}

function item({ query, at }) {
  const address = `${facts.page}?${new URLSearchParams({ query })}`;
  return el("li", {}, el("a", { href: address, translate: "no" }, gist(query)), " ", el("span", { class: "soft" }, moment(at)));
}

/** A query on one line, without its prefixes. */
const gist = (query) =>
  query
    .replace(/^\s*PREFIX[^\n]*$/gim, "")
    .replace(/^\s*#[^\n]*$/gm, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 140);
