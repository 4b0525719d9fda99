// The source: its text in lines, of which only those that a quote touches are ever written again.
//
// A place in the text is counted in characters, as Python counts; JavaScript counts some characters as two. So each line
// knows where it begins in characters, and a place within it is converted there.

import { el } from "../editor/dom.js";

const CHUNK = 6000; // characters of lines that the browser lays out together, when they come into view
const TWO = /[\ud800-\udbff][\udc00-\udfff]/;

export class Source {
  #lines = [];
  #marked = [];

  constructor(place) {
    this.place = place;
  }

  get atHand() {
    return this.#lines.length > 0;
  }

  /** Shows a text. */
  fill(text) {
    this.#lines = [];
    this.#marked = [];
    const chunks = [];
    let at = 0, size = CHUNK;
    for (const words of text.split("\n")) {
      const length = TWO.test(words) ? [...words].length : words.length;
      if (size >= CHUNK) [size] = [0, chunks.push(el("div", { class: "rv-chunk" }))];
      size += length + 1;
      const node = el("p", words.trim() ? { "data-line": this.#lines.length } : { class: "rv-blank", "data-line": this.#lines.length }, words);
      chunks.at(-1).append(node);
      this.#lines.push({ node, words, start: at, end: at + length });
      at += length + 1;
    }
    this.place.replaceChildren(...chunks);
  }

  /** Shows sentences of our own, and quotes, where there is no text. */
  tell(sentence, quotes) {
    this.#lines = [];
    this.place.replaceChildren(el("p", { class: "rv-missing" }, sentence), ...quotes.map(({ quote, kind }) => el("p", {}, el("mark", { class: kind }, quote))));
  }

  /** Marks places, each { start, end, kind }: the last kind on a character wins. Scrolls to the first of `now`. */
  mark(places) {
    for (const line of this.#marked) line.node.textContent = line.words;
    const touched = new Map();
    for (const place of places) for (const line of this.#within(place)) touched.set(line, [...(touched.get(line) ?? []), place]);
    for (const [line, those] of touched) line.node.replaceChildren(...pieces(line, those));
    this.#marked = [...touched.keys()];
    this.#scroll(this.place.querySelector(".rv-now") ?? this.place.querySelector("mark"));
  }

  /** The words that are selected in the text, and where they stand; null where nothing is. */
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const [start, end] = [this.#at(range.startContainer, range.startOffset), this.#at(range.endContainer, range.endOffset)];
    if (start === null || end === null || end <= start) return null;
    const words = this.#between(start, end);
    const lead = words.length - words.trimStart().length;
    return words.trim() ? { words: words.trim(), start: start + [...words.slice(0, lead)].length } : null;
  }

  #within({ start, end }) {
    let [low, high] = [0, this.#lines.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#lines[middle].end <= start) low = middle + 1;
      else high = middle;
    }
    const found = [];
    for (let n = low; n < this.#lines.length && this.#lines[n].start < end; n += 1) found.push(this.#lines[n]);
    return found;
  }

  /** The place of a point of the document; null where it is not in the text. */
  #at(container, offset) {
    const node = (container.nodeType === Node.TEXT_NODE ? container.parentElement : container).closest("[data-line]");
    if (!node || !this.place.contains(node)) return null;
    const line = this.#lines[Number(node.dataset.line)];
    const before = document.createRange();
    before.setStart(node, 0);
    before.setEnd(container, offset);
    return line.start + [...before.toString()].length;
  }

  #between(start, end) {
    return this.#within({ start, end }).map((line) => part(line, start, end)).join("\n");
  }

  #scroll(node) {
    if (!node) return;
    node.scrollIntoView({ block: "nearest" }); // what was not laid out yet is, and has its place then
    const [own, whole] = [node.getBoundingClientRect(), this.place.getBoundingClientRect()];
    this.place.scrollTop += own.top - whole.top - whole.height * 0.3;
  }
}

/** The nodes of a line with marks. */
function pieces(line, places) {
  const cuts = new Set([line.start, line.end]);
  for (const { start, end } of places) for (const at of [start, end]) if (at > line.start && at < line.end) cuts.add(at);
  const sorted = [...cuts].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((from, n) => {
    const words = part(line, from, sorted[n + 1]);
    const kinds = places.filter(({ start, end }) => start <= from && end >= sorted[n + 1]).map(({ kind }) => kind);
    return kinds.length ? el("mark", { class: kinds.at(-1) }, words) : words;
  });
}

function part({ words, start: from }, start, end) {
  const [first, last] = [Math.max(0, start - from), Math.max(0, end - from)];
  return TWO.test(words) ? [...words].slice(first, last).join("") : words.slice(first, last);
}
