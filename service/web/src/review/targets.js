// The dialog that searches a target: words or a code, arrow keys, Enter; and for a new link the words that it quotes.

import { el } from "../editor/dom.js";
import { get } from "./calls.js";
import { ask, dialog } from "./dialogs.js";
import { figure, inOurs, word } from "./words.js";

const WAIT = 120; // ms after the last letter

const place = dialog("target");
const [field, list, status, quote] = ["#search", "#found", "[data-found-count]", "#quote"].map((selector) => place.querySelector(selector));
const state = { timer: 0, asked: null, known: new Set() };

field.addEventListener("input", () => {
  clearTimeout(state.timer);
  state.timer = setTimeout(search, WAIT);
});
field.addEventListener("keydown", steer);
list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps its focus
list.addEventListener("click", ({ target }) => choose(target.closest("[role=option]")));

/** Asks for a target and a strength, and for the quote of a new link where `words` is given; null where none is chosen. */
export function askTarget({ title, words = null, strength, known }) {
  place.querySelector("h2").textContent = title;
  place.querySelector("[data-quoted]").hidden = words === null;
  [quote.value, field.value, state.known] = [words ?? "", "", new Set(known)];
  for (const each of place.querySelectorAll("[name=strength]")) each.checked = each.value === (strength || "contributing");
  show([], "");
  const answer = ask(place, chosen);
  field.focus();
  return answer;
}

function chosen() {
  const option = list.querySelector("[aria-selected=true]");
  if (!option) status.textContent = word("choose");
  if (!option) return null;
  return { sdg: option.dataset.code, strength: place.querySelector("[name=strength]:checked").value, quote: quote.value.trim() };
}

/** Asks for what the field holds; an answer that comes too late is dropped. */
async function search() {
  const words = field.value.trim();
  state.asked?.abort();
  if (!words) return show([], "");
  state.asked = new AbortController();
  try {
    const hits = await get(`/targets?${new URLSearchParams({ q: words })}`, { signal: state.asked.signal });
    return show(hits, hits.length ? word("found", { n: figure(hits.length) }) : word("notFound"));
  } catch (error) {
    return error.name === "AbortError" ? null : show([], word("failed"));
  }
}

function show(hits, said) {
  list.replaceChildren(...hits.map(optionOf));
  status.textContent = said;
  choose(list.firstElementChild);
}

function optionOf({ code, sv, en }) {
  const there = state.known.has(code) && el("span", { class: "soft" }, word("already"));
  return el("div", { role: "option", id: `found-${code.replace(".", "-")}`, "data-code": code, class: `sdg s${code.split(".")[0]}` }, el("b", { class: "rv-tile" }, code), " ", el("span", {}, inOurs({ sv, en })), " ", there);
}

function steer(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !list.children.length) return;
  const options = [...list.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  choose(options[(at + step + options.length) % options.length]);
  event.preventDefault();
}

function choose(option) {
  for (const each of list.children) each.setAttribute("aria-selected", String(each === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}
