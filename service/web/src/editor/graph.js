// An answer as a graph: things as points, connections as lines between them, and the same as a list.

import { el, svg } from "./dom.js";
import { places } from "./layout.js";
import { goal, labelled, long, place, short } from "./names.js";
import { link } from "./table.js";
import { figure, word } from "./words.js";

const MOST_EDGES = 200;
const COLUMN = 360;
const ROW = 46;
const LETTERS = 42;
const LINE = 18;
const NAMES = ["skos:prefLabel", "rdfs:label", "dcterms:title", "mg:statement"].map(long);
const TYPE = long("rdf:type");

/** Show an answer in a panel. */
export async function showGraph(panel, answer) {
  const found = connections(answer);
  if (!found.length) return panel.replaceChildren(el("p", {}, word("noGraph")));
  const edges = found.slice(0, MOST_EDGES);
  const own = namesOf(answer);
  const labels = await labelled(edges.flatMap(({ from, to }) => [from, to]).filter((iri) => !own.has(iri)));
  const called = (iri) => own.get(iri) ?? labels.get(iri) ?? short(iri);
  const { nodes, columns, height } = places(edges.map(({ from, to }) => [from, to]));
  const size = { nodes: figure(nodes.size), edges: figure(edges.length) };
  const cut = found.length > edges.length ? el("p", { class: "soft" }, word("firstEdges", { shown: figure(edges.length), n: figure(found.length) })) : "";
  panel.replaceChildren(
    el("p", {}, word("graphOf", size)),
    cut,
    el("div", { class: "scroll", role: "region", "aria-label": word("graphRegion"), tabindex: 0 }, drawn(nodes, edges, columns, height, called)),
    el("details", {}, el("summary", {}, word("graphList")), el("ul", { class: "edges" }, edges.map((edge) => said(edge, called)))),
  );
}

/** The connections of an answer: its triples between things, or its rows that name two. */
function connections({ kind, columns, rows }) {
  if (kind === "graph") {
    const tied = rows.filter(([, property, object]) => object.type !== "literal" && property.value !== TYPE);
    return tied.map(([subject, property, object]) => ({ from: subject.value, by: short(property.value), to: object.value }));
  }
  const things = columns.map((_, i) => i).filter((i) => rows.some((row) => row[i]?.type === "uri"));
  const [a, b] = things;
  if (b === undefined) return [];
  const pairs = rows.filter((row) => row[a] && row[b]).map((row) => ({ from: row[a].value, by: columns[b], to: row[b].value }));
  return [...new Map(pairs.map((pair) => [`${pair.from} ${pair.to}`, pair])).values()];
}

/** The names that an answer itself gives to its things. */
function namesOf({ kind, rows }) {
  if (kind !== "graph") return new Map();
  const said = rows.filter(([, property, object]) => object.type === "literal" && NAMES.includes(property.value));
  return new Map(said.map(([subject, , object]) => [subject.value, object.value]));
}

/** The first column has its names to the left, where no lines are; the others to the right. */
function drawn(nodes, edges, columns, height, called) {
  const size = { width: (columns + 1) * COLUMN, height: (height + 1) * ROW };
  const at = ({ column, row }) => [(column + 1) * COLUMN - 14, (row + 1) * ROW];
  const lines = edges.map(({ from, to, by }) => svg("path", { d: curve(at(nodes.get(from)), at(nodes.get(to))), class: "edge" }, svg("title", {}, by)));
  const points = [...nodes.values()].map((node) => point(node.id, at(node), called(node.id), node.column === 0 && columns > 1));
  return svg("svg", { ...size, viewBox: `0 0 ${size.width} ${size.height}`, class: "picture" }, lines, points);
}

function curve([x, y], [toX, toY]) {
  if (x === toX) return `M${x} ${y}C${x - 40} ${y} ${toX - 40} ${toY} ${toX} ${toY}`;
  const middle = (x + toX) / 2;
  return `M${x} ${y}C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`;
}

function point(iri, [x, y], name, isLeft) {
  const number = goal(iri);
  const mark = svg("circle", { cx: x, cy: y, r: 7, class: number ? `node sdg s${number}` : "node" });
  const lines = wrapped(name);
  const from = { x: x + (isLeft ? -14 : 14), "text-anchor": isLeft ? "end" : "start" };
  const text = svg("text", from, lines.map((line, i) => svg("tspan", { x: from.x, y: y + 5 + (i - (lines.length - 1) / 2) * LINE }, line)));
  const address = place(iri);
  return address ? svg("a", { href: address }, svg("title", {}, name), mark, text) : svg("g", {}, svg("title", {}, name), mark, text);
}

/** A name on at most two lines. */
function wrapped(name) {
  const lines = [""];
  for (const part of name.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${part}`.trim();
    if (longer.length <= LETTERS || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines.length > 2 ? [lines[0], `${lines[1].slice(0, LETTERS - 1)} …`] : lines.map((line) => (line.length > LETTERS ? `${line.slice(0, LETTERS - 1)}…` : line));
}

const said = ({ from, by, to }, called) => el("li", {}, link(from, called(from)), ` ${by} `, link(to, called(to)));
