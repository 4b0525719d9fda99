// An answer as a table: IRIs lead to their pages, numbers stand to the right, and each column can be sorted.

import { isNumber } from "./answer.js";
import { el } from "./dom.js";
import { place, short } from "./names.js";
import { figure, language, word } from "./words.js";

const MOST_ROWS = 1000;
const LONG = 60; // letters, from which a text gets a wider column
const collator = new Intl.Collator(language, { numeric: true });

/** Show an answer in a panel. */
export function showTable(panel, { columns, rows }) {
  const numeric = columns.map((_, i) => rows.some((row) => row[i]) && rows.every((row) => !row[i] || isNumber(row[i])));
  const kinds = columns.map((_, i) => (numeric[i] ? "number" : rows.some((row) => row[i]?.value.length > LONG && row[i].type === "literal") && "long"));
  const mixed = columns.map((_, i) => new Set(rows.map((row) => row[i]?.lang)).size > 1);
  const body = el("tbody", {});
  const heads = columns.map((name, i) => head(name, numeric[i], (order) => fill(body, sorted(rows, i, order), kinds, mixed)));
  const table = el("table", { class: "rows-of-answer" }, el("thead", {}, el("tr", {}, heads)), body);
  fill(body, rows, kinds, mixed);
  const cut = rows.length > MOST_ROWS ? el("p", { class: "soft" }, word("firstRows", { shown: figure(MOST_ROWS), n: figure(rows.length) })) : null;
  panel.replaceChildren(...[cut, el("div", { class: "scroll", role: "region", "aria-label": word("table"), tabindex: 0 }, table)].filter(Boolean));
}

/** A term as it is shown: an IRI as a link, a text with its language where others of its column have another. */
function shown(term, isMixed) {
  if (!term) return "";
  if (term.type === "uri") return link(term.value);
  if (term.type === "bnode") return `_:${term.value.slice(0, 8)}`;
  const text = el("span", { lang: term.lang }, term.value);
  return term.lang && isMixed ? [text, el("small", { class: "tongue-of" }, term.lang)] : text;
}

/** A link to where an IRI is shown, by its short name. */
export function link(iri, text = short(iri)) {
  const address = place(iri);
  return address ? el("a", { href: address, title: iri, translate: "no" }, text) : el("span", { title: iri, translate: "no" }, text);
}

function head(name, isNumeric, sort) {
  const button = el("button", { type: "button", class: "sort", "aria-label": word("sort", { column: name }) }, name);
  const cell = el("th", { scope: "col", class: isNumeric && "number" }, button);
  button.addEventListener("click", () => {
    const order = cell.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    for (const other of cell.parentElement.children) other.removeAttribute("aria-sort");
    cell.setAttribute("aria-sort", order);
    sort(order);
  });
  return cell;
}

function sorted(rows, column, order) {
  const sign = order === "ascending" ? 1 : -1;
  const compare = (a, b) => (isNumber(a) && isNumber(b) ? a.value - b.value : collator.compare(a.value, b.value));
  const known = rows.filter((row) => row[column]).sort((a, b) => sign * compare(a[column], b[column]));
  return [...known, ...rows.filter((row) => !row[column])];
}

function fill(body, rows, kinds, mixed) {
  const lines = rows.slice(0, MOST_ROWS).map((row) => el("tr", {}, row.map((term, i) => el("td", { class: kinds[i] }, shown(term)))));
  body.replaceChildren(...lines);
}
