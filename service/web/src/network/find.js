// Search in the network: a box that filters as one types, and the list beside the picture that has all things by kind.

const SHOWN = 40; // of each kind; who wants another types more of its name
const KINDS = { clusters_goals: "cluster", plans: "plan", sdg: "sdg", goals: "goal", clusters_plans: "cluster" };

export class Finder {
  #active = -1;
  #options = [];

  constructor(place, network, said, { choose, point }) {
    Object.assign(this, { network, said, choose, point });
    this.input = place.querySelector("input");
    this.list = place.querySelector("[role=listbox]");
    this.status = place.querySelector("[data-found]");
    this.input.addEventListener("input", () => this.fill());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#activate(-1));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", ({ target }) => this.#clicked(target.closest("[role=option]")));
  }

  /** Fills the list with what has all the words of the box. */
  fill() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const groups = Object.keys(KINDS).map((name) => [name, found(this.#all(name), words)]);
    this.things = groups.flatMap(([, things]) => things.slice(0, SHOWN));
    this.list.replaceChildren(...groups.filter(([, things]) => things.length).map(([kind, things]) => this.#group(kind, things)));
    this.#options = [...this.list.querySelectorAll("[role=option]")];
    this.#active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.#say(groups);
    this.mark(this.chosen);
  }

  /** Shows in the list what is chosen in the picture. */
  mark(chosen) {
    this.chosen = chosen;
    for (const option of this.#options) option.setAttribute("aria-selected", String(option.dataset.key === chosen?.key));
    this.list.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  #all(name) {
    return [...this.network.named(KINDS[name])].filter(({ of }) => !of || name === `clusters_${of}`);
  }

  #say(groups) {
    const found = new Map();
    for (const [name, things] of groups) found.set(KINDS[name], (found.get(KINDS[name]) ?? 0) + things.length);
    const counts = [...found].filter(([, count]) => count).map(([kind, count]) => this.said.count(kind, count));
    const more = groups.some(([, things]) => things.length > SHOWN) ? ` ${this.said.text.more}` : "";
    const told = counts.length ? `${counts.join(", ")}.${more}` : this.said.text.nothing;
    this.status.textContent = this.network.whole ? told : `${told} ${this.said.text.elsewhere}`;
  }

  #group(kind, things) {
    const group = element("ul", { role: "group", "aria-label": this.said.text[`kind_${kind}`] });
    const title = element("li", { "aria-hidden": "true", class: "kicker" }, this.said.text[`kind_${kind}`]);
    group.append(title, ...things.slice(0, SHOWN).map((thing) => this.#option(thing)));
    return group;
  }

  #option(thing) {
    const option = element("li", { role: "option", id: `option-${thing.key.replace(":", "-")}`, "data-key": thing.key, "aria-selected": "false" });
    const name = element("span", thing.quoted ? { class: "own", lang: "sv" } : {}, nameIn(thing));
    option.append(...tile(thing), name);
    return option;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#activate((this.#active + step + this.#options.length) % Math.max(1, this.#options.length));
    else if (event.key === "Enter") this.#take(Math.max(0, this.#active));
    else if (event.key === "Escape") this.#escape();
    else return;
    event.preventDefault();
  }

  #escape() {
    if (!this.input.value) return this.choose(null);
    this.input.value = "";
    return this.fill();
  }

  #activate(place) {
    this.#options[this.#active]?.classList.remove("net-active");
    this.#active = place;
    const option = this.#options[place];
    this.point(option ? this.things[place] : null);
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.classList.add("net-active");
    option.scrollIntoView({ block: "nearest" });
    return this.input.setAttribute("aria-activedescendant", option.id);
  }

  #clicked(option) {
    if (option) this.#take(this.#options.indexOf(option));
  }

  #take(place) {
    if (this.things[place]) this.choose(this.things[place]);
  }
}

/** The things that have all the words in what they are called, those with words that begin so before the others. */
function found(things, words) {
  const begun = words.map((word) => ` ${word}`);
  const texts = things.map((thing) => [thing, textOf(thing)]).filter(([, text]) => words.every((word) => text.includes(word)));
  const ranked = texts.map(([thing, text]) => [thing, begun.every((word) => text.includes(word)) ? 0 : 1]);
  return ranked.sort(([, one], [, other]) => one - other).map(([thing]) => thing);
}

const textOf = ({ name, codes = "", where = "" }) => ` ${name} ${codes} ${where}`.toLowerCase();

/** What a thing is called where its number stands before it. */
export function nameIn(thing) {
  return thing.kind === "sdg" ? thing.name.slice(thing.code.length + 1) : thing.name;
}

/** The number of a target or SDG goal, or the codes of a cluster, as a tile of its colour. */
export function tile(thing) {
  const text = { sdg: thing.code, cluster: thing.codes }[thing.kind];
  return text ? [element("b", { class: thing.kind === "sdg" ? `net-tile s${thing.hue}` : "net-tile" }, text), " "] : [];
}

/** An element with its attributes and text. */
export function element(name, attributes = {}, text = "") {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
