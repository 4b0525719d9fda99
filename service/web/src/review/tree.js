// The draft as a tree: areas and goals with what is left in each. One stop of the keyboard, walked with arrow keys.

import { el } from "../editor/dom.js";
import { figure, word } from "./words.js";

export class Tree {
  #items = new Map();
  #order = "";

  /** `choose` is called with the id of the element that a person wants to see. */
  constructor(place, choose) {
    Object.assign(this, { place, choose });
    place.addEventListener("click", ({ target }) => this.#chosen(target.closest("[role=treeitem]")));
    place.addEventListener("keydown", (event) => this.#key(event));
  }

  /** Shows the elements; only what has changed is written again. */
  show({ elements }, current) {
    const order = elements.map(({ id, depth, role, label }) => `${id} ${depth} ${role} ${label}`).join("\n");
    if (order !== this.#order) this.#build(elements);
    this.#order = order;
    const sums = summed(elements);
    for (const element of elements) this.#count(element, sums.get(element.id));
    this.#select(current);
  }

  focus() {
    this.place.querySelector("[tabindex='0']")?.focus();
  }

  #build(elements) {
    this.#items = new Map(elements.map((element) => [element.id, { node: itemOf(element), told: "" }]));
    this.place.replaceChildren(...[...this.#items.values()].map(({ node }) => node));
  }

  #count({ id, label, uncertain }, { left, all }) {
    const item = this.#items.get(id);
    const told = `${all ? (left ? "itemLeft" : "itemDone") : "itemBare"} ${left} ${uncertain}`;
    if (told === item.told) return;
    item.told = told;
    const said = word(told.split(" ")[0], { label, n: figure(left) });
    item.node.setAttribute("aria-label", uncertain ? `${said}, ${word("itemDoubt")}` : said);
    item.node.classList.toggle("rv-done", !left && all > 0);
    item.node.lastChild.textContent = `${uncertain ? "? " : ""}${left ? figure(left) : all ? "✓" : "–"}`;
  }

  #select(current) {
    for (const [id, { node }] of this.#items) {
      const here = id === current;
      if ((node.getAttribute("aria-selected") === "true") === here && node.hasAttribute("tabindex")) continue;
      node.setAttribute("aria-selected", String(here));
      node.tabIndex = here ? 0 : -1;
      if (here && !node.contains(document.activeElement)) this.#reveal(node);
    }
    if (!this.#items.has(current)) this.#items.values().next().value?.node.setAttribute("tabindex", "0");
  }

  /** Scrolls the tree alone: the page stays where it is. */
  #reveal(node) {
    const [own, whole] = [node.getBoundingClientRect(), this.place.getBoundingClientRect()];
    if (own.top < whole.top) this.place.scrollTop += own.top - whole.top;
    else if (own.bottom > whole.bottom) this.place.scrollTop += own.bottom - whole.bottom;
  }

  #key(event) {
    const items = [...this.#items.values()].map(({ node }) => node);
    const place = items.indexOf(document.activeElement);
    const to = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) this.#chosen(items[place]);
    else items[Math.min(Math.max(0, to), items.length - 1)]?.focus();
  }

  #chosen(node) {
    if (node) this.choose(node.dataset.element);
  }
}

/** How many links each element has, with all that stands under it, and how many of them are left. */
function summed(elements) {
  const sums = new Map();
  for (const { id, parent, alignments } of elements.toReversed()) { // what stands under an element comes after it
    const own = sums.get(id) ?? { left: 0, all: 0 };
    own.left += alignments.filter(({ judgement }) => judgement === "none").length;
    own.all += alignments.length;
    const above = sums.get(parent) ?? { left: 0, all: 0 };
    sums.set(id, own).set(parent, { left: above.left + own.left, all: above.all + own.all });
  }
  return sums;
}

function itemOf({ id, role, depth, label }) {
  const attributes = { role: "treeitem", "aria-level": depth + 1, class: `rv-${role} rv-depth-${Math.min(depth, 4)}`, "data-element": id };
  return el("div", attributes, el("span", { class: "own", lang: "sv" }, label), el("span", { class: "rv-left", "aria-hidden": "true" }));
}
