// The page of a review: source, what is judged now, and the draft; every act is saved at once, and shown before it is.

import { actsOn } from "./acts.js";
import { alarm, calm, passed } from "./alarm.js";
import { Refusal, takeKey, text } from "./calls.js";
import { showCard } from "./card.js";
import { isGuess } from "./guess.js";
import { help, listen } from "./keys.js";
import { Source } from "./source.js";
import { Store } from "./store.js";
import { Tree } from "./tree.js";
import { difference, following, itemsOf, keyOf, stepped } from "./walk.js";
import { figure, inOurs, word } from "./words.js";

const $ = (name) => document.querySelector(`[data-${name}]`);
const KEPT = "malgraf-place";

class Desk {
  constructor() {
    this.store = new Store({ changed: (state) => this.#show(state), stopped: (error) => this.#stopped(error) });
    this.source = new Source($("source"));
    this.tree = new Tree($("tree"), (id) => this.#visit(id));
    this.current = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    this.items = [];
    this.marked = "";
    const steps = {
      next: () => this.go(stepped(this.items, keyOf(this.current), 1)),
      previous: () => this.go(stepped(this.items, keyOf(this.current), -1)),
      nextLeft: () => this.#onward(this.items, 1),
      previousLeft: () => this.#onward(this.items, -1),
      undo: () => this.#turn("undo"),
      redo: () => this.#turn("redo"),
      tree: () => this.tree.focus(),
      help,
    };
    this.acts = { ...actsOn(this), ...steps };
  }

  async open() {
    if (!takeKey()) return alarm(word("noKey"));
    try {
      const [words] = await Promise.all([text("/source"), this.store.load()]);
      this.#fill(words);
    } catch (error) {
      return this.#stopped(error);
    }
    listen((name, button) => this.#act(name, button));
    addEventListener("beforeunload", (event) => this.store.unsaved && event.preventDefault());
    return document.body.setAttribute("data-ready", "");
  }

  get state() {
    return this.store.shown;
  }

  get element() {
    return this.state.elements.find(({ id }) => id === this.current?.element);
  }

  get link() {
    return this.element?.alignments.find(({ sdg }) => sdg === this.current.sdg);
  }

  /** The words of the source that are selected. */
  selected() {
    return this.source.selected();
  }

  /** Goes to an item. */
  go(item) {
    if (!item) return;
    if (item.element !== this.current?.element) $("work").scrollTop = 0;
    this.current = { element: item.element, sdg: item.sdg };
    sessionStorage.setItem(KEPT, JSON.stringify(this.current));
    this.#show(this.state);
    $("work").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    this.say(word("nowAt", { what: `${this.element.label} ${item.sdg}` }));
  }

  /** Makes an edit, and goes on to what is left where `onward` says so; true when it is saved. */
  make(edit, what, { onward = false } = {}) {
    const before = this.items;
    const saved = this.store.change(edit, what);
    this.say(what);
    const judged = onward && isGuess(edit);
    if (judged) this.#onward(before, 1, what);
    return saved.then((good) => {
      if (good && onward && !judged) this.#onward(before, 1, what);
      if (!good && judged) this.go({ element: edit.element, sdg: edit.sdg ?? "" });
      return good;
    });
  }

  /** Says something to who listens. */
  say(words) {
    $("live").textContent = words;
  }

  #act(name, button) {
    if (name === "choose" || !this.acts[name]) return;
    if (!this.element && !["undo", "redo", "help", "tree"].includes(name)) return;
    this.acts[name](button);
  }

  #visit(id) {
    const own = this.items.filter(({ element }) => element === id);
    this.go(own.find(({ left }) => left) ?? own[0] ?? { element: id, sdg: "" });
  }

  /** Goes to the next, or with -1 the previous, that nobody has judged; or else to one that is unsure. */
  #onward(before, way, what = "") {
    const [old, now] = way < 0 ? [before.toReversed(), this.items.toReversed()] : [before, this.items];
    const key = keyOf(this.current);
    const next = following(old, now, key, ({ left }) => left) ?? (what ? null : following(old, now, key, ({ unsure }) => unsure));
    if (next) this.go(next);
    const { left, unsure, uncertain } = this.state.counts;
    const done = left + uncertain ? "" : word(unsure ? "allButUnsure" : "allDone", { n: figure(unsure) });
    const target = next?.sdg ? `${next.sdg} ${inOurs(this.state.targets[next.sdg] ?? { sv: "", en: "" })}` : "";
    this.say([what, done || (next && word("nowAt", { what: `${this.element.label}. ${target}` }))].filter(Boolean).join(". "));
  }

  async #turn(way) {
    if (way === "undo" ? !this.state.canUndo : !this.state.canRedo) return;
    await this.store.settled();
    const [before, what] = [this.store.saved, this.store.saved.undo];
    if (!(await this.store[way]())) return;
    const place = difference(before, this.store.saved);
    if (place) this.go(place);
    this.say(way === "undo" ? word("undone", { what }) : word("redone"));
  }

