// The map of types: what kinds of things an answer names, and how those kinds are connected in the data.

import { JSON_RESULTS } from "./answer.js";
import { el, svg } from "./dom.js";
import { ask } from "./endpoint.js";
import { places } from "./layout.js";
import { isPlain, short } from "./names.js";
import { link } from "./table.js";
import { figure, word } from "./words.js";

const MOST_THINGS = 150;
const COLUMN = 304;
const ROW = 84;
const WIDTH = 176;
const ALONG = 0.52; // where the name of a line stands: past the middle, where lines that begin together are apart
const PREFIXES = `PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
`;
const VAGUE = "(skos:Concept, owl:NamedIndividual)";

/** Show an answer in a panel. */
export async function showTypes(panel, answer) {
  panel.replaceChildren(el("p", { role: "status" }, word("loading")));
  const things = thingsOf(answer);
  const found = things.length ? await links(things.slice(0, MOST_THINGS)) : [];
  if (!found.length) return panel.replaceChildren(el("p", {}, word("typesAll")), counts(await classes()));
  const sizes = new Map((await classes(things.slice(0, MOST_THINGS))).map(({ kind, count }) => [kind.value, Number(count.value)]));
  const cut = things.length > MOST_THINGS ? el("p", { class: "soft" }, word("typesSome", { n: figure(MOST_THINGS) })) : "";
  panel.replaceChildren(
    el("p", {}, word("typesOf")),
    cut,
    el("div", { class: "scroll", role: "region", "aria-label": word("typesRegion"), tabindex: 0 }, drawn(found, sizes)),
    el("details", {}, el("summary", {}, word("graphList")), listed(found)),
  );
}

/** The things that an answer names; in a graph, those that it connects and not by what. */
function thingsOf({ kind, rows }) {
  const terms = rows.flatMap((row) => (kind === "graph" ? [row[0], row[2]] : row));
  return [...new Set(terms.filter((term) => term?.type === "uri" && isPlain(term.value)).map(({ value }) => value))];
}

const named = (iris) => `VALUES ?thing { ${iris.map((iri) => `<${iri}>`).join(" ")} }`;

function links(things) {
  return solved(`${PREFIXES}SELECT ?kind ?property ?to (COUNT(*) AS ?count) {
  { SELECT DISTINCT ?thing ?property ?object { ${named(things)} ?thing ?property ?object } }
  ?thing a ?kind FILTER(?kind NOT IN ${VAGUE})
  OPTIONAL { ?object a ?to FILTER(?to NOT IN ${VAGUE}) }
  FILTER(?property != <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>)
} GROUP BY ?kind ?property ?to ORDER BY ?kind DESC(?count) ?property`);
}

function classes(things) {
  return solved(`${PREFIXES}SELECT ?kind (COUNT(DISTINCT ?thing) AS ?count) {
  ${things ? named(things) : ""} ?thing a ?kind FILTER(?kind NOT IN ${VAGUE})
} GROUP BY ?kind ORDER BY DESC(?count) ?kind`);
}

async function solved(query) {
  const answer = await ask({ query, accept: JSON_RESULTS });
  return (await answer.json()).results.bindings;
}

function counts(found) {
  const rows = found.map(({ kind, count }) => el("tr", {}, el("td", {}, link(kind.value)), el("td", { class: "number" }, figure(count.value))));
  return tableOf([word("kind"), word("count")], rows);
}

function listed(found) {
  const rows = found.map(({ kind, property, to, count }) =>
    el("tr", {}, el("td", {}, link(kind.value)), el("td", {}, link(property.value)), el("td", {}, to ? link(to.value) : word("words")), el("td", { class: "number" }, figure(count.value))),
  );
  return tableOf([word("kind"), word("property"), word("to"), word("count")], rows);
}

function tableOf(heads, rows) {
  const cells = heads.map((text, i) => el("th", { scope: "col", class: i === heads.length - 1 && "number" }, text));
  const table = el("table", { class: "rows-of-answer" }, el("thead", {}, el("tr", {}, cells)), el("tbody", {}, rows));
  return el("div", { class: "scroll", role: "region", "aria-label": word("graphList"), tabindex: 0 }, table);
}

/** Boxes for the kinds, and a line between two with the names of the properties that lead from one to the other. */
function drawn(found, sizes) {
  const pairs = grouped(found.filter(({ to }) => to));
  const kinds = found.map(({ kind }) => [kind.value, kind.value]);
  const { nodes, columns, height } = places([...pairs.map(({ from, to }) => [from, to]), ...kinds]);
  const at = ({ column, row }) => [column * COLUMN + 10, row * ROW + 14];
  const size = { width: (columns - 1) * COLUMN + WIDTH + 20, height: height * ROW + 20 };
  const lines = pairs.filter(({ from, to }) => from !== to).map((pair) => line(at(nodes.get(pair.from)), at(nodes.get(pair.to)), pair.by));
  const boxes = [...nodes.values()].map(({ id, ...node }) => box(at(node), short(id), sizes.get(id)));
  return svg("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}`, class: "picture" }, lines, boxes);
}

function grouped(found) {
  const pairs = new Map();
  for (const { kind, property, to } of found) {
    const key = `${kind.value} ${to.value}`;
    if (!pairs.has(key)) pairs.set(key, { from: kind.value, to: to.value, by: [] });
    pairs.get(key).by.push(short(property.value));
  }
  return [...pairs.values()];
}

/** A line; one that passes a column bows, so that it does not run behind the boxes there. */
function line([x, y], [toX, toY], by) {
  const isOver = Math.abs(toX - x) > COLUMN;
  const [from, to] = [[x + (x < toX ? WIDTH : WIDTH / 2), y + 22], [toX + (x < toX ? 0 : WIDTH / 2), toY + 22]];
  const bend = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2 - (isOver ? ROW * 0.8 : 0)];
  const text = by.length > 1 ? `${by[0]} +${by.length - 1}` : by[0];
  const [nameX, nameY] = [0, 1].map((i) => curveAt(ALONG, from[i], bend[i], to[i]));
  const name = svg("text", { x: nameX, y: nameY - 4, "text-anchor": "middle", class: "by" }, text);
  return svg("g", {}, svg("title", {}, by.join(", ")), svg("path", { d: `M${from}Q${bend} ${to}`, class: "edge" }), name);
}

const curveAt = (t, a, b, c) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;

function box([x, y], name, size) {
  return svg("g", { class: "kind" }, svg("rect", { x, y, width: WIDTH, height: 44, rx: 4 }), svg("text", { x: x + 12, y: y + 19 }, name), size === undefined ? "" : svg("text", { x: x + 12, y: y + 36, class: "size" }, figure(size)));
}