  #fill(words) {
    const { source } = this.state;
    if (source.atHand) this.source.fill(words);
    this.marked = "";
    this.#show(this.state);
  }

  #show(state) {
    if (!this.store.unsaved) passed();
    this.items = itemsOf(state);
    if (!state.elements.some(({ id }) => id === this.current?.element)) this.current = this.#nearest();
    else if (this.current.sdg && !this.link) this.current = { element: this.current.element, sdg: this.element.alignments[0]?.sdg ?? "" };
    this.#progress(state);
    this.tree.show(state, this.current?.element);
    showCard($("work"), state, this.current ?? { element: "", sdg: "" });
    this.#mark();
  }

  /** Where to go when what was shown is gone: where it stood, or to the first that is left. */
  #nearest() {
    const place = Math.min(this.place ?? 0, this.items.length - 1);
    const item = (this.place === undefined ? this.items.find(({ left }) => left) : this.items[place]) ?? this.items[0];
    return item ? { element: item.element, sdg: item.sdg } : null;
  }

  #mark() {
    const { element, link } = this;
    this.place = this.current ? this.items.findIndex((item) => keyOf(item) === keyOf(this.current)) : undefined;
    if (!element) return;
    const quotes = element.alignments.flatMap(({ sdg, quotes: those }) => those.map((quote) => ({ ...quote, kind: sdg === link?.sdg ? "rv-now" : "rv-quote" })));
    const places = [{ start: element.start, end: element.end, kind: "rv-own" }, ...quotes.sort(({ kind: one }, { kind: other }) => (one === "rv-now") - (other === "rv-now"))];
    const marked = JSON.stringify([keyOf(this.current), places]);
    if (marked === this.marked) return;
    this.marked = marked;
    if (this.source.atHand) this.source.mark(places);
    else this.source.tell(word("noSource", { why: inOurs(this.state.source.missing) }), quotes.reverse());
  }

  #progress(state) {
    const { total, judged, unsure, left, uncertain, bare } = state.counts;
    const said = word("judgedOf", { judged: figure(judged), total: figure(total) });
    const form = (name, n) => (n === 1 ? `${name}One` : `${name}Many`);
    const rest = [[left, "left"], [unsure, form("unsure", unsure)], [uncertain, form("uncertain", uncertain)], [bare, "bare"]];
    const waiting = this.store.unsaved;
    const saving = this.store.stuck ? word("notSaved", { n: figure(waiting) }) : waiting > 1 ? word("savingMany", { n: figure(waiting) }) : waiting ? word("saving") : "";
    $("title").textContent = state.plan.title;
    $("path").textContent = state.plan.path.split(/[/\\]/).slice(-2).join("/");
    $("progress").textContent = said;
    $("rest").textContent = [...rest.filter(([n]) => n).map(([n, name]) => word(name, { n: figure(n) })), saving].filter(Boolean).join(" · ");
    Object.assign(document.getElementById("progress"), { max: Math.max(1, total), value: judged });
    document.querySelector("[data-do=undo]").disabled = !state.canUndo;
    document.querySelector("[data-do=redo]").disabled = !state.canRedo;
    document.title = `${word("titled", { judged, total, title: state.plan.title })} – Målgraf`;
    document.body.toggleAttribute("data-saving", waiting > 0);
  }

  #stopped(error) {
    const lost = { what: this.store.unsaved > 1 ? word("lostMore", { what: this.store.first, n: figure(this.store.unsaved - 1) }) : this.store.first };
    if (!(error instanceof Refusal)) return alarm(word("lost", lost), { retry: () => this.#again() }, true);
    if (error.status === 403) return alarm(word("noKey"));
    const said = inOurs(error) || word("failed");
    if (error.kind === "edit" || error.kind === "nothing") return alarm(said);
    return alarm(said, error.kind === "failed" ? { retry: () => this.#again() } : { reload: () => this.#reload() });
  }

  async #again() {
    calm();
    try {
      if (!this.store.saved) return location.reload();
      if (!(await this.store.retry())) alarm(word("late"));
    } catch (error) {
      this.#stopped(error);
    }
    return undefined;
  }

  async #reload() {
    calm();
    try {
      const lost = await this.store.reload();
      this.#fill(await text("/source"));
      this.say(word("reread"));
      if (lost) alarm(word("overtaken", { n: figure(lost) }));
    } catch (error) {
      this.#stopped(error);
    }
  }
}

document.querySelector("[data-work]").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-sdg]");
  if (button) desk.go({ element: desk.current.element, sdg: button.dataset.sdg });
});

const desk = new Desk();
desk.open();
